"""Audits a text corpus for duplicates and provenance, with evidence.

    audit(paths)             a report: documents, pairs, groups, passages, claims, findings
    group(texts)             near-duplicate groups of texts, by exact Jaccard similarity of their shingles
    dedup(texts)             which texts to keep, so that nothing is lost, and which are dropped for them
    align(left, right)       the passages that two texts share
    compare(left, right)     the same, shown side by side in a notebook
    repeats(text)            the passages that one text repeats in itself
    attribute(text)          what a text says about its source and its dates, with the places that say so
    Index                    a folder that remembers a corpus: Index.create(folder), Index.open(folder)
    match(text, index)       the documents of an index that have the text, or parts of it

Texts may be a list, a column or a table: of pandas, polars, pyarrow, Hugging Face datasets, or anything that gives a
stream of Arrow.

Importing the package imports nothing else; each function imports its stage when it is first called.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.version import __version__ as __version__

if TYPE_CHECKING:
    from typing import TypeVar

    from provenance.errors import UsageError
    from provenance.frames.comparing import Comparison
    from provenance.frames.dedups import Dedup
    from provenance.frames.report import Audit
    from provenance.index.matching import Match
    from provenance.index.opened import Index as Index
    from provenance.model import Attribution, Grouping, Overlap
    from provenance.plan.values import Rule
    from provenance.settings import Config

    Source = TypeVar("Source")

__all__ = ["Index", "align", "attribute", "audit", "compare", "dedup", "group", "match", "repeats"]


def audit(paths: object, config: Config | None = None) -> Audit:
    """Return the evidence and the findings of the corpus under *paths* (files, folders; "-" is standard input).

    One path may stand by itself.  A table may stand in the place of paths: a data frame of pandas or polars, a table of
    pyarrow, a data set, a list of records, a dict of columns; its columns are found as the fields of records are.
    *config* is a ``provenance.settings.Config``; None for the defaults.  Raises UsageError for a path that does not
    exist and where there is nothing to scan.  Nothing is written; ``report.write(folder)`` writes the files.
    """
    from provenance.frames.audits import audited

    return audited(paths, config)


def group(texts: object, threshold: float = 0.7, *, column: str | None = None) -> Grouping:
    """Return the pairs of *texts* whose exact Jaccard similarity is at least *threshold*, and their groups.

    *texts* are a list or a column of texts, or a table: the *column* of it, or the one that holds the texts.  Documents
    are named by their position.  Candidates are found by MinHash bands that meet with a chance of at least 0.999 at the
    threshold (Leskovec et al., Mining of Massive Datasets, 3.4), and every one is verified.  Raises UsageError for a
    threshold that no similarity can have, and for what holds no texts.
    """
    from provenance.errors import UsageError
    from provenance.frames.incoming import texts_of
    from provenance.pipeline import group_texts

    found = texts_of(texts, column, "group")
    try:
        return group_texts(found, threshold)
    except UsageError as error:
        raise _misuse(f"group: {error}") from error


def dedup(
    texts: Source, *, column: str | None = None, rule: Rule = "preserves", threshold: float = 0.7, keep: str = "best"
) -> Dedup[Source]:
    """Return which of *texts* to keep by a *rule* of ``provenance dedup``: preserves, identical, near or contained.

    *texts* are as for ``group``.  The result's ``kept()`` is what was given, without the rows that are dropped, and
    ``dropped`` says for each of these which row is kept instead and what is lost.  Raises UsageError.
    """
    from provenance.frames.dedups import deduplicated

    return deduplicated(texts, column, rule, threshold, keep)


def compare(left: str, right: str) -> Comparison:
    """Return the passages that two texts share; a notebook shows them side by side, with what differs marked.

    Raises UsageError for what is no text.
    """
    from provenance.frames.comparing import Comparison

    _expect_text("compare", left)
    _expect_text("compare", right)

    return Comparison(left, right)


def align(left: str, right: str) -> list[Overlap]:
    """Return the passages that two texts share, in the order of their places in *left*; spans are code points.

    Raises UsageError for what is no text.
    """
    from provenance.alignment import align as run

    _expect_text("align", left)
    _expect_text("align", right)

    return run(left, right)


def repeats(text: str) -> list[Overlap]:
    """Return the passages that stand more than once in *text*; an overlap's left place is the earlier one.

    Raises UsageError for what is no text.
    """
    from provenance.alignment import repeats as run

    _expect_text("repeats", text)

    return run(text)


def attribute(text: str, name: str | None = None) -> Attribution:
    """Return what *text* (and its file's *name*) claims about source and dates, and what the claims add up to.

    Raises UsageError for what is no text.
    """
    from provenance.attribution import attribute as run
    from provenance.model import Document

    _expect_text("attribute", text)

    document = None if name is None else Document(name, name, b"", None, len(text.encode("utf-8", "surrogatepass")))
    return run(text, document)


def match(text: str, index: Index) -> list[Match]:
    """Return the documents of *index* that are identical to *text*, near, contain it or share passages with it.

    The closest come first; similarities and spans are exact.
    """
    _expect_text("match", text)
    return index.match(text)


def _expect_text(function: str, text: object) -> None:
    if not isinstance(text, str):
        raise _misuse(f"{function}: {text!r:.60} is no text but of type {type(text).__name__}; give a string")


def _misuse(message: str) -> UsageError:
    from provenance.errors import UsageError

    return UsageError(message)


def __getattr__(name: str) -> object:
    """Return what is imported only when it is first used."""
    if name == "Index":
        from provenance.index.opened import Index

        return Index
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    """Return what is public."""
    return sorted([*__all__, "__version__", "__doc__", "__name__", "__file__", "__path__"])

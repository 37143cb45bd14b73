"""Audits a text corpus for duplicates and provenance, with evidence.

    audit(paths)             a Report: documents, pairs, groups, passages, claims, findings
    group(texts)             near-duplicate groups of texts, by exact Jaccard similarity of their shingles
    align(left, right)       the passages that two texts share
    repeats(text)            the passages that one text repeats in itself
    attribute(text)          what a text says about its source and its dates, with the places that say so
    Index                    a folder that remembers a corpus: Index.create(folder), Index.open(folder)
    match(text, index)       the documents of an index that have the text, or parts of it

Importing the package imports nothing else; each function imports its stage when it is first called.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.version import __version__ as __version__

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable
    from typing import TypeVar

    from provenance.errors import UsageError
    from provenance.index.matching import Match
    from provenance.index.opened import Index as Index
    from provenance.model import Attribution, Grouping, Overlap, Report
    from provenance.settings import Config

    T = TypeVar("T")

__all__ = ["Index", "align", "attribute", "audit", "group", "match", "repeats"]


def audit(paths: str | os.PathLike[str] | Iterable[str | os.PathLike[str]], config: Config | None = None) -> Report:
    """Return the evidence and the findings of the corpus under *paths* (files, folders; "-" is standard input).

    One path may stand by itself.  *config* is a ``provenance.settings.Config``; None for the defaults.  Raises
    UsageError for a path that does not exist and where there is nothing to scan.  Nothing is written; hand the report
    to ``provenance.reporters.write`` for files.
    """
    import os

    from provenance.pipeline import audit as run

    several = [paths] if isinstance(paths, str | os.PathLike) else _listed("audit", paths, "path")
    for path in several:
        if not isinstance(path, str | os.PathLike):
            raise _misuse(f"audit: {path!r} is no path; give the path of a file or a folder, or several of them")
    return run(several, config)


def group(texts: Iterable[str], threshold: float = 0.7) -> Grouping:
    """Return the pairs of *texts* whose exact Jaccard similarity is at least *threshold*, and their groups.

    Documents are named by their position in *texts*.  Candidates are found by MinHash bands that meet with a chance of
    at least 0.999 at the threshold (Leskovec et al., Mining of Massive Datasets, 3.4), and every one is verified.
    Raises UsageError for a threshold that no similarity can have, and for one text in the place of several.
    """
    from provenance.pipeline import group_texts

    if isinstance(texts, str):
        raise _misuse("group: this is one text, and its letters would be grouped; give a list of texts")
    several = _listed("group", texts, "text")
    for text in several:
        _expect_text("group", text)
    return group_texts(several, threshold)


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


def _listed(function: str, several: Iterable[T], noun: str) -> list[T]:
    """Return *several* as a list; UsageError for what cannot be listed."""
    try:
        return list(several)
    except TypeError as error:
        raise _misuse(f"{function}: {several!r:.60} is no {noun}, and no list of them") from error


def _misuse(message: str) -> UsageError:
    from provenance.errors import UsageError

    return UsageError(message)


def __getattr__(name: str) -> object:
    """Return what is imported only when it is first used."""
    if name == "Index":
        from provenance.index.opened import Index

        return Index
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")

"""From a report to what to do about it: copies to remove, copies to review, and texts to mend, counted."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING

import attrs
import numpy as np

from provenance.documents import digest_keys, sizes
from provenance.model import RELATIONS, Value
from provenance.reporters.display import count, quantity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from provenance.model import Evidence, Report

_IDENTICAL, _TEMPLATE = RELATIONS.index("identical"), RELATIONS.index("template")
# Families of rules about copies, which the lines before the last one count.
_ABOUT_COPIES = ("DUP", "REP", "OVL", "SRC005", "DATE007", "SUP")
_NO_LETTERS = r"[\s!-/:-@\[-`{-~\u00ad\u2000-\u206f]+"  # white space, punctuation, invisible characters
_NAMED = 4  # kinds of findings that the last line names

# What a member of a group is to the one to keep: the latter itself or in no group, with the same words, alike but for
# figures or names, or similar.
KEPT, SAME, ALIKE, DIFFERING = range(4)


@attrs.frozen(repr=False, eq=False, match_args=False, weakref_slot=False)
class ToDo(Value):
    """What a report leaves to be done.

    Of the members of groups that are not to be kept, *same* have the same words as the one that is, diacritics and all,
    and take *bytes*; *alike* are the same but for figures or names, and *differing* are similar.  *repeated* texts have
    a page or passage twice.  *to_mend* counts all other errors and warnings by the names of their rules, the most
    frequent first.
    """

    same: int = 0
    bytes: int = 0
    alike: int = 0
    differing: int = 0
    repeated: int = 0
    to_mend: tuple[tuple[str, int], ...] = ()


def to_do(report: Report) -> ToDo:
    """Return what *report* leaves to be done."""
    evidence = report.evidence
    of = likeness(report)
    same = of == SAME
    return ToDo(
        same=int(same.sum()),
        bytes=int(sizes(evidence.documents)[same].sum()) if same.any() else 0,
        alike=int((of == ALIKE).sum()),
        differing=int((of == DIFFERING).sum()),
        repeated=sum(1 for repeats in evidence.repeats if repeats.share),
        to_mend=tuple((report.rule(code)[0], number) for code, number in to_mend(report)),
    )


def likeness(report: Report) -> NDArray[np.int8]:
    """Return for each document KEPT, SAME, ALIKE or DIFFERING; KEPT for all if it is not known which ones to keep."""
    evidence = report.evidence
    groups = () if "keep" in report.left_out else evidence.groups
    rows = [(member, group.keep) for group in groups for member in group.members if member != group.keep]
    copies, kept = np.array(rows, np.int64).reshape(-1, 2).T
    words = _words(evidence)
    of = np.full(len(evidence.documents), KEPT, np.int8)
    of[copies] = np.where(_template(evidence, copies, kept), ALIKE, DIFFERING)
    same = words[copies] == words[kept]
    same[same] = _same_letters(evidence, copies[same], kept[same])
    of[copies[same]] = SAME
    return of


def to_mend(report: Report) -> list[tuple[str, int]]:
    """Return the codes of errors and warnings that are not about copies, each with its number, the largest first."""
    counts: dict[str, int] = {}
    for finding in report.findings:
        if finding.severity != "info" and not finding.code.startswith(_ABOUT_COPIES):
            counts[finding.code] = counts.get(finding.code, 0) + finding.count
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))


def sentences(todo: ToDo) -> Iterator[str]:
    """Yield a line for each kind of thing to do."""
    if todo.same:
        kept = "the one" if todo.same == 1 else "those"
        yield f"to remove: {_copies(todo.same)} with the same words as {kept} to keep ({quantity(todo.bytes)})"
    differ = "that differs" if todo.differing == 1 else "that differ"
    review = [
        f"{_copies(todo.differing)} {differ} from the one to keep" * bool(todo.differing),
        f"{count(todo.alike, 'text')} alike but for figures" * bool(todo.alike),
        f"{count(todo.repeated, 'text')} with a repeated page or passage" * bool(todo.repeated),
    ]
    if any(review):
        yield f"to review: {', '.join(filter(None, review))}"
    if todo.to_mend:
        named = [f"{name} ({number:,})" for name, number in todo.to_mend[:_NAMED]]
        rest = sum(number for _, number in todo.to_mend[_NAMED:])
        yield f"to mend: {', '.join([*named, *([f'{rest:,} more'] if rest else [])])}"


def _copies(number: int) -> str:
    return count(number, "copy", "copies")


def _template(evidence: Evidence, left: NDArray[np.int64], right: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Return which pairs of *left* and *right* are listed as the same but for figures or names."""
    pairs, size = evidence.pairs, len(evidence.documents)
    listed = pairs.relation == _TEMPLATE
    keys = pairs.left[listed].astype(np.int64) * size + pairs.right[listed]
    return np.isin(np.minimum(left, right) * size + np.maximum(left, right), keys)


def _same_letters(evidence: Evidence, left: NDArray[np.int64], right: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Return which documents of equal words have the same letters too; a text without its diacritics says less."""
    digests = digest_keys(evidence.documents)
    found: NDArray[np.bool_] = (digests[left] == digests[right]) & (digests[left] != 0)
    asked = np.flatnonzero(~found)
    ours, theirs = (evidence.texts(side[asked].tolist()) for side in (left, right))
    found[asked] = [_letters(one) == _letters(other) for one, other in zip(ours, theirs, strict=True)]
    return found


def _letters(text: str) -> str:
    if text.isascii():
        return text.encode().translate(None, _ascii_signs()).lower().decode()
    return re.sub(_NO_LETTERS, "", unicodedata.normalize("NFKC", text)).casefold()


@cache
def _ascii_signs() -> bytes:
    """Return the ASCII characters that are no letters: to delete them takes a fiftieth of the pattern's time."""
    return bytes(sign for sign in range(128) if re.fullmatch(_NO_LETTERS, chr(sign)))


def _words(evidence: Evidence) -> NDArray[np.int64]:
    """Return for each document the first one with the same words, as far as the pairs say so.

    Of a crowd of copies each is listed with the representative at least, so a few rounds reach the first of all.
    """
    first = np.arange(len(evidence.documents))
    same = evidence.pairs.relation == _IDENTICAL
    left, right = evidence.pairs.left[same], evidence.pairs.right[same]
    before = None
    while before is None or (before != first).any():
        before = first.copy()
        np.minimum.at(first, right, first[left])
        np.minimum.at(first, left, first[right])
    return first

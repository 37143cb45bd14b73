"""From an overlap as the kernels see it to its similarity and kind, where these take a look at the words."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from rapidfuzz.distance import Levenshtein

from provenance.model.passages import KINDS
from provenance.words import locate_within

if TYPE_CHECKING:
    from provenance.kernels.rows import Row
    from provenance.words import Words

NEAR, LOOSE, REORDERED, MISREAD = map(KINDS.index, ("near", "loose", "reordered", "misread"))
LOOKED_AT = (REORDERED, MISREAD)
MIN_NEAR = 0.8  # similarity of words of a near passage; below it is loose
ALIKE = 0.5  # share of letters that a misread word has in common with the right one
MOST = 0.5  # share of the words that differ
MAX_WORDS = 1 << 12  # of a passage that is compared; the head of a longer one shows what differs


def looked_at(row: Row, left: str, right: str) -> Row:
    """Return *row*, an overlap of two texts, with the similarity and the kind that its words have."""
    if row[6] not in LOOKED_AT:
        return row
    return (*row[:5], *regarded(row, left, right), *row[7:])


def regarded(row: Row, left: str, right: str) -> tuple[float, int]:
    """Return the similarity and the kind of *row*, which the kernels take for reordered or misread.

    The similarity of a reordered passage is the share of words that both sides have, in whatever order: word for word
    in order, they may have little in common.  A passage is misread if most words that differ are the same ones with
    other letters; kernels compare shares only, which are the same where figures or a single word were changed.
    """
    a, b, c, d, words, similarity, kind, *_ = row
    one, two = locate_within(left, a, b), locate_within(right, c, d)
    if kind == REORDERED:
        return (Counter(one.ids.tolist()) & Counter(two.ids.tolist())).total() / words, kind
    if _are_misread(left, right, one, two):
        return similarity, kind
    return similarity, NEAR if similarity >= MIN_NEAR else LOOSE


def _are_misread(left: str, right: str, one: Words, two: Words) -> bool:
    # One order of the sides, so that swapping them changes nothing: of several ways to edit one into the other, one is
    # taken.
    sides = sorted(
        ((some.ids[:MAX_WORDS].tolist(), text, some) for text, some in ((left, one), (right, two))), key=_ids
    )
    (ours, left, one), (theirs, right, two) = sides
    misread = differing = 0
    for step in Levenshtein.opcodes(ours, theirs):
        if step.tag == "equal":
            continue
        differing += max(step.src_end - step.src_start, step.dest_end - step.dest_start)
        if step.tag == "replace":
            for at, to in zip(range(step.src_start, step.src_end), range(step.dest_start, step.dest_end), strict=True):
                misread += _is_misread(left[one.starts[at] : one.ends[at]], right[two.starts[to] : two.ends[to]])
    return misread > 0 and misread >= MOST * differing


def _ids(side: tuple[list[int], str, Words]) -> tuple[int, list[int]]:
    return len(side[0]), side[0]


def _is_misread(one: str, other: str) -> bool:
    """Return whether *one* may be *other*, misread: letters alike, and not two figures."""
    if one.isdigit() and other.isdigit():
        return False
    return Levenshtein.normalized_similarity(one.casefold(), other.casefold()) >= ALIKE

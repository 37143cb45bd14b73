"""From an overlap as the kernels see it to its similarity and kind, where these take a look at the words."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from rapidfuzz.distance import Levenshtein, Prefix

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
FEWEST = 3  # different words that were misread: fewer are slips of the pen, or a name spelled in two ways
LETTERS = 5  # of such a word: shorter ones that are alike are other words (rise, rose)
ENDINGS = frozenset(("", "d", "e", "ed", "en", "er", "ers", "es", "ied", "ier", "ies", "ing", "ly", "s", "t", "y"))
MIN_CUT = 2  # letters that an abbreviation leaves out (months, mths)
_FIGURE = re.compile(r"\d")
SPELLINGS = (
    (re.compile("[ao]e"), "e"),  # anaemia, anemia
    (re.compile("ou"), "o"),  # labour, labor
    (re.compile("re(?=s?$)"), "er"),  # theatres, theaters
    (re.compile("ogue(?=s?$)"), "og"),  # dialogue, dialog
    (re.compile("[sz]"), "c"),  # licence, license; organise, organize
    (re.compile(r"(\w)\1"), r"\1"),  # travelled, traveled
)  # one spelling each
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
    certain = set()
    for step in Levenshtein.opcodes(ours, theirs):
        if step.tag == "equal":
            continue
        differing += max(step.src_end - step.src_start, step.dest_end - step.dest_start)
        if step.tag == "replace":
            for at, to in zip(range(step.src_start, step.src_end), range(step.dest_start, step.dest_end), strict=True):
                word, other = left[one.starts[at] : one.ends[at]], right[two.starts[to] : two.ends[to]]
                if _is_misread(word, other):
                    misread += 1
                    if not _is_other_word(word, other):
                        certain.add((word.casefold(), other.casefold()))
    return len(certain) >= FEWEST and misread >= MOST * differing


def _ids(side: tuple[list[int], str, Words]) -> tuple[int, list[int]]:
    return len(side[0]), side[0]


def _is_misread(one: str, other: str) -> bool:
    """Return whether *one* may be *other*, misread: letters alike, and no figures in both."""
    if _FIGURE.search(one) and _FIGURE.search(other):
        return False
    return Levenshtein.normalized_similarity(one.casefold(), other.casefold()) >= ALIKE


def _is_other_word(one: str, other: str) -> bool:
    """Return whether two words with letters alike may both be read rightly.

    They are short, names, words with other endings, a word and its abbreviation, or one word in two spellings.
    """
    if min(len(one), len(other)) < LETTERS or any(word[:1].isupper() and not word.isupper() for word in (one, other)):
        return True
    shorter, longer = sorted((one.casefold(), other.casefold()), key=len)
    stem = Prefix.similarity(shorter, longer)
    ended = shorter[stem:] in ENDINGS and longer[stem:] in ENDINGS
    letters = iter(longer)
    cut = len(longer) - len(shorter) >= MIN_CUT and all(letter in letters for letter in shorter)
    return ended or cut or _spelled(shorter) == _spelled(longer)


def _spelled(word: str) -> str:
    """Return *word* in one of the spellings that it may have: colour and color, centre and center."""
    for pattern, spelling in SPELLINGS:
        word = pattern.sub(spelling, word)
    return word

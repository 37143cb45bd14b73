"""DUP: documents that are copies of other documents.

Each copy gets one finding, which names the document that it repeats by its closest tie; the document to keep gets none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.rules.copies import CONTAINED, NEAR, REORDERED
from provenance.rules.find import place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provenance.model import Finding
    from provenance.rules.case import Case
    from provenance.rules.find import Crowd, Find


def identical_bytes(case: Case, find: Find) -> Iterator[Finding | Crowd]:
    """The document has exactly the bytes of another one.

    Held against it: the SHA-256 of its file (for a record: of its text field as UTF-8) is that of another document.  A
    text without words is never called a copy; it is empty-text.

    Why it hurts: counts, samples and models weigh the text twice, and a correction made in one copy leaves the other.

    What to do: delete the copy that the message stands at, or accept the pair if both names must exist.
    """
    documents = case.evidence.documents
    copies, others = case.copies.bytes

    def found(at: int) -> Finding:
        copy, other = int(copies[at]), int(others[at])
        message = f"same bytes as {find.name(other)} ({documents[copy].size:,} bytes)"
        return find(copy, message, find.stable_name(other), others=place(other), score=1.0)

    yield from find.each(copies, found)


def identical_words(case: Case, find: Find) -> Iterator[Finding | Crowd]:
    """The document has the words of another one in the same order, but not its bytes.

    Held against it: after folding (case, diacritics, punctuation and line breaks do not count) the two word sequences
    are equal; crawl headers are no part of the words.

    Why it hurts: comparisons by checksum miss it, so it survives every simple clean-up, and the two files then differ
    in encoding, wrapping or punctuation for no reason that anyone remembers.

    What to do: keep the one with the better form (paragraphs, diacritics, punctuation) and delete the other.
    """
    copies, others = case.copies.words

    def found(at: int) -> Finding:
        other = int(others[at])
        message = f"same words as {find.name(other)}, in other bytes"
        return find(int(copies[at]), message, find.stable_name(other), others=place(other), score=1.0)

    yield from find.each(copies, found)


def near_duplicate(case: Case, find: Find) -> Iterator[Finding | Crowd]:
    """The document is a near-duplicate of another one.

    Held against it: the exact Jaccard similarity of the two sets of five-word shingles is at least the threshold (0.7
    unless set).  In a group of near-duplicates every member but the one to keep is reported, against the one to keep
    or, where these two are less similar than the threshold, against the group's representative.  A document outside
    every group is reported against its most similar partner.

    Why it hurts: near-copies leak from training into test data, inflate counts, and make one report look like several
    independent ones.

    What to do: keep one (groups.csv says which, and why), or accept the pair if both versions are wanted.
    """
    yield from _ties(case, find, (NEAR,), "near-duplicate of {other}, similarity {similarity:.6f}")


def contained(case: Case, find: Find) -> Iterator[Finding | Crowd]:
    """The document stands nearly whole inside a longer one.

    Held against it: almost all of its five-word shingles are in the other document, which has much more besides.

    Why it hurts: as with near-duplicates, and worse to notice: the lengths differ, so similarity alone may be low.

    What to do: keep the longer document if it is one article, the shorter one if the longer is a digest of several.
    """
    yield from _ties(case, find, (CONTAINED,), "contained in {other}, similarity {similarity:.6f}")


def reordered(case: Case, find: Find) -> Iterator[Finding | Crowd]:
    """The document has the passages of another one in another order.

    Held against it: the two share their passages, but a passage that comes first in one comes later in the other.

    Why it hurts: it is the usual trace of rewriting by machine, or of a page whose columns were read across.

    What to do: look at both with `provenance compare`; keep the one whose order makes sense.
    """
    yield from _ties(case, find, (REORDERED,), "same passages as {other} in another order, similarity {similarity:.6f}")


def _ties(case: Case, find: Find, relations: tuple[int, ...], sentence: str) -> Iterator[Finding | Crowd]:
    ties = case.copies.near
    places = ties.of(relations)

    def found(at: int) -> Finding:
        slot = places[at]
        other, similarity, more = int(ties.other[slot]), float(ties.similarity[slot]), int(ties.more[slot])
        message = sentence.format(other=find.name(other), similarity=similarity)
        if more:
            message += f" (and {more:,} more of its pairs, in pairs.csv)"
        key = find.stable_name(other)
        return find(int(ties.copy[slot]), message, key, others=place(other), score=similarity)

    yield from find.each(ties.copy[places], found)

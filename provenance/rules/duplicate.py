"""DUP: documents that are copies of other documents.

Each copy gets one finding, which names the document that it is closest to; the document to keep gets none.

Pairs below the threshold, and the order of the passages that two documents share, are known only where passages are
looked for.  DUP004 and DUP005 need that; DUP002 and DUP003 do without, since it takes longer than grouping.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.rules.differences import figures, marks, symbols
from provenance.rules.find import place
from provenance.rules.rule import Rule, Samples

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provenance.model import Finding, Severity
    from provenance.rules.case import Case
    from provenance.rules.copies import Relation
    from provenance.rules.find import Crowd, Find

_FERRY = (
    "HANOI, 12 May 2023 (VNA) - The ferry to the island will sail four times a day from June, twice as often as last "
    "year, the company said on Friday.\n"
)
_LIBRARY = (
    "The library of the town lends ladders, drills and a telescope to anyone who has held a card for more than a "
    "year.\n"
)


def identical_bytes(case: Case, find: Find) -> Iterator[Finding | Crowd]:
    """The document has exactly the same bytes as another document.

    What it does: compares the SHA-256 digests of files or, for records, of their text fields encoded as UTF-8.  A text
    without words is never reported as a copy; see `empty-text` (TXT001).  Two names of one file are no copies;
    see `curtailed-input` (IO002).

    Why it matters: the text counts twice in every statistic, sample and model, and a correction made in one copy does
    not reach the other.

    What to do: delete the copy that the finding is reported for.  If both names must exist, accept the pair in the
    configuration or in the baseline.
    """
    documents = case.evidence.documents
    copies, others = case.copies.bytes
    apart = ~case.copies.linked
    copies, others = copies[apart], others[apart]

    def make(at: int) -> Finding:
        copy, other = int(copies[at]), int(others[at])
        message = f"same bytes as {find.name(other)} ({documents[copy].size:,} bytes)"
        return find(copy, message, find.stable_name(other), others=place(other), score=1.0)

    yield from find.each(copies, make)


IDENTICAL_BYTES = Rule(
    "DUP001",
    "identical-bytes",
    "error",
    identical_bytes,
    needs=("sketch", "group", "keep", "digests"),
    samples=Samples(
        found={"ferry.txt": _FERRY, "ferry-copy.txt": _FERRY},
        silent={"ferry.txt": _FERRY, "ferry-rewrapped.txt": _FERRY.replace("June, ", "June,\n")},
    ),
)


def identical_words(case: Case, find: Find) -> Iterator[Finding | Crowd]:
    """The document has the same words as another document, but not the same bytes.

    What it does: compares the sequences of words after folding: case, diacritics, punctuation and line breaks are
    ignored.  Crawl headers do not belong to the words.  The message says so if both texts have diacritics and they
    differ, or if signs such as currencies do.  Texts whose figures differ in their signs (-5 and 5) are no copies of
    each other; see `near-duplicate` (DUP003).

    Why it matters: checksums miss such copies, so they survive simple deduplication.

    What to do: keep the copy with the better form (paragraphs, diacritics, punctuation) and delete the other.
    """
    copies, others = case.copies.words

    def make(at: int) -> Finding:
        copy, other = int(copies[at]), int(others[at])
        message = f"{_same(case, copy, other).format(other=find.name(other))}, but not the same bytes"
        return find(copy, message, find.stable_name(other), others=place(other), score=1.0)

    yield from find.each(copies, make)


_INVISIBLE = dict.fromkeys((0xAD, 0x2060))


def _same(case: Case, copy: int, other: int) -> str:
    """Return in what two documents of the same folded words are the same."""
    texts = _article(case, other), _article(case, copy)
    if found := symbols(*texts):
        return f"same words as {{other}} but for signs ({found})"
    if found := marks(*texts):
        return f"same words as {{other}} but for marks ({found})"
    return "same words as {other}"


def _article(case: Case, position: int) -> str:
    """Return the article as its words are read, without invisible characters."""
    from provenance.words import readable

    read = readable(case.evidence.text(position))[case.evidence.documents[position].header :]
    return read.translate(_INVISIBLE)


IDENTICAL_WORDS = Rule(
    "DUP002",
    "identical-words",
    "error",
    identical_words,
    needs=("sketch", "group", "keep"),
    samples=Samples(
        found={"ferry.txt": _FERRY, "ferry-rewrapped.txt": _FERRY.replace("June, ", "June,\n")},
        silent={"ferry.txt": _FERRY, "ferry-edited.txt": _FERRY.replace("June", "July")},
    ),
)


def near_duplicate(case: Case, find: Find) -> Iterator[Finding | Crowd]:
    """The document is a near-duplicate of another document.

    What it does: computes the exact Jaccard similarity of the two sets of five-word shingles, and reports pairs at or
    above the threshold (`--threshold`, 0.7 by default).  In a group of near-duplicates, every member but the one to
    keep is reported: against the one to keep or, where these two are below the threshold, against the group's
    representative.  A document outside of all groups is reported against the document that it is most similar to.

    Two texts that are the same but for figures in their prose, such as weekly reports, are two uses of a template and
    no copies: the finding is a note that names the figures.

    With `--noisy`, scans are reported that are the same but for misread letters, broken and glued words.  Their
    similarity is the share of the letters that an alignment of both texts pairs up.

    Why it matters: near-duplicates leak from training data into test data, inflate counts, and make one report look
    like several independent ones.

    What to do: keep one of them; groups.csv says which one, and why.  If both versions are wanted, accept the pair.
    """
    yield from _ties(case, find, "near", "near-duplicate of {other}, similarity {similarity:.6f}")
    yield from _ties(
        case, find, "misread", "the same as {other} but for misread letters, {similarity:.1%} of the letters aligned"
    )
    yield from _ties(case, find, "template", "the same as {other} but for figures: {figures}", severity="info")


NEAR_DUPLICATE = Rule(
    "DUP003",
    "near-duplicate",
    "warning",
    near_duplicate,
    needs=("sketch", "group", "keep"),
    samples=Samples(
        found={"ferry.txt": _FERRY, "ferry-edited.txt": _FERRY.replace(" on Friday", "")},
        silent={
            "ferry.txt": _FERRY,
            "ferry-rewritten.txt": "HANOI, 12 May 2023 (VNA) - Passengers can take the ferry to the island more often "
            "from June, when it will sail four times a day.\n",
        },
    ),
)


def contained_document(case: Case, find: Find) -> Iterator[Finding | Crowd]:
    """The document is contained almost completely in a longer document.

    What it does: reports documents almost all of whose five-word shingles also occur in another document that has much
    more text besides.

    Why it matters: as for near-duplicates, but harder to notice: since the lengths differ, the similarity may be low.

    What to do: keep the longer document if it is one article, or the shorter one if the longer is a digest of several.
    """
    yield from _ties(case, find, "contained", "contained in {other}, similarity {similarity:.6f}")


CONTAINED_DOCUMENT = Rule(
    "DUP004",
    "contained-document",
    "warning",
    contained_document,
    needs=("sketch", "group", "keep", "passages"),
    samples=Samples(
        found={"ferry.txt": _FERRY, "digest.txt": f"{_FERRY}\n{_LIBRARY}"},
        silent={"ferry.txt": _FERRY, "library.txt": _LIBRARY},
    ),
)


def reordered_copy(case: Case, find: Find) -> Iterator[Finding | Crowd]:
    """The document has the same passages as another document, in a different order.

    What it does: reports pairs that share most of their passages where a passage that comes earlier in one document
    comes later in the other.

    Why it matters: this is typical of texts rewritten by machine, and of pages whose columns were extracted in the
    wrong order.

    What to do: compare the two with `provenance compare`, and keep the one whose order makes sense.
    """
    yield from _ties(case, find, "reordered", "same passages as {other} in another order, similarity {similarity:.6f}")


REORDERED_COPY = Rule(
    "DUP005",
    "reordered-copy",
    "warning",
    reordered_copy,
    needs=("sketch", "group", "keep", "passages"),
    samples=Samples(
        found={"digest.txt": f"{_FERRY}\n{_LIBRARY}", "digest-reordered.txt": f"{_LIBRARY}\n{_FERRY}"},
        silent={"digest.txt": f"{_FERRY}\n{_LIBRARY}", "digest-copy.txt": f"{_FERRY}\n{_LIBRARY}"},
    ),
)


def _ties(
    case: Case, find: Find, relation: Relation, sentence: str, *, severity: Severity | None = None
) -> Iterator[Finding | Crowd]:
    ties = case.copies.near
    slots = ties.of(relation)

    def make(at: int) -> Finding:
        slot = slots[at]
        copy, other = int(ties.copy[slot]), int(ties.other[slot])
        similarity, more = float(ties.similarity[slot]), int(ties.more[slot])
        differing = figures(_article(case, other), _article(case, copy)) or "names" if "{figures}" in sentence else ""
        message = sentence.format(other=find.name(other), similarity=similarity, figures=differing)
        if more:
            message += f" (pairs.csv lists {more:,} more of its pairs)"
        return find(copy, message, find.stable_name(other), others=place(other), severity=severity, score=similarity)

    yield from find.each(ties.copy[slots], make)


RULES = (IDENTICAL_BYTES, IDENTICAL_WORDS, NEAR_DUPLICATE, CONTAINED_DOCUMENT, REORDERED_COPY)

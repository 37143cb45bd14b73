"""From where documents meet to the blocks that most documents of a site, a folder or a corpus have.

A box in the middle of a site's pages has other neighbours on each page, and where two pages have a neighbour in common
as well, what they share is longer than the box.  So blocks are found by themselves, by how many documents have each run
of words, before anything is said of the passages beside them.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from rapidfuzz.distance import Levenshtein

from provenance import sets
from provenance.alignment.frequency import EDGE_ALONE, Divisions
from provenance.alignment.kinds import MIN_NEAR
from provenance.alignment.labels import AT_EDGE, EDGE, EDGE_LEAST, EDGE_MOST, at_edges, marked
from provenance.alignment.meetings import RUNS
from provenance.model.passages import CARRIER, KINDS, Passages
from provenance.words import locate

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from provenance.alignment.formulas import Texts
    from provenance.alignment.frequency import Origins
    from provenance.alignment.meetings import Meetings
    from provenance.words import Words

    Places = NDArray[np.int64]
    Ids = NDArray[np.uint64]
    # Blocks, documents, first words, the words after the last, and the runs that begin there.
    Columns = tuple[Places, Places, Places, Places, Places]

RUN = RUNS[0]  # words that two documents have in common where they meet
APART = RUN + 4  # words between the beginnings of two runs of one block: one word between them may have changed
TOGETHER = 0.5  # share of the documents with one of two neighbouring runs that have both, if they are one block
BESIDE = 4  # words on either side of its runs that may belong to a block: of three runs only one is kept
WHOLE = 0.75  # share of a block's places that are lines of their own if the block needs no edge
LINES_WORDS, LINES_SHARE = 80, 0.02  # words of such a block, at most; share of the documents that have it, at least
TYPICAL = 0.8  # words of a block's first place, as a share of what its places have in the middle
LETTERS = 5  # to a word, about
ROUNDS = 3  # a signature is at the end of a mail where the footer of the list is cut off
_TABLE, _LEAST_TABLE = 24, 16  # bits of a hash by which most runs are found to be rare
_AT_ONCE = 1 << 20  # runs whose hashes are in memory at a time


def blocks(meetings: Meetings, origins: Origins, texts: Texts, min_words: int) -> Passages:
    """Return the blocks of *min_words* or more that are boilerplate.

    *texts* gives the texts of documents.
    """
    divisions = Divisions(origins, len(meetings.lengths))
    runs = _common_runs(meetings, np.minimum(EDGE_ALONE, divisions.half()))
    if not len(runs[0]):
        return Passages.of(())
    places = _places(runs)
    _trim(*places[1:4], np.bincount(places[0])[places[0]])
    places = _candidates(places, divisions, meetings)
    found = _passages(places, meetings.ranks(), texts, min_words)
    if not len(found.passages):
        return found.passages
    lead, tail = np.zeros(len(meetings.lengths), np.int64), np.array(meetings.lengths, np.int64)
    numbers = np.repeat(np.arange(len(found.passages)), found.passages.sizes)
    owners = found.passages.carriers["document"].astype(np.int64)
    stories = divisions.stories_of(numbers[~found.quoted], owners[~found.quoted], len(found.passages))
    own = found.are_lines(WHOLE) & (found.passages.heads["words"] <= LINES_WORDS) & (stories >= _many(meetings))
    labelled = found.passages
    for _ in range(ROUNDS):
        labelled = marked(found.passages, divisions, at_edges(found.passages, lead, tail, ~found.quoted))
        labelled.boilerplate |= own
        known = lead.copy(), tail.copy()
        _peel(labelled.take(np.flatnonzero(labelled.boilerplate)), lead, tail)
        if np.array_equal(known[0], lead) and np.array_equal(known[1], tail):
            break
    return labelled.take(np.flatnonzero(labelled.boilerplate))


def _many(meetings: Meetings) -> float:
    """Return how many stories have whole lines at least if these are boilerplate anywhere in a text."""
    return max(EDGE_ALONE, LINES_SHARE * len(meetings.lengths))


def _candidates(places: Columns, divisions: Divisions, meetings: Meetings) -> Columns:
    """Return the *places* of those blocks that may be boilerplate: to look at the texts of others takes too long."""
    block, owners, first, stop, _ = places
    count = int(block.max(initial=-1)) + 1
    stories = divisions.stories_of(block, owners, count)
    half = np.full(count, len(meetings.lengths) + 1)
    np.minimum.at(half, block, divisions.half()[owners])
    sizes = np.bincount(block, minlength=count)
    tail = meetings.words.copy()
    lead = np.zeros_like(tail)
    good = np.zeros(count, np.bool_)
    for _ in range(ROUNDS):
        near = np.clip(EDGE * (tail - lead), EDGE_LEAST, EDGE_MOST / LETTERS)[owners]
        begins, ends = first <= lead[owners] + near, stop >= tail[owners] - near
        edge = np.maximum(*(np.bincount(block, some, count) for some in (begins, ends))) >= AT_EDGE / 2 * sizes
        good = (sizes >= half) | (stories >= _many(meetings)) | (edge & (stories >= EDGE_ALONE))
        np.maximum.at(lead, owners[good[block] & begins], stop[good[block] & begins])
        np.minimum.at(tail, owners[good[block] & ends], first[good[block] & ends])
    chosen = good[block]
    return block[chosen], owners[chosen], first[chosen], stop[chosen], places[4][chosen]


class _Found:
    """Blocks, and of each of their places whether it consists of whole lines, and whether these are quoted."""

    def __init__(self, passages: Passages, lines: NDArray[np.bool_], quoted: NDArray[np.bool_]) -> None:
        self.passages, self.lines, self.quoted = passages, lines, quoted

    def are_lines(self, share: float) -> NDArray[np.bool_]:
        """Return which blocks are whole lines in this *share* of their places, or more."""
        return np.add.reduceat(self.lines.astype(float), self.passages.bounds[:-1]) >= share * self.passages.sizes


def _common_runs(meetings: Meetings, least: Places) -> tuple[Places, Places, Places]:
    """Return the runs that *least* or more documents have, by the document that asks: documents, words, and runs.

    They are in the order of documents, and of the words that begin the runs.
    """
    documents, places, others, there = meetings.runs()
    bits = min(_TABLE, max(_LEAST_TABLE, len(documents).bit_length() + 1))
    table = np.zeros(1 << bits, np.int32)
    parts = [slice(first, first + _AT_ONCE) for first in range(0, len(documents), _AT_ONCE)]
    for part in parts:
        table += np.bincount(_hashed(others[part], there[part], bits), minlength=len(table)).astype(np.int32)
    some = [np.zeros(0, np.int64)]
    for part in parts:
        number = table[_hashed(others[part], there[part], bits)]
        some.append(np.flatnonzero(number + 1 >= least[documents[part]]) + part.start)
    chosen = np.concatenate(some)
    # Several rare runs may have had one number in the table.
    keys, runs = sets.unique_inverse(others[chosen].astype(np.int64) << 32 | there[chosen])
    chosen = chosen[np.bincount(runs)[runs] + 1 >= least[documents[chosen]]]
    keys, runs = sets.unique_inverse(others[chosen].astype(np.int64) << 32 | there[chosen])
    # The first document that has a run meets nobody in it.
    owners = np.concatenate((documents[chosen], keys >> 32))
    words = np.concatenate((places[chosen], keys & 0xFFFFFFFF))
    runs = np.concatenate((runs, np.arange(len(keys))))
    order = np.lexsort((words, owners))
    return owners[order], words[order], runs[order]


def _hashed(others: NDArray[np.int32], there: NDArray[np.int32], bits: int) -> NDArray[np.uint32]:
    mixed = others.astype(np.uint32) * np.uint32(0x9E3779B1) + there.astype(np.uint32) * np.uint32(0x85EBCA6B)
    hashes: NDArray[np.uint32] = (mixed ^ mixed >> np.uint32(15)) >> np.uint32(32 - bits)
    return hashes


def _places(runs: tuple[Places, Places, Places]) -> Columns:
    """Return the places of blocks: block, document, the first word and that after the last, and the first's run."""
    documents, places, numbers = runs
    follows = (documents[1:] == documents[:-1]) & (places[1:] - places[:-1] <= APART)
    links = numbers[:-1][follows] << 32 | numbers[1:][follows]
    known, which = sets.unique_inverse(links)
    sizes = np.bincount(numbers)
    left, right = known >> 32, known & 0xFFFFFFFF
    both = np.bincount(which, minlength=len(known)) >= TOGETHER * np.maximum(sizes[left], sizes[right])
    block = _joined(len(sizes), left[both], right[both])[numbers]
    begins = np.append(True, ~(follows & (block[1:] == block[:-1])))[: len(block)]
    first = np.flatnonzero(begins)
    last = np.append(first[1:], len(block))[: len(first)] - 1
    return block[first], documents[first], places[first], places[last] + RUN, numbers[first]


def _joined(count: int, left: Places, right: Places) -> Places:
    """Return a number for each of *count* runs, the same for those that *left* and *right* join."""
    parent = list(range(count))

    def root(one: int) -> int:
        while parent[one] != one:
            parent[one] = one = parent[parent[one]]
        return one

    for one, other in zip(left.tolist(), right.tolist(), strict=True):
        low, high = sorted((root(one), root(other)))
        parent[high] = low
    return np.array([root(one) for one in range(count)], np.int64)


def _passages(places: Columns, ranks: Places, texts: Texts, min_words: int) -> _Found:
    """Return the blocks at *places* as passages, each with its first typical document first."""
    block, owners, first, stop, runs = places
    rows = np.zeros(len(block), CARRIER)
    rows["document"] = owners
    lines, quoted = np.zeros(len(block), np.bool_), np.zeros(len(block), np.bool_)
    said: list[Ids] = []
    windows = [
        _window(text, words, begin, end)
        for (text, words), begin, end in zip(_located(owners, texts), first.tolist(), stop.tolist(), strict=True)
    ]
    for at, (starts, ends, ids, sides) in enumerate(_widened(windows, first, stop, runs)):
        rows["start"][at], rows["end"][at], rows["words"][at] = starts, ends, len(ids)
        lines[at], quoted[at] = sides
        said.append(ids)
    kept = np.flatnonzero(rows["words"] >= min_words)
    order, bounds = [], [0]
    for some in _parts(block, kept):
        if len(sets.distinct(owners[some])) > 1:
            enough = some[rows["words"][some] >= TYPICAL * np.median(rows["words"][some])]
            head = int(enough[np.argmin(ranks[owners[enough]])])
            _compare(rows, said, head, some)
            order += [head, *some[some != head].tolist()]
            bounds.append(len(order))
    index = np.array(order, np.int64)
    found = Passages(rows[index], np.array(bounds, np.int64), np.zeros(len(bounds) - 1, np.bool_))
    return _Found(found, lines[index], quoted[index])


def _trim(owners: Places, first: Places, stop: Places, number: Places) -> None:
    """Bound the words of places, from *first* to *stop*, by those of blocks that a greater *number* of places have.

    A run of words begins in one block and ends in what follows it.
    """
    for _ in range(2):
        meets = np.flatnonzero((owners[1:] == owners[:-1]) & (first[1:] < stop[:-1]))
        rarer = number[meets] <= number[meets + 1]
        some = meets[rarer]
        stop[some] = np.maximum(first[some], np.minimum(stop[some], first[some + 1]))
        some = meets[~rarer] + 1
        first[some] = np.minimum(stop[some], np.maximum(first[some], stop[some - 1]))


def _parts(block: Places, kept: Places) -> Iterator[Places]:
    """Yield the indices *kept* of each block."""
    order = kept[np.argsort(block[kept], kind="stable")]
    breaks = np.flatnonzero(np.diff(block[order])) + 1
    yield from np.split(order, breaks) if len(order) else ()


def _compare(rows: NDArray[np.void], said: Sequence[Ids], head: int, some: Places) -> None:
    """Write into *rows* how similar *some* places are to *head*; few of them differ, and most of these alike."""
    known: dict[bytes, float] = {}
    own = said[head].tolist()
    for at in some.tolist():
        name = said[at].tobytes()
        if name not in known:
            known[name] = Levenshtein.normalized_similarity(own, said[at].tolist())
        rows["similarity"][at] = known[name]
    kinds = np.where(rows["similarity"][some] >= MIN_NEAR, KINDS.index("near"), KINDS.index("loose"))
    rows["kind"][some] = np.where(rows["similarity"][some] == 1, KINDS.index("verbatim"), kinds)


class _Window(NamedTuple):
    """What is kept of the text of a place: *ids* of its words and of those beside it, the first of them number *low*.

    *starts* are those of its first word and of the words before it, and *heads* what ``_head`` says of these; *ends*
    and *feet* are the same for its last word and the words after it.
    """

    ids: Ids
    low: int
    starts: list[int]
    heads: list[tuple[bool, bool]]
    ends: list[int]
    feet: list[bool]


def _window(text: str, words: Words, first: int, stop: int) -> _Window:
    """Return what is kept of *text* for the place from word *first* to *stop*: whole texts would take gigabytes."""
    if stop <= first:
        return _Window(words.ids[:0].copy(), first, [], [], [], [])
    low, high = max(0, first - BESIDE), stop + BESIDE
    starts, ends = words.starts[low : first + 1].tolist(), words.ends[stop - 1 : high].tolist()
    heads, feet = [_head(text, start) for start in starts], [_foot(text, end) for end in ends]
    return _Window(words.ids[low:high].copy(), low, starts, heads, ends, feet)


def _located(owners: Places, texts: Texts) -> Iterator[tuple[str, Words]]:
    """Yield for each of *owners*, in order, its text and the words of it; one that comes again is read once."""
    documents = sets.distinct(owners).tolist()
    numbers = Counter(owners.tolist())
    for document, text in zip(documents, texts(documents), strict=True):
        words = locate(text)
        for _ in range(numbers[document]):
            yield text, words


def _widened(
    windows: Sequence[_Window], first: Places, stop: Places, runs: Places
) -> Iterator[tuple[int, int, Ids, tuple[bool, bool]]]:
    """Yield the bounds of each place in code points, its words with those beside it that most have, and its sides.

    Those say whether it consists of whole lines, and whether it begins in a quoted line.  *first* and *stop* bound the
    words of its *runs*; places that begin with one run are compared.
    """
    before, after = (np.zeros((len(runs), BESIDE), np.uint64) for _ in range(2))
    for at, window in enumerate(windows):
        if window.starts:
            own, end = len(window.starts) - 1, int(stop[at]) - window.low
            ahead, behind = window.ids[:own][::-1], window.ids[end:]
            before[at, : len(ahead)], after[at, : len(behind)] = ahead, behind
    begins = first - _shared(before, runs)
    ends = stop + _shared(after, runs)
    for at, (window, begin, end) in enumerate(zip(windows, begins.tolist(), ends.tolist(), strict=True)):
        if begin < end:
            head, foot = begin - window.low, end - int(stop[at])
            (clear, mark), ids = window.heads[head], window.ids[head : end - window.low]
            yield window.starts[head], window.ends[foot], ids, (clear and window.feet[foot], mark)
        else:
            yield 0, 0, window.ids[:0], (False, False)


def _shared(words: Ids, runs: Places) -> Places:
    """Return how many *words* beside each place most places of the same one of *runs* have, from the nearest on."""
    found = np.zeros(len(runs), np.int64)
    order = np.argsort(runs, kind="stable")
    for some in np.split(order, np.flatnonzero(np.diff(runs[order])) + 1):
        going = np.ones(len(some), np.bool_)
        for step in range(BESIDE):
            ((word, number),) = Counter(words[some[going], step].tolist()).most_common(1) or ((0, 0),)
            if word == 0 or number < 2 or number < TOGETHER * len(some):
                break
            going &= words[some, step] == word
            found[some[going]] += 1
    return found


def _head(text: str, start: int) -> tuple[bool, bool]:
    """Return whether nothing stands before *start* in its line, and whether that is a quoted line."""
    before = text[text.rfind("\n", 0, start) + 1 : start]
    return not any(map(str.isalnum, before)), before.lstrip(" \t").startswith(">")


def _foot(text: str, end: int) -> bool:
    """Return whether nothing stands behind *end* in its line."""
    stop = text.find("\n", end)
    return not any(map(str.isalnum, text[end : stop if stop >= 0 else len(text)]))


def _peel(marked: Passages, lead: Places, tail: Places) -> None:
    """Move the edges of texts, *lead* and *tail*, past the *marked* blocks that are there."""
    order = np.argsort(marked.carriers["start"], kind="stable")
    for rows, forth in ((marked.carriers[order], True), (marked.carriers[order[::-1]], False)):
        documents, starts, ends = (rows[name].astype(np.int64) for name in ("document", "start", "end"))
        for document, start, end in zip(documents.tolist(), starts.tolist(), ends.tolist(), strict=True):
            near = min(max(EDGE * (tail[document] - lead[document]), EDGE_LEAST), EDGE_MOST)
            if forth and lead[document] < end and start <= lead[document] + near:
                lead[document] = end
            elif not forth and start < tail[document] and end >= tail[document] - near:
                tail[document] = start

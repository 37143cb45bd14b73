"""From UTF-8 to words, shingles, signatures, candidate pairs and groups, in plain numpy.

The compiled kernels do the same; this module is what they are held to, and what runs where they were not built.
Hashes are 64 bits, modulo 2^64, and equal in both: a word is a polynomial of its folded code points, a shingle a
polynomial of its words' hashes, each followed by the finalizer of splitmix64 (Steele et al., OOPSLA 2014).
"""

from __future__ import annotations

import heapq
import unicodedata
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    Points = NDArray[np.uint32]
    Hashes = NDArray[np.uint64]
    Places = NDArray[np.int64]

SHINGLE = 5
# Classes of folded code points: separator; letter of a run; letter that is a word by itself; mark that continues both;
# mark of a script written without spaces, which continues its letters and ends a run.
OTHER, LETTER, SINGLE, MARK, OWN_MARK = range(5)
CLASS_SHIFT = 21
POINT = np.uint32((1 << CLASS_SHIFT) - 1)
_KNOWN, _SEVERAL = np.uint32(1 << 24), np.uint32(1 << 25)
_ENTRY = _KNOWN - np.uint32(1)

# Thai and Lao, Myanmar, Khmer, kana, Han.
_SPACELESS = (
    (0x0E00, 0x0EFF), (0x1000, 0x109F), (0x1780, 0x17FF), (0x3040, 0x30FF), (0x3400, 0x4DBF), (0x4E00, 0x9FFF),
    (0xF900, 0xFAFF), (0x20000, 0x3FFFF),
)  # fmt: skip
# Combining diacritics, Hebrew points, Arabic vowel signs; soft hyphen, zero-width characters, byte-order mark.
_DROPPED = (
    (0x00AD, 0x00AD), (0x0300, 0x036F), (0x0591, 0x05C7), (0x0610, 0x061A), (0x064B, 0x065F), (0x0670, 0x0670),
    (0x06D6, 0x06ED), (0x1AB0, 0x1AFF), (0x1DC0, 0x1DFF), (0x200B, 0x200D), (0x2060, 0x2060), (0x20D0, 0x20FF),
    (0xFE20, 0xFE2F), (0xFEFF, 0xFEFF),
)  # fmt: skip

_M64 = (1 << 64) - 1
_WORD_BASE = np.uint64(0x9E3779B97F4A7C15)
_SHINGLE_BASE = np.uint64(0xD1342543DE82EF95)
_LENGTH_SEED = np.uint64(0xA0761D6478BD642F)
_PLACE_STEP = np.uint64(0xE7037ED1A0B428DB)
_PIECE = 1 << 20


def entries(code_point: int) -> list[int]:
    """Return what a code point folds to: code points, each with its class above the 21 bits of the point."""
    if 0xD800 <= code_point <= 0xDFFF:
        return [code_point]
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", chr(code_point)).casefold())
    return [ord(c) | _class(c) << CLASS_SHIFT for c in folded if not _within(ord(c), _DROPPED)]


def _class(character: str) -> int:
    spaceless = _within(ord(character), _SPACELESS)
    if character.isalnum() or character == "_":
        return SINGLE if spaceless else LETTER
    if unicodedata.category(character)[0] == "M":
        return OWN_MARK if spaceless else MARK
    return OTHER


def _within(code_point: int, ranges: tuple[tuple[int, int], ...]) -> bool:
    return any(first <= code_point <= last for first, last in ranges)


# One entry a code point, filled when it is first met: most of these pages of memory are never touched.
_table = np.zeros(0x110000, np.uint32)
_several: list[list[int]] = []


def _learn(points: Points) -> None:
    unknown = points[_table[points] == 0]
    for code_point in np.unique(unknown).tolist():
        found = entries(code_point)
        if len(found) == 1:
            _table[code_point] = int(_KNOWN) + found[0]
        else:
            _several.append(found)
            _table[code_point] = int(_SEVERAL) + len(_several) - 1


def _fold(points: Points) -> tuple[Points, Places]:
    """Return the entries that *points* fold to, without what is dropped, and the places in *points* they come from."""
    _learn(points)
    found = _table[points]
    several = np.flatnonzero(found & _SEVERAL)
    if not several.size:
        return found & _ENTRY, np.arange(len(points))
    expansions = [_several[i] for i in (found[several] & ~_SEVERAL).tolist()]
    lengths = np.ones(len(points), np.int64)
    lengths[several] = [len(expansion) for expansion in expansions]
    places = np.repeat(np.arange(len(points)), lengths)
    found = found[places]
    found[(found & _SEVERAL) != 0] = [entry for expansion in expansions for entry in expansion]
    return found & _ENTRY, places


def fold(text: str) -> tuple[Points, NDArray[np.uint8], Places]:
    """Return the folded code points of *text*, the class of each, and the place in *text* that each comes from."""
    found, places = _fold(_points(text))
    return found & POINT, (found >> np.uint32(CLASS_SHIFT)).astype(np.uint8), places


def _points(text: str) -> Points:
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), "<u4")


def _split(classes: Points) -> tuple[Places, Places]:
    """Return where words begin and where their last code points stand, as places in the folded columns."""
    run, single = classes == LETTER, classes == SINGLE
    member = run | single
    marks = classes >= MARK
    if marks.any():
        # A mark belongs to what stands before the row of marks that it is in.
        carrier = np.maximum.accumulate(np.where(marks, -1, np.arange(len(classes))))
        carried = np.where(carrier < 0, OTHER, classes[carrier])
        breaks = np.cumsum(classes == OWN_MARK)
        run |= marks & (carried == LETTER) & (breaks == breaks[carrier])
        member |= run | (marks & (carried == SINGLE))
    begins = single | (classes == LETTER)
    begins[1:] &= single[1:] | ~run[:-1]
    ends = member.copy()
    ends[:-1] &= begins[1:] | ~member[1:]
    return np.flatnonzero(begins), np.flatnonzero(ends)


def _mix(hashes: Hashes) -> Hashes:
    hashes = (hashes ^ (hashes >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    hashes = (hashes ^ (hashes >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return hashes ^ (hashes >> np.uint64(31))


_powers = [np.ones(1, np.uint64), np.ones(1, np.uint64)]


def _powers_of_base(count: int) -> list[Hashes]:
    """Return at least *count* powers of the words' base and of its inverse modulo 2^64."""
    if len(_powers[0]) < count:
        for i, base in enumerate((int(_WORD_BASE), pow(int(_WORD_BASE), -1, 1 << 64))):
            column = np.full(max(count, 4096), base, np.uint64)
            column[0] = 1
            _powers[i] = np.cumprod(column, dtype=np.uint64)
    return _powers


def _hash_words(points: Points, first: Places, last: Places) -> Hashes:
    """Return a hash a word from sums of points times powers, since Horner's rule would need a step a code point."""
    powers, inverses = _powers_of_base(len(points))
    sums = np.zeros(len(points) + 1, np.uint64)
    np.cumsum(points * inverses[: len(points)], out=sums[1:])
    return _mix((sums[last + 1] - sums[first]) * powers[last])


def locate(text: str, start: int = 0) -> tuple[Places, Places, Hashes]:
    """Return where the words of *text* from code point *start* on begin and end, in code points, and their hashes."""
    points = _points(text)[start:]
    columns = [(np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0, np.uint64))]
    for begin, end in _pieces(points):
        found, places = _fold(points[begin:end])
        first, last = _split(found >> np.uint32(CLASS_SHIFT))
        shift = begin + max(start, 0)
        columns.append((places[first] + shift, places[last] + (shift + 1), _hash_words(found & POINT, first, last)))
    starts, ends, ids = (np.concatenate(column) for column in zip(*columns, strict=True))
    return starts, ends, ids


def _pieces(points: Points) -> Iterator[tuple[int, int]]:
    """Yield ranges of *points* of about a million, cut after spaces: columns of a very long text would fill memory."""
    begin = 0
    while begin < len(points):
        end = begin + _PIECE
        while end < len(points) and not (spaces := np.flatnonzero(points[end : end + _PIECE] <= 0x20)).size:
            end += _PIECE
        end = min(len(points), end if end >= len(points) else end + int(spaces[0]) + 1)
        yield begin, end
        begin = end


def _decode(buffer: bytes) -> str:
    # What is not UTF-8 separates words; so do lone surrogates, which strict decoding takes for invalid bytes.
    return buffer.decode("utf-8", "replace")


def _word_ids(buffer: bytes, offsets: Places, starts: Places) -> tuple[Hashes, Places]:
    """Return the hashes of the words of every document, one after the other, and the number of words of each."""
    columns, counts = [np.zeros(0, np.uint64)], np.zeros(len(starts), np.int64)
    gathered, owners, size = [], [], 0
    bounds = zip(starts.tolist(), offsets[1:].tolist(), strict=True)
    for i, (begin, end) in enumerate(bounds):
        gathered.append(_decode(buffer[begin:end]))
        owners.append(i)
        size += end - begin
        if size >= _PIECE or i == len(starts) - 1:
            lengths = np.cumsum([len(text) + 1 for text in gathered])
            places, _, ids = locate("\n".join(gathered))
            counts[owners] = np.diff(np.searchsorted(places, lengths), prepend=0)
            columns.append(ids)
            gathered, owners, size = [], [], 0
    return np.concatenate(columns), counts


def _bounds(counts: Places) -> Places:
    return np.concatenate((np.zeros(1, np.int64), np.cumsum(counts)))


def _shingles(ids: Hashes, counts: Places) -> tuple[Hashes, Places]:
    """Return the hashes of the runs of five words of every document, in order, and their bounds."""
    bounds, numbers = _bounds(counts), np.where(counts > 0, np.maximum(counts - SHINGLE + 1, 1), 0)
    sums = np.zeros(len(ids), np.uint64)
    for i in range(min(SHINGLE, len(ids))):
        sums[: len(ids) - i] = sums[: len(ids) - i] * _SHINGLE_BASE + ids[i:]
    within = np.arange(len(ids)) - np.repeat(bounds[:-1], counts)
    found = sums[within < np.repeat(numbers, counts)]
    ends = _bounds(numbers)
    lengths = np.full(len(found), SHINGLE, np.uint64)
    for i in np.flatnonzero((counts > 0) & (counts < SHINGLE)).tolist():
        short = 0
        for word in ids[bounds[i] : bounds[i + 1]].tolist():
            short = (short * int(_SHINGLE_BASE) + word) & _M64
        found[ends[i]], lengths[ends[i]] = short, counts[i]
    return _mix(found + lengths * _LENGTH_SEED), ends


def shingle_sets(buffer: bytes, offsets: Places, starts: Places) -> tuple[Hashes, Places]:
    """Return each document's distinct shingle hashes, ascending, one document after the other, and their bounds."""
    found, ends = _shingles(*_word_ids(buffer, offsets, starts))
    sets = [np.unique(found[begin:end]) for begin, end in zip(ends[:-1].tolist(), ends[1:].tolist(), strict=True)]
    return np.concatenate([np.zeros(0, np.uint64), *sets]), _bounds(np.array([len(s) for s in sets], np.int64))


def sketch(
    buffer: bytes, offsets: Places, starts: Places, factors: Points, addends: Points
) -> tuple[Places, Hashes, Points]:
    """Return the number of words of every document, the digest of their sequence, and the signature.

    The digest adds up a mix of every word with its place, so it is one sum a document.
    """
    ids, counts = _word_ids(buffer, offsets, starts)
    bounds = _bounds(counts)
    within = (np.arange(len(ids)) - np.repeat(bounds[:-1], counts)).astype(np.uint64)
    filled = np.flatnonzero(counts)
    digests = np.zeros(len(counts), np.uint64)
    if len(filled):
        digests[filled] = np.add.reduceat(_mix(ids + (within + np.uint64(1)) * _PLACE_STEP), bounds[filled])
    found, ends = _shingles(ids, counts)
    return counts, digests, _signatures(_premix(found), ends, factors, addends)


def _premix(shingles: Hashes) -> Points:
    """Return the top halves of *shingles* after MurmurHash3's finalizer, as datasketch's affine schemes apply it."""
    hashes = (shingles >> np.uint64(32)).astype(np.uint32)
    hashes = (hashes ^ (hashes >> np.uint32(16))) * np.uint32(0x85EBCA6B)
    hashes = (hashes ^ (hashes >> np.uint32(13))) * np.uint32(0xC2B2AE35)
    return hashes ^ (hashes >> np.uint32(16))


def _signatures(hashes: Points, ends: Places, factors: Points, addends: Points) -> Points:
    """Return the least value of every permutation over each document's hashes; all ones where there are none."""
    columns = np.full((len(factors), len(ends) - 1), 0xFFFFFFFF, np.uint32)
    filled = np.flatnonzero(np.diff(ends))
    for i in range(0, len(filled), 128):
        some = filled[i : i + 128]
        begin, end = int(ends[some[0]]), int(ends[some[-1] + 1])
        # A few documents at a time and pieces of the long ones, so that a permutation stays within the cache.
        cuts = np.union1d(ends[some], np.arange(begin, end, 1 << 15))
        owners = np.searchsorted(ends[some], cuts, "right") - 1
        for j in range(len(factors)):
            least = np.minimum.reduceat(hashes[begin:end] * factors[j] + addends[j], cuts - begin)
            np.minimum.at(columns[j], some[owners], least)
    return np.ascontiguousarray(columns.T)


def band_pairs(signatures: Points, rows: int, agreeing: int, crowd: int) -> tuple[Places, Places, Places]:
    """Return the pairs of rows of *signatures* that meet in a band of *rows* permutations, and the crowded rows.

    Only pairs that agree in at least *agreeing* permutations; ordered by (left, right) with left < right.  Crowded are
    the rows that meet more than *crowd* - 1 others in one band; such meetings give no pairs.
    """
    pairs, crowded = np.zeros(0, np.int64), np.zeros(len(signatures), bool)
    for band in range(signatures.shape[1] // rows):
        key = np.zeros(len(signatures), np.uint64)
        for row in range(band * rows, (band + 1) * rows):
            key = _mix(key + signatures[:, row] + _PLACE_STEP)
        order = np.argsort(key, kind="stable")
        key = key[order]
        begins = np.flatnonzero(np.append(True, key[1:] != key[:-1])[: len(key)])
        sizes = np.diff(begins, append=len(key))
        crowded[order[np.repeat(sizes > crowd, sizes)]] = True
        key, order = key[fits := np.repeat(sizes <= crowd, sizes)], order[fits]
        met, at = [pairs], np.arange(len(key))
        for step in range(1, crowd):
            at = at[: np.searchsorted(at, len(key) - step)]
            at = at[key[at] == key[at + step]]
            if not at.size:
                break
            met.append(order[at] << 32 | order[at + step])
        pairs = np.unique(np.concatenate(met))
    left, right = pairs >> 32, pairs & 0xFFFFFFFF
    close = agreements(signatures, left, right) >= agreeing
    return left[close], right[close], np.flatnonzero(crowded)


def agreements(signatures: Points, left: Places, right: Places) -> Places:
    """Return in how many permutations the two rows of every pair agree."""
    found = np.zeros(len(left), np.int64)
    for i in range(0, len(left), 1 << 14):
        part = slice(i, i + (1 << 14))
        found[part] = np.count_nonzero(signatures[left[part]] == signatures[right[part]], axis=1)
    return found


def shared(values: Hashes, offsets: Places, left: Places, right: Places) -> Places:
    """Return how many values the two sets of every pair share; set *i* is ``values[offsets[i]:offsets[i + 1]]``."""
    found = np.zeros(len(left), np.int64)
    order = np.argsort(left, kind="stable")
    begins = np.flatnonzero(np.append(True, np.diff(left[order]) != 0)[: len(order)])
    for run in np.split(order, begins[1:]):
        if not run.size:
            continue
        one = values[offsets[left[run[0]]] : offsets[left[run[0]] + 1]]
        others = [values[offsets[i] : offsets[i + 1]] for i in right[run].tolist()]
        together = np.concatenate(others)
        hits = np.append(one, 0)[np.searchsorted(one, together)] == together
        hits &= together <= (one[-1] if one.size else 0)
        owners = np.repeat(np.arange(len(run)), [len(other) for other in others])
        found[run] = np.bincount(owners[hits], minlength=len(run)) if one.size else 0
    return found


def tally(values: Hashes, table: NDArray[np.uint32]) -> None:
    """Add one to *table*, 2^bits counts, at the top bits of each of *values*."""
    table += np.bincount(values >> _top_bits(table), minlength=len(table)).astype(np.uint32)


def _top_bits(table: NDArray[np.uint32]) -> np.uint64:
    return np.uint64(64 - (len(table).bit_length() - 1))


def rarest(
    values: Hashes, offsets: Places, table: NDArray[np.uint32], lengths: Places
) -> tuple[Hashes, NDArray[np.uint32]]:
    """Return the rarest values of each set, *lengths* of them, as keys, with the number of the set of each.

    A key is the value's count in *table* (see tally) above its 40 lowest bits, which decide between equal counts; those
    that are alone in their slot of the table are left out.
    """
    counts = np.minimum(table[values >> _top_bits(table)], (1 << 24) - 1).astype(np.uint64)
    keys = counts << np.uint64(40) | values & np.uint64((1 << 40) - 1)
    owners = np.repeat(np.arange(len(lengths), dtype=np.uint32), np.diff(offsets))
    order = np.lexsort((keys, owners))
    within = np.arange(len(keys)) - np.repeat(offsets[:-1], np.diff(offsets))
    kept = order[(within < np.repeat(lengths, np.diff(offsets))) & (counts[order] > 1)]
    return keys[kept], owners[kept]


def components(count: int, left: Places, right: Places) -> Places:
    """Return for each of *count* nodes the least node that the edges connect it with."""
    label = np.arange(count)
    while True:
        least = np.minimum(label[left], label[right])
        before = label.copy()
        np.minimum.at(label, before[left], least)
        np.minimum.at(label, before[right], least)
        while (label != (further := label[label])).any():
            label = further
        if (label == before).all():
            return label


def representatives(
    left: Places, right: Places, similarity: NDArray[np.float64], weights: Places
) -> tuple[Places, NDArray[np.float64]]:
    """Return the node that represents each node, and how similar the two are; a node alone has -1 and 0.

    The nodes stand in the order of preference and stand for *weights* documents each.  Greedy: the free node with the
    most documents among its free partners (its own other documents too) represents itself and them.
    """
    partners: list[list[tuple[int, float]]] = [[] for _ in range(len(weights))]
    for a, b, value in zip(left.tolist(), right.tolist(), similarity.tolist(), strict=True):
        partners[a].append((b, value))
        partners[b].append((a, value))
    weight = weights.tolist()
    counts = [weight[i] - 1 + sum(weight[j] for j, _ in partners[i]) for i in range(len(weight))]
    heap = [(-count, i) for i, count in enumerate(counts) if count]
    heapq.heapify(heap)
    found, values = np.full(len(weight), -1), np.zeros(len(weight))
    while heap:
        count, i = heapq.heappop(heap)
        if found[i] >= 0 or not counts[i]:
            continue
        if counts[i] != -count:
            heapq.heappush(heap, (-counts[i], i))
            continue
        taken = [(i, 1.0), *((j, value) for j, value in partners[i] if found[j] < 0)]
        for j, value in taken:
            found[j], values[j] = i, value
        for j, _ in taken:
            for other, _ in partners[j]:
                counts[other] -= weight[j]
    return found, values


# ---------------------------------------------------------------------------------------------------------------------
# Alignment: letters, chains of equal runs, extension.  Scores are whole numbers, so that both implementations agree.

GRAM = 10  # letters of a seed
CROWD = 256  # a gram that stands at more pairs of places than this gives a number of seeds that is linear in them
UNIT = 20  # what a letter of a run scores
OPEN, SHIFT, SKIP = 2 * UNIT, 10, 14  # what a gap costs: as such, a letter that one side has more, a letter of both
REACH, DRIFT, SLACK = 80, 30, 10  # letters: the longest gap, the most that one side may have more, the longest overlap
BAND = 40
LOOK = 32  # runs that are looked back to in a cell of the grid, the latest first: only periodic texts have more
_LOW = -(1 << 40)

Run = tuple[int, int, int]


def says_again(text: str, need: int) -> bool:
    """Return whether at least *need* runs of four words of *text* stand in it before."""
    ids = locate(text)[2]
    count = max(0, len(ids) - 3)
    runs = np.zeros(count, np.uint64)
    for step in range(4):
        runs = runs * _SHINGLE_BASE + ids[step : step + count]
    return count - len(np.unique(runs)) >= need


def letters(text: str) -> tuple[Points, Places, Places, Places, Hashes]:
    """Return the folded letters of the words of *text*; the words' bounds in them, places in *text*, and hashes.

    Word *i* is ``letters[bounds[i]:bounds[i + 1]]`` and stands at ``starts[i]:ends[i]``.
    """
    points = _points(text)
    columns = [(np.zeros(0, np.uint32), *[np.zeros(0, np.int64)] * 3, np.zeros(0, np.uint64))]
    for begin, end in _pieces(points):
        found, places = _fold(points[begin:end])
        first, last = _split(found >> np.uint32(CLASS_SHIFT))
        found &= POINT
        sizes = last - first + 1
        inside = np.arange(sizes.sum()) - np.repeat(_bounds(sizes)[:-1], sizes) + np.repeat(first, sizes)
        places += begin
        columns.append((found[inside], sizes, places[first], places[last] + 1, _hash_words(found, first, last)))
    codes, sizes, starts, ends, ids = (np.concatenate(column) for column in zip(*columns, strict=True))
    return codes, _bounds(sizes), starts, ends, ids


def chains(
    left: Points, right: Points, left_bounds: Places, right_bounds: Places, needs: tuple[int, int, int], *, same: bool
) -> tuple[Places, Places, Places]:
    """Return the colinear chains of runs of equal letters: scores, bounds, and the runs as (left, right, length).

    Chain *i* holds the runs ``bounds[i]:bounds[i + 1]``, in order; the best chain comes first and no run is in two.
    *needs* is the least score of a chain that is returned, the score and the number of whole words in one run of which
    a chain must have one for anything to be returned at all.  With *same*, left and right are one text and every run's
    left place is the earlier one.
    """
    least, enough, words = needs
    nothing = np.zeros(0, np.int64), np.zeros(1, np.int64), np.zeros((0, 3), np.int64)
    runs = _runs(*_seeds(left, right, same=same))
    if not len(runs):
        return nothing
    scores, paths = _chained(runs.tolist(), least)
    if not scores or (scores[0] < enough and whole_words(runs, left_bounds, right_bounds).max() < words):
        return nothing
    order = np.array([at for path in paths for at in path], np.int64)
    return np.array(scores, np.int64), _bounds(np.array([len(path) for path in paths], np.int64)), runs[order]


def whole_words(runs: Places, left_bounds: Places, right_bounds: Places) -> Places:
    """Return how many whole words of both sides each run holds.

    In scripts without spaces, where a letter is a word, five letters count as three.
    """
    found = runs[:, 2] * 3 // 5
    for starts, bounds in ((runs[:, 0], left_bounds), (runs[:, 1], right_bounds)):
        last = np.searchsorted(bounds, starts + runs[:, 2], "right") - 1
        found = np.minimum(found, last - np.searchsorted(bounds, starts, "left"))
    return found


def _grams(codes: Points) -> Hashes:
    count = max(0, len(codes) - GRAM + 1)
    hashes = np.zeros(count, np.uint64)
    for at in range(GRAM):
        hashes = hashes * _WORD_BASE + codes[at : at + count] + np.uint64(1)
    return hashes


def _ranks(hashes: Hashes) -> tuple[Places, Places]:
    """Return each hash's rank among the equal ones, by place, and how many of them there are."""
    order = np.argsort(hashes, kind="stable")
    ranked = hashes[order]
    low = np.searchsorted(ranked, hashes, "left")
    rank = np.empty(len(hashes), np.int64)
    rank[order] = np.arange(len(hashes))
    return rank - low, np.searchsorted(ranked, hashes, "right") - low


def _seeds(left: Points, right: Points, *, same: bool) -> tuple[Places, Places]:
    """Return pairs of places with one gram; of a crowded gram each place with the other side's first, and a mate."""
    ours, theirs = _grams(left), _grams(right)
    order = np.argsort(ours, kind="stable")
    ranked = ours[order]
    low = np.searchsorted(ranked, theirs, "left")
    count = np.searchsorted(ranked, theirs, "right") - low
    rank, total = _ranks(theirs)
    crowded = count * total > CROWD
    full = np.flatnonzero((count > 0) & (~crowded | ((rank == 0) & (not same))))
    sizes = count[full]
    i = order[np.repeat(low[full] - _bounds(sizes)[:-1], sizes) + np.arange(sizes.sum())]
    some = np.flatnonzero((count > 0) & crowded & (rank > 0))
    if same:
        # The copy that lies the largest power of two of copies back: a short period repeated gives one long run.
        step = 1 << np.maximum(np.frexp(count[some] // 2)[1] - 1, 0)
        mate = rank[some] > step
        partner = order[low[some[mate]] + rank[some[mate]] - step[mate]]
    else:
        mate = rank[some] < count[some]
        partner = order[low[some[mate]] + rank[some[mate]]]
    i = np.concatenate((i, order[low[some]], partner))
    j = np.concatenate((np.repeat(full, sizes), some, some[mate]))
    return (i[i < j], j[i < j]) if same else (i, j)


def _runs(i: Places, j: Places) -> Places:
    """Return the runs of equal letters that the seeds make along the diagonals, ordered by their places."""
    diagonal = j - i
    order = np.lexsort((i, diagonal))
    i, diagonal = i[order], diagonal[order]
    begins = np.flatnonzero(np.append(True, (diagonal[1:] != diagonal[:-1]) | (i[1:] - i[:-1] > GRAM))[: len(i)])
    ends = np.append(begins[1:], len(i))[: len(begins)] - 1
    left = i[begins]
    right = left + diagonal[begins]
    order = np.lexsort((right, left))
    return np.stack([left, right, i[ends] - left + GRAM], axis=1)[order]


def _chained(runs: list[list[int]], least: int) -> tuple[list[int], list[list[int]]]:
    """Return scores and runs (as places in *runs*) of the chains, best first.

    A run's best predecessor ends in one of the few cells of a grid that lie before it, so looking back costs what the
    neighbourhood holds and not what the text does.
    """
    side = REACH + SLACK
    cells: dict[tuple[int, int], list[int]] = {}
    scores: list[int] = []
    before: list[int] = []
    nothing: list[int] = []
    for here, (left, right, size) in enumerate(runs):
        best, source = 0, -1
        for row in range((left - REACH) // side, (left + SLACK) // side + 1):
            for column in range((right - REACH) // side, (right + SLACK) // side + 1):
                for other in cells.get((row, column), nothing)[: -LOOK - 1 : -1]:
                    score = scores[other] - _gap(runs[other], left, right, size)
                    if score > best:
                        best, source = score, other
        scores.append(best + UNIT * size)
        before.append(source)
        cells.setdefault(((left + size) // side, (right + size) // side), []).append(here)
    found: list[int] = []
    paths: list[list[int]] = []
    used = [False] * len(runs)
    for last in sorted(range(len(runs)), key=lambda at: (-scores[at], at)):
        path, at = [], last
        while at >= 0 and not used[at]:
            used[at] = True
            path.append(at)
            at = before[at]
        score = scores[last] - (scores[at] if at >= 0 else 0)
        if path and score >= least:
            found.append(score)
            paths.append(path[::-1])
    order = sorted(range(len(found)), key=lambda at: (-found[at], paths[at][-1]))
    return [found[at] for at in order], [paths[at] for at in order]


def _gap(run: list[int], left: int, right: int, size: int) -> int:
    """Return what it costs to go on from *run* to the run of *size* letters at *left* and *right*."""
    down = left - run[0] - run[2]
    along = right - run[1] - run[2]
    over = max(0, -down, -along)
    if run[0] >= left or run[1] >= right or over > SLACK or over >= size:
        return 1 << 60
    if max(down, along) > REACH or abs(down - along) > DRIFT:
        return 1 << 60
    return UNIT * over + OPEN + SHIFT * abs(down - along) + SKIP * max(0, min(down, along))


def extend(left: Points, right: Points, match: int, miss: int, drop: int) -> tuple[int, int]:
    """Return how many items of each side go on with a match that stands before them.

    An item matched scores *match*; one replaced, missing or added -*miss*.  The best end counts, and nothing after the
    score has fallen *drop* below it (X-drop: Zhang et al. 2000, "A greedy algorithm for aligning DNA sequences").
    """
    width = 2 * BAND + 1
    columns = np.arange(width)
    row = np.full(width, _LOW)
    row[BAND:] = -miss * columns[: BAND + 1]
    row[BAND + 1 + len(right) :] = _LOW
    padded = np.full(len(right) + len(left) + 2 * width, -1, np.int64)
    padded[BAND : BAND + len(right)] = right
    best, ends = 0, (0, 0)
    for down in range(1, len(left) + 1):
        first = down - BAND
        matched = padded[down - 1 : down - 1 + width] == left[down - 1]
        row = np.maximum(row + np.where(matched, match, -miss), np.append(row[1:], _LOW) - miss)
        outside = (columns < -first) | (columns > len(right) - first)
        row[outside] = _LOW
        if first <= 0:
            row[-first] = -miss * down
        row = np.maximum.accumulate(row + miss * columns) - miss * columns
        row[outside] = _LOW
        at = int(row.argmax())
        if row[at] > best:
            best, ends = int(row[at]), (down, first + at)
        if row[at] < best - drop:
            break
    return ends


def records(
    block: bytes, start: int, stop: int, limits: Places, names: tuple[bytes, ...]
) -> tuple[
    tuple[int, int, int],
    tuple[Points, Places, Points],
    tuple[bytes, Places],
    tuple[bytes, Points],
    tuple[bytes, Points],
]:
    """Return the records of the lines in ``block[start:stop]``, up to the first that is unusual, in columns.

    A usual line is empty or a JSON object without surprises, at most ``limits[0]`` bytes long; ``limits[1]`` are the
    bytes of text and ``limits[2]`` the records that there is room for, beyond the first.  *names* are the fields of the
    text, of the id, and those whose values are wanted as JSON.  The first column says where it stopped, after how many
    lines, and why: 0, all are done; 1, the next one is unusual; 2, there is no room.  Then come the numbers of the
    lines among those, where they begin, and their lengths; texts, ids (none: "") and values, each with their ends.
    """
    import orjson

    text_field, id_field, *others = (name.decode("utf-8", "surrogatepass") for name in names)
    most, room, many = limits.tolist()
    places: list[tuple[int, int, int]] = []
    texts, ids, values = list[bytes](), list[bytes](), list[bytes]()
    passed, why, held = 0, 0, 0
    while start <= stop:
        end = block.find(b"\n", start, stop)
        end = stop if end < 0 else end
        if block[start:end].strip(b" \t\r"):
            why = 1
            try:
                record: object = orjson.loads(block[start:end])
            except orjson.JSONDecodeError:
                break
            text: object = record.get(text_field) if isinstance(record, dict) else None
            own: object = record.get(id_field) if isinstance(record, dict) else None
            if (
                end - start > most
                or not isinstance(text, str)
                or isinstance(own, float)
                or not isinstance(record, dict)
            ):
                break
            piece, why = text.encode(), 2
            if len(places) == many or (places and held + len(piece) > room):
                break
            held += len(piece)
            texts.append(piece)
            ids.append(str(own).encode() if isinstance(own, str | int) and not isinstance(own, bool) else b"")
            values += (orjson.dumps(record[name]) if name in record else b"" for name in others)
            places.append((passed, start, end - start))
            why = 0
        passed += 1
        start = end + 1
    numbers, begins, lengths = np.array(places, np.int64).reshape(-1, 3).T
    return (
        (start, passed, why),
        (numbers.astype(np.uint32), begins, lengths.astype(np.uint32)),
        (b"".join(texts), _ends(texts)),
        (b"".join(ids), _ends(ids).astype(np.uint32)),
        (b"".join(values), _ends(values).astype(np.uint32)),
    )


def _ends(pieces: list[bytes]) -> Places:
    return np.cumsum(np.array(list(map(len, pieces)), np.int64))


def hashes(strings: bytes, ends: Points) -> Hashes:
    """Return a hash of each string, of all its bytes; string *i* ends at ``ends[i]``."""
    last = ends.astype(np.int64) - 1
    return _hash_words(
        np.frombuffer(strings, np.uint8).astype(np.uint32) + np.uint32(1), np.append(-1, last)[:-1] + 1, last
    )


def strings(whole: bytes, ends: Points, places: Places) -> list[str]:
    """Return the strings at *places* of those that *whole* holds in a row; string *i* ends at ``ends[i]``."""
    bounds = [0, *ends.tolist()]
    return [whole[bounds[place] : bounds[place + 1]].decode() for place in places.tolist()]

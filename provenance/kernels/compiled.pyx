# cython: language_level=3, boundscheck=False, wraparound=False, initializedcheck=False, cdivision=True
# cython: freethreading_compatible=False
"""The compiled kernels: from UTF-8 to words, shingles, signatures, candidate pairs and groups.

The inner loops are plain C (the headers) and run without the interpreter's lock; this module passes arrays in and out.
The modules of plain/ document what each function returns.
"""

from cpython.exc cimport PyErr_SetInterrupt
from libc.stdint cimport int64_t, uint8_t, uint16_t, uint32_t, uint64_t
from libc.stdlib cimport calloc, free, malloc

import numpy as np

from provenance.kernels.rows import LAYOUT

cdef extern from *:
    """
    #include <stdlib.h>
    #ifdef __GLIBC__
    #include <malloc.h>
    #else
    #define malloc_trim(rest) 0
    #endif
    """
    int malloc_trim(size_t rest) nogil

cdef extern from "text.h" nogil:
    const uint32_t **pages
    const uint32_t *(*fill_page)(uint32_t page)
    uint32_t SEVERAL
    size_t PERMUTATIONS
    size_t ROOM

    ctypedef struct Scanner:
        const unsigned char *at
        const unsigned char *end
        uint64_t hash
        int open
        int64_t place

    ctypedef struct Scratch:
        uint64_t *values
        uint64_t *spare
        size_t capacity

    void fill_ascii()
    void publish(uint32_t page, const uint32_t *entries)
    size_t scan_places(Scanner *scanner, uint64_t *hashes, int64_t *starts, int64_t *ends, size_t capacity)
    void skip(Scanner *scanner, int64_t count)
    size_t fold_points(const unsigned char *at, size_t size, uint32_t *points, unsigned char *kinds, int64_t *places)
    void mix_all(uint64_t *hashes, size_t count)
    void sketch_document(const unsigned char *at, const unsigned char *end, const uint32_t *factors,
                         const uint32_t *addends, int64_t *words, uint64_t *digest, uint32_t *signature)
    int64_t shingle_document(const unsigned char *at, const unsigned char *end, Scratch *scratch)

cdef extern from "group.h" nogil:
    ctypedef struct Pairs:
        uint64_t *items
        size_t count
        size_t capacity

    ctypedef struct Partner:
        int64_t node
        double similarity

    int64_t common(const uint64_t *left, const uint64_t *left_end, const uint64_t *right, const uint64_t *right_end)
    void find_alone(const uint64_t *ids, size_t count, const uint64_t *other, size_t others, uint32_t *slots,
                    size_t mask, unsigned char *alone)
    void agree_all(const uint32_t *signatures, const int64_t *left, const int64_t *right, size_t count, int64_t *found)
    int join_bands(const uint32_t *signatures, size_t count, size_t rows, size_t crowd, unsigned char *crowded,
                   Pairs *pairs)
    void keep_agreeing(const uint32_t *signatures, int agreeing, Pairs *pairs)
    void tally_all(const uint64_t *values, size_t count, uint32_t *table, int shift)
    size_t rarest_of(const uint64_t *values, size_t count, const uint32_t *table, int shift, size_t length,
                     uint64_t *keys, uint64_t *spare)
    void connect(int64_t *parents, size_t count, const int64_t *left, const int64_t *right, size_t edges)
    void choose(size_t count, const int64_t *bounds, const Partner *partners, const int64_t *weights,
                int64_t *free_weight, uint64_t *heap, int64_t *found, double *similarity)

cdef extern from "string.h" nogil:
    void *memcpy(void *target, const void *source, size_t size)


cdef uint32_t _blank[64]


# The number of pages that could not be filled, and the last error.  The loops continue with a page of separators, which
# loses words, so every caller must check afterwards (_raise_if_failed).
cdef uint64_t _failures = 0
cdef object _failure = None


cdef const uint32_t *_fill(uint32_t page) noexcept with gil:
    """Return the entries of the 64 code points of a page, folded by the unicodedata of the running Python."""
    global _failures, _failure
    cdef bint interrupted = False
    while pages[page] == NULL:
        try:
            _publish(page)
        except KeyboardInterrupt:
            interrupted = True
        except BaseException as error:
            _failures += 1
            _failure = error
            break
    if interrupted:
        PyErr_SetInterrupt()
    return pages[page] if pages[page] != NULL else _blank


cdef int _publish(uint32_t page) except -1:
    cdef list folded = _page(page)
    cdef uint32_t *entries = <uint32_t *>malloc(len(folded) * sizeof(uint32_t))
    if entries == NULL:
        raise MemoryError
    try:
        for i, entry in enumerate(folded):
            entries[i] = entry
        # Python code ran above, so another thread may have filled the page meanwhile.
        if pages[page] == NULL:
            publish(page, entries)
            entries = NULL
    finally:
        free(entries)
    return 0


cdef int _raise_if_failed(uint64_t failures) except -1:
    """Raise the last error if any page, on any thread, could not be filled since the count was *failures*."""
    if _failures != failures:
        raise _failure
    return 0


cdef list _page(uint32_t page):
    from provenance.folding import entries

    page_entries = [0] * 64
    for i in range(64):
        folded = entries(page * 64 + i)
        if len(folded) == 1:
            page_entries[i] = folded[0]
        else:
            page_entries[i] = SEVERAL | len(page_entries)
            page_entries += [len(folded), *folded]
    return page_entries


fill_ascii()
fill_page = _fill


cdef inline void *_address(object array) except? NULL:
    """Return the address of the items of a contiguous array; an empty one has a valid address too."""
    cdef const unsigned char[::1] items = array.reshape(-1).view(np.uint8)
    return <void *>&items[0] if items.shape[0] else <void *>_blank


cdef object _column(object array, object dtype):
    return np.ascontiguousarray(array, dtype)


def locate(str text not None, start=0):
    """Return the starts and ends, in code points, and the hashes of the words of *text* from code point *start* on."""
    cdef bytes buffer = text.encode("utf-8", "surrogatepass")
    cdef Scanner scanner = Scanner(buffer, <const unsigned char *>buffer + len(buffer), 0, 0, 0)
    cdef size_t count = 0, capacity = len(buffer) // 5 + 2 * ROOM
    cdef uint64_t failures = _failures
    cdef uint64_t *hashes
    cdef int64_t *begins
    cdef int64_t *stops
    skip(&scanner, start)
    columns = [np.empty(capacity, dtype) for dtype in (np.int64, np.int64, np.uint64)]
    while True:
        begins, stops = <int64_t *>_address(columns[0]), <int64_t *>_address(columns[1])
        hashes = <uint64_t *>_address(columns[2])
        with nogil:
            count += scan_places(&scanner, hashes + count, begins + count, stops + count, capacity - count)
        if scanner.at == scanner.end:
            break
        capacity *= 2
        columns = [np.concatenate((column[:count], np.empty(capacity - count, column.dtype))) for column in columns]
    _raise_if_failed(failures)
    mix_all(hashes, count)
    return columns[0][:count], columns[1][:count], columns[2][:count]


def fold(str text not None):
    """Return the folded code points of *text*, the class of each, and the offset in *text* that each comes from."""
    cdef bytes buffer = text.encode("utf-8", "surrogatepass")
    cdef const unsigned char *at = buffer
    cdef uint64_t failures = _failures
    cdef size_t size = len(buffer), count = fold_points(at, size, NULL, NULL, NULL)
    # Checked before the second pass: a page that is filled by then may need more room than was counted.
    _raise_if_failed(failures)
    points, kinds, places = np.empty(count, np.uint32), np.empty(count, np.uint8), np.empty(count, np.int64)
    fold_points(at, size, <uint32_t *>_address(points), <unsigned char *>_address(kinds), <int64_t *>_address(places))
    return points, kinds, places


cdef int _check(const int64_t *offsets, const int64_t *starts, size_t count, size_t size) except -1:
    for i in range(count):
        if not 0 <= starts[i] <= offsets[i + 1] <= <int64_t>size:
            raise ValueError(f"text {i} is not within its buffer")
    return 0


def sketch(const unsigned char[::1] buffer not None, offsets, starts, factors, addends):
    """Return the number of words, the digest of the word sequence, and the signature of every document."""
    cdef size_t i, count = len(starts)
    offsets, starts = _column(offsets, np.int64), _column(starts, np.int64)
    factors, addends = _column(factors, np.uint32), _column(addends, np.uint32)
    if len(factors) != PERMUTATIONS or len(addends) != PERMUTATIONS or len(offsets) - 1 != <Py_ssize_t>count:
        raise ValueError("expected 128 permutations, and one offset more than texts")
    words, digests = np.empty(count, np.int64), np.empty(count, np.uint64)
    signatures = np.empty((count, PERMUTATIONS), np.uint32)
    cdef const unsigned char *texts = &buffer[0] if buffer.shape[0] else <const unsigned char *>_blank
    cdef const int64_t *ends = <const int64_t *>_address(offsets)
    cdef const int64_t *begins = <const int64_t *>_address(starts)
    cdef const uint32_t *a = <const uint32_t *>_address(factors)
    cdef const uint32_t *b = <const uint32_t *>_address(addends)
    cdef int64_t *number = <int64_t *>_address(words)
    cdef uint64_t *digest = <uint64_t *>_address(digests)
    cdef uint32_t *signature = <uint32_t *>_address(signatures)
    cdef uint64_t failures = _failures
    _check(ends, begins, count, buffer.shape[0])
    with nogil:
        for i in range(count):
            sketch_document(texts + begins[i], texts + ends[i + 1], a, b, number + i, digest + i,
                            signature + i * PERMUTATIONS)
    _raise_if_failed(failures)
    return words, digests, signatures


def shingle_sets(const unsigned char[::1] buffer not None, offsets, starts):
    """Return the distinct shingle hashes of each document, ascending, document after document, and their bounds."""
    cdef size_t i = 0, count = len(starts), used = 0, capacity
    cdef int64_t found = 0
    cdef Scratch scratch = Scratch(NULL, NULL, 0)
    offsets, starts = _column(offsets, np.int64), _column(starts, np.int64)
    capacity = max(int((offsets[1:] - starts).sum()), 0) // 5 + 64
    values, bounds = np.empty(capacity, np.uint64), np.zeros(count + 1, np.int64)
    cdef const unsigned char *texts = &buffer[0] if buffer.shape[0] else <const unsigned char *>_blank
    cdef const int64_t *ends = <const int64_t *>_address(offsets)
    cdef const int64_t *begins = <const int64_t *>_address(starts)
    cdef int64_t *bound = <int64_t *>_address(bounds)
    cdef uint64_t *target = <uint64_t *>_address(values)
    cdef uint64_t failures = _failures
    _check(ends, begins, count, buffer.shape[0])
    try:
        while i < count:
            with nogil:
                while i < count:
                    found = shingle_document(texts + begins[i], texts + ends[i + 1], &scratch)
                    if found < 0 or used + found > capacity:
                        break
                    if found:
                        memcpy(target + used, scratch.values, found * sizeof(uint64_t))
                    used += found
                    i += 1
                    bound[i] = used
            if found < 0:
                raise MemoryError
            if i < count:
                capacity = 2 * capacity + found
                values = np.concatenate((values[:used], np.empty(capacity - used, np.uint64)))
                target = <uint64_t *>_address(values)
    finally:
        free(scratch.values)
        free(scratch.spare)
    _raise_if_failed(failures)
    return values[:used], bounds


def band_pairs(signatures, size_t rows, int agreeing, size_t crowd):
    """Return the pairs of rows of *signatures* that meet in a band of *rows* permutations, and the crowded rows."""
    cdef size_t count = len(signatures)
    cdef int done
    cdef Pairs pairs = Pairs(NULL, 0, 0)
    signatures, crowded = _column(signatures, np.uint32), np.zeros(count, np.uint8)
    if signatures.shape[1] != PERMUTATIONS or not 0 < rows <= PERMUTATIONS or count >= 1 << 32:
        raise ValueError("expected signatures of 128 permutations")
    cdef const uint32_t *row = <const uint32_t *>_address(signatures)
    cdef unsigned char *marks = <unsigned char *>_address(crowded)
    try:
        with nogil:
            done = join_bands(row, count, rows, crowd, marks, &pairs)
            if done:
                keep_agreeing(row, agreeing, &pairs)
        if not done:
            raise MemoryError
        found = np.empty(pairs.count, np.int64)
        if pairs.count:
            memcpy(_address(found), pairs.items, pairs.count * sizeof(uint64_t))
    finally:
        free(pairs.items)
    return found >> 32, found & 0xFFFFFFFF, np.flatnonzero(crowded)


def agreements(signatures, left, right):
    """Return the number of permutations in which the two rows of every pair agree."""
    signatures, left, right = _column(signatures, np.uint32), _column(left, np.int64), _column(right, np.int64)
    cdef size_t count = len(left)
    found = np.empty(count, np.int64)
    _check_indices(left, len(signatures))
    _check_indices(right, len(signatures))
    cdef const uint32_t *row = <const uint32_t *>_address(signatures)
    cdef const int64_t *one = <const int64_t *>_address(left)
    cdef const int64_t *other = <const int64_t *>_address(right)
    cdef int64_t *target = <int64_t *>_address(found)
    with nogil:
        agree_all(row, one, other, count, target)
    return found


cdef int _check_indices(object indices, size_t count) except -1:
    if len(indices) and not 0 <= indices.min() <= indices.max() < count:
        raise IndexError("an index is outside the rows")
    return 0


def shared(values, offsets, left, right):
    """Return the number of values that the two sets of every pair share; see plain/group.py."""
    values, offsets = _column(values, np.uint64), _column(offsets, np.int64)
    left, right = _column(left, np.int64), _column(right, np.int64)
    cdef size_t i, count = len(left)
    found = np.empty(count, np.int64)
    _check_indices(left, len(offsets) - 1)
    _check_indices(right, len(offsets) - 1)
    cdef const uint64_t *value = <const uint64_t *>_address(values)
    cdef const int64_t *bound = <const int64_t *>_address(offsets)
    cdef const int64_t *one = <const int64_t *>_address(left)
    cdef const int64_t *other = <const int64_t *>_address(right)
    cdef int64_t *target = <int64_t *>_address(found)
    with nogil:
        for i in range(count):
            target[i] = common(value + bound[one[i]], value + bound[one[i] + 1],
                               value + bound[other[i]], value + bound[other[i] + 1])
    return found


cdef int _check_word_bounds(object bounds, size_t size) except -1:
    if not len(bounds) or bounds[0] != 0 or bounds[len(bounds) - 1] != size or (np.diff(bounds) < 0).any():
        raise ValueError("the bounds of texts must ascend from 0 to the number of words")
    return 0


def alone(ids, bounds, others, other_bounds):
    """Return which words of texts are in no run of five words that the text beside has too; see plain/group.py."""
    ids, bounds = _column(ids, np.uint64), _column(bounds, np.int64)
    others, other_bounds = _column(others, np.uint64), _column(other_bounds, np.int64)
    _check_word_bounds(bounds, len(ids))
    _check_word_bounds(other_bounds, len(others))
    if len(bounds) != len(other_bounds) or len(others) >= 1 << 31:
        raise ValueError("expected as many texts on both sides, and less than 2^31 words")
    cdef size_t i, size, mask, count = len(bounds) - 1
    found = np.empty(len(ids), np.bool_)
    slots = np.empty(1 << max(int(2 * np.diff(other_bounds).max(initial=0)).bit_length(), 1), np.uint32)
    cdef const uint64_t *one = <const uint64_t *>_address(ids)
    cdef const uint64_t *other = <const uint64_t *>_address(others)
    cdef const int64_t *bound = <const int64_t *>_address(bounds)
    cdef const int64_t *end = <const int64_t *>_address(other_bounds)
    cdef uint32_t *slot = <uint32_t *>_address(slots)
    cdef unsigned char *target = <unsigned char *>_address(found)
    with nogil:
        for i in range(count):
            size, mask = end[i + 1] - end[i], 1
            while mask < 2 * size:
                mask = 2 * mask + 1
            find_alone(one + bound[i], bound[i + 1] - bound[i], other + end[i], size, slot, mask, target + bound[i])
    return found


cdef int _shift(object table) except -1:
    cdef Py_ssize_t size = len(table)
    if table.dtype != np.uint32 or not table.flags.c_contiguous or size < 2 or size & (size - 1):
        raise ValueError("expected a table of 2^bits counts")
    return 65 - size.bit_length()


def tally(values, table):
    """Count each of *values* in *table*, which has 2^bits slots, by its top bits."""
    values = _column(values, np.uint64)
    cdef size_t count = len(values)
    cdef int shift = _shift(table)
    cdef const uint64_t *value = <const uint64_t *>_address(values)
    cdef uint32_t *target = <uint32_t *>_address(table)
    with nogil:
        tally_all(value, count, target, shift)


def rarest(values, offsets, table, lengths):
    """Return the *lengths* rarest values of each set, as keys, with the number of the set of each."""
    values, offsets, lengths = _column(values, np.uint64), _column(offsets, np.int64), _column(lengths, np.int64)
    sizes = np.diff(offsets)
    cdef size_t i, place, used = 0, kept, count = len(lengths), most = sizes.max() if count else 0
    cdef int shift = _shift(table)
    capacity = int(np.minimum(np.maximum(lengths, 0), sizes).sum())
    # Keys are sorted in place at their final position, so there must be room for all values of the last set.
    keys, owners = np.empty(capacity + most, np.uint64), np.empty(capacity + most, np.uint32)
    spare = np.empty(most, np.uint64)
    cdef const uint64_t *value = <const uint64_t *>_address(values)
    cdef const int64_t *bound = <const int64_t *>_address(offsets)
    cdef const int64_t *length = <const int64_t *>_address(lengths)
    cdef const uint32_t *counts = <const uint32_t *>_address(table)
    cdef uint64_t *key = <uint64_t *>_address(keys)
    cdef uint64_t *scratch = <uint64_t *>_address(spare)
    cdef uint32_t *owner = <uint32_t *>_address(owners)
    with nogil:
        for i in range(count):
            kept = rarest_of(value + bound[i], bound[i + 1] - bound[i], counts, shift, max(length[i], 0),
                             key + used, scratch)
            for place in range(used, used + kept):
                owner[place] = i
            used += kept
    return keys[:used], owners[:used]


def components(size_t count, left, right):
    """Return, for each of *count* nodes, the least node of its connected component."""
    left, right = _column(left, np.int64), _column(right, np.int64)
    cdef size_t edges = len(left)
    found = np.empty(count, np.int64)
    _check_indices(left, count)
    _check_indices(right, count)
    cdef const int64_t *one = <const int64_t *>_address(left)
    cdef const int64_t *other = <const int64_t *>_address(right)
    cdef int64_t *target = <int64_t *>_address(found)
    with nogil:
        connect(target, count, one, other, edges)
    return found


def representatives(left, right, similarity, weights):
    """Return the representative of each node and the similarity to it; -1 and 0 for a node without one."""
    left, right, weights = _column(left, np.int64), _column(right, np.int64), _column(weights, np.int64)
    cdef size_t count = len(weights)
    if count >= 1 << 32 or weights.sum() >= 1 << 32:
        raise ValueError("expected fewer than 2^32 documents")
    _check_indices(left, count)
    _check_indices(right, count)
    ends = np.concatenate((left, right))
    order = np.argsort(ends, kind="stable")
    bounds = np.searchsorted(ends[order], np.arange(count + 1))
    partners = np.empty(len(ends), np.dtype([("node", np.int64), ("similarity", np.float64)]))
    partners["node"] = np.concatenate((right, left))[order]
    partners["similarity"] = np.concatenate((similarity, similarity))[order]
    found, nearness, spare = np.full(count, -1), np.zeros(count), np.empty((2, count), np.int64)
    cdef const int64_t *bound = <const int64_t *>_address(bounds)
    cdef const Partner *partner = <const Partner *>_address(partners)
    cdef const int64_t *weight = <const int64_t *>_address(weights)
    cdef int64_t *scratch = <int64_t *>_address(spare)
    cdef int64_t *target = <int64_t *>_address(found)
    cdef double *near = <double *>_address(nearness)
    with nogil:
        choose(count, bound, partner, weight, scratch, <uint64_t *>(scratch + count), target, near)
    return found, nearness


def give_back():
    """Give freed memory back to the system."""
    with nogil:
        malloc_trim(0)


include "align.pxi"
include "doubts.pxi"
include "meet.pxi"
include "index.pxi"
include "dates.pxi"
include "json.pxi"
include "lines.pxi"
include "table.pxi"
include "scans.pxi"

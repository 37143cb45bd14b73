# The compiled loops over scanned texts; plain/scans.py documents what each function returns.

from provenance.kernels.rows import weights_of

cdef extern from "scans.h" nogil:
    ctypedef struct Measured:
        int32_t left
        int32_t right
        int32_t left_aligned
        int32_t right_aligned
        int32_t agreeing
        int32_t columns
        int32_t words
        int32_t differing
        int32_t misread
        int32_t replaced
        int32_t figures
        int32_t kept
        int32_t longs
        int32_t lost

    size_t scan_letters(const unsigned char *at, const unsigned char *end, uint16_t *codes)
    size_t grams_of_letters "letter_grams"(const uint16_t *codes, size_t size, size_t run, int level, uint64_t *hashes,
                                           uint64_t *spare)
    ctypedef struct Postings:
        const uint32_t *documents
        const uint32_t *owned
        const int64_t *bounds
        const int64_t *firsts
        const int64_t *counts
        const int64_t *levels
        const uint8_t *weights
        int64_t crowd
        int64_t least

    size_t meet_before(const Postings *of, uint32_t document, uint32_t *sums, uint32_t *met, uint32_t *shared)
    int measure_two "measure_letters"(const uint16_t *left, int32_t left_size, const uint16_t *right,
                                      int32_t right_size, Arena *arena, Measured *found)


def scanned_letters(const unsigned char[::1] buffer not None, offsets, starts):
    """Return the codes of the letters of each text, text after text, and the bounds; see plain/scans.py."""
    offsets, starts = _column(offsets, np.int64), _column(starts, np.int64)
    cdef size_t i, count = len(starts)
    cdef const unsigned char *texts = &buffer[0] if buffer.shape[0] else <const unsigned char *>_blank
    cdef const int64_t *ends = <const int64_t *>_address(offsets)
    cdef const int64_t *begins = <const int64_t *>_address(starts)
    cdef uint64_t failures = _failures
    _check(ends, begins, count, buffer.shape[0])
    bounds = np.zeros(count + 1, np.int64)
    cdef int64_t *bound = <int64_t *>_address(bounds)
    with nogil:
        for i in range(count):
            bound[i + 1] = bound[i] + <int64_t>scan_letters(texts + begins[i], texts + ends[i + 1], NULL)
    # Checked before the second pass: a page that is filled by then may need more room than was counted.
    _raise_if_failed(failures)
    codes = np.empty(bound[count], np.uint16)
    cdef uint16_t *code = <uint16_t *>_address(codes)
    with nogil:
        for i in range(count):
            scan_letters(texts + begins[i], texts + ends[i + 1], code + bound[i])
    return codes, bounds


cdef int _check_bounds(object bounds, Py_ssize_t size) except -1:
    """Raise an error unless *bounds* divide a column of *size* rows."""
    if not len(bounds) or bounds[0] != 0 or bounds[len(bounds) - 1] != size or (len(bounds) > 1 and np.diff(bounds).min() < 0):
        raise ValueError("the bounds do not divide the column")
    return 0


def letter_grams(codes, bounds, levels, size_t run):
    """Return the distinct hashes of each text's runs of letters, those that *levels* keep, and their bounds."""
    codes, bounds, levels = _column(codes, np.uint16), _column(bounds, np.int64), _column(levels, np.int64)
    cdef size_t i, count = len(levels), size, used = 0
    _check_bounds(bounds, len(codes))
    if len(bounds) != len(levels) + 1 or run == 0 or (count and not 0 <= levels.min() <= levels.max() < 64):
        raise ValueError("expected a level from 0 to 63 for each text, and runs of a letter at least")
    cdef const uint16_t *code = <const uint16_t *>_address(codes)
    cdef const int64_t *bound = <const int64_t *>_address(bounds)
    cdef const int64_t *level = <const int64_t *>_address(levels)
    most = int(np.diff(bounds).max()) if count else 0
    found, ends = [np.zeros(0, np.uint64)], np.zeros(count + 1, np.int64)
    hashes, spare = np.empty(most + 1, np.uint64), np.empty(most + 1, np.uint64)
    cdef uint64_t *hash = <uint64_t *>_address(hashes)
    cdef uint64_t *other = <uint64_t *>_address(spare)
    for i in range(count):
        with nogil:
            size = grams_of_letters(code + bound[i], bound[i + 1] - bound[i], run, <int>level[i], hash, other)
        found.append(hashes[:size].copy())
        used += size
        ends[i + 1] = used
    return np.concatenate(found), ends


def letter_candidates(hashes, bounds, levels, tuple limits not None):
    """Return the pairs of texts that share enough hashes, and the weight of what they share; see plain/scans.py."""
    hashes, bounds, levels = _column(hashes, np.uint64), _column(bounds, np.int64), _column(levels, np.int64)
    cdef size_t count = len(levels), i, found, most
    cdef Postings of
    _check_bounds(bounds, len(hashes))
    if len(bounds) != <Py_ssize_t>count + 1 or count >> 32 or len(hashes) >> 32:
        raise ValueError("expected a level for each text, and fewer than 2^32 hashes")
    if count and not 0 <= levels.min() <= levels.max() < 64:
        raise ValueError("expected levels from 0 to 63")
    of.crowd, of.least, most = limits
    owners = np.repeat(np.arange(count, dtype=np.uint32), np.diff(bounds))
    order = np.argsort(hashes, kind="stable")
    documents, begins = owners[order], np.ones(len(hashes), np.bool_)
    begins[1:] = np.diff(hashes[order]) != 0
    edges = np.append(np.flatnonzero(begins), len(hashes))
    sizes = np.diff(edges)
    weights = weights_of(sizes, count)
    numbers = np.empty(len(hashes), np.uint32)
    numbers[order] = np.cumsum(begins, dtype=np.int64) - 1
    # What only one text has leads nowhere.
    common = sizes[numbers] > 1
    owned, counts = numbers[common], np.diff(bounds)
    firsts = np.concatenate((np.zeros(1, np.int64), np.cumsum(common, dtype=np.int64)))[bounds]
    sums, met, shared = np.zeros(count, np.uint32), np.empty(count, np.uint32), np.empty(count, np.uint32)
    of.documents, of.owned = <const uint32_t *>_address(documents), <const uint32_t *>_address(owned)
    of.bounds, of.firsts = <const int64_t *>_address(edges), <const int64_t *>_address(firsts)
    of.counts, of.levels = <const int64_t *>_address(counts), <const int64_t *>_address(levels)
    of.weights = <const uint8_t *>_address(weights)
    cdef uint32_t *sum_ = <uint32_t *>_address(sums)
    cdef uint32_t *other = <uint32_t *>_address(met)
    cdef uint32_t *weight = <uint32_t *>_address(shared)
    columns = [(np.zeros(0, np.int64),) * 3]
    for i in range(count):
        with nogil:
            found = meet_before(&of, <uint32_t>i, sum_, other, weight)
        if found:
            best = np.lexsort((met[:found], -shared[:found].astype(np.int64)))[:most]
            best = best[np.argsort(met[:found][best])]
            some = met[:found][best].astype(np.int64)
            columns.append((some, np.full(len(some), i, np.int64), shared[:found][best].astype(np.int64)))
    return tuple(map(np.concatenate, zip(*columns)))


def measured_letters(codes, bounds, left, right):
    """Return what is measured of each pair of texts, in rows of fourteen numbers; see plain/scans.py."""
    codes, bounds = _column(codes, np.uint16), _column(bounds, np.int64)
    left, right = _column(left, np.int64), _column(right, np.int64)
    cdef size_t i, count = len(left)
    _check_bounds(bounds, len(codes))
    _check_indices(left, len(bounds) - 1)
    _check_indices(right, len(bounds) - 1)
    if len(right) != <Py_ssize_t>count or (len(bounds) > 1 and np.diff(bounds).max() >> 29):
        raise ValueError("expected two texts a pair, of fewer than 2^29 letters")
    found = np.zeros((count, 14), np.int32)
    cdef const uint16_t *code = <const uint16_t *>_address(codes)
    cdef const int64_t *bound = <const int64_t *>_address(bounds)
    cdef const int64_t *one = <const int64_t *>_address(left)
    cdef const int64_t *other = <const int64_t *>_address(right)
    cdef Measured *row = <Measured *>_address(found)
    cdef Arena arena
    cdef int done = 1
    memset(&arena, 0, sizeof(Arena))
    with nogil:
        for i in range(count):
            done = measure_two(code + bound[one[i]], <int32_t>(bound[one[i] + 1] - bound[one[i]]),
                               code + bound[other[i]], <int32_t>(bound[other[i] + 1] - bound[other[i]]), &arena,
                               row + i)
            let_go(&arena)
            if not done:
                break
    if not done:
        raise MemoryError
    return found

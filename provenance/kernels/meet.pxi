# The compiled loops from texts to the places where they meet; plain/meeting.py documents what each function returns.

cdef extern from "meet.h" nogil:
    ctypedef struct Trace:
        uint64_t hash
        uint32_t trace
        uint32_t document

    ctypedef struct First:
        uint64_t hash

    size_t winnow(const uint64_t *ids, size_t count, size_t run, uint64_t *hashes, int32_t *places)
    size_t winnow_wide(const uint64_t *ids, size_t count, size_t run, size_t window, uint64_t *hashes,
                       int32_t *places)
    void meet_traces(const Trace *traces, size_t count, const int32_t *ranks, const int32_t *places, First *table,
                     size_t mask, int32_t *others, int32_t *other_places)

cdef enum:
    WINDOW = 3  # runs of words of which the passages stage keeps the least
    PARTITION = 8192  # traces that are met at once: their table stays in the cache
    AT_ONCE = 1 << 22  # traces that are sorted by their hashes at once, for their memory


def traces(list texts not None, tuple runs not None):
    """Return, for each length in *runs*, hashes and places, and their number in each text; see plain/meeting.py."""
    cdef Py_ssize_t count = len(texts), i
    cdef const unsigned char **at
    cdef Py_ssize_t *sizes
    cdef list held = []
    cdef uint64_t failures = _failures
    at = <const unsigned char **>malloc((count + 1) * sizeof(char *))
    sizes = <Py_ssize_t *>malloc((count + 1) * sizeof(Py_ssize_t))
    try:
        if not at or not sizes:
            raise MemoryError
        for i in range(count):
            at[i] = _utf8(texts[i], held, &sizes[i])
        found = _traces(at, sizes, count, runs)
    finally:
        free(at)
        free(sizes)
    _raise_if_failed(failures)
    return found


cdef list _traces(const unsigned char **at, Py_ssize_t *sizes, Py_ssize_t count, tuple runs):
    cdef list columns = [_Traced(run, count, WINDOW) for run in runs]
    cdef void *kept[8]
    cdef Py_ssize_t i, j, number = len(columns)
    cdef uint64_t *words = NULL
    cdef size_t room = 0, some
    cdef int failed = 0
    if number > 8:
        raise ValueError("expected at most eight lengths of runs")
    for j in range(number):
        kept[j] = <void *>&(<_Traced>columns[j]).of
    with nogil:
        for i in range(count):
            if not _words_of_text(at[i], sizes[i], &words, &room, &some):
                failed = 1
                break
            for j in range(number):
                if not _keep(<Traced *>kept[j], i, words, some):
                    failed = 1
                    break
            if failed:
                break
    free(words)
    if failed:
        raise MemoryError
    return [(<_Traced>one).columns() for one in columns]


cdef struct Traced:
    uint64_t *hashes
    int32_t *places
    size_t count
    size_t room
    size_t run
    size_t window
    int32_t *counts


cdef class _Traced:
    cdef Traced of
    cdef object counts

    def __cinit__(self, size_t run, Py_ssize_t count, size_t window):
        self.counts = np.zeros(count, np.int32)
        self.of.run = run
        self.of.window = window
        self.of.counts = <int32_t *>_address(self.counts)

    def __dealloc__(self):
        free(self.of.hashes)
        free(self.of.places)

    cdef tuple columns(self):
        return (_copied(self.of.hashes, self.of.count, np.uint64), _copied(self.of.places, self.of.count, np.int32),
                self.counts)


cdef int _keep(Traced *kept, Py_ssize_t document, const uint64_t *words, size_t count) noexcept nogil:
    cdef size_t room
    cdef void *larger
    if kept.count + count > kept.room:
        room = 2 * kept.room + count + 1024
        larger = realloc(kept.hashes, room * sizeof(uint64_t))
        if not larger:
            return 0
        kept.hashes = <uint64_t *>larger
        larger = realloc(kept.places, room * sizeof(int32_t))
        if not larger:
            return 0
        kept.places = <int32_t *>larger
        kept.room = room
    if kept.window == WINDOW:
        room = winnow(words, count, kept.run, kept.hashes + kept.count, kept.places + kept.count)
    else:
        room = winnow_wide(words, count, kept.run, kept.window, kept.hashes + kept.count, kept.places + kept.count)
    kept.counts[document] = <int32_t>room
    kept.count += room
    return 1


def meet(list hashes not None, counts, places, ranks):
    """Return, for each trace, the document and the place there that it meets, -1 for none; see plain/meeting.py."""
    counts, places, ranks = _column(counts, np.int32), _column(places, np.int32), _column(ranks, np.int32)
    cdef Py_ssize_t total = sum(map(len, hashes)), number = len(hashes), i
    if len(places) != total or len(ranks) != len(counts) or total >> 32:
        raise ValueError("expected as many places as hashes, and a rank for each document")
    _check_counts(counts, total)
    _check_order(ranks)
    others, other_places = np.full(total, -1, np.int32), np.full(total, -1, np.int32)
    columns = [_column(one, np.uint64) for one in hashes]
    cdef const uint64_t **column = <const uint64_t **>malloc((number + 1) * sizeof(uint64_t *))
    cdef Py_ssize_t *sizes = <Py_ssize_t *>malloc((number + 1) * sizeof(Py_ssize_t))
    cdef const int32_t *count = <const int32_t *>_address(counts)
    cdef const int32_t *place = <const int32_t *>_address(places)
    cdef const int32_t *rank = <const int32_t *>_address(ranks)
    cdef int32_t *other = <int32_t *>_address(others)
    cdef int32_t *other_place = <int32_t *>_address(other_places)
    cdef int done = 0
    try:
        if column and sizes:
            for i in range(number):
                column[i], sizes[i] = <const uint64_t *>_address(columns[i]), len(columns[i])
            with nogil:
                done = _meet(column, sizes, number, total, count, place, rank, other, other_place)
    finally:
        free(column)
        free(sizes)
    if not done:
        raise MemoryError
    return others, other_places


cdef int _meet(const uint64_t **column, Py_ssize_t *sizes, Py_ssize_t number, size_t total, const int32_t *counts,
               const int32_t *places, const int32_t *ranks, int32_t *others, int32_t *other_places) noexcept nogil:
    """Sort the traces by the first bits of their hashes, some of these at a time, and let them meet."""
    cdef int bits = 0
    cdef size_t parts, first, last, part, most, kept, size
    cdef size_t *ends
    cdef Trace *some
    cdef First *table
    cdef Py_ssize_t i
    while bits < 20 and total >> bits > PARTITION:
        bits += 1
    parts = <size_t>1 << bits
    ends = <size_t *>calloc(parts + 1, sizeof(size_t))
    if not ends:
        return 0
    for i in range(number):
        _count_parts(column[i], sizes[i], bits, ends)
    first = 0
    while first < parts:
        last, kept, most = first, 0, 0
        while last < parts and (last == first or kept + ends[last] <= AT_ONCE):
            kept += ends[last]
            most = max(most, ends[last])
            last += 1
        size = 16
        while size < 2 * most:
            size *= 2
        some = <Trace *>malloc((kept + 1) * sizeof(Trace))
        table = <First *>malloc(size * sizeof(First))
        if not some or not table:
            free(some); free(table); free(ends)
            return 0
        kept = 0
        for part in range(first, last):
            most = ends[part]
            ends[part] = kept
            kept += most
        _sort_parts(column, sizes, number, bits, first, last, ends, some, counts)
        kept = 0
        for part in range(first, last):
            # Each part has moved its own end on to where the next one begins.
            size = 16
            while size < 2 * (ends[part] - kept):
                size *= 2
            meet_traces(some + kept, ends[part] - kept, ranks, places, table, size - 1, others, other_places)
            kept = ends[part]
        free(some); free(table)
        first = last
    free(ends)
    return 1


cdef inline size_t _part_of(uint64_t hash, int bits) noexcept nogil:
    return <size_t>(hash >> (64 - bits)) if bits else 0


cdef void _count_parts(const uint64_t *hashes, Py_ssize_t count, int bits, size_t *ends) noexcept nogil:
    cdef Py_ssize_t i
    for i in range(count):
        ends[_part_of(hashes[i], bits)] += 1


cdef void _sort_parts(const uint64_t **column, Py_ssize_t *sizes, Py_ssize_t number, int bits, size_t first, size_t last,
                      size_t *ends, Trace *some, const int32_t *counts) noexcept nogil:
    cdef Py_ssize_t i, j
    cdef uint32_t trace = 0, document = 0
    cdef int64_t left = counts[0]
    cdef size_t part
    for i in range(number):
        for j in range(sizes[i]):
            while left == 0:
                document += 1
                left = counts[document]
            part = _part_of(column[i][j], bits)
            if first <= part < last:
                some[ends[part]].hash = column[i][j]
                some[ends[part]].trace = trace
                some[ends[part]].document = document
                ends[part] += 1
            trace += 1
            left -= 1


def in_order(order, list columns not None):
    """Return the meetings of all documents in *order*: their number for each, and columns; see plain/meeting.py."""
    order = _column(order, np.int32)
    cdef Py_ssize_t documents = len(order), i, total = 0, at = 0, j, k
    cdef int32_t document
    _check_order(order)
    met = []
    for counts, *rest in columns:
        rest = [_column(one, np.int32) for one in rest]
        if len(counts) != documents or len({len(one) for one in rest}) != 1:
            raise ValueError("expected a count for each document, and columns of the same length")
        _check_counts(counts, len(rest[0]))
        met.append((_bounds(counts), *rest))
        total += np.count_nonzero(rest[1] >= 0)
    if len(met) != 2:
        raise ValueError("expected the meetings of two lengths of runs")
    numbers, proofs = np.zeros(documents, np.int32), np.empty(total, np.uint8)
    places, others, there = np.empty(total, np.int32), np.empty(total, np.int32), np.empty(total, np.int32)
    cdef const int32_t *rank = <const int32_t *>_address(order)
    cdef const int64_t *bound[2]
    cdef const int32_t *place[2]
    cdef const int32_t *other[2]
    cdef const int32_t *other_place[2]
    cdef int32_t *number = <int32_t *>_address(numbers)
    cdef int32_t *own = <int32_t *>_address(places)
    cdef int32_t *head = <int32_t *>_address(others)
    cdef int32_t *theirs = <int32_t *>_address(there)
    cdef uint8_t *proof = <uint8_t *>_address(proofs)
    cdef Py_ssize_t next_[2]
    cdef Py_ssize_t stop[2]
    cdef int which
    for which in range(2):
        bound[which], place[which] = <const int64_t *>_address(met[which][0]), <const int32_t *>_address(met[which][1])
        other[which] = <const int32_t *>_address(met[which][2])
        other_place[which] = <const int32_t *>_address(met[which][3])
    with nogil:
        for i in range(documents):
            document = rank[i]
            for which in range(2):
                next_[which], stop[which] = bound[which][document], bound[which][document + 1]
            while True:
                for which in range(2):
                    while next_[which] < stop[which] and other[which][next_[which]] < 0:
                        next_[which] += 1
                if next_[0] >= stop[0] and next_[1] >= stop[1]:
                    break
                # Of one place the shorter run comes first.
                which = next_[0] >= stop[0] or (next_[1] < stop[1] and place[1][next_[1]] < place[0][next_[0]])
                j = next_[which]
                own[at], head[at], theirs[at] = place[which][j], other[which][j], other_place[which][j]
                proof[at] = which
                next_[which] += 1
                at += 1
                number[i] += 1
    return numbers, (places, others, there, proofs)


cdef int _check_counts(object counts, Py_ssize_t total) except -1:
    """Raise an error unless *counts* add up to *total* rows."""
    if (len(counts) and counts.min() < 0) or int(counts.sum(dtype=np.int64)) != total:
        raise ValueError("the counts do not add up to the rows")
    return 0


cdef int _check_order(object order) except -1:
    """Raise an error unless *order* holds each position once."""
    _check_indices(order, len(order))
    if len(order) and np.bincount(order).max() > 1:
        raise ValueError("expected each document once")
    return 0


cdef object _bounds(object counts):
    found = np.zeros(len(counts) + 1, np.int64)
    np.cumsum(counts, out=found[1:])
    return found

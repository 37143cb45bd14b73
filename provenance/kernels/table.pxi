# Cells of a table that is written as lines with a delimiter; plain/table.py documents what is returned.

cdef extern from "string.h" nogil:
    void *memchr(const void *at, int sign, size_t size)

cdef extern from "table.h" nogil:
    unsigned char *write_plain(const unsigned char *at, const unsigned char *end, unsigned char quote, unsigned char *to)
    size_t json_surplus(const unsigned char *at, const unsigned char *end)
    unsigned char *write_string(const unsigned char *at, const unsigned char *end, unsigned char *to)


cdef enum:
    BEGIN, PLAIN, QUOTED, CLOSED, ESCAPED


def cells(const unsigned char[::1] block not None, Py_ssize_t start, Py_ssize_t stop, dialect, int state):
    """See plain/table.py."""
    cdef int delimiter = dialect[0], quote = dialect[1], escape = dialect[2]
    if not 0 <= start <= stop <= block.shape[0]:
        raise ValueError("expected a part of the block")
    cdef const unsigned char *at = &block[0] if block.shape[0] else NULL
    cdef const unsigned char *found
    cdef size_t capacity = 1024, room = 256, count = 0, rows = 0
    cdef int64_t *ends = <int64_t *>malloc(capacity * sizeof(int64_t))
    cdef int64_t *counts = <int64_t *>malloc(room * sizeof(int64_t))
    cdef int64_t *more
    cdef Py_ssize_t i = start
    cdef unsigned char sign
    cdef bint full = ends == NULL or counts == NULL
    with nogil:
        while i < stop and not full:
            sign = at[i]
            if state == QUOTED:
                if escape == 0:
                    found = <const unsigned char *>memchr(at + i, quote, stop - i)
                    if found == NULL:
                        break
                    i = found - at
                    sign = at[i]
                if sign == quote:
                    state = CLOSED
                elif sign == escape:
                    state = ESCAPED
                i += 1
                continue
            if state == ESCAPED:
                state = QUOTED
                i += 1
                continue
            if sign == quote and quote and (state == BEGIN or state == CLOSED):
                state = QUOTED
                i += 1
                continue
            if sign != delimiter and sign != b"\n":
                state = PLAIN
                i = first_of(at + i + 1, at + stop, delimiter, b"\n") - at
                continue
            if count == capacity:
                more = <int64_t *>realloc(ends, 2 * capacity * sizeof(int64_t))
                if more == NULL:
                    full = True
                    break
                ends, capacity = more, 2 * capacity
            ends[count] = i
            count += 1
            if sign == b"\n":
                if rows == room:
                    more = <int64_t *>realloc(counts, 2 * room * sizeof(int64_t))
                    if more == NULL:
                        full = True
                        break
                    counts, room = more, 2 * room
                counts[rows] = count
                rows += 1
            state = BEGIN
            i += 1
    try:
        if full:
            raise MemoryError
        last = counts[rows - 1] if rows else 0
        return _numbers_of(ends, last), _numbers_of(counts, rows), state
    finally:
        free(ends)
        free(counts)


def cell_values(const unsigned char[::1] block not None, begins, ends, int quote):
    """See plain/table.py."""
    begins, ends = _checked_cells(begins, ends, block.shape[0])
    cdef size_t i, count = len(begins)
    cdef const int64_t *begin = <const int64_t *>_address(begins)
    cdef const int64_t *stop = <const int64_t *>_address(ends)
    cdef const unsigned char *at = &block[0] if block.shape[0] else <const unsigned char *>_blank
    bounds = np.empty(count, np.int64)
    cdef int64_t *bound = <int64_t *>_address(bounds)
    cdef PyObject *values = new_bytes(NULL, int((ends - begins).sum()))
    cdef unsigned char *first = <unsigned char *>bytes_at(values)
    cdef unsigned char *to = first
    try:
        with nogil:
            for i in range(count):
                to = write_plain(at + begin[i], at + stop[i], <unsigned char>quote, to)
                bound[i] = to - first
        cut_bytes(&values, to - first)
        return <object>values, bounds
    finally:
        release(values)


def json_strings(const unsigned char[::1] block not None, ends):
    """See plain/table.py."""
    ends = _column(ends, np.int64)
    begins, ends = _checked_cells(np.append(0, ends)[:len(ends)], ends, block.shape[0])
    cdef size_t i, count = len(begins), size = 0
    cdef const int64_t *begin = <const int64_t *>_address(begins)
    cdef const int64_t *stop = <const int64_t *>_address(ends)
    cdef const unsigned char *at = &block[0] if block.shape[0] else <const unsigned char *>_blank
    bounds = np.empty(count, np.int64)
    cdef int64_t *bound = <int64_t *>_address(bounds)
    with nogil:
        for i in range(count):
            if begin[i] < stop[i]:
                size += stop[i] - begin[i] + json_surplus(at + begin[i], at + stop[i])
    cdef PyObject *strings = new_bytes(NULL, size)
    cdef unsigned char *first = <unsigned char *>bytes_at(strings)
    cdef unsigned char *to = first
    try:
        with nogil:
            for i in range(count):
                if begin[i] < stop[i]:
                    to = write_string(at + begin[i], at + stop[i], to)
                bound[i] = to - first
        cut_bytes(&strings, to - first)
        return <object>strings, bounds
    finally:
        release(strings)


cdef tuple _checked_cells(begins, ends, Py_ssize_t size):
    """Return the bounds of cells in a block of *size* bytes as columns, or raise."""
    begins, ends = _column(begins, np.int64), _column(ends, np.int64)
    if len(begins) != len(ends) or (len(ends) and (begins.min() < 0 or ends.max() > size or (begins > ends).any())):
        raise ValueError("expected cells within the block")
    return begins, ends


cdef _numbers_of(int64_t *numbers, size_t count):
    """Return a column with these numbers."""
    column = np.empty(count, np.int64)
    if count:
        memcpy(<void *>_address(column), numbers, count * sizeof(int64_t))
    return column

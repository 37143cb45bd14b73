# The compiled loop over lines of records; plain/json.py documents what it returns.

from cpython.bytes cimport PyBytes_AS_STRING, PyBytes_FromStringAndSize
from cpython.unicode cimport PyUnicode_DecodeUTF8

cdef extern from "Python.h":
    ctypedef struct PyObject
    PyObject *new_bytes "PyBytes_FromStringAndSize"(const char *content, Py_ssize_t size) except NULL
    int cut_bytes "_PyBytes_Resize"(PyObject **whole, Py_ssize_t size) except -1
    char *bytes_at "PyBytes_AsString"(PyObject *whole)
    void release "Py_XDECREF"(PyObject *whole)

cdef extern from "json.h" nogil:
    enum:
        MAX_FIELDS
        STRING
        INTEGER
        FRACTION

    ctypedef struct Value:
        const unsigned char *at
        const unsigned char *end
        int kind

    ctypedef struct Field:
        const unsigned char *name
        size_t size

    const unsigned char *read_record(const unsigned char *at, const unsigned char *end, const Field *fields, size_t count,
                                     Value *found, int *blank)
    const uint64_t WORD_BASE
    const unsigned char *first_of(const unsigned char *at, const unsigned char *end, unsigned char one,
                                  unsigned char other)
    unsigned char *write_value(const Value *value, unsigned char *to)


cdef struct Lines:
    # The number of lines read, and for each line with a record its number among them, its begin and its length.
    uint32_t passed
    size_t count
    uint32_t *numbers
    int64_t *begins
    uint32_t *lengths
    int64_t *text_ends
    uint32_t *id_ends
    uint32_t *value_ends
    unsigned char *texts
    unsigned char *ids
    unsigned char *values


cdef const unsigned char *_read_lines(const unsigned char *whole, const unsigned char *at, const unsigned char *end,
                                const int64_t *limits, const Field *fields, size_t wanted, Lines *lines,
                                int *why) noexcept nogil:
    """Read lines from *at* on; return where the first unread one begins, and *why*: 1, it is unusual; 2, no room."""
    cdef Value found[MAX_FIELDS]
    cdef unsigned char *text = lines.texts
    cdef unsigned char *own = lines.ids
    cdef unsigned char *value = lines.values
    cdef const unsigned char *stop
    cdef int blank = 0
    cdef size_t i, slot = 0
    while True:
        stop = read_record(at, end, fields, wanted, found, &blank)
        why[0] = 1
        if stop == NULL or stop - at > limits[0] or not (blank or (found[0].kind == STRING and found[1].kind != FRACTION)):
            return at
        if not blank:
            why[0] = 2
            if <int64_t>lines.count == limits[2] or (lines.count and (text - lines.texts) + (found[0].end - found[0].at) > limits[1]):
                return at
            text = write_value(&found[0], text)
            if found[1].kind == STRING or found[1].kind == INTEGER:
                own = write_value(&found[1], own)
            for i in range(2, wanted):
                if found[i].kind == STRING:
                    found[i].at -= 1
                    found[i].end += 1
                if found[i].kind:
                    memcpy(value, found[i].at, found[i].end - found[i].at)
                    value += found[i].end - found[i].at
                lines.value_ends[slot] = <uint32_t>(value - lines.values)
                slot += 1
            lines.numbers[lines.count] = lines.passed
            lines.begins[lines.count] = at - whole
            lines.lengths[lines.count] = <uint32_t>(stop - at)
            lines.text_ends[lines.count] = text - lines.texts
            lines.id_ends[lines.count] = <uint32_t>(own - lines.ids)
            lines.count += 1
        lines.passed += 1
        at = stop + 1
        if stop == end:
            why[0] = 0
            return at


cdef Py_ssize_t _last(object ends, size_t count) except -1:
    return int(ends[count - 1]) if count else 0


def records(const unsigned char[::1] block not None, Py_ssize_t start, Py_ssize_t stop, limits, tuple names not None):
    """Return the records of the lines in a block, up to the first unusual one, in columns."""
    cdef Field fields[MAX_FIELDS]
    cdef size_t wanted = len(names), i
    cdef Py_ssize_t size = stop - start
    if not 0 <= start <= stop <= block.shape[0] or not 2 <= wanted <= MAX_FIELDS or size >= 1 << 32:
        raise ValueError("expected a run of lines within the block, and 2 to 16 fields")
    if len(set(names[2:])) < len(names) - 2:
        raise ValueError("expected each name of a value once")  # the values of one line would not fit in its size
    for i in range(wanted):
        fields[i] = Field(<const unsigned char *>PyBytes_AS_STRING(names[i]), len(names[i]))
    limits = _column(limits, np.int64)
    cdef const int64_t *limit = <const int64_t *>_address(limits)
    # The shortest record is {"a":""} and a line feed.
    room = min(size // 9 + 1, max(limit[2], 1))
    numbers, lengths, id_ends = (np.empty(room, np.uint32) for _ in range(3))
    begins, text_ends = np.empty(room, np.int64), np.empty(room, np.int64)
    value_ends = np.empty(room * (wanted - 2), np.uint32)
    cdef const unsigned char *whole = &block[0] if block.shape[0] else <const unsigned char *>_blank
    cdef const unsigned char *at
    cdef int why = 0
    cdef PyObject *texts = new_bytes(NULL, size)
    cdef unsigned char *strings = <unsigned char *>malloc(2 * size + 1)
    cdef Lines lines = Lines(
        0, 0, <uint32_t *>_address(numbers), <int64_t *>_address(begins), <uint32_t *>_address(lengths),
        <int64_t *>_address(text_ends), <uint32_t *>_address(id_ends), <uint32_t *>_address(value_ends),
        <unsigned char *>bytes_at(texts), strings, strings + size)
    try:
        if strings == NULL:
            raise MemoryError
        with nogil:
            at = _read_lines(whole, whole + start, whole + stop, limit, fields, wanted, &lines, &why)
        count = lines.count
        ids = PyBytes_FromStringAndSize(<char *>strings, _last(id_ends, count))
        values = PyBytes_FromStringAndSize(<char *>strings + size, _last(value_ends, count * (wanted - 2)))
        cut_bytes(&texts, _last(text_ends, count))
        text = <object>texts
    finally:
        free(strings)
        release(texts)
    columns = tuple(column[:count].copy() for column in (numbers, begins, lengths))
    return (
        (at - whole, lines.passed, why), columns, (text, text_ends[:count].copy()), (ids, id_ends[:count].copy()),
        (values, value_ends[:count * (wanted - 2)].copy()),
    )


def hashes(const unsigned char[::1] strings not None, ends):
    """Return the hash of each string, over all its bytes; string *i* ends at ``ends[i]``."""
    ends = _column(ends, np.uint32)
    found = np.empty(len(ends), np.uint64)
    cdef size_t i, at = 0, count = len(ends)
    cdef const uint32_t *end = <const uint32_t *>_address(ends)
    cdef const unsigned char *byte = &strings[0] if strings.shape[0] else <const unsigned char *>_blank
    cdef uint64_t *target = <uint64_t *>_address(found)
    cdef uint64_t hash
    if count and (ends[-1] > strings.shape[0] or (ends[1:] < ends[:-1]).any()):
        raise ValueError("expected strings within their buffer")
    with nogil:
        for i in range(count):
            hash = 0
            while at < end[i]:
                hash = hash * WORD_BASE + byte[at] + 1
                at += 1
            target[i] = hash
        mix_all(target, count)
    return found


def strings(const unsigned char[::1] whole not None, ends, places):
    """Return the strings at *places* from consecutive ones in UTF-8; string *i* ends at ``ends[i]``."""
    ends, places = _column(ends, np.uint32), _column(places, np.int64)
    _check_indices(places, len(ends))
    cdef size_t i, count = len(places)
    cdef const uint32_t *end = <const uint32_t *>_address(ends)
    cdef const int64_t *place = <const int64_t *>_address(places)
    cdef const char *at = <const char *>&whole[0] if whole.shape[0] else <const char *>_blank
    cdef uint32_t begin
    cdef list found = []
    for i in range(count):
        begin = end[place[i] - 1] if place[i] else 0
        if begin > end[place[i]] or end[place[i]] > whole.shape[0]:
            raise ValueError("expected strings within their buffer")
        found.append(PyUnicode_DecodeUTF8(at + begin, end[place[i]] - begin, NULL))
    return found


def relined(const unsigned char[::1] block not None, int64_t[::1] state not None):
    """See plain/json.py."""
    cdef Py_ssize_t size = block.shape[0]
    cdef bytes made = PyBytes_FromStringAndSize(NULL, size)
    cdef unsigned char *out = <unsigned char *>PyBytes_AS_STRING(made)
    cdef const unsigned char *at = &block[0] if size else NULL
    cdef int64_t base = state[0]
    cdef int64_t depth = state[1]
    cdef int64_t quoted = state[2]
    cdef bint ended = state[3] != 0
    cdef Py_ssize_t i = -1, stop
    cdef unsigned char letter
    with nogil:
        while i + 1 < size:
            i += 1
            if quoted == 1:
                stop = first_of(at + i, at + size, b'"', b"\\") - at
                if ended:
                    memset(out + i, b" ", stop - i)
                else:
                    memcpy(out + i, at + i, stop - i)
                i = stop
                if i == size:
                    break
            letter = at[i]
            if quoted:
                if quoted == 2:
                    quoted = 1
                elif letter == b'"':
                    quoted = 0
                elif letter == b"\\":
                    quoted = 2
                out[i] = b" " if ended else letter
                continue
            if letter > b"}" or letter == b" ":
                out[i] = b" " if ended else letter
                continue
            if letter == b'"':
                quoted = 1
            elif letter == b"{" or letter == b"[":
                depth += 1
                if depth == base and letter == b"[":
                    letter = b" "
            elif letter == b"}" or letter == b"]":
                if base and depth == base and letter == b"]":
                    letter = b"\n"
                    if base > 1 and not ended:
                        out[i] = letter
                        ended = True
                        depth -= 1
                        continue
                if depth:
                    depth -= 1
            elif letter == b",":
                if base and depth == base:
                    letter = b"\n"
            elif letter == b"\n":
                if base or depth:
                    letter = b"\r"
            elif letter == b"\r":
                letter = b" "
            out[i] = (b"\r" if letter == b"\r" else b" ") if ended else letter
    state[1], state[2], state[3] = depth, quoted, ended
    return made

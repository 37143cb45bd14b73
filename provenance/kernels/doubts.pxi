# The compiled search for texts whose words may not be what they look like; plain/doubts.py documents the functions.

cdef extern from "doubts.h" nogil:
    int is_doubtful(const Text *text)
    int is_doubtful_buffer(const unsigned char *begin, const unsigned char *end)


def doubtful(str text not None):
    """Return whether the words of *text* may be divided at line ends or misread."""
    cdef Text source = _text_of(text)
    return is_doubtful(&source) != 0


def doubtful_texts(const unsigned char[::1] buffer not None, offsets):
    """Return 1 for each doubtful text of a buffer, and 0 for the others."""
    offsets = _column(offsets, np.int64)
    cdef size_t i, count = len(offsets) - 1
    cdef const unsigned char *texts = &buffer[0] if buffer.shape[0] else <const unsigned char *>_blank
    cdef const int64_t *bounds = <const int64_t *>_address(offsets)
    found = np.zeros(count, np.uint8)
    cdef uint8_t *target = <uint8_t *>_address(found)
    _check(bounds, bounds, count, buffer.shape[0])
    with nogil:
        for i in range(count):
            target[i] = is_doubtful_buffer(texts + bounds[i], texts + bounds[i + 1])
    return found

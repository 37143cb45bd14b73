# The compiled scan of a text for parts of dates; plain/dates.py documents what it returns.

from cpython.unicode cimport PyUnicode_DATA, PyUnicode_KIND

cdef extern from "Python.h":
    Py_UCS4 PyUnicode_READ(int kind, const void *letters, Py_ssize_t place) nogil
    bint Py_UNICODE_ISALNUM(Py_UCS4 letter) nogil
    bint Py_UNICODE_ISDECIMAL(Py_UCS4 letter) nogil
    bint Py_UNICODE_ISSPACE(Py_UCS4 letter) nogil
    Py_UCS4 Py_UNICODE_TOLOWER(Py_UCS4 letter) nogil

cdef enum:
    SEPARATOR
    IN_WORD
    IN_NUMBER
    MAX_DIGITS = 4  # of a number in a date
    A_MONTH = -1  # instead of the number of another word
    NEITHER = -2  # the word is not in the calendar
    MONTH_REACH = 20  # characters between a number and the name of its month

cdef extern from *:
    """
    #define FNV_BASIS 0xCBF29CE484222325u
    #define FNV_PRIME 0x100000001B3u
    """
    const uint64_t FNV_BASIS
    const uint64_t FNV_PRIME

cdef unsigned char _ascii_kinds[128]
cdef unsigned char _ascii_lower[128]
for _place in range(128):
    _ascii_kinds[_place] = IN_NUMBER if chr(_place).isdigit() else IN_WORD if chr(_place).isalpha() else SEPARATOR
    _ascii_lower[_place] = ord(chr(_place).lower())


cdef struct Number:
    Py_ssize_t first
    Py_ssize_t last
    bint joined


cdef struct Matches:
    # The numbers and months in a passage.
    Number *numbers
    Py_ssize_t *months
    size_t count
    size_t month_count
    size_t capacity
    size_t month_capacity


ctypedef fused Letter:
    uint8_t
    uint16_t
    uint32_t


cdef inline Py_UCS4 _letter(const Letter *letters, Py_ssize_t place, Py_ssize_t end) noexcept nogil:
    """Return the character at *place*, or NUL, which matches nothing, after the end of the passage."""
    return letters[place] if place < end else 0


cdef inline bint _is_sign(Py_UCS4 letter) noexcept nogil:
    """Return whether *letter* is one of –—“”‘’«»„（），、。・, which separate words like ASCII punctuation."""
    return letter in (0x2013, 0x2014, 0x201C, 0x201D, 0x2018, 0x2019, 0xAB, 0xBB, 0x201E, 0xFF08, 0xFF09, 0xFF0C,
                      0x3001, 0x3002, 0x30FB)


cdef inline int _kind_of(Py_UCS4 letter) noexcept nogil:
    if letter < 128:
        return _ascii_kinds[letter]
    if Py_UNICODE_ISDECIMAL(letter):
        return IN_NUMBER
    if Py_UNICODE_ISSPACE(letter) or _is_sign(letter):
        return SEPARATOR
    return IN_WORD


cdef inline uint32_t _lower(Py_UCS4 letter) noexcept nogil:
    """Return *letter* in lower case, a final sigma as an ordinary one."""
    cdef uint32_t lower
    if letter < 128:
        return _ascii_lower[letter]
    lower = Py_UNICODE_TOLOWER(letter)
    return 0x3C3 if lower == 0x3C2 else lower


cdef inline uint64_t _hashed(uint64_t hash, Py_UCS4 letter) noexcept nogil:
    """Return *hash* extended by a letter in lower case (FNV-1a over code points)."""
    return (hash ^ _lower(letter)) * FNV_PRIME


cdef inline bint _digit(const Letter *letters, Py_ssize_t place, Py_ssize_t end) noexcept nogil:
    return _kind_of(_letter(letters, place, end)) == IN_NUMBER


cdef inline bint _alphabetic(Py_UCS4 letter) noexcept nogil:
    return Py_UNICODE_ISALNUM(letter) and not Py_UNICODE_ISDECIMAL(letter)


cdef bint _joined(const Letter *letters, Py_ssize_t last, Py_ssize_t end) noexcept nogil:
    """Return whether the text from *last* on joins the number before it to a date: 3-5-24, 3/5, 3-Mar, 3 月."""
    cdef Py_UCS4 sign = _letter(letters, last, end)
    cdef Py_ssize_t place = last + 1
    cdef int digits
    if sign == 0x2D or sign == 0x2F or sign == 0x2E:
        if sign != 0x2E and _digit(letters, place, end) \
                and not (_digit(letters, place + 1, end) and _digit(letters, place + 2, end)):
            return True
        if sign == 0x2D and _alphabetic(_letter(letters, place, end)) and _alphabetic(_letter(letters, place + 1, end)) \
                and _alphabetic(_letter(letters, place + 2, end)):
            return True
        place += _letter(letters, place, end) == 0x20
        for digits in range(2):
            if not _digit(letters, place, end):
                return False
            place += 1
            if _letter(letters, place, end) == sign:
                return _digit(letters, place + 1 + (_letter(letters, place + 1, end) == 0x20), end)
        return False
    if Py_UNICODE_ISSPACE(sign):
        sign = _letter(letters, place, end)
    return sign in (0x5E74, 0x6708, 0xB144, 0xC6D4)  # 年月년월


cdef class Calendar:
    """The names of *months*, and *others*, further words that express time; each is one word in lower case."""

    cdef uint64_t *hashes
    cdef int64_t *numbers
    cdef uint64_t mask
    cdef list words

    def __cinit__(self, months, others):
        cdef uint64_t size = 64, hash
        cdef int64_t number
        self.words = [*others]
        names = [(word, i) for i, word in enumerate(self.words)] + [(word, A_MONTH) for word in months]
        while size < 4 * <uint64_t>len(names):
            size *= 2
        self.mask = size - 1
        self.hashes = <uint64_t *>calloc(size, sizeof(uint64_t))
        self.numbers = <int64_t *>calloc(size, sizeof(int64_t))
        if self.hashes == NULL or self.numbers == NULL:
            raise MemoryError
        for word, number in names:
            hash = FNV_BASIS
            for letter in word:
                hash = _hashed(hash, letter)
            size = hash & self.mask
            while self.hashes[size] and self.hashes[size] != hash:
                size = (size + 1) & self.mask
            self.hashes[size] = hash
            self.numbers[size] = number

    def __dealloc__(self):
        free(self.hashes)
        free(self.numbers)

    cdef int64_t _number(self, uint64_t hash) noexcept nogil:
        """Return the number of the word with this hash, A_MONTH or NEITHER."""
        cdef uint64_t slot = hash & self.mask
        while self.hashes[slot]:
            if self.hashes[slot] == hash:
                return self.numbers[slot]
            slot = (slot + 1) & self.mask
        return NEITHER

    def scan(self, str text not None, Py_ssize_t start, Py_ssize_t end):
        """Return the numbers between *start* and *end* that may belong to a date, and the other words there."""
        cdef Matches matches = Matches(NULL, NULL, 0, 0, 0, 0)
        cdef int kind = PyUnicode_KIND(text)
        start, end = max(start, 0), min(end, len(text))
        try:
            if kind == 1:
                words = self._scan(<const uint8_t *>PyUnicode_DATA(text), start, end, &matches)
            elif kind == 2:
                words = self._scan(<const uint16_t *>PyUnicode_DATA(text), start, end, &matches)
            else:
                words = self._scan(<const uint32_t *>PyUnicode_DATA(text), start, end, &matches)
            return _near(&matches), words
        finally:
            free(matches.numbers)
            free(matches.months)

    cdef set _scan(self, const Letter *letters, Py_ssize_t start, Py_ssize_t end, Matches *matches):
        cdef Py_ssize_t place, word = -1, first = -1
        cdef uint64_t hash = 0
        cdef int64_t number
        cdef int kind
        cdef set words = set()
        for place in range(start, end + 1):
            kind = _kind_of(letters[place]) if place < end else SEPARATOR
            if kind == IN_NUMBER:
                if first < 0:
                    first = place
            elif first >= 0:
                if place - first <= MAX_DIGITS:
                    _keep_number(matches, Number(first, place, _joined(letters, place, end)))
                first = -1
            if kind != SEPARATOR:
                if word < 0:
                    word, hash = place, FNV_BASIS
                hash = _hashed(hash, letters[place])
            elif word >= 0:
                number = self._number(hash)
                if number >= 0:
                    words.add(self.words[number])
                elif number == A_MONTH:
                    _keep_month(matches, word)
                word = -1
        return words


cdef int _keep_number(Matches *matches, Number number) except -1:
    if matches.count == matches.capacity:
        matches.capacity = 2 * matches.capacity + 16
        grown = <Number *>realloc(matches.numbers, matches.capacity * sizeof(Number))
        if grown == NULL:
            raise MemoryError
        matches.numbers = grown
    matches.numbers[matches.count] = number
    matches.count += 1
    return 0


cdef int _keep_month(Matches *matches, Py_ssize_t place) except -1:
    if matches.month_count == matches.month_capacity:
        matches.month_capacity = 2 * matches.month_capacity + 16
        grown = <Py_ssize_t *>realloc(matches.months, matches.month_capacity * sizeof(Py_ssize_t))
        if grown == NULL:
            raise MemoryError
        matches.months = grown
    matches.months[matches.month_count] = place
    matches.month_count += 1
    return 0


cdef list _near(const Matches *matches):
    """Return the places of numbers that a sign joins to a date, or that have a month nearby."""
    cdef size_t i, month = 0
    cdef const Number *number
    cdef list places = []
    for i in range(matches.count):
        number = &matches.numbers[i]
        while month < matches.month_count and matches.months[month] < number.first - MONTH_REACH:
            month += 1
        if number.joined or (month < matches.month_count and matches.months[month] <= number.last + MONTH_REACH):
            places.append((number.first, number.last))
    return places

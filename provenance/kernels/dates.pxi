# The one look at a text for what can be of a date, compiled: plain says what it returns.

from cpython.unicode cimport PyUnicode_DATA, PyUnicode_KIND

cdef extern from "Python.h":
    Py_UCS4 PyUnicode_READ(int kind, const void *letters, Py_ssize_t place) nogil
    bint Py_UNICODE_ISALNUM(Py_UCS4 letter) nogil
    bint Py_UNICODE_ISDECIMAL(Py_UCS4 letter) nogil
    bint Py_UNICODE_ISSPACE(Py_UCS4 letter) nogil
    Py_UCS4 Py_UNICODE_TOLOWER(Py_UCS4 letter) nogil

cdef enum:
    PARTING
    IN_WORD
    IN_NUMBER
    MOST_DIGITS = 4  # that a date's number has at most
    A_MONTH = -1  # in the place of the number that other words have
    NEITHER = -2
    MONTH_REACH = 20  # characters within which the name of its month begins

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
    _ascii_kinds[_place] = IN_NUMBER if chr(_place).isdigit() else IN_WORD if chr(_place).isalpha() else PARTING
    _ascii_lower[_place] = ord(chr(_place).lower())


cdef struct Number:
    Py_ssize_t first
    Py_ssize_t last
    bint joined


cdef struct Sights:
    # What a look at a passage has found.
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
    """Return the character at *place*, or a NUL behind the passage: nothing that is looked for is one."""
    return letters[place] if place < end else 0


cdef inline bint _is_sign(Py_UCS4 letter) noexcept nogil:
    """Whether it is one of –—“”‘’«»„（），、。・, which part words as the signs of ASCII do."""
    return letter in (0x2013, 0x2014, 0x201C, 0x201D, 0x2018, 0x2019, 0xAB, 0xBB, 0x201E, 0xFF08, 0xFF09, 0xFF0C,
                      0x3001, 0x3002, 0x30FB)


cdef inline int _kind_of(Py_UCS4 letter) noexcept nogil:
    if letter < 128:
        return _ascii_kinds[letter]
    if Py_UNICODE_ISDECIMAL(letter):
        return IN_NUMBER
    if Py_UNICODE_ISSPACE(letter) or _is_sign(letter):
        return PARTING
    return IN_WORD


cdef inline uint32_t _lower(Py_UCS4 letter) noexcept nogil:
    """Return *letter* in lower case, where a final sigma is no other letter."""
    cdef uint32_t lower
    if letter < 128:
        return _ascii_lower[letter]
    lower = Py_UNICODE_TOLOWER(letter)
    return 0x3C3 if lower == 0x3C2 else lower


cdef inline uint64_t _hashed(uint64_t hash, Py_UCS4 letter) noexcept nogil:
    """FNV-1a, a code point at a time, in lower case."""
    return (hash ^ _lower(letter)) * FNV_PRIME


cdef inline bint _digit(const Letter *letters, Py_ssize_t place, Py_ssize_t end) noexcept nogil:
    return _kind_of(_letter(letters, place, end)) == IN_NUMBER


cdef inline bint _alphabetic(Py_UCS4 letter) noexcept nogil:
    return Py_UNICODE_ISALNUM(letter) and not Py_UNICODE_ISDECIMAL(letter)


cdef bint _joined(const Letter *letters, Py_ssize_t last, Py_ssize_t end) noexcept nogil:
    """Whether what stands from *last* on, behind a number, joins it to a date: 3-5-24, 3/5, 3-Mar, 3 月."""
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
    """The names of *months*, and *others*, words that say when and are no months; each is one word in lower case."""

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
        """Return the number of the other word with this hash, A_MONTH or NEITHER."""
        cdef uint64_t slot = hash & self.mask
        while self.hashes[slot]:
            if self.hashes[slot] == hash:
                return self.numbers[slot]
            slot = (slot + 1) & self.mask
        return NEITHER

    def scan(self, str text not None, Py_ssize_t start, Py_ssize_t end):
        """Return the numbers between *start* and *end* that can be of a date, and the other words there."""
        cdef Sights sights = Sights(NULL, NULL, 0, 0, 0, 0)
        cdef int kind = PyUnicode_KIND(text)
        start, end = max(start, 0), min(end, len(text))
        try:
            if kind == 1:
                said = self._look(<const uint8_t *>PyUnicode_DATA(text), start, end, &sights)
            elif kind == 2:
                said = self._look(<const uint16_t *>PyUnicode_DATA(text), start, end, &sights)
            else:
                said = self._look(<const uint32_t *>PyUnicode_DATA(text), start, end, &sights)
            return _near(&sights), said
        finally:
            free(sights.numbers)
            free(sights.months)

    cdef set _look(self, const Letter *letters, Py_ssize_t start, Py_ssize_t end, Sights *sights):
        cdef Py_ssize_t place, word = -1, first = -1
        cdef uint64_t hash = 0
        cdef int64_t number
        cdef int kind
        cdef set said = set()
        for place in range(start, end + 1):
            kind = _kind_of(letters[place]) if place < end else PARTING
            if kind == IN_NUMBER:
                if first < 0:
                    first = place
            elif first >= 0:
                if place - first <= MOST_DIGITS:
                    _keep_number(sights, Number(first, place, _joined(letters, place, end)))
                first = -1
            if kind != PARTING:
                if word < 0:
                    word, hash = place, FNV_BASIS
                hash = _hashed(hash, letters[place])
            elif word >= 0:
                number = self._number(hash)
                if number >= 0:
                    said.add(self.words[number])
                elif number == A_MONTH:
                    _keep_month(sights, word)
                word = -1
        return said


cdef int _keep_number(Sights *sights, Number number) except -1:
    if sights.count == sights.capacity:
        sights.capacity = 2 * sights.capacity + 16
        grown = <Number *>realloc(sights.numbers, sights.capacity * sizeof(Number))
        if grown == NULL:
            raise MemoryError
        sights.numbers = grown
    sights.numbers[sights.count] = number
    sights.count += 1
    return 0


cdef int _keep_month(Sights *sights, Py_ssize_t place) except -1:
    if sights.month_count == sights.month_capacity:
        sights.month_capacity = 2 * sights.month_capacity + 16
        grown = <Py_ssize_t *>realloc(sights.months, sights.month_capacity * sizeof(Py_ssize_t))
        if grown == NULL:
            raise MemoryError
        sights.months = grown
    sights.months[sights.month_count] = place
    sights.month_count += 1
    return 0


cdef list _near(const Sights *sights):
    """Return where those numbers begin and end that a sign joins to a date, or that have a month near them."""
    cdef size_t i, month = 0
    cdef const Number *number
    cdef list found = []
    for i in range(sights.count):
        number = &sights.numbers[i]
        while month < sights.month_count and sights.months[month] < number.first - MONTH_REACH:
            month += 1
        if number.joined or (month < sights.month_count and sights.months[month] <= number.last + MONTH_REACH):
            found.append((number.first, number.last))
    return found

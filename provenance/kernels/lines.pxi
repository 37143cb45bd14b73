# The compiled scan of a text for its lines and their clues; plain/lines.py documents what it returns.

cdef enum:
    CHAINS = 4096  # hash chains: a power of two, many times the number of clues
    NO_CLUE = -1


cdef struct Clue:
    Py_UCS4 *letters
    Py_ssize_t length
    uint64_t kinds
    int next  # the next clue of the same chain, or NO_CLUE


cdef inline uint32_t _chain_of(uint32_t first, uint32_t second, uint32_t third) noexcept nogil:
    """Return the chain of the clues that begin with these letters; missing letters of a short clue are 0."""
    return ((first * 37 ^ second) * 37 ^ third) & (CHAINS - 1)


cdef inline bint _ends_line(uint32_t letter) noexcept nogil:
    return letter == 0x0A or letter == 0x0D or letter == 0x2028 or letter == 0x2029


cdef class Clues:
    """Words in lower case, each a clue to some kinds of line, given as a set of bits."""

    cdef Clue *clues
    cdef int *chains
    cdef uint64_t signs[128]  # the kinds of clues that are a single ASCII character
    cdef Py_ssize_t count

    def __cinit__(self, clues):
        cdef Py_ssize_t i
        for i in range(128):
            self.signs[i] = 0
        words = []
        for word, kinds in clues:
            if len(word) == 1 and word.isascii():
                self.signs[ord(word)] |= kinds
            elif len(word) == 2 and word[0].isascii():
                raise ValueError(f"a clue of two letters occurs in too many words: {word}")
            else:
                words.append((word, kinds))
        self.clues = <Clue *>calloc(max(len(words), 1), sizeof(Clue))
        self.chains = <int *>malloc(CHAINS * sizeof(int))
        if self.clues == NULL or self.chains == NULL:
            raise MemoryError
        for i in range(CHAINS):
            self.chains[i] = NO_CLUE
        for word, kinds in words:
            self._add([ord(letter) for letter in word], kinds)

    def __dealloc__(self):
        cdef Py_ssize_t i
        for i in range(self.count):
            free(self.clues[i].letters)
        free(self.clues)
        free(self.chains)

    cdef int _add(self, list letters, uint64_t kinds) except -1:
        cdef Clue *clue = &self.clues[self.count]
        cdef Py_ssize_t i
        cdef int *chain
        clue.length = len(letters)
        clue.kinds = kinds
        clue.letters = <Py_UCS4 *>calloc(max(clue.length, 3), sizeof(Py_UCS4))
        if clue.letters == NULL:
            raise MemoryError
        for i in range(clue.length):
            clue.letters[i] = letters[i]
        chain = &self.chains[_chain_of(clue.letters[0], clue.letters[1], clue.letters[2])]
        clue.next = chain[0]
        chain[0] = <int>self.count
        self.count += 1
        return 0

    def lines(self, str text not None, Py_ssize_t start):
        """Return the non-blank lines of *text* from *start* on: start, end and kinds of each."""
        cdef int kind = PyUnicode_KIND(text)
        start = max(start, 0)
        if kind == 1:
            return self._lines(<const uint8_t *>PyUnicode_DATA(text), start, len(text))
        if kind == 2:
            return self._lines(<const uint16_t *>PyUnicode_DATA(text), start, len(text))
        return self._lines(<const uint32_t *>PyUnicode_DATA(text), start, len(text))

    cdef list _lines(self, const Letter *letters, Py_ssize_t start, Py_ssize_t end):
        cdef Py_ssize_t stop = start, first, last
        cdef list found = []
        while start < end:
            while stop < end and not _ends_line(letters[stop]):
                stop += 1
            first, last = start, stop
            while first < last and Py_UNICODE_ISSPACE(letters[first]):
                first += 1
            while first < last and Py_UNICODE_ISSPACE(letters[last - 1]):
                last -= 1
            if first < last:
                found.append((first, last, self._kinds(letters, first, stop)))
            stop += 1
            start = stop
        return found

    cdef uint64_t _kinds(self, const Letter *letters, Py_ssize_t start, Py_ssize_t end) noexcept:
        """Return the kinds of all clues between *start* and *end*."""
        cdef const int *chains = self.chains
        cdef const uint64_t *signs = self.signs
        cdef uint64_t kinds = 0
        cdef uint32_t here, following = _lower(letters[start]), third = 0
        cdef Py_ssize_t place
        if start + 1 < end:
            third = _lower(letters[start + 1])
        for place in range(start, end):
            here, following = following, third
            third = _lower(letters[place + 2]) if place + 2 < end else 0
            if here < 128:
                kinds |= signs[here]
            else:
                kinds |= self._kinds_at(letters, place, end, _chain_of(here, 0, 0))
                kinds |= self._kinds_at(letters, place, end, _chain_of(here, following, 0))
            if chains[_chain_of(here, following, third)] != NO_CLUE:
                kinds |= self._kinds_at(letters, place, end, _chain_of(here, following, third))
        return kinds

    cdef uint64_t _kinds_at(self, const Letter *letters, Py_ssize_t place, Py_ssize_t end, uint32_t chain) noexcept:
        """Return the kinds of the clues of a *chain* that match at *place*."""
        cdef uint64_t kinds = 0
        cdef Py_ssize_t i
        cdef int number = self.chains[chain]
        cdef const Clue *clue
        while number != NO_CLUE:
            clue = &self.clues[number]
            if place + clue.length <= end:
                i = 0
                while i < clue.length and _lower(letters[place + i]) == clue.letters[i]:
                    i += 1
                if i == clue.length:
                    kinds |= clue.kinds
            number = clue.next
        return kinds

# The one look at a text for its lines and what they can be about, compiled: kernels_py says what it returns.

cdef enum:
    CHAINS = 1024  # a power of two, many times the clues that a table has
    NO_CLUE = -1


cdef struct Clue:
    Py_UCS4 *letters
    Py_ssize_t length
    uint64_t kinds
    int next  # the next one of the same chain, or NO_CLUE


cdef inline uint32_t _chain_of(uint32_t first, uint32_t second) noexcept nogil:
    """Return where the clues with these first two letters are chained; *second* is 0 for those of one letter."""
    return (first * 37 ^ second) & (CHAINS - 1)


cdef class Clues:
    """Words in lower case, with the kinds of line that each is a clue to as a set of bits."""

    cdef Clue *clues
    cdef int *chains  # of clues, by their first two letters
    cdef uint64_t signs[128]  # kinds by a clue of one letter, which is of ASCII
    cdef list words

    def __cinit__(self, clues):
        cdef Py_ssize_t i
        cdef Clue *clue
        cdef int *chain
        for i in range(128):
            self.signs[i] = 0
        self.words = []
        for word, kinds in clues:
            if len(word) == 1 and word.isascii():
                self.signs[ord(word)] |= kinds
            else:
                self.words.append(([ord(letter) for letter in word], kinds))
        self.clues = <Clue *>calloc(max(len(self.words), 1), sizeof(Clue))
        self.chains = <int *>malloc(CHAINS * sizeof(int))
        if self.clues == NULL or self.chains == NULL:
            raise MemoryError
        for i in range(CHAINS):
            self.chains[i] = NO_CLUE
        for i, (letters, kinds) in enumerate(self.words):
            clue = &self.clues[i]
            clue.letters = _kept(letters)
            clue.length = len(letters)
            clue.kinds = kinds
            chain = &self.chains[_chain_of(clue.letters[0], clue.letters[1] if clue.length > 1 else 0)]
            clue.next = chain[0]
            chain[0] = <int>i

    def __dealloc__(self):
        cdef Py_ssize_t i
        if self.clues != NULL:
            for i in range(len(self.words)):
                free(self.clues[i].letters)
        free(self.clues)
        free(self.chains)

    def lines(self, str text not None, Py_ssize_t start):
        """Return the lines of *text* from *start* on that are not blank: where each begins and ends, and its kinds."""
        cdef Passage passage = Passage(PyUnicode_KIND(text), PyUnicode_DATA(text), max(start, 0), len(text))
        cdef Py_ssize_t place, first = -1, last = 0
        cdef uint64_t kinds = 0
        cdef uint32_t letter, following
        cdef Py_UCS4 printed
        cdef list found = []
        following = _lower(_letter(&passage, passage.start))
        for place in range(passage.start, passage.end):
            letter, following = following, _lower(_letter(&passage, place + 1))
            printed = _letter(&passage, place)
            if printed == 0x0A:
                if first >= 0:
                    found.append((first, last, kinds))
                first, kinds = -1, 0
                continue
            if 0x20 < printed < 0x7F or not Py_UNICODE_ISSPACE(printed):
                if first < 0:
                    first = place
                last = place + 1
            if letter < 128:
                kinds |= self.signs[letter]
            elif self.chains[_chain_of(letter, 0)] != NO_CLUE:
                kinds |= self._kinds_at(&passage, place, self.chains[_chain_of(letter, 0)])
            if self.chains[_chain_of(letter, following)] != NO_CLUE:
                kinds |= self._kinds_at(&passage, place, self.chains[_chain_of(letter, following)])
        if first >= 0:
            found.append((first, last, kinds))
        return found

    cdef uint64_t _kinds_at(self, const Passage *passage, Py_ssize_t place, int chain) noexcept nogil:
        """Return the kinds of those clues of the *chain* that stand at *place*."""
        cdef uint64_t kinds = 0
        cdef Py_ssize_t i
        cdef const Clue *clue
        while chain != NO_CLUE:
            clue = &self.clues[chain]
            i = 0
            while i < clue.length and place + i < passage.end and _lower(_letter(passage, place + i)) == clue.letters[i]:
                i += 1
            if i == clue.length:
                kinds |= clue.kinds
            chain = clue.next
        return kinds


cdef Py_UCS4 *_kept(list letters) except NULL:
    cdef Py_UCS4 *kept = <Py_UCS4 *>malloc(len(letters) * sizeof(Py_UCS4))
    cdef Py_ssize_t i
    if kept == NULL:
        raise MemoryError
    for i in range(len(letters)):
        kept[i] = letters[i]
    return kept

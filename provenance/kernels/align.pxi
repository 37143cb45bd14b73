# The compiled loops of alignment; plain/align.py documents what each function returns, and the constants.

from cpython.unicode cimport PyUnicode_AsUTF8AndSize, PyUnicode_DATA, PyUnicode_GET_LENGTH, PyUnicode_KIND
from libc.stdint cimport int32_t, int64_t, uint8_t, uint32_t, uint64_t
from libc.stdlib cimport calloc, free, malloc, qsort, realloc
from libc.string cimport memcmp, memset

cdef extern from "words.h" nogil:
    size_t scan(Scanner *scanner, uint64_t *hashes, size_t capacity)

cdef extern from "carried.h" nogil:
    ctypedef struct Arena:
        pass

    ctypedef struct Text:
        const void *points
        int kind
        int ascii
        int64_t size

    ctypedef struct LettersOf "Letters":
        void *codes
        int wide
        int64_t size
        int64_t words
        uint32_t *firsts
        uint32_t *starts
        uint32_t *ends
        uint64_t *ids

    ctypedef struct Run:
        int32_t left
        int32_t right
        int32_t size

    ctypedef struct Chained:
        Run *items
        int64_t run_count
        int64_t count
        int64_t length
        int64_t *scores
        int64_t *bounds
        int32_t *runs

    ctypedef struct Going:
        int32_t match
        int32_t miss
        int32_t drop
        int32_t ahead

    ctypedef struct Row:
        int64_t left_start
        int64_t left_end
        int64_t right_start
        int64_t right_end
        int64_t words
        double similarity
        int32_t kind
        int32_t quoted
        int64_t left_words
        int64_t right_words

    ctypedef struct Rows:
        Row *items
        int32_t count

    ctypedef struct Carry:
        Row row
        int32_t other

    ctypedef struct CarryingOf "Carrying":
        Arena arena
        const LettersOf *own
        Text text
        int32_t min_words
        int32_t *names
        int32_t *open_there
        int32_t open
        Carry *found
        int32_t found_count

    int BAND
    int LANES
    int RUN_WORDS "SHORT_RUN"
    int (*find_chains)(const uint32_t *left, int64_t n, const uint32_t *right, int64_t m, int same, int64_t least,
                       Chained *found) noexcept
    void let_go(Arena *arena)
    void free_letters(LettersOf *letters)
    void free_chained(Chained *found)
    int read_letters(const Text *text, LettersOf *letters)
    int64_t whole_distance(Arena *arena, const uint64_t *one, int64_t m, const uint64_t *other, int64_t n)
    void extend_padded(const uint32_t *left, int64_t n, const uint32_t *padded, int64_t m, Going by, const uint8_t *more,
                       int64_t *ends)
    int align_whole(const LettersOf **letters, const Text *texts, int same, int32_t min_words, int32_t least_words,
                    Arena *scratch, Chained *found, Rows *rows)
    int begin_carrying(CarryingOf *work, const int32_t *others, const int32_t *there, const int32_t *here,
                       const uint8_t *proof, int32_t count)
    int align_next(CarryingOf *work, const LettersOf *other, const Text *text, Arena *scratch, Chained *found)
    int32_t next_open(CarryingOf *work)

cdef enum:
    GRAM = 10
    CROWD = 256
    UNIT = 20
    OPEN = 40
    SHIFT = 10
    SKIP = 14
    REACH = 80
    DRIFT = 30
    SLACK = 10
    SIDE = 90
    LOOK = 32

cdef uint64_t RUN_BASE = <uint64_t>0xD1342543DE82EF95
cdef int64_t NO_WAY = (<int64_t>1) << 60
cdef int64_t LOW = ((<int64_t>1) << 32) - 1

cdef struct Runs:
    Run *items
    int64_t count
    int64_t room

cdef struct Grams:
    # The grams of a text: by slot the first place of a gram and its number of places; by place the next place of its gram.
    uint64_t mask
    int32_t *head
    int32_t *total
    int32_t *after


def has_repeats(str text not None, int64_t need):
    """Return whether at least *need* runs of four words in *text* repeat an earlier run."""
    cdef list held = []
    cdef Py_ssize_t size
    cdef const unsigned char *at = _utf8(text, held, &size)
    cdef int found
    cdef uint64_t failures = _failures
    with nogil:
        found = _has_repeats(at, size, need)
    if found < 0:
        raise MemoryError
    _raise_if_failed(failures)
    return bool(found)


cdef int _has_repeats(const unsigned char *at, size_t size, int64_t need) noexcept nogil:
    cdef size_t room = 0, count = 0, i, slots = 16, slot
    cdef uint64_t *words = NULL
    cdef uint64_t *runs = NULL
    cdef uint64_t run = 0
    cdef int found
    if _words_of_text(at, size, &words, &room, &count):
        while slots < 2 * count:
            slots *= 2
        runs = <uint64_t *>calloc(slots, sizeof(uint64_t))
    if not runs:
        free(words)
        return -1
    for i in range(min(3, count)):
        run = run * RUN_BASE + words[i]
    for i in range(count - 3 if count > 3 else 0):
        # The hash of the run of four words that begins at i; 0 marks a free slot.
        run = run * RUN_BASE + words[i + 3]
        if i:
            run -= words[i - 1] * (RUN_BASE * RUN_BASE * RUN_BASE * RUN_BASE)
        slot = (run >> 32) & (slots - 1)
        while runs[slot] and runs[slot] != run:
            slot = (slot + 1) & (slots - 1)
        if runs[slot]:
            need -= 1
            if need <= 0:
                break
        runs[slot] = run
    found = need <= 0
    free(words)
    free(runs)
    return found


cdef const unsigned char *_utf8(str text, list held, Py_ssize_t *size) except NULL:
    """Return *text* in UTF-8, also where it has lone surrogates; the text itself or an item of *held* owns the bytes."""
    cdef bytes buffer
    if text.isascii():
        return <const unsigned char *>PyUnicode_AsUTF8AndSize(text, size)
    buffer = text.encode("utf-8", "surrogatepass")
    held.append(buffer)
    size[0] = len(buffer)
    return buffer


cdef int _words_of_text(const unsigned char *at, size_t size, uint64_t **words, size_t *room,
                        size_t *count) noexcept nogil:
    """Leave the hashes of a text's words in *words*; return 0 if out of memory."""
    cdef Scanner scanner
    cdef uint64_t *larger
    cdef size_t capacity = size // 5 + 2 * ROOM
    scanner.at, scanner.end, scanner.hash, scanner.open, scanner.place = at, at + size, 0, 0, 0
    count[0] = 0
    while True:
        if capacity > room[0]:
            larger = <uint64_t *>realloc(words[0], capacity * sizeof(uint64_t))
            if not larger:
                return 0
            words[0] = larger
            room[0] = capacity
        count[0] += scan(&scanner, words[0] + count[0], room[0] - count[0])
        if scanner.at == scanner.end:
            break
        capacity = 2 * room[0]
    mix_all(words[0], count[0])
    return 1


cdef class Letters:
    """The folded letters of a text's words, and the text; see plain/letters.py."""

    cdef LettersOf of
    cdef str text

    def __cinit__(self, str text not None):
        cdef Text source = _text_of(text)
        cdef uint64_t failures = _failures
        cdef int done
        with nogil:
            done = read_letters(&source, &self.of)
        _raise_if_failed(failures)
        if not done:
            raise MemoryError
        self.text = text

    def __dealloc__(self):
        free_letters(&self.of)

    def __len__(self):
        return self.of.words

    @property
    def size(self):
        """The bytes that the letters and the text take up."""
        return self.of.size * (4 if self.of.wide else 1) + 20 * self.of.words + len(self.text)

    @property
    def columns(self):
        """The letters, the words' bounds in them, where they start and end in the text, and their hashes."""
        codes = _copied(self.of.codes, self.of.size, np.uint32 if self.of.wide else np.uint8).astype(np.uint32)
        bounds = _copied(self.of.firsts, self.of.words + 1, np.uint32).astype(np.int64)
        starts = _copied(self.of.starts, self.of.words, np.uint32).astype(np.int64)
        ends = _copied(self.of.ends, self.of.words, np.uint32).astype(np.int64)
        return codes, bounds, starts, ends, _copied(self.of.ids, self.of.words, np.uint64)


cdef Text _text_of(str text):
    cdef Text found
    found.points, found.kind, found.ascii = PyUnicode_DATA(text), PyUnicode_KIND(text), text.isascii()
    found.size = PyUnicode_GET_LENGTH(text)
    return found


cdef object _copied(const void *items, Py_ssize_t count, object dtype):
    found = np.empty(count, dtype)
    if count:
        memcpy(_address(found), items, count * found.itemsize)
    return found


def align_texts(Letters left not None, Letters right not None, int min_words):
    """Return the overlaps of two texts; see plain/overlaps.py."""
    cdef const LettersOf *letters[2]
    cdef Text texts[2]
    letters[0], letters[1] = &left.of, &right.of
    texts[0], texts[1] = _text_of(left.text), _text_of(right.text)
    return _aligned(letters, texts, False, min_words, min_words)


def align_own(Letters text not None, int min_words, int least_words):
    """Return the overlaps of a text with itself; see plain/overlaps.py."""
    cdef const LettersOf *letters[2]
    cdef Text texts[2]
    letters[0] = letters[1] = &text.of
    texts[0] = texts[1] = _text_of(text.text)
    return _aligned(letters, texts, True, min_words, least_words)


cdef list _aligned(const LettersOf **letters, Text *texts, bint same, int min_words, int least_words):
    cdef Arena scratch
    cdef Chained found
    cdef Rows rows
    cdef int done
    memset(&scratch, 0, sizeof(Arena))
    memset(&found, 0, sizeof(Chained))
    memset(&rows, 0, sizeof(Rows))
    try:
        with nogil:
            done = align_whole(letters, texts, same, min_words, least_words, &scratch, &found, &rows)
        if not done:
            raise MemoryError
        return [_row(&rows.items[i]) for i in range(rows.count)]
    finally:
        free_chained(&found)
        let_go(&scratch)


cdef struct CarriedRow:  # LAYOUT in rows.py
    int32_t document
    int32_t left_start
    int32_t left_end
    int32_t right_start
    int32_t right_end
    int32_t words
    double similarity
    int32_t kind
    int32_t quoted
    int32_t left_words
    int32_t right_words


assert sizeof(CarriedRow) == LAYOUT.itemsize


cdef tuple _row(const Row *row):
    return (row.left_start, row.left_end, row.right_start, row.right_end, row.words, row.similarity, row.kind,
            bool(row.quoted), row.left_words, row.right_words)


cdef class Carrying:
    """The passages that one document carries of the others that it meets; see plain/carrying.py."""

    cdef CarryingOf of
    cdef Arena scratch
    cdef Chained chained
    cdef Letters own

    def __cinit__(self, Letters own not None, columns, int min_words):
        others, there, here = (_column(column, np.int32) for column in columns[:3])
        proof = _column(columns[3], np.uint8)
        cdef Py_ssize_t count = len(others)
        cdef const int32_t *other = <const int32_t *>_address(others)
        cdef const int32_t *left = <const int32_t *>_address(there)
        cdef const int32_t *right = <const int32_t *>_address(here)
        cdef const uint8_t *long_run = <const uint8_t *>_address(proof)
        cdef Py_ssize_t i
        cdef int done
        if not len(there) == len(here) == len(proof) == count < 1 << 31:
            raise ValueError("expected columns of the same length")
        for i in range(count):
            if not (right[i - 1] if i else 0) <= right[i] <= own.of.words - RUN_WORDS:
                raise ValueError("the places must ascend and lie within the text")
        self.own, self.of.own, self.of.text, self.of.min_words = own, &own.of, _text_of(own.text), min_words
        with nogil:
            done = begin_carrying(&self.of, other, left, right, long_run, <int32_t>count)
        if not done:
            raise MemoryError

    def __dealloc__(self):
        free_chained(&self.chained)
        let_go(&self.scratch)
        let_go(&self.of.arena)

    def step(self, Letters other=None):
        """Align *other*, for which the last step asked; return the next document that is needed, -1: none."""
        cdef int32_t i, wanted
        cdef int done = 1
        cdef Text text
        if other is not None:
            if not self.of.open:
                raise ValueError("no step asked for a text")
            text = _text_of(other.text)
            for i in range(self.of.open):
                if not 0 <= self.of.open_there[i] <= other.of.words - RUN_WORDS:
                    raise ValueError("a place is outside the text")
        with nogil:
            if other is not None:
                done = align_next(&self.of, &other.of, &text, &self.scratch, &self.chained)
            wanted = next_open(&self.of)
        if not done:
            raise MemoryError
        return self.of.names[wanted] if wanted >= 0 else -1

    def rows(self):
        """Return what was found: the other document, and the overlap."""
        cdef int32_t i, count = self.of.found_count
        found = np.empty(count, LAYOUT)
        cdef CarriedRow *target = <CarriedRow *>_address(found)
        for i in range(count):
            target[i] = _carried_row(&self.of, i)
        return found


cdef struct EachOf:
    const LettersOf *own
    Text text
    int min_words
    const uint8_t *proof
    Arena scratch
    Chained chained
    CarriedRow *rows
    size_t count
    size_t room


def carry_each(Letters own not None, others, columns, int min_words):
    """Return what a text carries of each of *others* by itself; see plain/carrying.py."""
    numbers, there, here = (_column(column, np.int32) for column in columns)
    cdef list texts = list(others)
    cdef Py_ssize_t count = len(numbers), first = 0, last, i
    cdef const int32_t *number = <const int32_t *>_address(numbers)
    cdef const int32_t *left = <const int32_t *>_address(there)
    cdef const int32_t *right = <const int32_t *>_address(here)
    cdef Letters other
    cdef EachOf each
    if not len(there) == len(here) == count < 1 << 31:
        raise ValueError("expected columns of the same length")
    proof = np.zeros(count, np.uint8)
    memset(&each, 0, sizeof(EachOf))
    each.own, each.min_words, each.text = &own.of, min_words, _text_of(own.text)
    each.proof = <const uint8_t *>_address(proof)
    found = []
    try:
        while first < count:
            last = first
            if not (number[first - 1] if first else -1) < number[first] < len(texts):
                raise ValueError("the other texts must ascend")
            other = texts[number[first]]
            while last < count and number[last] == number[first]:
                if not 0 <= left[last] <= other.of.words - RUN_WORDS or not 0 <= right[last] <= own.of.words - RUN_WORDS:
                    raise ValueError("a place is outside the text")
                if last > first and right[last] < right[last - 1]:
                    raise ValueError("the places must ascend")
                last += 1
            _carry_one(&each, other, number + first, left + first, right + first, <int32_t>(last - first))
            first = last
        rows = np.empty(each.count, LAYOUT)
        if each.count:
            memcpy(_address(rows), each.rows, each.count * sizeof(CarriedRow))
        return rows
    finally:
        free_chained(&each.chained)
        let_go(&each.scratch)
        free(each.rows)


cdef int _carry_one(EachOf *each, Letters other, const int32_t *numbers, const int32_t *there, const int32_t *here,
                    int32_t count) except -1:
    """Add the rows of one other text to *each*."""
    cdef CarryingOf work
    cdef Text text = _text_of(other.text)
    cdef void *larger
    cdef int done
    cdef int32_t i
    memset(&work, 0, sizeof(CarryingOf))
    work.own, work.text, work.min_words = each.own, each.text, each.min_words
    try:
        with nogil:
            done = begin_carrying(&work, numbers, there, here, each.proof, count)
            while done and next_open(&work) >= 0:
                done = align_next(&work, &other.of, &text, &each.scratch, &each.chained)
        if not done:
            raise MemoryError
        if each.count + work.found_count > each.room:
            each.room = 2 * (each.count + work.found_count)
            larger = realloc(each.rows, each.room * sizeof(CarriedRow))
            if not larger:
                raise MemoryError
            each.rows = <CarriedRow *>larger
        for i in range(work.found_count):
            each.rows[each.count] = _carried_row(&work, i)
            each.count += 1
    finally:
        let_go(&work.arena)
    return 0


cdef CarriedRow _carried_row(CarryingOf *work, int32_t at) noexcept:
    cdef const Row *row = &work.found[at].row
    return CarriedRow(
        work.names[work.found[at].other],
        <int32_t>row.left_start, <int32_t>row.left_end, <int32_t>row.right_start, <int32_t>row.right_end,
        <int32_t>row.words, row.similarity, row.kind, row.quoted, <int32_t>row.left_words, <int32_t>row.right_words,
    )


cdef int _find_chains(const uint32_t *left, int64_t n, const uint32_t *right, int64_t m, int same, int64_t least,
                      Chained *found) noexcept nogil:
    cdef Runs runs
    cdef int failed = 0
    memset(&runs, 0, sizeof(Runs))
    n, m = n - GRAM + 1, m - GRAM + 1
    if n <= 0 or m <= 0:
        return 0
    failed = _seed_runs(left, n, right, m, same, &runs)
    found.items, found.run_count = runs.items, runs.count
    if not failed and runs.count:
        failed = _chain(&runs, least, found)
    return failed


find_chains = _find_chains


def chains(const uint32_t[::1] left, const uint32_t[::1] right, const int64_t[::1] left_bounds,
           const int64_t[::1] right_bounds, needs, *, bint same):
    """Return scores, bounds and runs of the colinear chains, best first; see plain/align.py."""
    cdef int64_t least = needs[0], enough = needs[1], words = needs[2]
    cdef Chained found
    cdef int failed = 0
    if same and left.shape[0] != right.shape[0]:
        raise ValueError("expected one text on both sides")
    memset(&found, 0, sizeof(Chained))
    if left.shape[0] and right.shape[0]:
        with nogil:
            failed = _find_chains(&left[0], left.shape[0], &right[0], right.shape[0], same, least, &found)
    try:
        if failed:
            raise MemoryError
        if not found.count or (
            found.scores[0] < enough and _most_whole_words(&found, left_bounds, right_bounds) < words
        ):
            return np.zeros(0, np.int64), np.zeros(1, np.int64), np.zeros((0, 3), np.int64)
        scores = np.empty(found.count, np.int64)
        bounds = np.empty(found.count + 1, np.int64)
        rows = np.empty((found.length, 3), np.int64)
        _hand_over(&found, scores, bounds, rows)
        return scores, bounds, rows
    finally:
        free_chained(&found)


cdef int _hand_over(Chained *found, int64_t[::1] scores, int64_t[::1] bounds, int64_t[:, ::1] rows) except -1:
    cdef int64_t i
    for i in range(found.count):
        scores[i] = found.scores[i]
        bounds[i] = found.bounds[i]
    bounds[found.count] = found.length
    for i in range(found.length):
        rows[i, 0] = found.items[found.runs[i]].left
        rows[i, 1] = found.items[found.runs[i]].right
        rows[i, 2] = found.items[found.runs[i]].size
    return 0


cdef int64_t _most_whole_words(Chained *found, const int64_t[::1] left, const int64_t[::1] right) noexcept nogil:
    """Return the most whole words of both sides in one run."""
    cdef int64_t most = 0, i
    for i in range(found.run_count):
        if found.items[i].size > most:
            most = max(most, _words_of(left, right, found.items[i].left, found.items[i].right, found.items[i].size))
    return most


def whole_words(runs, const int64_t[::1] left_bounds, const int64_t[::1] right_bounds):
    """Return the number of whole words, on both sides, in each run; see plain/align.py."""
    cdef const int64_t[:, :] run = runs
    cdef Py_ssize_t i, count = run.shape[0]
    found = np.empty(count, np.int64)
    cdef int64_t[::1] words = found
    with nogil:
        for i in range(count):
            words[i] = _words_of(left_bounds, right_bounds, run[i, 0], run[i, 1], run[i, 2])
    return found


cdef inline int64_t _words_of(const int64_t[::1] left, const int64_t[::1] right, int64_t a, int64_t b,
                              int64_t size) noexcept nogil:
    return min(size * 3 // 5, min(_words_in(left, a, size), _words_in(right, b, size)))


cdef inline int64_t _words_in(const int64_t[::1] bounds, int64_t start, int64_t size) noexcept nogil:
    return _count_upto(bounds, start + size) - 1 - _count_upto(bounds, start - 1)


cdef inline int64_t _count_upto(const int64_t[::1] bounds, int64_t value) noexcept nogil:
    """Return the number of bounds that are at most *value*."""
    cdef int64_t low = 0, high = bounds.shape[0], middle
    while low < high:
        middle = (low + high) >> 1
        if bounds[middle] <= value:
            low = middle + 1
        else:
            high = middle
    return low


cdef inline uint64_t _slot(const uint32_t *codes, int64_t at, uint64_t hash, const uint32_t *own, Grams *grams) noexcept nogil:
    """Return the slot of the gram in *own* that equals the one at *at* in *codes*, or a free slot for it."""
    cdef uint64_t slot = (hash ^ (hash >> 29)) * <uint64_t>0xBF58476D1CE4E5B9
    slot = (slot ^ (slot >> 32)) & grams.mask
    while grams.head[slot] >= 0 and memcmp(own + grams.head[slot], codes + at, GRAM * sizeof(uint32_t)):
        slot = (slot + 1) & grams.mask
    return slot


cdef inline uint64_t _first_hash(const uint32_t *codes) noexcept nogil:
    cdef uint64_t hash = 0
    cdef int64_t i
    for i in range(GRAM):
        hash = hash * <uint64_t>0x9E3779B97F4A7C15 + codes[i]
    return hash


cdef inline uint64_t _power() noexcept nogil:
    cdef uint64_t power = 1
    cdef int64_t i
    for i in range(GRAM):
        power = power * <uint64_t>0x9E3779B97F4A7C15
    return power


cdef int _index(const uint32_t *codes, int64_t count, Grams *grams, int32_t *slots) noexcept nogil:
    """Fill *grams* with the grams of *codes*, and *slots*, if given, with the slot of each place."""
    cdef uint64_t size = 16, hash, slot, power = _power()
    cdef int64_t i
    cdef int32_t *tail
    while size < <uint64_t>(2 * count):
        size *= 2
    grams.mask = size - 1
    grams.head = <int32_t *>malloc(size * sizeof(int32_t))
    grams.total = <int32_t *>calloc(size, sizeof(int32_t))
    grams.after = <int32_t *>malloc(count * sizeof(int32_t))
    tail = <int32_t *>malloc(size * sizeof(int32_t))
    if not grams.head or not grams.total or not grams.after or not tail:
        free(tail)
        return -1
    memset(grams.head, 0xFF, size * sizeof(int32_t))
    hash = _first_hash(codes)
    for i in range(count):
        slot = _slot(codes, i, hash, codes, grams)
        if grams.head[slot] < 0:
            grams.head[slot] = <int32_t>i
        else:
            grams.after[tail[slot]] = <int32_t>i
        tail[slot] = <int32_t>i
        grams.after[i] = -1
        grams.total[slot] += 1
        if slots:
            slots[i] = <int32_t>slot
        if i + 1 < count:
            hash = hash * <uint64_t>0x9E3779B97F4A7C15 + codes[i + GRAM] - power * codes[i]
    free(tail)
    return 0


cdef inline int _seed(Runs *runs, int32_t *latest, int64_t left, int64_t right, int64_t shift) noexcept nogil:
    """Add a pair of equal grams: it extends the latest run of its diagonal or starts a new one."""
    cdef int64_t diagonal = right - left + shift
    cdef int32_t at = latest[diagonal]
    cdef Run *items
    if at >= 0 and left - runs.items[at].left - runs.items[at].size <= 0:
        runs.items[at].size = <int32_t>(left - runs.items[at].left + GRAM)
        return 0
    if runs.count == runs.room:
        items = <Run *>realloc(runs.items, (2 * runs.room + 64) * sizeof(Run))
        if not items:
            return -1
        runs.items = items
        runs.room = 2 * runs.room + 64
    runs.items[runs.count].left = <int32_t>left
    runs.items[runs.count].right = <int32_t>right
    runs.items[runs.count].size = GRAM
    latest[diagonal] = <int32_t>runs.count
    runs.count += 1
    return 0


cdef int _seed_runs(const uint32_t *left, int64_t n, const uint32_t *right, int64_t m, bint same, Runs *runs) noexcept nogil:
    """Fill *runs* with the diagonal runs of shared grams, ordered by their places."""
    cdef Grams grams
    cdef int32_t *slots = <int32_t *>malloc(n * sizeof(int32_t))
    cdef int32_t *latest = <int32_t *>malloc((n + m) * sizeof(int32_t))
    cdef int32_t *cursor = NULL
    cdef int32_t *counts = NULL
    cdef int32_t *ranks = NULL
    cdef int failed = 0
    cdef int64_t i, j, step, rank, ours, theirs
    cdef uint64_t slot, hash, power = _power()
    memset(&grams, 0, sizeof(Grams))
    if not slots or not latest:
        failed = -1
    if not failed:
        failed = _index(right, m, &grams, slots if same else NULL)
    if not failed:
        memset(latest, 0xFF, (n + m) * sizeof(int32_t))
        cursor = <int32_t *>malloc((grams.mask + 1) * sizeof(int32_t))
        ranks = <int32_t *>calloc(grams.mask + 1, sizeof(int32_t))
        counts = grams.total if same else <int32_t *>calloc(grams.mask + 1, sizeof(int32_t))
        if not cursor or not ranks or not counts:
            failed = -1
    if not failed and not same:
        hash = _first_hash(left)
        for i in range(n):
            slot = _slot(left, i, hash, right, &grams)
            slots[i] = <int32_t>slot
            counts[slot] += 1
            if i + 1 < n:
                hash = hash * <uint64_t>0x9E3779B97F4A7C15 + left[i + GRAM] - power * left[i]
    if not failed:
        for i in range(n):
            slot = slots[i]
            theirs = grams.total[slot]
            ours = counts[slot]
            if theirs == 0 or (same and theirs == 1):
                continue
            rank = ranks[slot]
            ranks[slot] += 1
            if ours * theirs <= CROWD or rank == 0:
                j = grams.after[i] if same else grams.head[slot]
                while j >= 0:
                    failed |= _seed(runs, latest, i, j, n)
                    j = grams.after[j]
                if rank == 0 and ours * theirs > CROWD:
                    cursor[slot] = grams.head[slot]
                    if same:
                        step = 1
                        while step * 4 <= theirs:
                            step *= 2
                        for j in range(step):
                            cursor[slot] = grams.after[cursor[slot]]
            elif same:
                if cursor[slot] >= 0:
                    cursor[slot] = grams.after[cursor[slot]]
                if cursor[slot] >= 0:
                    failed |= _seed(runs, latest, i, cursor[slot], n)
            else:
                if cursor[slot] >= 0:
                    cursor[slot] = grams.after[cursor[slot]]
                failed |= _seed(runs, latest, i, grams.head[slot], n)
                if cursor[slot] >= 0:
                    failed |= _seed(runs, latest, i, cursor[slot], n)
            if failed:
                break
    if not same:
        free(counts)
    free(grams.head); free(grams.total); free(grams.after)
    free(slots); free(latest); free(cursor); free(ranks)
    return failed


cdef inline int64_t _gap(Run *run, Run *here) noexcept nogil:
    """Return the cost of the gap between *run* and *here*."""
    cdef int64_t down = here.left - run.left - run.size, along = here.right - run.right - run.size
    cdef int64_t over = max(0, max(-down, -along)), most = max(down, along), drift = down - along
    if run.left >= here.left or run.right >= here.right or over > SLACK or over >= here.size:
        return NO_WAY
    if drift < 0:
        drift = -drift
    if most > REACH or drift > DRIFT:
        return NO_WAY
    return UNIT * over + OPEN + SHIFT * drift + SKIP * max(0, min(down, along))


cdef int _ascending(const void *one, const void *other) noexcept nogil:
    cdef int64_t a = (<int64_t *>one)[0], b = (<int64_t *>other)[0]
    return (a > b) - (a < b)


cdef inline uint64_t _cell(int64_t *keys, uint64_t mask, int64_t key) noexcept nogil:
    cdef uint64_t at = (<uint64_t>key) * <uint64_t>0x9E3779B97F4A7C15
    at = (at ^ (at >> 32)) & mask
    while keys[at] >= 0 and keys[at] != key:
        at = (at + 1) & mask
    return at


cdef int _best_before(Runs *runs, int64_t *scores, int32_t *before) noexcept nogil:
    """Compute, for every run, the best score of a chain that ends with it, and the run before it in that chain."""
    cdef uint64_t size = 16, at
    cdef int64_t count = runs.count, i, row, column, best, score, looked
    cdef int32_t other, source
    cdef Run *run
    while size < <uint64_t>(2 * count):
        size *= 2
    cdef int64_t *keys = <int64_t *>malloc(size * sizeof(int64_t))
    cdef int32_t *head = <int32_t *>malloc(size * sizeof(int32_t))
    cdef int32_t *after = <int32_t *>malloc(count * sizeof(int32_t))
    cdef int failed = 0 if keys and head and after else -1
    if not failed:
        memset(keys, 0xFF, size * sizeof(int64_t))
        for i in range(count):
            run = &runs.items[i]
            best, source = 0, -1
            for row in range(max(0, run.left - REACH) // SIDE, (run.left + SLACK) // SIDE + 1):
                for column in range(max(0, run.right - REACH) // SIDE, (run.right + SLACK) // SIDE + 1):
                    at = _cell(keys, size - 1, row << 32 | column)
                    if keys[at] < 0:
                        continue
                    other, looked = head[at], 0
                    while other >= 0 and looked < LOOK:
                        looked += 1
                        score = scores[other] - _gap(&runs.items[other], run)
                        if score > best:
                            best, source = score, other
                        other = after[other]
            scores[i] = best + UNIT * run.size
            before[i] = source
            at = _cell(keys, size - 1, <int64_t>((run.left + run.size) // SIDE) << 32 | ((run.right + run.size) // SIDE))
            after[i] = -1
            if keys[at] < 0:
                keys[at] = <int64_t>((run.left + run.size) // SIDE) << 32 | ((run.right + run.size) // SIDE)
            else:
                after[i] = head[at]
            head[at] = <int32_t>i
    free(keys); free(head); free(after)
    return failed


cdef int _chain(Runs *runs, int64_t least, Chained *found) noexcept nogil:
    """Take the chains out of *runs*, best first, no run twice."""
    cdef int64_t count = runs.count, i, ends = 0, score, length
    cdef int32_t at, last
    cdef int64_t *scores = <int64_t *>malloc(count * sizeof(int64_t))
    cdef int32_t *before = <int32_t *>malloc(count * sizeof(int32_t))
    cdef int64_t *order = <int64_t *>malloc(count * sizeof(int64_t))
    cdef uint8_t *used = <uint8_t *>calloc(count, 1)
    cdef int64_t *worth = NULL
    cdef int64_t *lengths = NULL
    cdef int failed = 0 if scores and before and order and used else -1
    cdef int64_t top = ((<int64_t>1) << 31) - 1
    if not failed:
        failed = _best_before(runs, scores, before)
    if not failed:
        for i in range(count):
            if scores[i] >= least:
                order[ends] = (top - scores[i]) << 32 | i
                ends += 1
        qsort(order, ends, sizeof(int64_t), _ascending)
        # Chains in order of extraction; one that was cut off from another is worth less than the score of its end.
        worth = <int64_t *>malloc((ends + 1) * sizeof(int64_t))
        lengths = <int64_t *>malloc((count + 1) * sizeof(int64_t))
        if not worth or not lengths:
            failed = -1
    if not failed:
        for i in range(ends):
            last = <int32_t>(order[i] & LOW)
            at, length = last, 0
            while at >= 0 and not used[at]:
                used[at] = 1
                length += 1
                at = before[at]
            score = scores[last] - (scores[at] if at >= 0 else 0)
            if length and score >= least:
                worth[found.count] = (top - score) << 32 | last
                lengths[last] = length
                found.count += 1
                found.length += length
        qsort(worth, found.count, sizeof(int64_t), _ascending)
        found.scores = <int64_t *>malloc((found.count + 1) * sizeof(int64_t))
        found.bounds = <int64_t *>malloc((found.count + 1) * sizeof(int64_t))
        found.runs = <int32_t *>malloc((found.length + 1) * sizeof(int32_t))
        if not found.scores or not found.bounds or not found.runs:
            failed = -1
    if not failed:
        length = 0
        for i in range(found.count):
            at = <int32_t>(worth[i] & LOW)
            found.scores[i] = top - (worth[i] >> 32)
            found.bounds[i] = length
            length += lengths[at]
            last = <int32_t>length
            while last > found.bounds[i]:
                last -= 1
                found.runs[last] = at
                at = before[at]
        found.bounds[found.count] = found.length
    free(scores); free(before); free(order); free(used); free(worth); free(lengths)
    return failed


def extend(left, right, int match, int miss, int drop, more=None):
    """Return how many items of each side extend the match before them; see plain/align.py."""
    left = _column(left, np.uint32)
    besides = np.zeros(len(left), np.uint8) if more is None else _column(more, np.uint8)
    padded = np.concatenate((np.zeros(BAND, np.uint32), right, np.zeros(LANES, np.uint32)), dtype=np.uint32)
    cdef int64_t n = len(left), m = len(right)
    cdef const uint32_t *one = <const uint32_t *>_address(left)
    cdef const uint32_t *other = <const uint32_t *>_address(padded)
    cdef const uint8_t *scores = <const uint8_t *>_address(besides)
    cdef int64_t ends[2]
    cdef Going by = Going(match, miss, drop, 0)
    # Rows that reach below the band of the right side are not read.
    n = min(n, m + BAND)
    with nogil:
        extend_padded(one, n, other, m, by, scores, ends)
    return ends[0], ends[1]


def edit_distance(left, right):
    """Return the edit distance of two rows of items; see plain/align.py."""
    left, right = _column(left, np.uint64), _column(right, np.uint64)
    cdef int64_t n = len(left), m = len(right), found
    cdef Arena arena
    cdef const uint64_t *one = <const uint64_t *>_address(left)
    cdef const uint64_t *other = <const uint64_t *>_address(right)
    memset(&arena, 0, sizeof(Arena))
    with nogil:
        found = whole_distance(&arena, one, n, other, m)
    let_go(&arena)
    if found < 0:
        raise MemoryError
    return found

# The compiled loops of alignment; plain/align.py documents what each function returns, and the constants.

from cpython.unicode cimport PyUnicode_AsUTF8AndSize
from libc.stdint cimport int32_t, int64_t, uint8_t, uint32_t, uint64_t
from libc.stdlib cimport calloc, free, malloc, qsort, realloc
from libc.string cimport memcmp, memset

cdef extern from "words.h" nogil:
    size_t scan(Scanner *scanner, uint64_t *hashes, size_t capacity)

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
    BAND = 40
    LOOK = 32
    WIDTH = 81

cdef uint64_t RUN_BASE = <uint64_t>0xD1342543DE82EF95
cdef int64_t NO_WAY = (<int64_t>1) << 60
cdef int64_t LOW = ((<int64_t>1) << 32) - 1
cdef int64_t LOWEST = -((<int64_t>1) << 40)

cdef struct Run:
    int32_t left
    int32_t right
    int32_t size

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

cdef struct Chains:
    int64_t count
    int64_t length
    int64_t *scores
    int64_t *bounds
    int32_t *runs


def has_repeats(str text not None, int64_t need):
    """Return whether at least *need* runs of four words in *text* repeat an earlier run."""
    cdef bytes buffer
    cdef Py_ssize_t size
    cdef const unsigned char *at
    cdef int found
    cdef uint64_t failures = _failures
    if text.isascii():
        at = <const unsigned char *>PyUnicode_AsUTF8AndSize(text, &size)
    else:
        buffer = text.encode("utf-8", "surrogatepass")
        at, size = buffer, len(buffer)
    with nogil:
        found = _has_repeats(at, size, need)
    if found < 0:
        raise MemoryError
    _raise_if_failed(failures)
    return bool(found)


cdef int _has_repeats(const unsigned char *at, size_t size, int64_t need) noexcept nogil:
    cdef Scanner scanner
    cdef size_t capacity = size // 5 + 2 * ROOM, count = 0, i, slots = 16, slot
    cdef uint64_t *words = <uint64_t *>malloc(capacity * sizeof(uint64_t))
    cdef uint64_t *larger
    cdef uint64_t *runs = NULL
    cdef uint64_t run
    cdef int found = 0
    scanner.at, scanner.end, scanner.hash, scanner.open, scanner.place = at, at + size, 0, 0, 0
    while words:
        count += scan(&scanner, words + count, capacity - count)
        if scanner.at == scanner.end:
            break
        capacity *= 2
        larger = <uint64_t *>realloc(words, capacity * sizeof(uint64_t))
        if not larger:
            free(words)
        words = larger
    if not words:
        return -1
    while slots < 2 * count:
        slots *= 2
    runs = <uint64_t *>calloc(slots, sizeof(uint64_t))
    if not runs:
        free(words)
        return -1
    run = 0
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


def letters(str text):
    """Return the folded letters of the words, their bounds, places and hashes; see plain/align.py."""
    points, classes, places = fold(text)
    cdef const uint32_t[::1] point = points
    cdef const uint8_t[::1] kind = classes
    cdef const int64_t[::1] place = places
    cdef Py_ssize_t count = len(points), i, size = 0, words = 0
    cdef uint64_t hash
    cdef uint8_t state = 0, one
    codes = np.empty(count, np.uint32)
    bounds = np.empty(count + 1, np.int64)
    starts = np.empty(count, np.int64)
    ends = np.empty(count, np.int64)
    ids = np.empty(count, np.uint64)
    cdef uint32_t[::1] code = codes
    cdef int64_t[::1] bound = bounds, start = starts, end = ends
    cdef uint64_t[::1] id_ = ids
    with nogil:
        hash = 0
        for i in range(count):
            one = kind[i]
            # Classes: 1, a letter of a run; 2, a letter that is a word by itself; 3, a mark for both; 4, a mark that ends a run.
            if one == 2 or (one == 1 and state != 1):
                if words:
                    id_[words - 1] = _finished(hash)
                bound[words] = size
                start[words] = place[i]
                words += 1
                hash = 0
                state = one
            elif one == 0 or (one == 4 and state == 1):
                state = 0
                continue
            elif one >= 3 and state == 0:
                continue
            code[size] = point[i]
            size += 1
            hash = hash * <uint64_t>0x9E3779B97F4A7C15 + point[i]
            end[words - 1] = place[i] + 1
        if words:
            id_[words - 1] = _finished(hash)
        bound[words] = size
    return codes[:size], bounds[: words + 1], starts[:words], ends[:words], ids[:words]


cdef inline uint64_t _finished(uint64_t hash) noexcept nogil:
    hash = (hash ^ (hash >> 30)) * <uint64_t>0xBF58476D1CE4E5B9
    hash = (hash ^ (hash >> 27)) * <uint64_t>0x94D049BB133111EB
    return hash ^ (hash >> 31)


def chains(const uint32_t[::1] left, const uint32_t[::1] right, const int64_t[::1] left_bounds,
           const int64_t[::1] right_bounds, needs, *, bint same):
    """Return scores, bounds and runs of the colinear chains, best first; see plain/align.py."""
    cdef int64_t least = needs[0], enough = needs[1], words = needs[2]
    cdef Chains found
    cdef Runs runs
    cdef int64_t n = left.shape[0] - GRAM + 1, m = right.shape[0] - GRAM + 1, i, j
    cdef int failed = 0
    memset(&found, 0, sizeof(Chains))
    memset(&runs, 0, sizeof(Runs))
    if n > 0 and m > 0:
        with nogil:
            failed = _seed_runs(&left[0], n, &right[0], m, same, &runs)
            if not failed and runs.count:
                failed = _chain(&runs, least, &found)
    if failed:
        free(runs.items); free(found.scores); free(found.bounds); free(found.runs)
        raise MemoryError
    try:
        if not found.count or (
            found.scores[0] < enough and _most_whole_words(&runs, left_bounds, right_bounds) < words
        ):
            return np.zeros(0, np.int64), np.zeros(1, np.int64), np.zeros((0, 3), np.int64)
        scores = np.empty(found.count, np.int64)
        bounds = np.empty(found.count + 1, np.int64)
        rows = np.empty((found.length, 3), np.int64)
        _copy_out(&found, &runs, scores, bounds, rows)
        return scores, bounds, rows
    finally:
        free(runs.items); free(found.scores); free(found.bounds); free(found.runs)


cdef int _copy_out(Chains *found, Runs *runs, int64_t[::1] scores, int64_t[::1] bounds, int64_t[:, ::1] rows) except -1:
    cdef int64_t i
    for i in range(found.count):
        scores[i] = found.scores[i]
        bounds[i] = found.bounds[i]
    bounds[found.count] = found.length
    for i in range(found.length):
        rows[i, 0] = runs.items[found.runs[i]].left
        rows[i, 1] = runs.items[found.runs[i]].right
        rows[i, 2] = runs.items[found.runs[i]].size
    return 0


cdef int64_t _most_whole_words(Runs *runs, const int64_t[::1] left, const int64_t[::1] right) noexcept nogil:
    """Return the largest number of whole words, on both sides, in one run."""
    cdef int64_t most = 0, i
    for i in range(runs.count):
        if runs.items[i].size > most:
            most = max(most, _words_of(left, right, runs.items[i].left, runs.items[i].right, runs.items[i].size))
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


cdef int _chain(Runs *runs, int64_t least, Chains *found) noexcept nogil:
    """Extract the chains from *runs*, best first; no run is in two chains."""
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
    free(scores); free(before); free(order); free(used); free(worth); free(lengths)
    return failed


def extend(const uint32_t[:] left, const uint32_t[:] right, int64_t match, int64_t miss, int64_t drop):
    """Return how many items of each side extend the match before them; see plain/align.py."""
    cdef int64_t one[WIDTH + 1]
    cdef int64_t other[WIDTH + 1]
    cdef int64_t *row = one
    cdef int64_t *fresh = other
    cdef int64_t n = left.shape[0], m = right.shape[0], down, along, first, t, value, highest, where
    cdef int64_t best = 0, best_down = 0, best_along = 0, low, high
    with nogil:
        for t in range(WIDTH + 1):
            row[t] = -miss * (t - BAND) if BAND <= t < WIDTH and t - BAND <= m else LOWEST
        fresh[WIDTH] = LOWEST
        for down in range(1, n + 1):
            first = down - BAND
            highest, where = LOWEST - 1, 0
            for t in range(WIDTH):
                along = first + t
                if along < 0 or along > m:
                    fresh[t] = LOWEST
                    continue
                if along == 0:
                    value = -miss * down
                else:
                    value = row[t] + (match if left[down - 1] == right[along - 1] else -miss)
                    if row[t + 1] - miss > value:
                        value = row[t + 1] - miss
                    if t and fresh[t - 1] - miss > value:
                        value = fresh[t - 1] - miss
                fresh[t] = value
                if value > highest:
                    highest, where = value, t
            row, fresh = fresh, row
            if highest > best:
                best, best_down, best_along = highest, down, first + where
            if highest < best - drop:
                break
    return best_down, best_along

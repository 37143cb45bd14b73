# The compiled loops of an index; plain/index.py documents what each function returns.

cdef extern from "postings.h" nogil:
    ctypedef struct Posting:
        uint64_t key
        uint32_t document
        uint32_t place

    ctypedef struct Bucket:
        uint32_t count
        uint64_t first
        uint32_t key_bits
        const unsigned char *keys

    int KEY_BITS
    size_t SPARE
    void fill_crc_tables()
    void sort_postings(Posting *items, Posting *spare, size_t count)
    size_t first_postings(Posting *items, size_t count)
    size_t measure_bucket(const Posting *items, size_t count, uint64_t first, Bucket *bucket)
    void write_bucket(const Posting *items, uint32_t number, uint64_t first, const Bucket *bucket, size_t size,
                      unsigned char *out)
    size_t read_bucket(const unsigned char *at, size_t size, uint32_t number, uint64_t first, Bucket *bucket)
    uint32_t document_at(const Bucket *bucket, size_t at)
    uint32_t place_at(const Bucket *bucket, size_t at)
    uint64_t number_at(const unsigned char *column, size_t at, uint32_t bits)
    uint64_t load64(const unsigned char *at)
    size_t find_key(const Bucket *bucket, uint64_t key, size_t *first)

fill_crc_tables()


def prints(const unsigned char[::1] buffer not None, offsets, size_t run, size_t window):
    """Return the hashes and places of the runs that are kept, and their number in each text; see plain/meeting.py."""
    offsets = _column(offsets, np.int64)
    cdef Py_ssize_t count = len(offsets) - 1, i
    cdef const unsigned char *texts = &buffer[0] if buffer.shape[0] else <const unsigned char *>_blank
    cdef const int64_t *bounds = <const int64_t *>_address(offsets)
    cdef _Traced traced = _Traced(run, count, window)
    cdef Traced *kept = &traced.of
    cdef uint64_t *words = NULL
    cdef uint64_t failures = _failures
    cdef size_t room = 0, some
    cdef int failed = 0
    if run < 1 or window < 1:
        raise ValueError("expected runs of at least one word, in windows of at least one run")
    _check(bounds, bounds, count, buffer.shape[0])
    with nogil:
        for i in range(count):
            if not _words_of_text(texts + bounds[i], bounds[i + 1] - bounds[i], &words, &room, &some) \
                    or not _keep(kept, i, words, some):
                failed = 1
                break
    free(words)
    if failed:
        raise MemoryError
    _raise_if_failed(failures)
    return traced.columns()


def pack_postings(keys, documents, places, int bits, size_t first, size_t last):
    """Return the buckets *first* to *last*, one after the other, and where each ends; see plain/index.py."""
    keys, documents = _column(keys, np.uint64), _column(documents, np.uint32)
    places = _column(places, np.uint32)
    cdef size_t count = len(keys), i, at = 0, end, bucket, size, used = 0, buckets = last - first
    cdef int shift = KEY_BITS - bits
    if len(documents) != count or len(places) != count or not 0 <= bits <= 32 or not first <= last <= <size_t>1 << bits:
        raise ValueError("expected three columns of one length, and buckets of the directory")
    ends = np.empty(buckets, np.int64)
    cdef const uint64_t *key = <const uint64_t *>_address(keys)
    cdef const uint32_t *document = <const uint32_t *>_address(documents)
    cdef const uint32_t *place = <const uint32_t *>_address(places)
    cdef int64_t *ended = <int64_t *>_address(ends)
    cdef Posting *items = <Posting *>malloc((2 * count + 1) * sizeof(Posting))
    cdef Bucket *measured = <Bucket *>malloc((buckets + 1) * sizeof(Bucket))
    cdef unsigned char *out
    cdef int outside = 0
    try:
        if not items or not measured:
            raise MemoryError
        with nogil:
            for i in range(count):
                items[i].key, items[i].document, items[i].place = key[i], document[i], place[i]
                if not first <= key[i] >> shift < last:
                    outside = 1
            if not outside:
                sort_postings(items, items + count, count)
                count = first_postings(items, count)
                for bucket in range(buckets):
                    end = at
                    while end < count and items[end].key >> shift == first + bucket:
                        end += 1
                    used += measure_bucket(items + at, end - at, <uint64_t>(first + bucket) << shift, measured + bucket)
                    ended[bucket] = used
                    at = end
        if outside:
            raise ValueError("a key lies outside of the buckets")
        packed = np.zeros(used + SPARE, np.uint8)
        out = <unsigned char *>_address(packed)
        with nogil:
            at = used = 0
            for bucket in range(buckets):
                size = ended[bucket] - used
                write_bucket(items + at, first + bucket, <uint64_t>(first + bucket) << shift, measured + bucket, size,
                             out + used)
                at += measured[bucket].count
                used += size
    finally:
        free(items)
        free(measured)
    return packed[:used], ends


def unpack_postings(const unsigned char[::1] packed not None, int bits, size_t first, size_t last):
    """Return the postings of the buckets *first* to *last*; ValueError names one that is damaged; see plain/index.py."""
    cdef size_t size = packed.shape[0], used = 0, total = 0, bucket, i, at = 0, one
    cdef int shift = KEY_BITS - bits
    padded = np.zeros(size + SPARE, np.uint8)
    padded[:size] = packed
    cdef const unsigned char *source = <const unsigned char *>_address(padded)
    cdef Bucket found
    cdef uint64_t key
    for bucket in range(first, last):
        one = read_bucket(source + used, size - used, bucket, <uint64_t>bucket << shift, &found)
        if not one:
            raise ValueError(f"bucket {bucket} is damaged")
        # A bucket of many postings in no bits at all would take memory that nothing in the file stands for.
        used += one
        total += found.count
    if used != size:
        raise ValueError(f"bucket {last} is damaged")
    keys, documents, places = np.empty(total, np.uint64), np.empty(total, np.uint32), np.empty(total, np.uint32)
    cdef uint64_t *out = <uint64_t *>_address(keys)
    cdef uint32_t *document = <uint32_t *>_address(documents)
    cdef uint32_t *place = <uint32_t *>_address(places)
    with nogil:
        used = 0
        for bucket in range(first, last):
            used += read_bucket(source + used, size - used, bucket, <uint64_t>bucket << shift, &found)
            key = found.first
            for i in range(found.count):
                key += number_at(found.keys, i, found.key_bits)
                out[at], document[at], place[at] = key, document_at(&found, i), place_at(&found, i)
                at += 1
    return keys, documents, places


cdef struct Found:
    uint32_t *documents
    uint32_t *places
    size_t count
    size_t room


def find_postings(const unsigned char[::1] segment not None, directory, keys, size_t most):
    """Return how many postings each of *keys* has, and at most *most* of each; see plain/index.py."""
    keys = _column(keys, np.uint64)
    cdef uint64_t start = directory[0]
    cdef int bits = directory[1]
    cdef size_t count = len(keys)
    counts = np.zeros(count, np.int64)
    cdef const uint64_t *key = <const uint64_t *>_address(keys)
    cdef int64_t *number = <int64_t *>_address(counts)
    cdef Found found = Found(NULL, NULL, 0, 0)
    cdef uint64_t bucket = 0
    cdef int failed
    if not 0 <= bits <= 32 or (count and int(keys.max()) >> KEY_BITS):
        raise ValueError("expected keys of 36 bits")
    # What is read of a bucket may reach some bytes into the directory, and never beyond it.
    if start > <size_t>segment.shape[0] or segment.shape[0] - start < 8 * ((<uint64_t>1 << bits) + 1):
        raise ValueError("the directory is cut off")
    try:
        with nogil:
            failed = _find(&segment[0], start, bits, key, count, most, number, &found, &bucket)
        if failed == 1:
            raise MemoryError
        if failed:
            raise ValueError(f"bucket {bucket} is damaged")
        return counts, _copied(found.documents, found.count, np.uint32), _copied(found.places, found.count, np.uint32)
    finally:
        free(found.documents)
        free(found.places)


cdef int _find(const unsigned char *segment, uint64_t start, int bits, const uint64_t *keys, size_t count, size_t most,
               int64_t *counts, Found *found, uint64_t *bucket) noexcept nogil:
    """Return 0, or what failed: 1 memory, 2 a bucket that is damaged."""
    cdef size_t i, j, first = 0, some
    cdef uint64_t number, begin, end
    cdef uint64_t loaded = <uint64_t>-1
    cdef int shift = KEY_BITS - bits
    cdef Bucket read
    for i in range(count):
        number = keys[i] >> shift
        if number != loaded:
            bucket[0] = number
            begin, end = load64(segment + start + 8 * number), load64(segment + start + 8 * number + 8)
            if begin >= end or end > start:
                return 2
            if read_bucket(segment + begin, end - begin, number, number << shift, &read) != end - begin:
                return 2
            loaded = number
        some = find_key(&read, keys[i], &first)
        counts[i] = some
        some = min(some, most)
        if not _room_for(found, some):
            return 1
        for j in range(first, first + some):
            found.documents[found.count] = document_at(&read, j)
            found.places[found.count] = place_at(&read, j)
            found.count += 1
    return 0


cdef int _room_for(Found *found, size_t more) noexcept nogil:
    cdef void *larger
    cdef size_t room
    if found.count + more <= found.room:
        return 1
    room = 2 * (found.count + more) + 256
    larger = realloc(found.documents, room * sizeof(uint32_t))
    if not larger:
        return 0
    found.documents = <uint32_t *>larger
    larger = realloc(found.places, room * sizeof(uint32_t))
    if not larger:
        return 0
    found.places = <uint32_t *>larger
    found.room = room
    return 1

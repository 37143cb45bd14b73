/* From UTF-8 to words: folding, splitting, and one polynomial hash a word.
 * Nothing here touches a Python object except fill_page(), which is called at most once for each page of 64 code points.
 * plain/words.py computes the same results and explains them. */

#ifndef PROVENANCE_KERNELS_WORDS_H
#define PROVENANCE_KERNELS_WORDS_H

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#if defined(__SSE2__) || defined(_M_X64)
#include <emmintrin.h>
#endif

/* Marks functions that are compiled for several generations of vector units; the loader chooses one.  This needs indirect
 * functions, which glibc has, but which are resolved before the runtime of sanitizers is ready. */
#if defined(__GLIBC__) && defined(__x86_64__) && defined(__has_attribute) && !defined(__SANITIZE_ADDRESS__)
#if __has_attribute(target_clones)
#define VECTORISED __attribute__((target_clones("avx512f", "avx2", "default")))
#endif
#endif
#ifndef VECTORISED
#define VECTORISED
#endif

#if defined(_MSC_VER)
#define INLINE static __forceinline
#define LIKELY(condition) (condition)
#else
#define INLINE static inline __attribute__((always_inline))
#define LIKELY(condition) __builtin_expect(!!(condition), 1)
#endif

#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
#define LITTLE_ENDIAN_HOST 0
#else
#define LITTLE_ENDIAN_HOST 1
#endif

enum { OTHER, LETTER, SINGLE, MARK, OWN_MARK };

#define CLASS_SHIFT 21
#define POINT ((1u << CLASS_SHIFT) - 1)
#define SEVERAL (1u << 31)
#define PAGES (0x110000 / 64)
#define CHUNK 2048 /* bytes of ASCII that are split at a time */
#define ROOM (CHUNK / 2 + 32) /* words that a chunk, and one more code point, may yield */

#define WORD_BASE UINT64_C(0x9E3779B97F4A7C15)

/* The finalizer of splitmix64, by which every bit affects all others. */
INLINE uint64_t mix(uint64_t hash) {
    hash = (hash ^ (hash >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    hash = (hash ^ (hash >> 27)) * UINT64_C(0x94D049BB133111EB);
    return hash ^ (hash >> 31);
}

/* ---- folding: a page holds the entries of 64 code points, and is filled when one of them first occurs ------------- */

static const uint32_t *pages[PAGES];
static const uint32_t *(*fill_page)(uint32_t page);
/* The folded form of an ASCII byte; 0: it separates words; 1: it begins a multi-byte sequence. */
static unsigned char ascii[256];

static void fill_ascii(void) {
    for (int i = 0; i < 128; i++) {
        int letter = (i >= 'a' && i <= 'z') || (i >= '0' && i <= '9') || i == '_';
        ascii[i] = (unsigned char)(letter ? i : i >= 'A' && i <= 'Z' ? i + 32 : 0);
    }
    memset(ascii + 128, 1, 128);
}

INLINE const uint32_t *page_of(uint32_t page) {
#if defined(_MSC_VER)
    const uint32_t *found = *(const uint32_t *volatile *)&pages[page];
#else
    const uint32_t *found = __atomic_load_n(&pages[page], __ATOMIC_ACQUIRE);
#endif
    return LIKELY(found != NULL) ? found : fill_page(page);
}

/* Make the entries of a page visible to other threads. */
static void publish(uint32_t page, const uint32_t *entries) {
#if defined(_MSC_VER)
    *(const uint32_t *volatile *)&pages[page] = entries;
#else
    __atomic_store_n(&pages[page], entries, __ATOMIC_RELEASE);
#endif
}

/* Point *entries at the folded form of a code point, and return the number of entries. */
INLINE uint32_t folded(uint32_t point, const uint32_t **entries) {
    const uint32_t *page = page_of(point >> 6), *entry = page + (point & 63);
    if (LIKELY(!(*entry & SEVERAL))) {
        *entries = entry;
        return 1;
    }
    *entries = page + (*entry & ~SEVERAL) + 1;
    return (*entries)[-1];
}

/* Return the code point at *at and skip it; a byte that is not UTF-8 counts as a separator, surrogates are accepted. */
INLINE uint32_t decode(const unsigned char **at, const unsigned char *end) {
    const unsigned char *p = *at;
    uint32_t lead = *p;
    size_t left = (size_t)(end - p);
    *at = p + 1;
    if (lead < 0x80) return lead;
    if (lead < 0xC2 || lead > 0xF4 || left < 2 || (p[1] & 0xC0) != 0x80) return 0;
    if (lead < 0xE0) {
        *at = p + 2;
        return (lead & 0x1F) << 6 | (p[1] & 0x3F);
    }
    if (left < 3 || (p[2] & 0xC0) != 0x80) return 0;
    if (lead < 0xF0) {
        if (lead == 0xE0 && p[1] < 0xA0) return 0;
        *at = p + 3;
        return (lead & 0x0F) << 12 | (uint32_t)(p[1] & 0x3F) << 6 | (p[2] & 0x3F);
    }
    if (left < 4 || (p[3] & 0xC0) != 0x80 || (lead == 0xF0 && p[1] < 0x90) || (lead == 0xF4 && p[1] > 0x8F)) return 0;
    *at = p + 4;
    return (lead & 0x07) << 18 | (uint32_t)(p[1] & 0x3F) << 12 | (uint32_t)(p[2] & 0x3F) << 6 | (p[3] & 0x3F);
}

/* ---- words ------------------------------------------------------------------------------------------------------- */

typedef struct {
    const unsigned char *at, *end;
    uint64_t hash;   /* of the word that is open */
    int open;        /* OTHER, LETTER or SINGLE */
    int64_t place;   /* code points before at */
    int64_t start, stop; /* of the word that is open */
} Scanner;

typedef struct {
    uint64_t *hashes; /* before mixing */
    int64_t *starts, *ends;
} Found;

INLINE size_t close_word(Scanner *scanner, Found *found, size_t count, int places) {
    if (scanner->open == OTHER) return count;
    found->hashes[count] = scanner->hash;
    if (places) {
        found->starts[count] = scanner->start;
        found->ends[count] = scanner->stop;
    }
    scanner->open = OTHER;
    return count + 1;
}

/* Advance by one folded code point. */
INLINE size_t step(Scanner *scanner, uint32_t entry, Found *found, size_t count, int places) {
    uint32_t kind = entry >> CLASS_SHIFT, point = entry & POINT;
    int continues = kind == LETTER  ? scanner->open == LETTER
                    : kind == MARK  ? scanner->open != OTHER
                                    : kind == OWN_MARK && scanner->open == SINGLE;
    if (continues) {
        scanner->hash = scanner->hash * WORD_BASE + point;
        scanner->stop = scanner->place + 1;
        return count;
    }
    count = close_word(scanner, found, count, places);
    if (kind == LETTER || kind == SINGLE) {
        scanner->open = (int)kind;
        scanner->hash = point;
        scanner->start = scanner->place;
        scanner->stop = scanner->place + 1;
    }
    return count;
}

#define POWER_2 (WORD_BASE * WORD_BASE)
#define POWER_4 (POWER_2 * POWER_2)

/* Hash words of at most eight bytes, each in the high bytes of an integer, with zeros below. */
VECTORISED static void hash_tails(uint64_t *words, size_t count) {
    for (size_t i = 0; i < count; i++) {
        uint64_t word = words[i];
        words[i] = (word >> 56) + (word >> 48 & 255) * WORD_BASE + (word >> 40 & 255) * POWER_2 +
                   (word >> 32 & 255) * (POWER_2 * WORD_BASE) + (word >> 24 & 255) * POWER_4 +
                   (word >> 16 & 255) * (POWER_4 * WORD_BASE) + (word >> 8 & 255) * (POWER_4 * POWER_2) +
                   (word & 255) * (POWER_4 * POWER_2 * WORD_BASE);
    }
}

/* Fold 64 bytes and set a bit for each that belongs to a word; return 0 if they are not all ASCII. */
INLINE int classify(const unsigned char *at, unsigned char *lower, uint64_t *letters) {
#if defined(__SSE2__) || defined(_M_X64)
    uint64_t found = 0;
    for (int i = 0; i < 64; i += 16) {
        __m128i bytes = _mm_loadu_si128((const __m128i *)(at + i));
        __m128i small = _mm_or_si128(bytes, _mm_set1_epi8(0x20));
        __m128i rank = _mm_sub_epi8(small, _mm_set1_epi8('a')), digit = _mm_sub_epi8(bytes, _mm_set1_epi8('0'));
        __m128i alpha = _mm_cmpeq_epi8(_mm_min_epu8(rank, _mm_set1_epi8(25)), rank);
        __m128i other = _mm_or_si128(_mm_cmpeq_epi8(_mm_min_epu8(digit, _mm_set1_epi8(9)), digit),
                                     _mm_cmpeq_epi8(bytes, _mm_set1_epi8('_')));
        if (_mm_movemask_epi8(bytes)) return 0;
        _mm_storeu_si128((__m128i *)(lower + i), _mm_or_si128(bytes, _mm_and_si128(alpha, _mm_set1_epi8(0x20))));
        found |= (uint64_t)(uint32_t)_mm_movemask_epi8(_mm_or_si128(alpha, other)) << i;
    }
#else
    uint64_t found = 0;
    unsigned char high = 0;
    for (int i = 0; i < 64; i++) {
        high |= at[i];
        lower[i] = ascii[at[i]];
        found |= (uint64_t)(lower[i] > 1) << i;
    }
    if (high & 0x80) return 0;
#endif
    *letters = found;
    return 1;
}

INLINE int lowest_bit(uint64_t bits) {
#if defined(_MSC_VER)
    int at = 0;
    while (!(bits >> at & 1)) at++;
    return at;
#else
    return __builtin_ctzll(bits);
#endif
}

/* Return the first of two signs from *at* on, or *end*. */
INLINE const unsigned char *first_of(const unsigned char *at, const unsigned char *end, unsigned char one, unsigned char other) {
#if defined(__SSE2__) || defined(_M_X64)
    const __m128i ones = _mm_set1_epi8((char)one), others = _mm_set1_epi8((char)other);
    while (end - at >= 16) {
        __m128i bytes = _mm_loadu_si128((const __m128i *)at);
        int found = _mm_movemask_epi8(_mm_or_si128(_mm_cmpeq_epi8(bytes, ones), _mm_cmpeq_epi8(bytes, others)));
        if (found) return at + lowest_bit((uint64_t)(uint32_t)found);
        at += 16;
    }
#endif
    while (at < end && *at != one && *at != other) at++;
    return at;
}

/* Append the positions of the bits that are set. */
INLINE size_t flatten(uint32_t *places, size_t count, uint64_t bits, size_t shift) {
    while (bits) {
        places[count++] = (uint32_t)shift + (uint32_t)lowest_bit(bits);
        bits &= bits - 1;
    }
    return count;
}

typedef struct {
    unsigned char lower[8 + CHUNK + 64]; /* padded so that even the first word can be read as the last of eight bytes */
    uint32_t starts[CHUNK / 2 + 64], ends[CHUNK / 2 + 64];
} Chunk;

/* Split up to CHUNK bytes of ASCII at *at*; return the number of words, and set *size to the bytes that were consumed: up
 * to the first 64 that are not all ASCII, without a word that continues there. */
INLINE size_t split_chunk(const unsigned char *at, const unsigned char *end, Chunk *chunk, size_t *size) {
    size_t left = (size_t)(end - at), done = 0, starts = 0, ends = 0;
    uint64_t carried = 0, letters;
    while (done < CHUNK && done < left) {
        const unsigned char *block = at + done;
        unsigned char tail[64];
        if (left - done < 64) {
            memset(tail, 0, sizeof tail);
            memcpy(tail, block, left - done);
            block = tail;
        }
        if (!classify(block, chunk->lower + 8 + done, &letters)) break;
        uint64_t before = letters << 1 | carried;
        starts = flatten(chunk->starts, starts, letters & ~before, done);
        ends = flatten(chunk->ends, ends, ~letters & before, done);
        carried = letters >> 63;
        done += 64;
    }
    *size = done < left ? done : left;
    if (starts > ends) {
        if (*size == left) chunk->ends[ends++] = (uint32_t)left;
        else *size = chunk->starts[starts - 1];
    }
    return ends;
}

/* Find the words of a chunk of ASCII; no word is open before or after.  Return 0 if no byte was consumed. */
INLINE size_t scan_chunk(Scanner *scanner, Found *found, size_t *count, int places) {
    Chunk chunk;
    size_t size, words = split_chunk(scanner->at, scanner->end, &chunk, &size), longs = 0;
    uint64_t *hashes = found->hashes + *count;
    uint32_t long_words[CHUNK / 8 + 1];
    memset(chunk.lower, 0, 8);
    for (size_t i = 0; i < words; i++) {
        uint32_t length = chunk.ends[i] - chunk.starts[i];
        uint64_t tail;
        memcpy(&tail, chunk.lower + chunk.ends[i], 8);
        long_words[longs] = (uint32_t)i;
        longs += length > 8;
        hashes[i] = tail & ~UINT64_C(0) << (64 - 8 * (length < 8 ? length : 8));
    }
    hash_tails(hashes, words);
    for (size_t i = 0; i < longs; i++) {
        const unsigned char *letter = chunk.lower + 8 + chunk.starts[long_words[i]];
        const unsigned char *stop = chunk.lower + chunk.ends[long_words[i]];
        uint64_t head = *letter;
        while (++letter < stop) head = head * WORD_BASE + *letter;
        hashes[long_words[i]] += head * (POWER_4 * POWER_4);
    }
    if (places) {
        for (size_t i = 0; i < words; i++) {
            found->starts[*count + i] = scanner->place + chunk.starts[i];
            found->ends[*count + i] = scanner->place + chunk.ends[i];
        }
        scanner->place += (int64_t)size;
    }
    scanner->at += size;
    *count += words;
    return size;
}

/* Find words until the text ends or fewer than ROOM words are left of *capacity*; return how many were found. */
INLINE size_t scan_with(Scanner *scanner, Found *found, size_t capacity, int places) {
    const unsigned char *end = scanner->end, *slow_until = scanner->at;
    size_t count = 0;
    while (scanner->at < end && count + ROOM <= capacity) {
        unsigned char byte = ascii[*scanner->at];
        if (LITTLE_ENDIAN_HOST && scanner->open == OTHER && scanner->at >= slow_until) {
            if (scan_chunk(scanner, found, &count, places)) continue;
            slow_until = scanner->at + 64;
        } else if (byte != 1) {
            count = step(scanner, byte ? (uint32_t)LETTER << CLASS_SHIFT | byte : 0, found, count, places);
            scanner->at++;
            scanner->place++;
        } else {
            const uint32_t *entries;
            uint32_t number = folded(decode(&scanner->at, end), &entries);
            for (uint32_t i = 0; i < number; i++) count = step(scanner, entries[i], found, count, places);
            scanner->place++;
        }
    }
    if (scanner->at == end) count = close_word(scanner, found, count, places);
    return count;
}

static size_t scan(Scanner *scanner, uint64_t *hashes, size_t capacity) {
    Found found = {hashes, NULL, NULL};
    return scan_with(scanner, &found, capacity, 0);
}

static size_t scan_places(Scanner *scanner, uint64_t *hashes, int64_t *starts, int64_t *ends, size_t capacity) {
    Found found = {hashes, starts, ends};
    return scan_with(scanner, &found, capacity, 1);
}

/* Skip *count* code points. */
static void skip(Scanner *scanner, int64_t count) {
    while (count-- > 0 && scanner->at < scanner->end) {
        decode(&scanner->at, scanner->end);
        scanner->place++;
    }
}

/* Write the folded code points of a text, their classes and offsets, or only count them if *points* is NULL. */
static size_t fold_points(const unsigned char *at, size_t size, uint32_t *points, unsigned char *kinds, int64_t *places) {
    const unsigned char *end = at + size;
    size_t count = 0;
    for (int64_t place = 0; at < end; place++) {
        const uint32_t *entries;
        uint32_t number = folded(decode(&at, end), &entries);
        for (uint32_t i = 0; points != NULL && i < number; i++) {
            points[count + i] = entries[i] & POINT;
            kinds[count + i] = (unsigned char)(entries[i] >> CLASS_SHIFT);
            places[count + i] = place;
        }
        count += number;
    }
    return count;
}

#endif

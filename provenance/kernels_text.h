/* The loops of kernels.pyx that a compiler should see as plain C: words of UTF-8, hashes, permutations, sorted sets.
 * Nothing here touches a Python object, except fill_page(), which is called at most once for each 64 code points.
 * kernels_py.py gives the same numbers and the reasons. */

#ifndef PROVENANCE_KERNELS_TEXT_H
#define PROVENANCE_KERNELS_TEXT_H

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* One machine code a generation of vector units, chosen when the module is loaded.  That needs indirect functions, which
 * glibc has; the sanitizers' runtime is not up yet when they are resolved. */
#if defined(__GLIBC__) && defined(__x86_64__) && defined(__has_attribute) && !defined(__SANITIZE_ADDRESS__)
#if __has_attribute(target_clones)
#define VECTORISED __attribute__((target_clones("arch=skylake-avx512", "avx2", "default")))
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

enum { OTHER, LETTER, SINGLE, MARK, OWN_MARK };

#define CLASS_SHIFT 21
#define POINT ((1u << CLASS_SHIFT) - 1)
#define SEVERAL (1u << 31)
#define PAGES (0x110000 / 64)
#define PERMUTATIONS 128
#define SHINGLE 5
#define BLOCK 1024
/* No code point folds to as many; a block of words has room for the words of one more code point. */
#define MOST_FOLDED 32

#define WORD_BASE UINT64_C(0x9E3779B97F4A7C15)
#define SHINGLE_BASE UINT64_C(0xD1342543DE82EF95)
#define LENGTH_SEED UINT64_C(0xA0761D6478BD642F)
#define PLACE_STEP UINT64_C(0xE7037ED1A0B428DB)

/* ---- folding: a page holds the entries of 64 code points, filled when one of them is first met ------------------- */

static const uint32_t *pages[PAGES];
static const uint32_t *(*fill_page)(uint32_t page);
/* What an ASCII byte folds to; 0: it separates words; 1: it begins a longer sequence. */
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

/* Let other threads see the entries of a page. */
static void publish(uint32_t page, const uint32_t *entries) {
#if defined(_MSC_VER)
    *(const uint32_t *volatile *)&pages[page] = entries;
#else
    __atomic_store_n(&pages[page], entries, __ATOMIC_RELEASE);
#endif
}

/* Point *entries at what a code point folds to, and return how many there are. */
INLINE uint32_t folded(uint32_t point, const uint32_t **entries) {
    const uint32_t *page = page_of(point >> 6), *entry = page + (point & 63);
    if (LIKELY(!(*entry & SEVERAL))) {
        *entries = entry;
        return 1;
    }
    *entries = page + (*entry & ~SEVERAL) + 1;
    return (*entries)[-1];
}

/* Return the code point at *at and step over it; what is not UTF-8 is a separator of one byte.  Surrogates pass. */
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

/* Go on by one folded code point. */
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

/* Find words until *capacity* are found (a few less, or up to MOST_FOLDED more) or the text ends; return how many. */
INLINE size_t scan_with(Scanner *scanner, Found *found, size_t capacity, int places) {
    const unsigned char *at = scanner->at, *end = scanner->end;
    size_t count = 0;
    while (at < end && count < capacity) {
        unsigned char folded_byte = ascii[*at];
        if (LIKELY(folded_byte > 1)) {
            const unsigned char *begin = at;
            uint64_t hash;
            if (scanner->open == LETTER) {
                hash = scanner->hash * WORD_BASE + folded_byte;
            } else {
                count = close_word(scanner, found, count, places);
                hash = folded_byte;
                if (places) scanner->start = scanner->place;
            }
            while (++at < end && (folded_byte = ascii[*at]) > 1) hash = hash * WORD_BASE + folded_byte;
            if (places) scanner->stop = scanner->place += at - begin;
            if (LIKELY(at < end && !folded_byte)) {
                found->hashes[count] = hash;
                if (places) {
                    found->starts[count] = scanner->start;
                    found->ends[count] = scanner->stop;
                    scanner->place++;
                }
                count++;
                at++;
                scanner->open = OTHER;
            } else {
                scanner->open = LETTER;
                scanner->hash = hash;
            }
        } else if (!folded_byte) {
            count = close_word(scanner, found, count, places);
            at++;
            if (places) scanner->place++;
        } else {
            const uint32_t *entries;
            uint32_t number = folded(decode(&at, end), &entries);
            for (uint32_t i = 0; i < number; i++) count = step(scanner, entries[i], found, count, places);
            if (places) scanner->place++;
        }
    }
    if (at == end) count = close_word(scanner, found, count, places);
    scanner->at = at;
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

/* Step over *count* code points. */
static void skip(Scanner *scanner, int64_t count) {
    while (count-- > 0 && scanner->at < scanner->end) {
        decode(&scanner->at, scanner->end);
        scanner->place++;
    }
}

/* Write the folded code points of a text, their classes and places, or only count them (*points* is NULL). */
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

/* ---- hashes ------------------------------------------------------------------------------------------------------ */

INLINE uint64_t mix(uint64_t hash) {
    hash = (hash ^ (hash >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    hash = (hash ^ (hash >> 27)) * UINT64_C(0x94D049BB133111EB);
    return hash ^ (hash >> 31);
}

INLINE uint32_t premix(uint32_t hash) {
    hash = (hash ^ (hash >> 16)) * UINT32_C(0x85EBCA6B);
    hash = (hash ^ (hash >> 13)) * UINT32_C(0xC2B2AE35);
    return hash ^ (hash >> 16);
}

VECTORISED static void mix_all(uint64_t *hashes, size_t count) {
    for (size_t i = 0; i < count; i++) hashes[i] = mix(hashes[i]);
}

VECTORISED static uint64_t digest_of(const uint64_t *ids, size_t count, uint64_t place) {
    uint64_t sum = 0;
    for (size_t i = 0; i < count; i++) sum += mix(ids[i] + (place + i + 1) * PLACE_STEP);
    return sum;
}

/* Hash the runs of five of count + 4 words. */
VECTORISED static void shingle_all(const uint64_t *ids, size_t count, uint64_t *shingles) {
    for (size_t i = 0; i < count; i++) {
        uint64_t sum = ids[i];
        for (size_t j = 1; j < SHINGLE; j++) sum = sum * SHINGLE_BASE + ids[i + j];
        shingles[i] = mix(sum + SHINGLE * LENGTH_SEED);
    }
}

static uint64_t short_shingle(const uint64_t *ids, size_t count) {
    uint64_t sum = 0;
    for (size_t j = 0; j < count; j++) sum = sum * SHINGLE_BASE + ids[j];
    return mix(sum + count * LENGTH_SEED);
}

VECTORISED static void permute(
    const uint64_t *shingles, size_t count, const uint32_t *factors, const uint32_t *addends, uint32_t *least
) {
    uint32_t hashes[BLOCK + MOST_FOLDED];
    for (size_t i = 0; i < count; i++) hashes[i] = premix((uint32_t)(shingles[i] >> 32));
    /* As many permutations at a time as stay in registers. */
    for (size_t begin = 0; begin < PERMUTATIONS; begin += 64) {
        uint32_t best[64];
        memcpy(best, least + begin, sizeof best);
        for (size_t i = 0; i < count; i++) {
            for (size_t j = 0; j < 64; j++) {
                uint32_t value = factors[begin + j] * hashes[i] + addends[begin + j];
                best[j] = value < best[j] ? value : best[j];
            }
        }
        memcpy(least + begin, best, sizeof best);
    }
}

/* ---- documents --------------------------------------------------------------------------------------------------- */

/* Words of a document, a block at a time, each block after the last four words of the one before. */
typedef struct {
    Scanner scanner;
    uint64_t ids[BLOCK + MOST_FOLDED + SHINGLE];
    size_t kept, fresh; /* words of the block before; words of this one */
    uint64_t total;
} Reader;

static void open_document(Reader *reader, const unsigned char *at, const unsigned char *end) {
    memset(&reader->scanner, 0, sizeof reader->scanner);
    reader->scanner.at = at;
    reader->scanner.end = end;
    reader->kept = reader->fresh = 0;
    reader->total = 0;
}

static size_t next_block(Reader *reader) {
    size_t have = reader->kept + reader->fresh, keep = have < SHINGLE - 1 ? have : SHINGLE - 1;
    memmove(reader->ids, reader->ids + have - keep, keep * sizeof *reader->ids);
    reader->kept = keep;
    reader->fresh = 0;
    while (!reader->fresh && reader->scanner.at < reader->scanner.end)
        reader->fresh = scan(&reader->scanner, reader->ids + keep, BLOCK);
    mix_all(reader->ids + keep, reader->fresh);
    reader->total += reader->fresh;
    return reader->fresh;
}

/* Write the shingles that the last block completes. */
static size_t block_shingles(const Reader *reader, uint64_t *shingles) {
    size_t have = reader->kept + reader->fresh;
    if (have < SHINGLE) return 0;
    shingle_all(reader->ids, have - (SHINGLE - 1), shingles);
    return have - (SHINGLE - 1);
}

static void sketch_document(
    const unsigned char *at, const unsigned char *end, const uint32_t *factors, const uint32_t *addends,
    int64_t *words, uint64_t *digest, uint32_t *signature
) {
    Reader reader;
    uint64_t shingles[BLOCK + MOST_FOLDED];
    open_document(&reader, at, end);
    memset(signature, 0xFF, PERMUTATIONS * sizeof *signature);
    *digest = 0;
    while (next_block(&reader)) {
        *digest += digest_of(reader.ids + reader.kept, reader.fresh, reader.total - reader.fresh);
        permute(shingles, block_shingles(&reader, shingles), factors, addends, signature);
    }
    *words = (int64_t)reader.total;
    if (reader.total && reader.total < SHINGLE) {
        shingles[0] = short_shingle(reader.ids, reader.kept);
        permute(shingles, 1, factors, addends, signature);
    }
}

/* ---- sorted sets ------------------------------------------------------------------------------------------------- */

/* Sort by the bits of the values from *shift* down: they are hashes, so buckets of the top bits are small. */
static void sort_hashes(uint64_t *values, uint64_t *spare, size_t count, int shift) {
    if (count <= 24 || shift < 0) {
        for (size_t i = 1; i < count; i++) {
            uint64_t value = values[i];
            size_t j = i;
            for (; j && values[j - 1] > value; j--) values[j] = values[j - 1];
            values[j] = value;
        }
        return;
    }
    size_t ends[257] = {0}, places[256];
    for (size_t i = 0; i < count; i++) ends[(values[i] >> shift & 255) + 1]++;
    for (size_t i = 0; i < 256; i++) ends[i + 1] += ends[i];
    memcpy(places, ends, sizeof places);
    for (size_t i = 0; i < count; i++) spare[places[values[i] >> shift & 255]++] = values[i];
    memcpy(values, spare, count * sizeof *values);
    for (size_t i = 0; i < 256; i++)
        if (ends[i + 1] - ends[i] > 1) sort_hashes(values + ends[i], spare, ends[i + 1] - ends[i], shift - 8);
}

static size_t distinct(uint64_t *values, uint64_t *spare, size_t count) {
    size_t kept = 0;
    sort_hashes(values, spare, count, 56);
    for (size_t i = 0; i < count; i++) {
        values[kept] = values[i];
        kept += i + 1 == count || values[i] != values[i + 1];
    }
    return kept;
}

typedef struct {
    uint64_t *values, *spare;
    size_t capacity;
} Scratch;

static int reserve(Scratch *scratch, size_t capacity) {
    if (capacity <= scratch->capacity) return 1;
    capacity += capacity / 2;
    uint64_t *values = realloc(scratch->values, capacity * sizeof *values);
    if (values != NULL) scratch->values = values;
    uint64_t *spare = realloc(scratch->spare, capacity * sizeof *spare);
    if (spare != NULL) scratch->spare = spare;
    if (values == NULL || spare == NULL) return 0;
    scratch->capacity = capacity;
    return 1;
}

/* Leave the distinct shingles of a document in *scratch*, ascending; return how many, or -1 when memory runs out. */
static int64_t shingle_document(const unsigned char *at, const unsigned char *end, Scratch *scratch) {
    Reader reader;
    size_t count = 0;
    open_document(&reader, at, end);
    while (next_block(&reader)) {
        if (!reserve(scratch, count + BLOCK + MOST_FOLDED + SHINGLE)) return -1;
        count += block_shingles(&reader, scratch->values + count);
    }
    if (reader.total && reader.total < SHINGLE) {
        if (!reserve(scratch, 1)) return -1;
        scratch->values[count++] = short_shingle(reader.ids, reader.kept);
    }
    return (int64_t)distinct(scratch->values, scratch->spare, count);
}

#endif

/* From words to shingles: digests, signatures, and sets of shingle hashes. */

#ifndef PROVENANCE_KERNELS_TEXT_H
#define PROVENANCE_KERNELS_TEXT_H

#include "words.h"

#define PERMUTATIONS 128
#define SHINGLE 5
#define BLOCK (2 * ROOM)

#define SHINGLE_BASE UINT64_C(0xD1342543DE82EF95)
#define LENGTH_SEED UINT64_C(0xA0761D6478BD642F)
#define PLACE_STEP UINT64_C(0xE7037ED1A0B428DB)

/* ---- hashes ------------------------------------------------------------------------------------------------------ */

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

/* Hash the *count* runs of five words in count + 4 words. */
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
    uint32_t hashes[BLOCK];
    for (size_t i = 0; i < count; i++) hashes[i] = premix((uint32_t)(shingles[i] >> 32));
    /* 64 permutations at a time, so that their minima stay in registers. */
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

/* Reads the words of a document block by block; each block follows the last four words of the previous one. */
typedef struct {
    Scanner scanner;
    uint64_t ids[BLOCK + SHINGLE];
    size_t kept, fresh; /* words kept from the previous block; words of this one */
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

/* Write the shingles that end in the current block. */
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
    uint64_t shingles[BLOCK];
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

#define FEW 24 /* values that insertion sort handles faster than another pass by bits */

/* Insertion sort from *from* to *to*, which is fast if no value is far from its place. */
INLINE void insert_all(const uint64_t *from, uint64_t *to, size_t count) {
    for (size_t i = 0; i < count; i++) {
        uint64_t value = from[i];
        size_t j = i;
        for (; j && to[j - 1] > value; j--) to[j] = to[j - 1];
        to[j] = value;
    }
}

/* Sort by the highest byte in which any values differ.  Hashes fall into small buckets at once; larger buckets are split
 * again, byte by byte, so the time is linear. */
static void sort_values(uint64_t *values, uint64_t *spare, size_t count) {
    size_t ends[256] = {0}, sum = 0;
    uint64_t differ = 0;
    int shift = 56;
    for (size_t i = 1; i < count; i++) differ |= values[i] ^ values[0];
    if (!differ) return;
    if (count <= FEW) {
        memcpy(spare, values, count * sizeof *values);
        insert_all(spare, values, count);
        return;
    }
    while (!(differ >> shift)) shift -= 8;
    for (size_t i = 0; i < count; i++) ends[values[i] >> shift & 255]++;
    for (size_t i = 0; i < 256; i++) {
        size_t here = ends[i];
        ends[i] = sum;
        sum += here;
    }
    for (size_t i = 0; i < count; i++) spare[ends[values[i] >> shift & 255]++] = values[i];
    for (size_t i = 0; i < 256; i++) {
        size_t begin = i ? ends[i - 1] : 0;
        if (ends[i] - begin > FEW) sort_values(spare + begin, values + begin, ends[i] - begin);
    }
    insert_all(spare, values, count);
}

/* Sort and remove duplicates; return how many values are left. */
static size_t distinct(uint64_t *values, uint64_t *spare, size_t count) {
    size_t kept = 0;
    sort_values(values, spare, count);
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

/* Write the distinct shingles of a document into *scratch*, ascending; return how many, or -1 if out of memory. */
static int64_t shingle_document(const unsigned char *at, const unsigned char *end, Scratch *scratch) {
    Reader reader;
    size_t count = 0;
    open_document(&reader, at, end);
    while (next_block(&reader)) {
        if (!reserve(scratch, count + BLOCK + SHINGLE)) return -1;
        count += block_shingles(&reader, scratch->values + count);
    }
    if (reader.total && reader.total < SHINGLE) {
        if (!reserve(scratch, 1)) return -1;
        scratch->values[count++] = short_shingle(reader.ids, reader.kept);
    }
    return (int64_t)distinct(scratch->values, scratch->spare, count);
}

#endif

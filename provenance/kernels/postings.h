/* From postings (a key, a document, a place) to the buckets of a segment of an index, and back; docs/format.md. */

#ifndef PROVENANCE_KERNELS_POSTINGS_H
#define PROVENANCE_KERNELS_POSTINGS_H

#include "words.h"

#define KEY_BITS 36
#define BUCKET_HEAD 20 /* bytes: checksum, number, count, least document, three widths and a 0 */
#define SPARE 8        /* bytes after a bucket that may be read, and do not count */

typedef struct {
    uint64_t key;
    uint32_t document, place;
} Posting;

typedef struct {
    uint32_t count, least;
    uint32_t key_bits, document_bits, place_bits;
    const unsigned char *keys, *documents, *places;
    uint64_t first; /* the key that deltas add up from */
} Bucket;

/* ---- CRC-32 (ISO-HDLC, as in zlib), eight bytes a step ------------------------------------------------------------- */

static uint32_t crc_tables[8][256];

static void fill_crc_tables(void) {
    for (uint32_t byte = 0; byte < 256; byte++) {
        uint32_t sum = byte;
        for (int bit = 0; bit < 8; bit++) sum = sum >> 1 ^ (sum & 1 ? UINT32_C(0xEDB88320) : 0);
        crc_tables[0][byte] = sum;
    }
    for (int table = 1; table < 8; table++)
        for (uint32_t byte = 0; byte < 256; byte++) {
            uint32_t sum = crc_tables[table - 1][byte];
            crc_tables[table][byte] = sum >> 8 ^ crc_tables[0][sum & 255];
        }
}

INLINE uint32_t load32(const unsigned char *at) {
    return (uint32_t)at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16 | (uint32_t)at[3] << 24;
}

INLINE uint64_t load64(const unsigned char *at) { return load32(at) | (uint64_t)load32(at + 4) << 32; }

INLINE void store32(unsigned char *at, uint32_t value) {
    for (int i = 0; i < 4; i++) at[i] = (unsigned char)(value >> 8 * i);
}

INLINE void store64(unsigned char *at, uint64_t value) {
    for (int i = 0; i < 8; i++) at[i] = (unsigned char)(value >> 8 * i);
}

static uint32_t crc_of(const unsigned char *at, size_t size) {
    uint32_t sum = ~UINT32_C(0);
    for (; size >= 8; at += 8, size -= 8) {
        uint32_t low = load32(at) ^ sum, high = load32(at + 4);
        sum = crc_tables[7][low & 255] ^ crc_tables[6][low >> 8 & 255] ^ crc_tables[5][low >> 16 & 255] ^
              crc_tables[4][low >> 24] ^ crc_tables[3][high & 255] ^ crc_tables[2][high >> 8 & 255] ^
              crc_tables[1][high >> 16 & 255] ^ crc_tables[0][high >> 24];
    }
    for (; size; at++, size--) sum = sum >> 8 ^ crc_tables[0][(sum ^ *at) & 255];
    return ~sum;
}

/* ---- columns of numbers of a few bits, the lowest bit first --------------------------------------------------------- */

INLINE size_t column_size(size_t count, uint32_t bits) { return (count * bits + 7) / 8; }

INLINE uint64_t number_at(const unsigned char *column, size_t at, uint32_t bits) {
    size_t bit = at * bits;
    return load64(column + bit / 8) >> (bit & 7) & ((UINT64_C(1) << bits) - 1);
}

/* The column must be zero before its first number is written; SPARE bytes follow it. */
INLINE void put_number(unsigned char *column, size_t at, uint32_t bits, uint64_t value) {
    size_t bit = at * bits;
    unsigned char *byte = column + bit / 8;
    store64(byte, load64(byte) | value << (bit & 7));
}

INLINE uint32_t bits_of(uint64_t value) {
    uint32_t bits = 0;
    for (; value; value >>= 1) bits++;
    return bits;
}

/* ---- buckets -------------------------------------------------------------------------------------------------------- */

/* Sort by key and keep the order of equal ones: three passes of twelve bits.  *spare* has room for as many. */
static void sort_postings(Posting *items, Posting *spare, size_t count) {
    size_t ends[3][4096];
    Posting *from = items, *to = spare;
    memset(ends, 0, sizeof ends);
    for (size_t i = 0; i < count; i++)
        for (int pass = 0; pass < 3; pass++) ends[pass][items[i].key >> 12 * pass & 4095]++;
    for (int pass = 0; pass < 3; pass++) {
        size_t sum = 0;
        for (size_t slot = 0; slot < 4096; slot++) {
            size_t here = ends[pass][slot];
            ends[pass][slot] = sum;
            sum += here;
        }
        for (size_t i = 0; i < count; i++) to[ends[pass][from[i].key >> 12 * pass & 4095]++] = from[i];
        Posting *swapped = from;
        from = to;
        to = swapped;
    }
    memcpy(items, from, count * sizeof *items);
}

/* Keep of each key and document the first posting; return how many are left. */
static size_t first_postings(Posting *items, size_t count) {
    size_t kept = 0;
    for (size_t i = 0; i < count; i++)
        if (!kept || items[i].key != items[kept - 1].key || items[i].document != items[kept - 1].document)
            items[kept++] = items[i];
    return kept;
}

/* Describe the bucket of *count* sorted postings whose keys begin at *first*; return its size. */
static size_t measure_bucket(const Posting *items, size_t count, uint64_t first, Bucket *bucket) {
    uint64_t delta = 0, before = first;
    uint32_t least = count ? UINT32_MAX : 0, most = 0, place = 0;
    for (size_t i = 0; i < count; i++) {
        delta |= items[i].key - before;
        before = items[i].key;
        if (items[i].document < least) least = items[i].document;
        if (items[i].document > most) most = items[i].document;
        place |= items[i].place;
    }
    bucket->count = (uint32_t)count;
    bucket->least = least;
    bucket->key_bits = bits_of(delta);
    bucket->document_bits = count ? bits_of(most - least) : 0;
    bucket->place_bits = bits_of(place);
    return BUCKET_HEAD + column_size(count, bucket->key_bits) + column_size(count, bucket->document_bits) +
           column_size(count, bucket->place_bits);
}

/* Write a measured bucket to *out*, which is zero and has SPARE bytes more. */
static void write_bucket(const Posting *items, uint32_t number, uint64_t first, const Bucket *bucket, size_t size,
                         unsigned char *out) {
    unsigned char *keys = out + BUCKET_HEAD;
    unsigned char *documents = keys + column_size(bucket->count, bucket->key_bits);
    unsigned char *places = documents + column_size(bucket->count, bucket->document_bits);
    for (size_t i = 0; i < bucket->count; i++) {
        put_number(keys, i, bucket->key_bits, items[i].key - first);
        first = items[i].key;
        put_number(documents, i, bucket->document_bits, items[i].document - bucket->least);
        put_number(places, i, bucket->place_bits, items[i].place);
    }
    store32(out + 4, number);
    store32(out + 8, bucket->count);
    store32(out + 12, bucket->least);
    out[16] = (unsigned char)bucket->key_bits;
    out[17] = (unsigned char)bucket->document_bits;
    out[18] = (unsigned char)bucket->place_bits;
    store32(out, crc_of(out + 4, size - 4));
}

/* Read the bucket *number* at *at*, of at most *size* bytes, with SPARE more; return its size, 0 if it is damaged. */
static size_t read_bucket(const unsigned char *at, size_t size, uint32_t number, uint64_t first, Bucket *bucket) {
    uint64_t need;
    if (size < BUCKET_HEAD) return 0;
    bucket->count = load32(at + 8);
    bucket->least = load32(at + 12);
    bucket->key_bits = at[16];
    bucket->document_bits = at[17];
    bucket->place_bits = at[18];
    bucket->first = first;
    if (bucket->key_bits > KEY_BITS || bucket->document_bits > 32 || bucket->place_bits > 32) return 0;
    need = BUCKET_HEAD + (uint64_t)column_size(bucket->count, bucket->key_bits) +
           column_size(bucket->count, bucket->document_bits) + column_size(bucket->count, bucket->place_bits);
    if (need > size || load32(at + 4) != number || load32(at) != crc_of(at + 4, (size_t)need - 4)) return 0;
    bucket->keys = at + BUCKET_HEAD;
    bucket->documents = bucket->keys + column_size(bucket->count, bucket->key_bits);
    bucket->places = bucket->documents + column_size(bucket->count, bucket->document_bits);
    return (size_t)need;
}

INLINE uint32_t document_at(const Bucket *bucket, size_t at) {
    return bucket->least + (uint32_t)number_at(bucket->documents, at, bucket->document_bits);
}

INLINE uint32_t place_at(const Bucket *bucket, size_t at) {
    return (uint32_t)number_at(bucket->places, at, bucket->place_bits);
}

/* Find *key*: write the index of its first posting and return how many there are. */
static size_t find_key(const Bucket *bucket, uint64_t key, size_t *first) {
    uint64_t here = bucket->first;
    size_t at = 0, end;
    while (at < bucket->count && (here += number_at(bucket->keys, at, bucket->key_bits)) < key) at++;
    *first = at;
    if (at == bucket->count || here != key) return 0;
    for (end = at + 1; end < bucket->count && !number_at(bucket->keys, end, bucket->key_bits); end++) {
    }
    return end - at;
}

#endif

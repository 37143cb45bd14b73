/* Extension of a match within a band; plain/align.py documents what is returned. */

#ifndef PROVENANCE_KERNELS_EXTEND_H
#define PROVENANCE_KERNELS_EXTEND_H

#include "letters.h"

#define BAND 40
#define LANES 96 /* 2 * BAND + 1, and as many as fill a vector */
#define UNREACHED (-(1 << 28))

typedef struct {
    int32_t match, miss, drop, ahead;
} Going;

static const Going BY_LETTERS = {2, 3, 40, 400}, BY_WORDS = {2, 2, 10, 100};

/* One row of the band, from the one before; return its highest score. */
VECTORISED static int32_t next_row(int32_t *row, const uint32_t *right, uint32_t letter, int32_t match, int32_t miss,
                                   int32_t low, int32_t high, int32_t edge) {
    int32_t work[2][64 + LANES];
    int32_t *from = work[0] + 64, *to = work[1] + 64, highest = UNREACHED;
    for (int32_t t = 0; t < 64; t++) work[0][t] = work[1][t] = UNREACHED;
    for (int32_t t = 0; t < LANES; t++) {
        int32_t kept = row[t] + (right[t] == letter ? match : -miss), missed = row[t + 1] - miss;
        from[t] = (kept > missed ? kept : missed) + miss * t;
    }
    for (int32_t t = 0; t < low; t++) from[t] = UNREACHED;
    for (int32_t t = high + 1; t < LANES; t++) from[t] = UNREACHED;
    if (edge > UNREACHED) from[low] = edge + miss * low;
    for (int32_t step = 1; step < LANES; step *= 2) {
        for (int32_t t = 0; t < LANES; t++) to[t] = from[t] > from[t - step] ? from[t] : from[t - step];
        int32_t *other = from;
        from = to;
        to = other;
    }
    for (int32_t t = 0; t < LANES; t++) row[t] = from[t] - miss * t;
    for (int32_t t = 0; t < low; t++) row[t] = UNREACHED;
    for (int32_t t = high + 1; t < LANES; t++) row[t] = UNREACHED;
    for (int32_t t = 0; t < LANES; t++) highest = row[t] > highest ? row[t] : highest;
    return highest;
}

/* Find how many items of each side extend a match that ends before them; *padded* holds right after BAND items and
 * LANES more behind it; *more* is what a match of each left item scores besides (NULL: nothing). */
static void extend_padded(const uint32_t *left, int64_t n, const uint32_t *padded, int64_t m, Going by, const uint8_t *more,
                          int64_t *ends) {
    int32_t row[LANES + 1], best = 0;
    ends[0] = ends[1] = 0;
    for (int32_t t = 0; t <= LANES; t++)
        row[t] = t >= BAND && t <= 2 * BAND && t - BAND <= m ? -by.miss * (t - BAND) : UNREACHED;
    for (int64_t down = 1; down <= n; down++) {
        int64_t first = down - BAND, low = first < 0 ? -first : 0, high = m - first < 2 * BAND ? m - first : 2 * BAND;
        int32_t highest = UNREACHED;
        if (low <= high) {
            int32_t match = by.match + (more ? more[down - 1] : 0);
            highest = next_row(row, padded + down - 1, left[down - 1], match, by.miss, (int32_t)low, (int32_t)high,
                               first <= 0 ? (int32_t)(-by.miss * down) : UNREACHED);
        }
        if (highest > best) {
            int64_t t = low;
            while (row[t] != highest) t++;
            best = highest;
            ends[0] = down;
            ends[1] = first + t;
        }
        if (highest < best - by.drop) break;
    }
}

/* The same, whichever side comes first: the one with the smaller letters is the left one. */
static void go_on(const uint32_t *one, int64_t n, const uint32_t *other, int64_t m, Going by, const uint8_t *more_one,
                  const uint8_t *more_other, int64_t *ends) {
    uint32_t padded[BAND + 400 + LANES];
    ends[0] = ends[1] = 0;
    if (!n || !m) return;
    int order = memcmp(one, other, (size_t)(n < m ? n : m) * sizeof *one);
    int swapped = order > 0 || (order == 0 && n > m);
    const uint32_t *left = swapped ? other : one, *right = swapped ? one : other;
    int64_t rows = swapped ? m : n, columns = swapped ? n : m;
    memset(padded, 0xFF, BAND * sizeof *padded);
    memcpy(padded + BAND, right, (size_t)columns * sizeof *padded);
    memset(padded + BAND + columns, 0xFF, LANES * sizeof *padded);
    extend_padded(left, rows, padded, columns, by, swapped ? more_other : more_one, ends);
    if (swapped) {
        int64_t down = ends[1];
        ends[1] = ends[0];
        ends[0] = down;
    }
}

/* Letters *start* to *end*, or the words there, in the order in which extension reads them. */
INLINE int64_t letters_on(const Letters *letters, int64_t start, int64_t end, int back, uint32_t *items) {
    int64_t count = end > start ? end - start : 0;
    for (int64_t i = 0; i < count; i++) items[i] = letter_at(letters, back ? end - 1 - i : start + i);
    return count;
}

INLINE int64_t words_on(const uint64_t *ids, int64_t start, int64_t end, int back, uint32_t *items) {
    int64_t count = end > start ? end - start : 0;
    for (int64_t i = 0; i < count; i++) items[i] = (uint32_t)ids[back ? end - 1 - i : start + i];
    return count;
}

#endif

/* The loops of kernels.pyx over signatures, sets and pairs: bands, agreement, intersection, components, groups. */

#ifndef PROVENANCE_KERNELS_GROUP_H
#define PROVENANCE_KERNELS_GROUP_H

#include "kernels_text.h"

/* Return how many values two ascending sets share. */
static int64_t common(const uint64_t *left, const uint64_t *left_end, const uint64_t *right, const uint64_t *right_end) {
    int64_t count = 0;
    while (left < left_end && right < right_end) {
        uint64_t one = *left, other = *right;
        count += one == other;
        left += one <= other;
        right += other <= one;
    }
    return count;
}

/* Return in how many of 128 permutations two rows agree. */
INLINE int agreement(const uint32_t *left, const uint32_t *right) {
    int same = 0;
    for (size_t i = 0; i < PERMUTATIONS; i++) same += left[i] == right[i];
    return same;
}

VECTORISED static void agree_all(
    const uint32_t *signatures, const int64_t *left, const int64_t *right, size_t count, int64_t *found
) {
    for (size_t i = 0; i < count; i++)
        found[i] = agreement(signatures + left[i] * PERMUTATIONS, signatures + right[i] * PERMUTATIONS);
}

/* ---- bands ------------------------------------------------------------------------------------------------------- */

typedef struct {
    uint64_t *items;
    size_t count, capacity;
} Pairs;

static int add_pair(Pairs *pairs, uint64_t left, uint64_t right) {
    if (pairs->count == pairs->capacity) {
        size_t capacity = pairs->capacity ? 2 * pairs->capacity : 4096;
        uint64_t *items = realloc(pairs->items, capacity * sizeof *items);
        if (items == NULL) return 0;
        pairs->items = items;
        pairs->capacity = capacity;
    }
    pairs->items[pairs->count++] = left < right ? left << 32 | right : right << 32 | left;
    return 1;
}

/* Sort by the upper halves, stably: three passes of eleven bits. */
static void sort_keys(uint64_t *items, uint64_t *spare, size_t count) {
    for (int shift = 32; shift < 64; shift += 11) {
        size_t places[2049] = {0};
        for (size_t i = 0; i < count; i++) places[(items[i] >> shift & 2047) + 1]++;
        for (size_t i = 0; i < 2048; i++) places[i + 1] += places[i];
        for (size_t i = 0; i < count; i++) spare[places[items[i] >> shift & 2047]++] = items[i];
        uint64_t *swap = items;
        items = spare;
        spare = swap;
    }
    /* An odd number of passes has left them in the spare array. */
    memcpy(spare, items, count * sizeof *items);
}

INLINE int same_band(const uint32_t *left, const uint32_t *right, size_t band, size_t rows) {
    return !memcmp(left + band * rows, right + band * rows, rows * sizeof *left);
}

/* Whether two rows meet in *band*, have not met in an earlier one that gave pairs, and agree enough.  *crowds* has a bit
 * a band for each row: set where it meets too many there, so that the band gives no pairs. */
INLINE int first_meeting(
    const uint32_t *signatures, uint64_t one, uint64_t other, size_t band, size_t rows, int agreeing,
    const uint64_t *crowds
) {
    const uint32_t *left = signatures + one * PERMUTATIONS, *right = signatures + other * PERMUTATIONS;
    if (!same_band(left, right, band, rows)) return 0;
    for (size_t earlier = 0; earlier < band; earlier++)
        if (same_band(left, right, earlier, rows) && !(crowds[2 * one + earlier / 64] >> (earlier % 64) & 1)) return 0;
    return agreement(left, right) >= agreeing;
}

VECTORISED static int pair_up(
    const uint32_t *signatures, const uint64_t *items, size_t size, size_t band, size_t rows, int agreeing,
    const uint64_t *crowds, Pairs *pairs
) {
    for (size_t i = 0; i < size; i++) {
        uint64_t one = items[i] & UINT32_MAX;
        for (size_t j = i + 1; j < size; j++) {
            uint64_t other = items[j] & UINT32_MAX;
            if (first_meeting(signatures, one, other, band, rows, agreeing, crowds) && !add_pair(pairs, one, other))
                return 0;
        }
    }
    return 1;
}

VECTORISED static void band_keys(const uint32_t *signatures, size_t count, size_t band, size_t rows, uint64_t *items) {
    for (size_t i = 0; i < count; i++) {
        const uint32_t *row = signatures + i * PERMUTATIONS + band * rows;
        uint64_t key = 0;
        for (size_t j = 0; j < rows; j++) key = mix(key + row[j] + PLACE_STEP);
        items[i] = (key & ~(uint64_t)UINT32_MAX) | i;
    }
}

/* Collect the pairs of rows that meet, and mark in *crowds* the bands where a row meets too many.  0: out of memory. */
static int join_bands(
    const uint32_t *signatures, size_t count, size_t rows, int agreeing, size_t crowd, uint64_t *crowds, Pairs *pairs
) {
    uint64_t *items = malloc(2 * (count + 1) * sizeof *items);
    int done = items != NULL;
    for (size_t band = 0; done && band < PERMUTATIONS / rows; band++) {
        size_t end;
        band_keys(signatures, count, band, rows, items);
        sort_keys(items, items + count, count);
        for (size_t begin = 0; done && begin < count; begin = end) {
            for (end = begin + 1; end < count && items[end] >> 32 == items[begin] >> 32;) end++;
            if (end - begin > crowd) {
                for (size_t i = begin; i < end; i++)
                    crowds[2 * (items[i] & UINT32_MAX) + band / 64] |= UINT64_C(1) << band % 64;
            } else if (end - begin > 1) {
                done = pair_up(signatures, items + begin, end - begin, band, rows, agreeing, crowds, pairs);
            }
        }
    }
    free(items);
    return done;
}

/* ---- components -------------------------------------------------------------------------------------------------- */

INLINE int64_t root_of(int64_t *parents, int64_t node) {
    while (parents[node] != node) node = parents[node] = parents[parents[node]];
    return node;
}

static void connect(int64_t *parents, size_t count, const int64_t *left, const int64_t *right, size_t edges) {
    for (size_t i = 0; i < count; i++) parents[i] = (int64_t)i;
    for (size_t i = 0; i < edges; i++) {
        int64_t one = root_of(parents, left[i]), other = root_of(parents, right[i]);
        if (one < other) parents[other] = one;
        else parents[one] = other;
    }
    /* Parents are less than their children, so one pass upwards leaves roots only. */
    for (size_t i = 0; i < count; i++) parents[i] = parents[parents[i]];
}

/* ---- representatives --------------------------------------------------------------------------------------------- */

typedef struct {
    int64_t node;
    double similarity;
} Partner;

static void sink(uint64_t *heap, size_t count, size_t at) {
    uint64_t item = heap[at];
    for (size_t child; (child = 2 * at + 1) < count; at = child) {
        if (child + 1 < count && heap[child + 1] > heap[child]) child++;
        if (heap[child] <= item) break;
        heap[at] = heap[child];
    }
    heap[at] = item;
}

/* Partners of node i: partners[bounds[i]] up to partners[bounds[i + 1]].  The caller has set found to -1. */
static void choose(
    size_t count, const int64_t *bounds, const Partner *partners, const int64_t *weights, int64_t *free_weight,
    uint64_t *heap, int64_t *found, double *similarity
) {
    size_t left = 0;
    for (size_t i = 0; i < count; i++) {
        free_weight[i] = weights[i] - 1;
        for (int64_t j = bounds[i]; j < bounds[i + 1]; j++) free_weight[i] += weights[partners[j].node];
        if (free_weight[i]) heap[left++] = (uint64_t)free_weight[i] << 32 | (UINT32_MAX - i);
    }
    for (size_t i = left / 2; i-- > 0;) sink(heap, left, i);
    while (left) {
        int64_t node = (int64_t)(UINT32_MAX - (heap[0] & UINT32_MAX)), weight = (int64_t)(heap[0] >> 32);
        if (found[node] >= 0 || !free_weight[node] || free_weight[node] == weight) {
            heap[0] = heap[--left];
        } else { /* It has lost partners since: back into the heap by what it has now. */
            heap[0] = (uint64_t)free_weight[node] << 32 | (heap[0] & UINT32_MAX);
            weight = -1;
        }
        if (left) sink(heap, left, 0);
        if (weight < 0 || found[node] >= 0 || !free_weight[node]) continue;
        for (int64_t j = bounds[node] - 1; j < bounds[node + 1]; j++) {
            int64_t taken = j < bounds[node] ? node : partners[j].node;
            if (found[taken] >= 0) continue;
            found[taken] = node;
            similarity[taken] = j < bounds[node] ? 1.0 : partners[j].similarity;
            for (int64_t k = bounds[taken]; k < bounds[taken + 1]; k++) free_weight[partners[k].node] -= weights[taken];
        }
    }
}

#endif

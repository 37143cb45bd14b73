/* The C loops over signatures, sets and pairs: bands, agreements, intersections, components, groups. */

#ifndef PROVENANCE_KERNELS_GROUP_H
#define PROVENANCE_KERNELS_GROUP_H

#include "text.h"

/* Return the number of values that two ascending sets share. */
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

/* ---- runs of words ----------------------------------------------------------------------------------------------- */

#define RUN 5 /* words, as in a shingle */

INLINE size_t slot_of_run(const uint64_t *ids, size_t count, size_t mask) {
    uint64_t key = 0;
    for (size_t i = 0; i < count; i++) key = mix(key ^ ids[i]) * WORD_BASE;
    return (size_t)(key >> 32) & mask;
}

/* Find out which words of a text are in a run of RUN words that another text has too; of a shorter text, the whole.
 *slots* has room for a power of two of places, one more than *mask*, that is at least twice as large as *others*. */
static void find_alone(
    const uint64_t *ids, size_t count, const uint64_t *other, size_t others, uint32_t *slots, size_t mask,
    unsigned char *alone
) {
    size_t run = count < RUN ? count : RUN, reach = 0;
    memset(alone, 1, count);
    if (!count || others < run || (count < RUN && others != count)) return;
    memset(slots, 0, (mask + 1) * sizeof *slots);
    for (size_t i = 0; i + run <= others; i++) {
        size_t slot = slot_of_run(other + i, run, mask);
        while (slots[slot] && memcmp(other + slots[slot] - 1, other + i, run * sizeof *other))
            slot = (slot + 1) & mask;
        slots[slot] = (uint32_t)i + 1;
    }
    for (size_t i = 0; i + run <= count; i++) {
        size_t slot = slot_of_run(ids + i, run, mask);
        while (slots[slot] && memcmp(other + slots[slot] - 1, ids + i, run * sizeof *ids)) slot = (slot + 1) & mask;
        if (!slots[slot]) continue;
        for (reach = reach > i ? reach : i; reach < i + run; reach++) alone[reach] = 0;
    }
}

/* Return the number of permutations, out of 128, in which two rows agree. */
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
    uint64_t *items; /* left << 32 | right */
    size_t count, capacity;
} Pairs;

/* Sort the pairs and remove duplicates; return 0 if out of memory. */
static int remove_duplicates(Pairs *pairs) {
    uint64_t *spare = malloc((pairs->count + 1) * sizeof *spare);
    if (spare != NULL && pairs->count) pairs->count = distinct(pairs->items, spare, pairs->count);
    free(spare);
    return spare != NULL;
}

/* Make room for *more* pairs, removing duplicates before allocating; return 0 if out of memory. */
static int make_room(Pairs *pairs, size_t more) {
    if (pairs->count + more <= pairs->capacity) return 1;
    if (!remove_duplicates(pairs)) return 0;
    if (2 * (pairs->count + more) > pairs->capacity) {
        size_t capacity = 4 * (pairs->count + more) + 65536;
        uint64_t *items = realloc(pairs->items, capacity * sizeof *items);
        if (items == NULL) return 0;
        pairs->items = items;
        pairs->capacity = capacity;
    }
    return 1;
}

/* Sort by the upper 32 bits, stably, in three passes of at most eleven bits. */
static void sort_keys(uint64_t *items, uint64_t *spare, size_t count) {
    size_t places[3][2048] = {{0}};
    for (size_t i = 0; i < count; i++) {
        places[0][items[i] >> 32 & 2047]++;
        places[1][items[i] >> 43 & 2047]++;
        places[2][items[i] >> 54]++;
    }
    for (int pass = 0; pass < 3; pass++) {
        const uint64_t *from = pass & 1 ? spare : items;
        uint64_t *to = pass & 1 ? items : spare;
        size_t sum = 0;
        for (size_t i = 0; i < 2048; i++) {
            size_t here = places[pass][i];
            places[pass][i] = sum;
            sum += here;
        }
        for (size_t i = 0; i < count; i++) to[places[pass][from[i] >> (32 + 11 * pass) & 2047]++] = from[i];
    }
    memcpy(items, spare, count * sizeof *items);
}

#define ROWS_TOGETHER 16 /* signature rows read at a time: one cache line */

/* Write the keys of several bands, band after band: the key in the upper half, the row number in the lower. */
static void band_keys(
    const uint32_t *signatures, size_t count, size_t first, size_t bands, size_t rows, uint64_t *items
) {
    for (size_t i = 0; i < count; i++) {
        const uint32_t *value = signatures + i * PERMUTATIONS + first * rows;
        for (size_t band = 0; band < bands; band++) {
            uint64_t key = 0;
            for (size_t j = 0; j < rows; j++) key = key * SHINGLE_BASE + *value++;
            items[band * count + i] = (mix(key) & ~(uint64_t)UINT32_MAX) | i;
        }
    }
}

/* Collect the pairs of rows that meet in one band, and mark rows in crowded buckets; return 0 if out of memory. */
static int join_band(const uint64_t *items, size_t count, size_t crowd, unsigned char *crowded, Pairs *pairs) {
    size_t end;
    for (size_t begin = 0; begin < count; begin = end) {
        for (end = begin + 1; end < count && items[end] >> 32 == items[begin] >> 32;) end++;
        size_t size = end - begin;
        if (LIKELY(size == 1)) continue;
        if (size > crowd) {
            for (size_t i = begin; i < end; i++) crowded[items[i] & UINT32_MAX] = 1;
        } else {
            if (!make_room(pairs, size * (size - 1) / 2)) return 0;
            /* The sort is stable, so rows ascend. */
            for (size_t i = begin; i < end; i++)
                for (size_t j = i + 1; j < end; j++)
                    pairs->items[pairs->count++] = items[i] << 32 | (items[j] & UINT32_MAX);
        }
    }
    return 1;
}

/* Collect the pairs of rows that meet in any band, and mark rows in crowded buckets; return 0 if out of memory. */
static int join_bands(
    const uint32_t *signatures, size_t count, size_t rows, size_t crowd, unsigned char *crowded, Pairs *pairs
) {
    size_t bands = PERMUTATIONS / rows, together = rows < ROWS_TOGETHER ? ROWS_TOGETHER / rows : 1;
    uint64_t *items = malloc((together + 1) * (count + 1) * sizeof *items);
    int done = items != NULL;
    for (size_t first = 0; done && first < bands; first += together) {
        size_t batch = bands - first < together ? bands - first : together;
        band_keys(signatures, count, first, batch, rows, items);
        for (size_t band = 0; done && band < batch; band++) {
            sort_keys(items + band * count, items + together * count, count);
            done = join_band(items + band * count, count, crowd, crowded, pairs);
        }
    }
    done = done && remove_duplicates(pairs);
    free(items);
    return done;
}

/* Keep the pairs whose rows agree in at least *agreeing* permutations. */
VECTORISED static void keep_agreeing(const uint32_t *signatures, int agreeing, Pairs *pairs) {
    size_t kept = 0;
    for (size_t i = 0; i < pairs->count; i++) {
        uint64_t pair = pairs->items[i];
        pairs->items[kept] = pair;
        kept += agreement(signatures + (pair >> 32) * PERMUTATIONS, signatures + (pair & UINT32_MAX) * PERMUTATIONS) >=
                agreeing;
    }
    pairs->count = kept;
}

/* ---- rare values -------------------------------------------------------------------------------------------------- */

static void tally_all(const uint64_t *values, size_t count, uint32_t *table, int shift) {
    for (size_t i = 0; i < count; i++) table[values[i] >> shift]++;
}

/* Write the keys of the *length* rarest values of a set, except unique ones; return how many were written. */
static size_t rarest_of(
    const uint64_t *values, size_t count, const uint32_t *table, int shift, size_t length, uint64_t *keys, uint64_t *spare
) {
    size_t kept = 0, alone;
    const uint64_t most = (1 << 24) - 1, low = (UINT64_C(1) << 40) - 1;
    for (size_t i = 0; i < count; i++) {
        uint64_t times = table[values[i] >> shift];
        if (times > 1) keys[kept++] = (times < most ? times : most) << 40 | (values[i] & low);
    }
    /* Values that occur only once are the rarest: they count towards *length* and come first. */
    alone = count - kept;
    if (alone >= length) return 0;
    sort_values(keys, spare, kept);
    return kept < length - alone ? kept : length - alone;
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
    /* Parents are less than their children, so one ascending pass leaves only roots. */
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

/* Choose representatives greedily.  The partners of node i are partners[bounds[i]] up to partners[bounds[i + 1]]; the
 * caller has filled *found* with -1. */
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
        } else { /* it lost partners meanwhile: back into the heap with its new weight */
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

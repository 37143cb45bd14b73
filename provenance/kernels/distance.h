/* Edit distance: Myers 1999, as Hyyrö 2003 has it for patterns of several machine words. */

#ifndef PROVENANCE_KERNELS_DISTANCE_H
#define PROVENANCE_KERNELS_DISTANCE_H

#include "arena.h"
#include "words.h"

#define SLOTS 128

INLINE uint64_t *slot_of(uint64_t *keys, uint64_t *masks, uint64_t key) {
    size_t at = (size_t)((key * WORD_BASE) >> 57);
    while (masks[at] && keys[at] != key) at = (at + 1) & (SLOTS - 1);
    keys[at] = masks[at] ? keys[at] : key;
    return masks + at;
}

INLINE uint64_t mask_of(const uint64_t *keys, const uint64_t *masks, uint64_t key) {
    size_t at = (size_t)((key * WORD_BASE) >> 57);
    while (masks[at] && keys[at] != key) at = (at + 1) & (SLOTS - 1);
    return masks[at];
}

/* Return the edit distance of two rows of items: how many must be replaced, added or removed. */
static int64_t distance(Arena *arena, const uint64_t *one, int64_t m, const uint64_t *other, int64_t n) {
    uint64_t keys[SLOTS], masks[SLOTS];
    while (m && n && one[0] == other[0]) one++, other++, m--, n--;
    while (m && n && one[m - 1] == other[n - 1]) m--, n--;
    if (m > n) {
        const uint64_t *row = one;
        int64_t size = m;
        one = other, m = n;
        other = row, n = size;
    }
    if (!m) return n;
    /* The step along each column at the lower end of the strip of 64 rows above. */
    int8_t *steps = m > 64 ? TAKE(arena, int8_t, n) : NULL;
    if (steps) memset(steps, 1, (size_t)n);
    int64_t found = m;
    for (int64_t begin = 0; begin < m; begin += 64) {
        int64_t rows = m - begin < 64 ? m - begin : 64;
        uint64_t plus = ~UINT64_C(0), minus = 0, last = UINT64_C(1) << (rows - 1);
        memset(masks, 0, sizeof masks);
        for (int64_t i = 0; i < rows; i++) *slot_of(keys, masks, one[begin + i]) |= UINT64_C(1) << i;
        found = m;
        for (int64_t j = 0; j < n; j++) {
            uint64_t equal = mask_of(keys, masks, other[j]), down = equal | minus;
            int step = steps ? steps[j] : 1;
            equal |= step < 0;
            uint64_t along = (((equal & plus) + plus) ^ plus) | equal;
            uint64_t more = minus | ~(along | plus), less = plus & along;
            int out = (more & last) ? 1 : (less & last) ? -1 : 0;
            found += out;
            if (steps) steps[j] = (int8_t)out;
            more = more << 1 | (uint64_t)(step > 0);
            less = less << 1 | (uint64_t)(step < 0);
            plus = less | ~(down | more);
            minus = more & down;
        }
    }
    return found;
}

/* The same; -1 if out of memory. */
static int64_t whole_distance(Arena *arena, const uint64_t *one, int64_t m, const uint64_t *other, int64_t n) {
    return setjmp(arena->out) ? -1 : distance(arena, one, m, other, n);
}

/* Return how many letters of the gap's longer side its other side has too, in order. */
static int64_t alike(Arena *arena, const uint32_t *one, int64_t m, const uint32_t *other, int64_t n) {
    uint64_t near[256];
    int64_t longer = m > n ? m : n;
    while (m && n && one[0] == other[0]) one++, other++, m--, n--;
    while (m && n && one[m - 1] == other[n - 1]) m--, n--;
    if (!m || !n) return longer - (m + n);
    uint64_t *items = m + n <= 256 ? near : TAKE(arena, uint64_t, m + n);
    for (int64_t i = 0; i < m; i++) items[i] = one[i];
    for (int64_t i = 0; i < n; i++) items[m + i] = other[i];
    return longer - distance(arena, items, m, items + m, n);
}

#endif

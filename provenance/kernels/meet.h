/* From words to the places where documents meet: winnowed hashes of runs of words, and the first place of each. */

#ifndef PROVENANCE_KERNELS_MEET_H
#define PROVENANCE_KERNELS_MEET_H

#include "text.h"

#define RUN_MIX UINT64_C(0xBF58476D1CE4E5B9)

INLINE uint64_t mix_run(uint64_t hash) {
    hash = (hash ^ (hash >> 31)) * RUN_MIX;
    return hash ^ (hash >> 29);
}

INLINE uint64_t least_of(uint64_t one, uint64_t other) { return one < other ? one : other; }

/* Write the hashes and places of the runs of *run* words that are kept: the least of any three that follow each other. */
static size_t winnow(const uint64_t *ids, size_t count, size_t run, uint64_t *hashes, int32_t *places) {
    uint64_t sum = 0, power = 1, before = UINT64_MAX, second = UINT64_MAX, here, next, after;
    size_t kept = 0, last;
    if (count < run) return 0;
    last = count - run; /* the last run */
    for (size_t i = 0; i < run; i++) {
        sum = sum * WORD_BASE + ids[i];
        if (i) power *= WORD_BASE;
    }
    here = mix_run(sum);
    next = UINT64_MAX;
    if (last) {
        sum = (sum - ids[0] * power) * WORD_BASE + ids[run];
        next = mix_run(sum);
    }
    for (size_t at = 0; at <= last; at++) {
        after = UINT64_MAX;
        if (at + 2 <= last) {
            sum = (sum - ids[at + 1] * power) * WORD_BASE + ids[at + 1 + run];
            after = mix_run(sum);
        }
        if (here <= least_of(before, second) || here <= least_of(before, next) || here <= least_of(next, after)) {
            hashes[kept] = here;
            places[kept++] = (int32_t)at;
        }
        second = before;
        before = here;
        here = next;
        next = after;
    }
    return kept;
}

/* The same for windows of any size: the hashes of all runs first, then the least of each window that grows, moves on and
 * shrinks.  *hashes* and *places* have room for *count*. */
static size_t winnow_wide(
    const uint64_t *ids, size_t count, size_t run, size_t window, uint64_t *hashes, int32_t *places
) {
    uint64_t sum = 0, power = 1, least = UINT64_MAX;
    size_t kept = 0, total, last_marked = 0, at;
    if (count < run) return 0;
    total = count - run + 1;
    for (size_t i = 0; i < run; i++) {
        sum = sum * WORD_BASE + ids[i];
        if (i) power *= WORD_BASE;
    }
    for (size_t i = 0; i < total; i++) {
        hashes[i] = mix_run(sum);
        if (i + 1 < total) sum = (sum - ids[i] * power) * WORD_BASE + ids[i + run];
    }
    /* places[i] is 1 for a run that is kept, until the places themselves are written. */
    memset(places, 0, total * sizeof *places);
    for (size_t end = 1; end < total + window; end++) {
        size_t first = end > window ? end - window : 0, stop = end < total ? end : total;
        if (first >= stop) break;
        if (end <= total && hashes[end - 1] <= least) {
            least = hashes[end - 1];
            places[end - 1] = 1;
        } else if (first && hashes[first - 1] == least) {
            least = UINT64_MAX;
            for (at = first; at < stop; at++) least = least_of(least, hashes[at]);
            for (at = first; at < stop; at++) places[at] |= hashes[at] == least;
        }
    }
    for (at = 0; at < total; at++) {
        last_marked = places[at];
        hashes[kept] = hashes[at];
        places[kept] = (int32_t)at;
        kept += last_marked;
    }
    return kept;
}

typedef struct {
    uint64_t hash;
    uint32_t trace, document;
} Trace;

/* The first place of a hash: the trace, and the rank and the number of its document; rank 0 marks a free slot. */
typedef struct {
    uint64_t hash;
    uint32_t rank, trace, document;
} First;

/* Find the first trace of each hash among *count*, and write it to the others. */
static void meet_traces(const Trace *traces, size_t count, const int32_t *ranks, const int32_t *places, First *table,
                        size_t mask, int32_t *others, int32_t *other_places) {
    memset(table, 0, (mask + 1) * sizeof *table);
    for (size_t i = 0; i < count; i++) {
        uint32_t rank = (uint32_t)ranks[traces[i].document] + 1;
        size_t at = (size_t)(traces[i].hash >> 8) & mask;
        while (table[at].rank && table[at].hash != traces[i].hash) at = (at + 1) & mask;
        /* Traces ascend by place, so of one document the first one stays. */
        if (!table[at].rank || rank < table[at].rank)
            table[at] = (First){traces[i].hash, rank, traces[i].trace, traces[i].document};
    }
    for (size_t i = 0; i < count; i++) {
        size_t at = (size_t)(traces[i].hash >> 8) & mask;
        while (table[at].hash != traces[i].hash || !table[at].rank) at = (at + 1) & mask;
        if (table[at].document == traces[i].document) continue;
        others[traces[i].trace] = (int32_t)table[at].document;
        other_places[traces[i].trace] = places[table[at].trace];
    }
}

#endif

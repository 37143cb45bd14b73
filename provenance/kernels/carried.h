/* From the places where a document meets others to the passages that it carries; plain/carrying.py documents each step. */

#ifndef PROVENANCE_KERNELS_CARRIED_H
#define PROVENANCE_KERNELS_CARRIED_H

#include "align.h"

#define MARGIN 60    /* words on both sides of a meeting that are aligned */
#define WHOLE 4000   /* words between the first and the last meeting that are aligned as one */
#define APART 200    /* words between meetings that are aligned by themselves where there are more */
#define LONG_RUN 10  /* words that a meeting has in common: these if it proves a passage, otherwise fewer */
#define SHORT_RUN 8

/* Letters or words beyond a run that are alike: from left words a to c, right words b to d. */
static int goes_on(const Letters *left, const Letters *right, int64_t a, int64_t b, int64_t c, int64_t d) {
    uint32_t items[2][400];
    int64_t gone[2], n, m;
    n = words_on(left->ids, c, LEAST(left->words, c + BY_WORDS.ahead), 0, items[0]);
    m = words_on(right->ids, d, LEAST(right->words, d + BY_WORDS.ahead), 0, items[1]);
    go_on(items[0], n, items[1], m, BY_WORDS, NULL, NULL, gone);
    if (gone[0] || gone[1]) return 1;
    n = words_on(left->ids, GREATEST(0, a - BY_WORDS.ahead), a, 1, items[0]);
    m = words_on(right->ids, GREATEST(0, b - BY_WORDS.ahead), b, 1, items[1]);
    go_on(items[0], n, items[1], m, BY_WORDS, NULL, NULL, gone);
    if (gone[0] || gone[1]) return 1;
    int64_t e = left->firsts[c], f = right->firsts[d];
    n = letters_on(left, e, LEAST(left->size, e + BY_LETTERS.ahead), 0, items[0]);
    m = letters_on(right, f, LEAST(right->size, f + BY_LETTERS.ahead), 0, items[1]);
    go_on(items[0], n, items[1], m, BY_LETTERS, NULL, NULL, gone);
    if (word_after(left->firsts, left->words, e + gone[0]) != c) return 1;
    if (word_after(right->firsts, right->words, f + gone[1]) != d) return 1;
    e = left->firsts[a];
    f = right->firsts[b];
    n = letters_on(left, GREATEST(0, e - BY_LETTERS.ahead), e, 1, items[0]);
    m = letters_on(right, GREATEST(0, f - BY_LETTERS.ahead), f, 1, items[1]);
    go_on(items[0], n, items[1], m, BY_LETTERS, NULL, NULL, gone);
    return word_before(left->firsts, left->words, e - gone[0]) != a ||
           word_before(right->firsts, right->words, f - gone[1]) != b;
}

/* Make equal words about two places into an overlap, if they are enough and nothing beyond them is alike; return
 * the word of the right side after it, or -1. */
static int64_t verbatim(const Letters *left, const Letters *right, int64_t a, int64_t b, int32_t min_words,
                        const Text *texts, Row *row) {
    int64_t c = a, d = b;
    while (c < left->words && d < right->words && left->ids[c] == right->ids[d]) c++, d++;
    while (a > 0 && b > 0 && left->ids[a - 1] == right->ids[b - 1]) a--, b--;
    int64_t words = c - a, parts = ((int64_t)left->firsts[c] - left->firsts[a]) * ANY_PARTS;
    if (words < min_words) return -1;
    for (int64_t i = left->firsts[a]; left->wide && i < left->firsts[c]; i++)
        parts += parts_of(letter_at(left, i)) - ANY_PARTS;
    if (parts / WORD < min_words || goes_on(left, right, a, b, c, d)) return -1;
    row->left_start = left->starts[a];
    row->left_end = left->ends[c - 1];
    row->right_start = right->starts[b];
    row->right_end = right->ends[d - 1];
    row->words = words;
    row->similarity = 1.0;
    row->kind = VERBATIM;
    row->quoted = is_quoted(texts, row->left_start, row->left_end) || is_quoted(texts + 1, row->right_start, row->right_end);
    row->left_words = words_between(left, row->left_start, row->left_end);
    row->right_words = words_between(right, row->right_start, row->right_end);
    return d;
}

/* Meetings with one other document that are looked at together: places first to last of the columns. */
typedef struct {
    int32_t other, first, last, run;
} Stretch;

typedef struct {
    Row row;
    int32_t other, before; /* the row of the same other document before it, -1: none */
} Carry;

/* What one document carries: its meetings by other document, the stretches that are left, what is found. */
typedef struct {
    Arena arena;
    const Letters *own;
    Text text;
    int32_t min_words, others;
    int32_t *names; /* of the other documents, ascending; elsewhere they go by their places here */
    int32_t *there, *here, *open_there, *open_here, open;
    Stretch *stretches;
    int32_t count, room, next;
    uint8_t *covered; /* by word: whether it lies in what is found */
    Carry *found;
    int32_t found_count, found_room;
    int32_t *latest; /* the last row of each other document */
} Carrying;

static int longest_first(const void *stretches, int32_t one, int32_t other) {
    const Stretch *x = (const Stretch *)stretches + one, *y = (const Stretch *)stretches + other;
    if (x->last - x->first != y->last - y->first) return x->last - x->first > y->last - y->first ? -1 : 1;
    return (x->other > y->other) - (x->other < y->other);
}

static void add_stretch(Carrying *work, int32_t other, int32_t first, int32_t last, int32_t run) {
    GROW(&work->arena, Stretch, work->stretches, work->count, work->room);
    work->stretches[work->count++] = (Stretch){other, first, last, run};
}

/* Add what lies together of the meetings first to last, which are all with one other document. */
static void add_stretches(Carrying *work, int32_t other, int32_t first, int32_t last, int32_t run) {
    int32_t low = work->there[first], high = low;
    for (int32_t i = first; i < last; i++) {
        low = LEAST(low, work->there[i]);
        high = GREATEST(high, work->there[i]);
    }
    if (GREATEST(high - low, work->here[last - 1] - work->here[first]) <= WHOLE) {
        add_stretch(work, other, first, last, run);
        return;
    }
    for (int32_t begin = first, i = first + 1; i <= last; i++) {
        int32_t step = i < last ? work->there[i] - work->there[i - 1] : 0;
        if (i < last && work->here[i] - work->here[i - 1] <= APART && LEAST(step, -step) >= -APART) continue;
        add_stretch(work, other, begin, i, run);
        begin = i;
    }
}

static int ascending(const void *one, const void *other) {
    int32_t a = *(const int32_t *)one, b = *(const int32_t *)other;
    return (a > b) - (a < b);
}

/* Write each of the other documents to *names*, once; return for each meeting the index of its document there. */
static int32_t *name_others(Carrying *work, const int32_t *others, int32_t count) {
    int32_t *places = TAKE(&work->arena, int32_t, count);
    work->names = TAKE(&work->arena, int32_t, count);
    if (count) memcpy(work->names, others, (size_t)count * sizeof *others);
    qsort(work->names, (size_t)count, sizeof *others, ascending);
    for (int32_t i = 0; i < count; i++)
        if (!i || work->names[i] != work->names[work->others - 1]) work->names[work->others++] = work->names[i];
    for (int32_t i = 0; i < count; i++) {
        int32_t low = 0, high = work->others;
        while (high - low > 1) {
            int32_t middle = (low + high) / 2;
            if (work->names[middle] <= others[i]) low = middle;
            else high = middle;
        }
        places[i] = low;
    }
    return places;
}

/* Prepare for *count* meetings, ordered by the place here; return 0 if out of memory. */
static int begin_carrying(Carrying *work, const int32_t *documents, const int32_t *there, const int32_t *here,
                          const uint8_t *proof, int32_t count) {
    if (setjmp(work->arena.out)) return 0;
    Arena *arena = &work->arena;
    int32_t *others = name_others(work, documents, count), *bounds = TAKE(arena, int32_t, work->others + 1);
    work->there = TAKE(arena, int32_t, count);
    work->here = TAKE(arena, int32_t, count);
    work->open_there = TAKE(arena, int32_t, count);
    work->open_here = TAKE(arena, int32_t, count);
    work->covered = TAKE(arena, uint8_t, work->own->words + 1);
    work->latest = TAKE(arena, int32_t, work->others);
    memset(work->covered, 0, (size_t)work->own->words + 1);
    memset(work->latest, 0xFF, (size_t)work->others * sizeof *work->latest);
    for (int32_t pass = 0, placed = 0; pass < 2; pass++) {
        int32_t before = work->count, sum = placed;
        memset(bounds, 0, ((size_t)work->others + 1) * sizeof *bounds);
        for (int32_t i = 0; i < count; i++) bounds[others[i]] += (proof[i] != 0) == pass;
        for (int32_t i = 0; i <= work->others; i++) {
            int32_t own = bounds[i];
            bounds[i] = sum;
            sum += own;
        }
        for (int32_t i = 0; i < count; i++) {
            if ((proof[i] != 0) != pass) continue;
            work->there[bounds[others[i]]] = there[i];
            work->here[bounds[others[i]]++] = here[i];
        }
        for (int32_t i = 0, first = placed; i < work->others; i++) {
            if (bounds[i] > first) add_stretches(work, i, first, bounds[i], pass ? LONG_RUN : SHORT_RUN);
            first = bounds[i];
        }
        placed = sum;
        int32_t size = work->count - before, *order = TAKE(arena, int32_t, size);
        Stretch *sorted = TAKE(arena, Stretch, size);
        for (int32_t i = 0; i < size; i++) order[i] = i;
        sort_places(arena, order, size, longest_first, work->stretches + before);
        for (int32_t i = 0; i < size; i++) sorted[i] = work->stretches[before + order[i]];
        if (size) memcpy(work->stretches + before, sorted, (size_t)size * sizeof *sorted);
    }
    return 1;
}

/* Advance to the next stretch that is not fully covered; return its other document, or -1 if none is left. */
static int32_t next_open(Carrying *work) {
    for (; work->next < work->count; work->next++) {
        const Stretch *one = work->stretches + work->next;
        work->open = 0;
        for (int32_t i = one->first; i < one->last; i++) {
            /* Beyond what another document is known to have, one more equal word at an end is chance. */
            if (work->covered[work->here[i] + 1] && work->covered[work->here[i] + one->run - 2]) continue;
            work->open_there[work->open] = work->there[i];
            work->open_here[work->open++] = work->here[i];
        }
        if (work->open) return one->other;
    }
    return -1;
}

INLINE int meet(int64_t start, int64_t end, int64_t begin, int64_t stop) { return start < stop && begin < end; }

/* Add an overlap, unless it shares letters on both sides with one of the same document. */
static void carry(Carrying *work, int32_t other, Row row) {
    for (int32_t at = work->latest[other]; at >= 0; at = work->found[at].before) {
        const Row *known = &work->found[at].row;
        if (meet(known->left_start, known->left_end, row.left_start, row.left_end) &&
            meet(known->right_start, known->right_end, row.right_start, row.right_end))
            return;
    }
    GROW(&work->arena, Carry, work->found, work->found_count, work->found_room);
    work->found[work->found_count] = (Carry){row, other, work->latest[other]};
    work->latest[other] = work->found_count++;
    int64_t first = below(work->own->starts, work->own->words, row.right_start);
    int64_t last = below(work->own->starts, work->own->words, row.right_end);
    memset(work->covered + first, 1, (size_t)(last - first));
}

/* Empty an arena, but keep its largest block for reuse. */
static void rewind_arena(Arena *arena) {
    if (arena->blocks == NULL) return;
    Block *block = arena->blocks->next;
    while (block != NULL) {
        Block *next = block->next;
        free(block);
        block = next;
    }
    arena->blocks->next = NULL;
    arena->blocks->used = 0;
}

/* Align the open places of the next stretch with the other document's text and add what is found; return 0 where
 * memory runs out.  *scratch* and *found* are the caller's, and may hold the remains of an earlier call. */
static int align_next(Carrying *work, const Letters *other, const Text *text, Arena *scratch, Chained *found) {
    if (setjmp(scratch->out)) return 0;
    if (setjmp(work->arena.out)) return 0;
    const Stretch *stretch = work->stretches + work->next++;
    const Letters *letters[2] = {other, work->own};
    Text texts[2] = {*text, work->text};
    int32_t *there = work->open_there, *here = work->open_here, last = work->open - 1;
    int32_t low = there[0], high = there[0], straight = 1;
    rewind_arena(scratch);
    for (int32_t i = 0; i <= last; i++) {
        low = LEAST(low, there[i]);
        high = GREATEST(high, there[i]);
        straight &= there[i] - here[i] == there[0] - here[0];
    }
    if (straight) {
        Row row;
        if (verbatim(other, work->own, there[0], here[0], work->min_words, texts, &row) > here[last]) {
            carry(work, stretch->other, row);
            return 1;
        }
    }
    Work pair;
    Rows rows = {NULL, 0, 0};
    int64_t first[2] = {low - MARGIN, here[0] - MARGIN};
    int64_t end[2] = {high + LONG_RUN + MARGIN, here[last] + LONG_RUN + MARGIN};
    memset(&pair, 0, sizeof pair);
    pair.arena = scratch;
    pair.min_words = pair.least_words = work->min_words;
    align_words(&pair, letters, first, end, texts, found, &rows);
    for (int32_t i = 0; i < rows.count; i++) carry(work, stretch->other, rows.items[i]);
    return 1;
}

/* Align two whole texts, or one with itself (*other* is NULL); return 0 if out of memory. */
static int align_whole(const Letters *const *letters, const Text *texts, int same, int32_t min_words, int32_t least_words,
                       Arena *scratch, Chained *found, Rows *rows) {
    if (setjmp(scratch->out)) return 0;
    Work *work = TAKE(scratch, Work, 1);
    int64_t first[2] = {0, 0}, last[2] = {letters[0]->words, letters[1]->words};
    memset(work, 0, sizeof *work);
    work->arena = scratch;
    work->min_words = min_words;
    work->least_words = least_words;
    if (same) align_same(work, letters[0], texts, found, rows);
    else align_words(work, letters, first, last, texts, found, rows);
    return 1;
}

#endif

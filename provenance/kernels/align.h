/* From two texts to their overlaps; plain/overlaps.py, plain/judge.py and plain/quotes.py document each step. */

#ifndef PROVENANCE_KERNELS_ALIGN_H
#define PROVENANCE_KERNELS_ALIGN_H

#include "bundles.h"

/* ---- quotation marks ------------------------------------------------------------------------------------------------ */

#define FAR_BACK 1000
#define ABOVE 2

/* An opening mark and what closes it. */
static const uint32_t MARKS[8][3] = {
    {0x201C, 0x201D, 0}, {0x201E, 0x201C, 0x201D}, {0xAB, 0xBB, 0}, {0xBB, 0xAB, 0},
    {0x300C, 0x300D, 0}, {0x300E, 0x300F, 0},      {'"', '"', 0},   {0xFF02, 0xFF02, 0}};

/* Whether four fifths of *start* to *end* of a text, whose first line starts at *begin*, are lines with a mark before
 * them, as in replies to mails, or say above these who wrote them; one of the first lines must have a mark. */
static int is_reply(const Text *text, int64_t begin, int64_t start, int64_t end) {
    int64_t marked = 0, above = 0;
    int any = 0, run = 0, colon = 0;
    for (int64_t at = begin, lines = 0; at < end; lines++) {
        int64_t first = GREATEST(at, start);
        while (at < end && (point_at(text, at) == ' ' || point_at(text, at) == '\t')) at++;
        int mark = at < end && point_at(text, at) == '>', last = 0;
        for (; at < end && point_at(text, at) != '\n'; at++)
            if (point_at(text, at) != ' ' && point_at(text, at) != '\t') last = point_at(text, at);
        if (mark) {
            marked += at - first + (colon && run <= ABOVE ? above : 0);
            any = 1;
            run = colon = 0;
            above = 0;
        } else {
            if (lines >= ABOVE && !any) return 0;
            run++;
            above += at - first;
            colon = last == ':';
        }
        at++;
    }
    return 5 * marked >= 4 * (end - start);
}

/* Whether *start* to *end* of a text lies inside one pair of quotation marks of its paragraph, or in quoted lines. */
static int is_quoted(const Text *text, int64_t start, int64_t end) {
    const uint32_t *open = NULL;
    int64_t begin = start, stop = LEAST(text->size, end + FAR_BACK);
    int after = 0;
    while (begin > 0 && begin > start - FAR_BACK && point_at(text, begin - 1) != '\n') begin--;
    if (is_reply(text, begin, start, end)) return 1;
    for (int64_t at = begin; at < start; at++) {
        uint32_t point = point_at(text, at);
        if (point != '"' && point < 0xAB) continue;
        const uint32_t *mark = NULL;
        for (int i = 0; i < 8; i++)
            if (MARKS[i][0] == point) mark = MARKS[i];
        if (mark == NULL) continue;
        if (open == NULL) open = mark;
        else if (open[1] == point || open[2] == point) open = NULL;
    }
    if (open == NULL) return 0;
    for (int i = 1; i < 3; i++) {
        if (!open[i]) continue;
        int64_t at = start;
        while (at < stop && point_at(text, at) != open[i]) at++;
        if (at < end && at < stop) return 0;
        after |= at < stop;
    }
    return after;
}

/* ---- overlaps -------------------------------------------------------------------------------------------------------- */

enum { VERBATIM, KIND_NEAR, LOOSE, REORDERED, MISREAD };

#define WORDS_BLOCK (1 << 15)

/* An overlap: places in the texts; words of each side, as places in its text; words that begin in it. */
typedef struct {
    int64_t left_start, left_end, right_start, right_end, words;
    double similarity;
    int32_t kind, quoted;
    int64_t left_words, right_words;
} Row;

typedef struct {
    Row *items;
    int32_t count, room;
} Rows;

/* The letters of a word. */
INLINE const uint32_t *written(const Side *side, int64_t word, int64_t *size) {
    *size = side->firsts[word + 1] - side->firsts[word];
    return side->codes + side->firsts[word];
}

static int compare_words(const uint32_t *one, int64_t n, const uint32_t *other, int64_t m) {
    for (int64_t i = 0; i < n && i < m; i++)
        if (one[i] != other[i]) return one[i] < other[i] ? -1 : 1;
    return (n > m) - (n < m);
}

/* Whether the outermost words are the same on both sides, in a long run or all but the last one. */
static int is_clean(const Work *work, int64_t one, int64_t other, int64_t count, int64_t step) {
    count = LEAST(24, count - 1);
    if (count < 5) return 0;
    for (int64_t i = 0; i < count; i++)
        if (work->left.ids[one + i * step] != work->right.ids[other + i * step]) return 0;
    return 1;
}

/* Find how many words to leave out on each side until the outermost ones are the same or, if none are, may be; *step*
 * leads from a word to the next one inwards, and there are *counts*.  Beside a long run of words that are the same, one
 * that is only like its counterpart is not misread, but another word, or another form of it. */
static void surplus(Work *work, const int64_t *words, const int64_t *counts, int64_t step, int64_t *skip) {
    double best = 0;
    const uint32_t *low = NULL, *high = NULL;
    int64_t low_size = 0, high_size = 0, sum = 7;
    int certain = 0;
    skip[0] = skip[1] = 0;
    for (int64_t x = 0; x < LEAST(4, counts[0]); x++) {
        for (int64_t y = 0; y < LEAST(4, counts[1]); y++) {
            int64_t n, m, left = words[0] + x * step, right = words[1] + y * step;
            int clean = is_clean(work, left, right, LEAST(counts[0] - x, counts[1] - y), step);
            if (!clean && (x > 1 || y > 1)) continue;
            const uint32_t *one = written(&work->left, left, &n);
            const uint32_t *other = written(&work->right, right, &m);
            int64_t longer = GREATEST(n, m);
            double same = clean ? 1.0 : 1.0 - (double)(longer - alike(work->arena, one, n, other, m)) / (double)longer;
            if (same < 0.5) continue;
            if (!x && !y && same == 1.0) return;
            if (compare_words(one, n, other, m) > 0) {
                const uint32_t *swap = one;
                int64_t size = n;
                one = other, n = m;
                other = swap, m = size;
            }
            int order = certain - clean;
            if (!order) order = (best >= 0.7) - (same >= 0.7);
            if (!order) order = (x + y > sum) - (x + y < sum);
            if (!order) order = (same < best) - (same > best);
            if (!order) order = compare_words(one, n, low, low_size);
            if (!order) order = compare_words(other, m, high, high_size);
            if (order >= 0) continue; /* of equal ones the first: x and y ascend */
            certain = clean;
            sum = x + y;
            best = same;
            low = one, low_size = n;
            high = other, high_size = m;
            skip[0] = x, skip[1] = y;
        }
    }
}

static int64_t word_distance(Work *work, const int64_t *ours, const int64_t *theirs) {
    int64_t n = ours[1] - ours[0], m = theirs[1] - theirs[0], total = 0;
    int64_t blocks = (GREATEST(n, m) + WORDS_BLOCK - 1) / WORDS_BLOCK;
    for (int64_t block = 0; block < blocks; block++) {
        int64_t a = n * block / blocks, b = n * (block + 1) / blocks, c = m * block / blocks, d = m * (block + 1) / blocks;
        total += distance(work->arena, work->left.ids + ours[0] + a, b - a, work->right.ids + theirs[0] + c, d - c);
    }
    return total;
}

static int by_left_start(const void *work, int32_t one, int32_t other) {
    const Fragment *x = ((const Work *)work)->fragments + one, *y = ((const Work *)work)->fragments + other;
    if (x->a != y->a) return x->a < y->a ? -1 : 1;
    return (x->c > y->c) - (x->c < y->c);
}

static int kind_of(Work *work, const Bundle *bundle, double similarity) {
    if (similarity == 1) return VERBATIM;
    int32_t count = bundle->part.count, *order = TAKE(work->arena, int32_t, count);
    memcpy(order, bundle->part.at, (size_t)count * sizeof *order);
    sort_places(work->arena, order, count, by_left_start, work);
    for (int32_t i = 1; i < count; i++)
        if (work->fragments[order[i - 1]].c > work->fragments[order[i]].c) return REORDERED;
    double letters = (double)bundle->matched / (double)GREATEST(bundle->b - bundle->a, bundle->d - bundle->c);
    if (letters >= 0.75 && 1 - letters < (1 - similarity) / 2) return MISREAD;
    return similarity >= 0.8 ? KIND_NEAR : LOOSE;
}

/* Make a bundle into an overlap, in words; return 0 if it has too few. */
static int judge(Work *work, const Bundle *bundle, const Text *texts, Row *row) {
    const Side *left = &work->left, *right = &work->right;
    int64_t ours[2] = {word_before(left->firsts, left->words, bundle->a), word_after(left->firsts, left->words, bundle->b)};
    int64_t theirs[2] = {word_before(right->firsts, right->words, bundle->c),
                         word_after(right->firsts, right->words, bundle->d)};
    int starts = 0, ends = 0;
    for (int32_t i = 0; i < bundle->part.count; i++) {
        const Fragment *one = work->fragments + bundle->part.at[i];
        starts |= one->a == bundle->a && one->c == bundle->c;
        ends |= one->b == bundle->b && one->d == bundle->d;
    }
    int64_t skip[2];
    if (starts && ours[0] < ours[1] && theirs[0] < theirs[1]) {
        int64_t words[2] = {ours[0], theirs[0]}, counts[2] = {ours[1] - ours[0], theirs[1] - theirs[0]};
        surplus(work, words, counts, 1, skip);
        ours[0] += skip[0];
        theirs[0] += skip[1];
    }
    if (ends && ours[0] < ours[1] && theirs[0] < theirs[1]) {
        int64_t words[2] = {ours[1] - 1, theirs[1] - 1}, counts[2] = {ours[1] - ours[0], theirs[1] - theirs[0]};
        surplus(work, words, counts, -1, skip);
        ours[1] -= skip[0];
        theirs[1] -= skip[1];
    }
    /* A word in which one place ends and the other begins belongs to one of them. */
    if (work->same) ours[1] = LEAST(ours[1], theirs[0]);
    int64_t words = GREATEST(ours[1] - ours[0], theirs[1] - theirs[0]);
    int64_t spoken = GREATEST(spoken_words(left, ours[0], ours[1]), spoken_words(right, theirs[0], theirs[1]));
    if (spoken < work->least_words || ours[0] >= ours[1] || theirs[0] >= theirs[1]) return 0;
    int64_t edits = word_distance(work, ours, theirs);
    row->left_start = left->whole->starts[left->offset + ours[0]];
    row->left_end = left->whole->ends[left->offset + ours[1] - 1];
    row->right_start = right->whole->starts[right->offset + theirs[0]];
    row->right_end = right->whole->ends[right->offset + theirs[1] - 1];
    row->words = words;
    row->similarity = 1.0 - (double)edits / (double)words;
    row->kind = kind_of(work, bundle, row->similarity);
    row->quoted = is_quoted(texts, row->left_start, row->left_end) || is_quoted(texts + 1, row->right_start, row->right_end);
    return 1;
}

static int by_row(const void *rows, int32_t one, int32_t other) {
    const Row *x = (const Row *)rows + one, *y = (const Row *)rows + other;
    if (x->left_start != y->left_start) return x->left_start < y->left_start ? -1 : 1;
    if (x->right_start != y->right_start) return x->right_start < y->right_start ? -1 : 1;
    if (x->left_end != y->left_end) return x->left_end < y->left_end ? -1 : 1;
    return (x->right_end > y->right_end) - (x->right_end < y->right_end);
}

static void sort_rows(Arena *arena, Row *rows, int32_t count) {
    int32_t *order = TAKE(arena, int32_t, count);
    Row *sorted = TAKE(arena, Row, count);
    for (int32_t i = 0; i < count; i++) order[i] = i;
    sort_places(arena, order, count, by_row, rows);
    for (int32_t i = 0; i < count; i++) sorted[i] = rows[order[i]];
    memcpy(rows, sorted, (size_t)count * sizeof *rows);
}

/* Add the overlaps of the texts' sides, in the order of their places; *swapped*: the sides have changed places. */
static void add_rows(Work *work, const Part *kept, const Text *texts, int swapped, Rows *rows) {
    Row *found = TAKE(work->arena, Row, kept->count);
    int32_t count = 0;
    for (int32_t i = 0; i < kept->count; i++) count += judge(work, work->bundles + kept->at[i], texts, found + count);
    sort_rows(work->arena, found, count);
    for (int32_t i = 0; swapped && i < count; i++) {
        Row row = found[i];
        found[i].left_start = row.right_start, found[i].left_end = row.right_end;
        found[i].right_start = row.left_start, found[i].right_end = row.left_end;
    }
    if (swapped) sort_rows(work->arena, found, count);
    const Letters *left = swapped ? work->right.whole : work->left.whole;
    const Letters *right = swapped ? work->left.whole : work->right.whole;
    for (int32_t i = 0; i < count; i++) {
        found[i].left_words = words_between(left, found[i].left_start, found[i].left_end);
        found[i].right_words = words_between(right, found[i].right_start, found[i].right_end);
        GROW(work->arena, Row, rows->items, rows->count, rows->room);
        rows->items[rows->count++] = found[i];
    }
}

/* The results of the hook below: runs of equal letters, and chains of them, best first. */
typedef struct {
    Run *items;
    int64_t run_count, count, length;
    int64_t *scores, *bounds;
    int32_t *runs; /* of the chains, as places in items */
} Chained;

/* Find the chains whose score is at least *least*; the function is in align.pxi. */
static int (*find_chains)(const uint32_t *left, int64_t n, const uint32_t *right, int64_t m, int same, int64_t least,
                          Chained *found);

static void free_chained(Chained *found) {
    free(found->items);
    free(found->scores);
    free(found->bounds);
    free(found->runs);
    memset(found, 0, sizeof *found);
}

#define WEAK (12 * UNIT)

/* Find the bundles of the two sides. */
static Part align_sides(Work *work, Chained *found) {
    Part strong = {NULL, 0, 0}, nothing = {NULL, 0, 0};
    free_chained(found);
    if (find_chains(work->left.codes, work->left.size, work->right.codes, work->right.size, work->same, WEAK, found))
        longjmp(work->arena->out, 1);
    if (!found->count) return nothing;
    if (found->scores[0] < STRONG) {
        int proved = 0;
        for (int64_t i = 0; !proved && i < found->run_count; i++)
            proved = (int64_t)found->items[i].size * 3 / 5 >= work->min_words &&
                     run_words(work, found->items[i]) >= work->min_words;
        if (!proved) return nothing;
    }
    work->run_room = (int32_t)found->length + 64;
    work->runs = TAKE(work->arena, Run, work->run_room);
    work->run_count = (int32_t)found->length;
    for (int64_t i = 0; i < found->length; i++) work->runs[i] = found->items[found->runs[i]];
    find_fragments(work, found->scores, found->bounds, found->count, &strong);
    return strong.count ? find_bundles(work, &strong) : nothing;
}

/* Compare the sides: -1 if they are in the order that does not depend on which text came first, 1 if not, 0 if equal. */
static int sides_order(const Side *left, const Side *right) {
    if (left->size != right->size) return left->size < right->size ? -1 : 1;
    return memcmp(left->codes, right->codes, (size_t)left->size * sizeof *left->codes);
}

static void swap_sides(Work *work) {
    Side left = work->left;
    work->left = work->right;
    work->right = left;
}

/* Add the overlaps of words first to last of two texts, in the order of their places. */
static void align_words(Work *work, const Letters *const *letters, const int64_t *first, const int64_t *last,
                        const Text *texts, Chained *found, Rows *rows) {
    open_side(work->arena, letters[0], first[0], last[0], &work->left);
    open_side(work->arena, letters[1], first[1], last[1], &work->right);
    int order = sides_order(&work->left, &work->right);
    if (order == 0) {
        if (!work->left.size) return;
        Part whole = {TAKE(work->arena, int32_t, 1), 1, 1};
        add_run(work, 0, 0, work->left.size);
        whole.at[0] = add_fragment(work, 0, 1);
        measure(work, work->fragments);
        work->bundles = TAKE(work->arena, Bundle, 1);
        work->bundles[0] = bundle_of(work, whole);
        Part kept = {whole.at, 1, 1};
        kept.at[0] = 0;
        add_rows(work, &kept, texts, 0, rows);
        return;
    }
    /* One order of the sides, so that swapping the texts swaps the overlaps and nothing else. */
    if (order > 0) swap_sides(work);
    Part kept = align_sides(work, found);
    Text swapped[2] = {texts[1], texts[0]};
    add_rows(work, &kept, order > 0 ? swapped : texts, order > 0, rows);
}

/* Add the overlaps of a text with itself that do not follow from others. */
static void align_same(Work *work, const Letters *letters, const Text *text, Chained *found, Rows *rows) {
    Text texts[2] = {*text, *text};
    open_side(work->arena, letters, 0, letters->words, &work->left);
    work->right = work->left;
    work->same = 1;
    Part kept = align_sides(work, found);
    if (kept.count > 1) kept = independent(work, kept);
    add_rows(work, &kept, texts, 0, rows);
}

#endif

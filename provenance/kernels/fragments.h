/* From chains of equal letters to fragments, in layers: plain/fragments.py and plain/layers.py document each step.
 * Scores and nets are whole numbers, so that no rounding decides. */

#ifndef PROVENANCE_KERNELS_FRAGMENTS_H
#define PROVENANCE_KERNELS_FRAGMENTS_H

#include "distance.h"
#include "extend.h"

#define UNIT 20
#define STRONG (40 * UNIT)
#define SOLE (25 * UNIT)
#define FAINT (10 * UNIT)
#define TOLL 24 /* twentieths of a letter that a differing letter takes off */
#define JUNK 12
#define JUNK_WORDS 3
#define SHORTEST 4
#define MEETING 12
#define MOST_LAYERS 8
#define ENOUGH (75 * UNIT)
#define NET (75 * UNIT)
#define EDGE 60
#define SOLID (30 * UNIT)
#define SLIGHT (16 * UNIT)
#define SHORT 200
#define MUCH 2
#define TELLING 6

typedef struct {
    int32_t left, right, size;
} Run;

/* Letters a to b on the left, c to d on the right; count runs from the first on; net in twentieths. */
typedef struct {
    int32_t a, b, c, d, first, count, matched, exact;
    int64_t net;
} Fragment;

typedef struct {
    int32_t *at, count, room;
} Part;

/* Fragments that make one passage, and their hull. */
typedef struct {
    Part part;
    int32_t a, b, c, d, matched;
    int64_t net;
} Bundle;

typedef struct {
    int32_t a, b, c, d, first, count;
    int64_t net;
} Chain;

typedef struct {
    Arena *arena;
    Side left, right;
    int same;
    int32_t min_words, least_words; /* of a run that proves a passage; of an overlap */
    Run *runs;
    int32_t run_count, run_room;
    Fragment *fragments;
    int32_t fragment_count, fragment_room;
    Chain *weak; /* too weak to be a passage, by their left places */
    int32_t weak_count, longest;
    Bundle *bundles;
    int32_t bundle_count, bundle_room;
} Work;

#define LEAST(x, y) ((x) < (y) ? (x) : (y))
#define GREATEST(x, y) ((x) > (y) ? (x) : (y))

static int32_t add_run(Work *work, int32_t left, int32_t right, int32_t size) {
    GROW(work->arena, Run, work->runs, work->run_count, work->run_room);
    work->runs[work->run_count] = (Run){left, right, size};
    return work->run_count++;
}

static int32_t add_fragment(Work *work, int32_t first, int32_t count) {
    GROW(work->arena, Fragment, work->fragments, work->fragment_count, work->fragment_room);
    Run one = work->runs[first], last = work->runs[first + count - 1];
    work->fragments[work->fragment_count] = (Fragment){
        one.left, last.left + last.size, one.right, last.right + last.size, first, count, 0, 0, 0};
    return work->fragment_count++;
}

INLINE int32_t size_of(const Fragment *one) { return LEAST(one->b - one->a, one->d - one->c); }

static int64_t run_words(const Work *work, Run run) {
    int64_t most = letters_as_words(&work->left, run.left, run.size);
    int64_t left = words_inside(&work->left, run.left, run.size);
    int64_t right = words_inside(&work->right, run.right, run.size);
    return LEAST(most, LEAST(left, right));
}

static int64_t gap_alike(Work *work, int32_t a, int32_t b, int32_t c, int32_t d) {
    return alike(work->arena, work->left.codes + a, b - a, work->right.codes + c, d - c);
}

static void measure(Work *work, Fragment *one) {
    int64_t total = 0, exact = 0;
    int32_t down = one->a, along = one->c;
    for (int32_t i = 0; i <= one->count; i++) {
        Run run = i < one->count ? work->runs[one->first + i] : (Run){one->b, one->d, 0};
        if (run.left > down && run.right > along) total += gap_alike(work, down, run.left, along, run.right);
        int32_t over = GREATEST(down - run.left, along - run.right);
        total += run.size - GREATEST(0, over);
        down = run.left + run.size;
        along = run.right + run.size;
        if (i < one->count && (int64_t)run.size * 3 / 5 > exact) exact = GREATEST(exact, run_words(work, run));
    }
    int64_t longer = GREATEST(one->b - one->a, one->d - one->c);
    one->matched = (int32_t)total;
    one->net = UNIT * total - TOLL * (longer - total);
    one->exact = (int32_t)exact;
}

/* Letters on one side from *at* on (back: before it), to *end* at most. */
static int64_t side_letters(const Side *side, int64_t at, int64_t end, int back, uint32_t *items) {
    int64_t count = back ? at - GREATEST(end, at - BY_LETTERS.ahead) : LEAST(end, at + BY_LETTERS.ahead) - at;
    count = GREATEST(count, 0);
    if (!back) memcpy(items, side->codes + at, (size_t)count * sizeof *items);
    for (int64_t i = 0; back && i < count; i++) items[i] = side->codes[at - 1 - i];
    return count;
}

/* The words of one side from *start* to *end*, and what they score besides: long ones more, where an end goes on *past*
 * damaged words. */
INLINE int64_t side_words(const Side *side, int64_t start, int64_t end, int back, int past, uint32_t *items, uint8_t *more) {
    int64_t count = words_on(side->ids, start, end, back, items);
    for (int64_t i = 0; i < count; i++) {
        int64_t word = back ? end - 1 - i : start + i;
        more[i] = past && side->firsts[word + 1] - side->firsts[word] >= TELLING;
    }
    return count;
}

/* Move the end of a fragment on, to *ends* at most. */
static void forwards(Work *work, Fragment *one, int64_t left_end, int64_t right_end, int past) {
    uint32_t items[2][400];
    uint8_t more[2][100];
    int64_t gone[2];
    const Side *left = &work->left, *right = &work->right;
    int64_t n = side_letters(left, one->b, left_end, 0, items[0]);
    int64_t m = side_letters(right, one->d, right_end, 0, items[1]);
    go_on(items[0], n, items[1], m, BY_LETTERS, NULL, NULL, gone);
    one->b += (int32_t)gone[0];
    one->d += (int32_t)gone[1];
    int64_t a = word_after(left->firsts, left->words, one->b), b = word_after(right->firsts, right->words, one->d);
    int64_t last = LEAST(below(left->firsts, left->words + 1, left_end + 1) - 1, a + BY_WORDS.ahead);
    int64_t stop = LEAST(below(right->firsts, right->words + 1, right_end + 1) - 1, b + BY_WORDS.ahead);
    n = side_words(left, a, last, 0, past, items[0], more[0]);
    m = side_words(right, b, stop, 0, past, items[1], more[1]);
    go_on(items[0], n, items[1], m, BY_WORDS, more[0], more[1], gone);
    if (gone[0] && gone[1]) {
        one->b = (int32_t)left->firsts[a + gone[0]];
        one->d = (int32_t)right->firsts[b + gone[1]];
    }
}

/* Move the start of a fragment back, to *starts* at most. */
static void backwards(Work *work, Fragment *one, int64_t left_start, int64_t right_start, int past) {
    uint32_t items[2][400];
    uint8_t more[2][100];
    int64_t gone[2];
    const Side *left = &work->left, *right = &work->right;
    int64_t n = side_letters(left, one->a, left_start, 1, items[0]);
    int64_t m = side_letters(right, one->c, right_start, 1, items[1]);
    go_on(items[0], n, items[1], m, BY_LETTERS, NULL, NULL, gone);
    one->a -= (int32_t)gone[0];
    one->c -= (int32_t)gone[1];
    int64_t a = word_before(left->firsts, left->words, one->a), b = word_before(right->firsts, right->words, one->c);
    int64_t first = GREATEST(below(left->firsts, left->words + 1, left_start), a - BY_WORDS.ahead);
    int64_t begin = GREATEST(below(right->firsts, right->words + 1, right_start), b - BY_WORDS.ahead);
    n = side_words(left, first, a, 1, past, items[0], more[0]);
    m = side_words(right, begin, b, 1, past, items[1], more[1]);
    go_on(items[0], n, items[1], m, BY_WORDS, more[0], more[1], gone);
    if (gone[0] && gone[1]) {
        one->a = (int32_t)left->firsts[a - gone[0]];
        one->c = (int32_t)right->firsts[b - gone[1]];
    }
}

INLINE int64_t left_limit(const Work *work, const Fragment *one) { return work->same ? one->c : work->left.size; }

/* Measure a fragment after its ends are moved out as far as the texts go on alike. */
static void grow_out(Work *work, Fragment *one) {
    forwards(work, one, left_limit(work, one), work->right.size, 0);
    backwards(work, one, 0, work->same ? one->b : 0, 0);
    measure(work, one);
}

/* Whether many letters and words between two runs have little in common. */
static int parted(Work *work, Run one, Run other) {
    int32_t a = one.left + one.size, b = other.left, c = one.right + one.size, d = other.right;
    if (LEAST(b - a, d - c) < JUNK) return 0;
    if (words_begun(&work->left, a, b) <= JUNK_WORDS && words_begun(&work->right, c, d) <= JUNK_WORDS) return 0;
    return 2 * gap_alike(work, a, b, c, d) < GREATEST(b - a, d - c);
}

/* Add the fragments of a chain, extended towards each other, and one where they meet; keep those that can be a passage. */
static void grow_chain(Work *work, int32_t first, int32_t count, Part *strong) {
    int32_t begin = work->fragment_count;
    for (int32_t from = first, at = first + 1; at <= first + count; at++) {
        if (at < first + count && !parted(work, work->runs[at - 1], work->runs[at])) continue;
        int32_t here = add_fragment(work, from, at - from);
        Fragment *one = work->fragments + here, *before = one - 1;
        from = at;
        if (here == begin) {
            backwards(work, one, 0, work->same ? one->b : 0, 0);
            continue;
        }
        int32_t left = before->b, right = before->d;
        forwards(work, before, left_limit(work, before), work->right.size, 0);
        if (LEAST(before->b - one->a, before->d - one->c) >= -MEETING) {
            before->count += one->count;
            before->b = one->b;
            before->d = one->d;
            work->fragment_count--;
            continue;
        }
        if (GREATEST(before->b - one->a, before->d - one->c) > 0) {
            before->b = left;
            before->d = right;
            forwards(work, before, one->a, one->c, 0);
        }
        measure(work, before);
        backwards(work, one, before->b, before->d, 0);
    }
    Fragment *last = work->fragments + work->fragment_count - 1;
    forwards(work, last, left_limit(work, last), work->right.size, 0);
    measure(work, last);
    for (int32_t at = begin; at < work->fragment_count; at++) {
        if (work->fragments[at].net < SOLE && work->fragments[at].exact < work->min_words) continue;
        GROW(work->arena, int32_t, strong->at, strong->count, strong->room);
        strong->at[strong->count++] = at;
    }
}

/* A chain inside one text as chains whose left place ends before the right one starts. */
static void grow_apart(Work *work, int32_t first, int32_t count, Part *strong) {
    int32_t top = 0, begin = work->run_count, any = 0;
    for (int32_t at = first; at < first + count; at++) {
        Run run = work->runs[at];
        if (!any || top - run.left < SHORTEST) {
            if (work->run_count > begin) grow_chain(work, begin, work->run_count - begin, strong);
            begin = work->run_count;
            top = run.right;
            any = 1;
        }
        int32_t kept = LEAST(run.size, top - run.left);
        if (kept >= SHORTEST) add_run(work, run.left, run.right, kept);
    }
    if (work->run_count > begin) grow_chain(work, begin, work->run_count - begin, strong);
}

static int boxes_order(const Fragment *one, const Fragment *other) {
    if (one->net != other->net) return one->net > other->net ? -1 : 1;
    if (one->a != other->a) return one->a < other->a ? -1 : 1;
    if (one->b != other->b) return one->b < other->b ? -1 : 1;
    if (one->c != other->c) return one->c < other->c ? -1 : 1;
    return (one->d > other->d) - (one->d < other->d);
}

static int best_first(const void *work, int32_t one, int32_t other) {
    const Fragment *fragments = ((const Work *)work)->fragments;
    return boxes_order(fragments + one, fragments + other);
}

static int weak_by_place(const void *chains, int32_t one, int32_t other) {
    const Chain *x = (const Chain *)chains + one, *y = (const Chain *)chains + other;
    if (x->a != y->a) return x->a < y->a ? -1 : 1;
    return (x->c > y->c) - (x->c < y->c);
}

static int weak_best_first(const void *chains, int32_t one, int32_t other) {
    const Chain *x = (const Chain *)chains + one, *y = (const Chain *)chains + other;
    if (x->net != y->net) return x->net > y->net ? -1 : 1;
    return one - other;
}

/* Sort the chains into those that can be a passage, best first, and those that can only add to one. */
static void find_fragments(Work *work, const int64_t *scores, const int64_t *bounds, int64_t count, Part *strong) {
    Arena *arena = work->arena;
    Chain *weak = TAKE(arena, Chain, count);
    int32_t weak_count = 0, *order;
    for (int64_t at = 0; at < count; at++) {
        int32_t first = (int32_t)bounds[at], size = (int32_t)(bounds[at + 1] - bounds[at]);
        int able = scores[at] >= STRONG;
        for (int32_t i = first; !able && i < first + size; i++)
            able = (int64_t)work->runs[i].size * 3 / 5 >= work->min_words && run_words(work, work->runs[i]) >= work->min_words;
        if (able) {
            if (work->same) grow_apart(work, first, size, strong);
            else grow_chain(work, first, size, strong);
        } else {
            Run one = work->runs[first], last = work->runs[first + size - 1];
            weak[weak_count++] = (Chain){
                one.left, last.left + last.size, one.right, last.right + last.size, first, size, scores[at]};
        }
    }
    sort_places(arena, strong->at, strong->count, best_first, work);
    order = TAKE(arena, int32_t, weak_count);
    for (int32_t i = 0; i < weak_count; i++) order[i] = i;
    sort_places(arena, order, weak_count, weak_by_place, weak);
    work->weak = TAKE(arena, Chain, weak_count);
    work->weak_count = weak_count;
    for (int32_t i = 0; i < weak_count; i++) {
        work->weak[i] = weak[order[i]];
        work->longest = GREATEST(work->longest, work->weak[i].b - work->weak[i].a);
    }
}

/* ---- layers -------------------------------------------------------------------------------------------------------- */

/* The longer part of *start* to *end* that lies outside *low* to *high*. */
INLINE void clip(int32_t *start, int32_t *end, int32_t low, int32_t high) {
    if (high <= *start || low >= *end) return;
    if (*end - high > low - *start) {
        *end = GREATEST(high, *end);
        *start = high;
    } else {
        *end = GREATEST(*start, low);
    }
}

/* Whether two fragments share more than a touch of the smaller one's letters, on either side. */
INLINE int clash(const Fragment *one, const Fragment *other) {
    int64_t down = LEAST(one->b, other->b) - GREATEST(one->a, other->a);
    int64_t along = LEAST(one->d, other->d) - GREATEST(one->c, other->c);
    int64_t limit = LEAST(size_of(one), size_of(other));
    return 4 * GREATEST(down, along) > GREATEST(limit, 0);
}

/* Add what is left of a fragment between *a* and *b*, *c* and *d*; return its index, -1 if it is too little. */
static int32_t cut_down(Work *work, const Fragment *whole, int32_t a, int32_t b, int32_t c, int32_t d) {
    Fragment one = *whole; /* adding one can move the others */
    int32_t first = work->run_count;
    for (int32_t i = 0; i < one.count; i++) {
        Run run = work->runs[one.first + i];
        int32_t skip = GREATEST(GREATEST(0, a - run.left), c - run.right);
        int32_t kept = LEAST(LEAST(run.size, b - run.left), d - run.right) - skip;
        if (kept >= SHORTEST) add_run(work, run.left + skip, run.right + skip, kept);
    }
    if (work->run_count == first) return -1;
    int32_t here = add_fragment(work, first, work->run_count - first);
    Fragment *rest = work->fragments + here;
    if (a == one.a && c == one.c) rest->a = a, rest->c = c;
    if (b == one.b && d == one.d) rest->b = b, rest->d = d;
    measure(work, rest);
    return rest->net < FAINT || (rest->net < ENOUGH && 2 * rest->net < one.net) ? -1 : here;
}

/* Take a fragment into a layer, or what the layer leaves of it; return 0 if that is too little. */
static int take_in(Work *work, Part *layer, int32_t here) {
    Fragment one = work->fragments[here];
    int32_t a = one.a, b = one.b, c = one.c, d = one.d, clashing = 0;
    for (int32_t i = 0; i < layer->count; i++) {
        const Fragment *other = work->fragments + layer->at[i];
        if (!clash(&one, other)) continue;
        clashing = 1;
        clip(&a, &b, other->a, other->b);
        clip(&c, &d, other->c, other->d);
    }
    if (clashing) {
        here = cut_down(work, &one, a, b, c, d);
        if (here < 0) return 0;
        for (int32_t i = 0; i < layer->count; i++)
            if (clash(work->fragments + here, work->fragments + layer->at[i])) return 0;
    }
    GROW(work->arena, int32_t, layer->at, layer->count, layer->room);
    layer->at[layer->count++] = here;
    return 1;
}

#endif

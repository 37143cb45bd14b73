/* From fragments to bundles: fragments that are close on both sides, in any order, form one passage.  plain/bundles.py and
 * plain/copies.py document each step. */

#ifndef PROVENANCE_KERNELS_BUNDLES_H
#define PROVENANCE_KERNELS_BUNDLES_H

#include "fragments.h"

/* Letters of a hole: always allowed, never allowed; between them a share of the smaller part beside it. */
typedef struct {
    int32_t least, most, share; /* the share in tenths */
} Rule;

/* The rule for holes on both sides, the one where the other side keeps to the first, the one where its parts touch. */
typedef struct {
    Rule both, one, alone;
} Rules;

static const Rule TOUCHING = {20, 20, 0};
static const Rules ANY = {{200, 200, 0}, {200, 200, 0}, {200, 200, 0}}, CLOSE = {{60, 150, 2}, {40, 150, 5}, {60, 150, 10}};

INLINE int too_wide(Rule rule, int64_t hole, int64_t size) {
    if (hole <= rule.least) return 0;
    return hole > rule.most || 10 * hole > rule.share * size;
}

typedef struct {
    const Fragment *fragments;
    const int32_t *at;
    int right;
} Edges;

static int by_edges(const void *context, int32_t one, int32_t other) {
    const Edges *edges = context;
    const Fragment *x = edges->fragments + edges->at[one], *y = edges->fragments + edges->at[other];
    int32_t start = edges->right ? x->c : x->a, begin = edges->right ? y->c : y->a;
    int32_t end = edges->right ? x->d : x->b, stop = edges->right ? y->d : y->b;
    if (start != begin) return start < begin ? -1 : 1;
    return (end > stop) - (end < stop);
}

/* The holes after each but the last of a part's fragments in the order of one side, and the smaller parts beside them. */
static void find_holes(Work *work, const Part *part, int right, int32_t *order, int32_t *holes, int64_t *sizes) {
    Edges edges = {work->fragments, part->at, right};
    int64_t covered = 0, total = 0;
    int32_t reach = 0;
    for (int32_t i = 0; i < part->count; i++) order[i] = i;
    sort_places(work->arena, order, part->count, by_edges, &edges);
    for (int32_t i = 0; i < part->count; i++) {
        const Fragment *one = work->fragments + part->at[i];
        total += right ? one->d - one->c : one->b - one->a;
    }
    for (int32_t i = 0; i < part->count; i++) {
        const Fragment *one = work->fragments + part->at[order[i]];
        int32_t start = right ? one->c : one->a, end = right ? one->d : one->b;
        if (i) {
            holes[i - 1] = start - reach;
            sizes[i - 1] = LEAST(covered, total - covered);
        }
        reach = i ? GREATEST(reach, end) : end;
        covered += end - start;
    }
}

typedef struct {
    Part *items;
    int32_t count, room;
} Parts;

static void add_part(Arena *arena, Parts *parts, Part part) {
    GROW(arena, Part, parts->items, parts->count, parts->room);
    parts->items[parts->count++] = part;
}

/* Add a part's fragments, in pieces that end before each place for which *cut* is set. */
static void divide(Work *work, const Part *part, const int32_t *order, const uint8_t *cut, Parts *todo) {
    for (int32_t first = 0, at = 1; at <= part->count; at++) {
        if (at < part->count && !cut[at - 1]) continue;
        Part piece = {TAKE(work->arena, int32_t, at - first), at - first, at - first};
        for (int32_t i = first; i < at; i++) piece.at[i - first] = part->at[order[i]];
        sort_places(work->arena, piece.at, piece.count, best_first, work);
        add_part(work->arena, todo, piece);
        first = at;
    }
}

/* Whether all holes of a part keep to a rule. */
static int keep_to(Rule rule, const int32_t *holes, const int64_t *sizes, int32_t count) {
    for (int32_t i = 0; i < count; i++)
        if (too_wide(rule, holes[i], sizes[i])) return 0;
    return 1;
}

/* Divide a part at the holes that no passage has or, without such, at the widest of the others; return 0 without any. */
static int cut_at_holes(Work *work, const Part *part, const Rules *rules, Parts *todo) {
    int32_t count = part->count, *order[2], *holes[2], widest[2] = {0, 0}, where[2] = {0, 0};
    int64_t *sizes[2];
    uint8_t *cut = TAKE(work->arena, uint8_t, count);
    Rule allowed = rules->both;
    for (int side = 0; side < 2; side++) {
        int any = 0;
        order[side] = TAKE(work->arena, int32_t, count);
        holes[side] = TAKE(work->arena, int32_t, count);
        sizes[side] = TAKE(work->arena, int64_t, count);
        find_holes(work, part, side, order[side], holes[side], sizes[side]);
        for (int32_t i = 0; i < count - 1; i++) {
            cut[i] = holes[side][i] > rules->both.most;
            any |= cut[i];
        }
        if (any) {
            divide(work, part, order[side], cut, todo);
            return 1;
        }
    }
    for (int side = 0; side < 2; side++)
        if (keep_to(rules->both, holes[side], sizes[side], count - 1)) allowed = rules->one;
    for (int side = 0; side < 2; side++)
        if (keep_to(TOUCHING, holes[side], sizes[side], count - 1)) allowed = rules->alone;
    for (int side = 0; side < 2; side++) {
        for (int32_t i = 0; i < count - 1; i++) {
            if (holes[side][i] <= widest[side] || !too_wide(allowed, holes[side][i], sizes[side][i])) continue;
            widest[side] = holes[side][i];
            where[side] = i;
        }
    }
    int side = widest[0] >= widest[1] ? 0 : 1;
    if (widest[side] <= 0) return 0;
    memset(cut, 0, (size_t)count);
    cut[where[side]] = 1;
    divide(work, part, order[side], cut, todo);
    return 1;
}

/* Divide a part of one text where a fragment's left place reaches into the right place of another; return 0 if nowhere. */
static int cut_apart(Work *work, const Part *part, Parts *todo) {
    int32_t reach = work->fragments[part->at[0]].b, start = work->fragments[part->at[0]].c;
    for (int32_t i = 0; i < part->count; i++) {
        reach = GREATEST(reach, work->fragments[part->at[i]].b);
        start = LEAST(start, work->fragments[part->at[i]].c);
    }
    if (reach <= start) return 0;
    for (int32_t i = 0; i < part->count; i++) {
        const Fragment *one = work->fragments + part->at[i];
        if (reach <= one->c && start >= one->b) continue;
        Part far = {TAKE(work->arena, int32_t, part->count), 0, part->count};
        Part near = {TAKE(work->arena, int32_t, part->count), 0, part->count};
        for (int32_t j = 0; j < part->count; j++) {
            const Fragment *other = work->fragments + part->at[j];
            Part *side = other->b > one->c || other->c < one->b ? &far : &near;
            side->at[side->count++] = part->at[j];
        }
        if (!far.count) continue;
        add_part(work->arena, todo, near);
        add_part(work->arena, todo, far);
        return 1;
    }
    return 0;
}

/* A part's fragments in parts that no hole divides; inside one text, of places that lie apart. */
static Parts part_up(Work *work, const Part *whole, const Rules *rules) {
    Parts todo = {NULL, 0, 0}, done = {NULL, 0, 0};
    Part first = *whole;
    if (work->same) {
        first = (Part){TAKE(work->arena, int32_t, whole->count), 0, whole->count};
        for (int32_t i = 0; i < whole->count; i++) {
            const Fragment *fragment = work->fragments + whole->at[i];
            if (fragment->b <= fragment->c) first.at[first.count++] = whole->at[i];
        }
    }
    add_part(work->arena, &todo, first);
    while (todo.count) {
        Part part = todo.items[--todo.count];
        if (!part.count) continue;
        if (part.count > 1 && cut_at_holes(work, &part, rules, &todo)) continue;
        if (work->same && cut_apart(work, &part, &todo)) continue;
        add_part(work->arena, &done, part);
    }
    return done;
}

/* ---- bundles ------------------------------------------------------------------------------------------------------- */

INLINE void widen(Bundle *hull, const Fragment *one) {
    hull->a = LEAST(hull->a, one->a);
    hull->b = GREATEST(hull->b, one->b);
    hull->c = LEAST(hull->c, one->c);
    hull->d = GREATEST(hull->d, one->d);
}

static Bundle bundle_of(const Work *work, Part part) {
    const Fragment *first = work->fragments + part.at[0];
    Bundle bundle = {part, first->a, first->b, first->c, first->d, 0, 0};
    for (int32_t i = 0; i < part.count; i++) {
        const Fragment *one = work->fragments + part.at[i];
        widen(&bundle, one);
        bundle.net += one->net;
        bundle.matched += one->matched;
    }
    return bundle;
}

/* The letters that may lie between a weak fragment and the rest of its passage, on each side. */
INLINE int32_t edge_of(const Fragment *one) {
    int32_t size = one->net >= SOLID ? size_of(one) : size_of(one) / 2;
    return one->net >= SLIGHT ? LEAST(size, EDGE) : 0;
}

INLINE int is_near(const Bundle *hull, const Fragment *one) {
    int32_t edge = edge_of(one);
    return one->a <= hull->b + edge && one->b >= hull->a - edge && one->c <= hull->d + edge && one->d >= hull->c - edge;
}

/* What a part covers of one side: intervals that lie apart, and how many letters those before each cover. */
typedef struct {
    int32_t *starts, *ends, *before, count;
} Cover;

static Cover cover_of(Work *work, const Part *part, int right) {
    int32_t *order = TAKE(work->arena, int32_t, part->count), sum = 0;
    Cover cover = {TAKE(work->arena, int32_t, part->count), TAKE(work->arena, int32_t, part->count),
                   TAKE(work->arena, int32_t, part->count), 0};
    Edges edges = {work->fragments, part->at, right};
    for (int32_t i = 0; i < part->count; i++) order[i] = i;
    sort_places(work->arena, order, part->count, by_edges, &edges);
    for (int32_t i = 0; i < part->count; i++) {
        const Fragment *one = work->fragments + part->at[order[i]];
        int32_t start = right ? one->c : one->a, end = right ? one->d : one->b, last = cover.count - 1;
        if (cover.count && start <= cover.ends[last]) {
            if (end > cover.ends[last]) sum += end - cover.ends[last];
            cover.ends[last] = GREATEST(cover.ends[last], end);
        } else {
            cover.starts[cover.count] = start;
            cover.ends[cover.count] = end;
            cover.before[cover.count++] = sum;
            sum += end - start;
        }
    }
    return cover;
}

static int32_t covered_below(const Cover *cover, int32_t place) {
    int32_t low = 0, high = cover->count;
    while (low < high) {
        int32_t middle = (low + high) / 2;
        if (cover->starts[middle] < place) low = middle + 1;
        else high = middle;
    }
    return low ? cover->before[low - 1] + LEAST(place, cover->ends[low - 1]) - cover->starts[low - 1] : 0;
}

INLINE int is_open(const Cover *cover, int32_t start, int32_t end) {
    return 4 * (int64_t)(covered_below(cover, end) - covered_below(cover, start)) <= 3 * (int64_t)(end - start);
}

/* The weak fragments about the hull that a part leaves open on both sides, best first. */
static Part open_places(Work *work, const Part *part, const Bundle *hull) {
    Part found = {NULL, 0, 0};
    int32_t low = 0, high = work->weak_count, from = hull->a - EDGE - work->longest;
    while (low < high) {
        int32_t middle = (low + high) / 2;
        if (work->weak[middle].a < from) low = middle + 1;
        else high = middle;
    }
    for (; low < work->weak_count && work->weak[low].a <= hull->b + EDGE; low++) {
        const Chain *one = work->weak + low;
        if (one->b < hull->a - EDGE || one->d < hull->c - EDGE || one->c > hull->d + EDGE) continue;
        GROW(work->arena, int32_t, found.at, found.count, found.room);
        found.at[found.count++] = low;
    }
    if (!found.count) return found;
    Cover left = cover_of(work, part, 0), right = cover_of(work, part, 1);
    int32_t kept = 0;
    for (int32_t i = 0; i < found.count; i++) {
        const Chain *one = work->weak + found.at[i];
        if (is_open(&left, one->a, one->b) && is_open(&right, one->c, one->d)) found.at[kept++] = found.at[i];
    }
    found.count = kept;
    sort_places(work->arena, found.at, found.count, weak_best_first, work->weak);
    return found;
}

/* A part with the weak fragments that lie in its hull or near it and cover what nothing else in it covers. */
static Part fill_up(Work *work, const Part *part) {
    Part full = {TAKE(work->arena, int32_t, part->count), part->count, part->count};
    memcpy(full.at, part->at, (size_t)part->count * sizeof *full.at);
    Bundle hull = bundle_of(work, *part);
    Part candidates = open_places(work, part, &hull);
    for (int32_t i = 0; i < candidates.count; i++) {
        const Chain *chain = work->weak + candidates.at[i];
        Fragment box = {chain->a, chain->b, chain->c, chain->d, 0, 0, 0, 0, chain->net};
        if (!is_near(&hull, &box)) continue;
        int32_t here = add_fragment(work, chain->first, chain->count);
        grow_out(work, work->fragments + here);
        if (work->fragments[here].net >= FAINT && take_in(work, &full, here))
            widen(&hull, work->fragments + full.at[full.count - 1]);
    }
    return full;
}

/* The two outermost of a part's bounds on one side: without any one fragment, the hull ends at one of them. */
typedef struct {
    int32_t first, second;
} Outermost;

INLINE void put_in(Outermost *bound, int32_t place) {
    if (place < bound->first) {
        bound->second = bound->first;
        bound->first = place;
    } else if (place < bound->second) {
        bound->second = place;
    }
}

INLINE int32_t without(Outermost bound, int32_t place) { return place == bound.first ? bound.second : bound.first; }

/* Leave out the weak fragments that would be an end of a part and are not near the rest. */
static Part without_loose_ends(Work *work, const Part *whole) {
    Part part = {TAKE(work->arena, int32_t, whole->count), whole->count, whole->count};
    memcpy(part.at, whole->at, (size_t)whole->count * sizeof *part.at);
    int again = 1;
    while (again && part.count > 1) {
        Outermost a = {INT32_MAX, INT32_MAX}, b = a, c = a, d = a;
        for (int32_t i = 0; i < part.count; i++) {
            const Fragment *one = work->fragments + part.at[i];
            put_in(&a, one->a);
            put_in(&b, -one->b);
            put_in(&c, one->c);
            put_in(&d, -one->d);
        }
        again = 0;
        for (int32_t at = part.count - 1; at >= 0; at--) {
            const Fragment *one = work->fragments + part.at[at];
            if (one->net >= SOLID) continue;
            Bundle rest = {part, without(a, one->a), -without(b, -one->b), without(c, one->c), -without(d, -one->d), 0, 0};
            if (is_near(&rest, one)) continue;
            memmove(part.at + at, part.at + at + 1, (size_t)(part.count - at - 1) * sizeof *part.at);
            part.count--;
            again = 1;
            break;
        }
    }
    return part;
}

/* Whether there is enough evidence: a run of whole words, or letters alike beyond chance. */
static int stands(const Work *work, const Bundle *bundle) {
    int64_t most = 0;
    for (int32_t i = 0; i < bundle->part.count; i++) {
        const Fragment *one = work->fragments + bundle->part.at[i];
        if (one->exact >= work->min_words) return 1;
        most = i ? GREATEST(most, one->net) : one->net;
    }
    return bundle->net >= NET && most >= SOLE;
}

static int bundles_order(const void *work, int32_t one, int32_t other) {
    const Bundle *x = ((const Work *)work)->bundles + one, *y = ((const Work *)work)->bundles + other;
    if (x->net != y->net) return x->net > y->net ? -1 : 1;
    if (x->a != y->a) return x->a < y->a ? -1 : 1;
    if (x->b != y->b) return x->b < y->b ? -1 : 1;
    if (x->c != y->c) return x->c < y->c ? -1 : 1;
    return (x->d > y->d) - (x->d < y->d);
}

/* Whether *one* is a short piece, on one side, of a much longer passage that the other text repeats. */
INLINE int is_piece(const Bundle *taken, const Bundle *one) {
    int64_t size = GREATEST(one->b - one->a, one->d - one->c);
    int64_t left = LEAST(taken->b, one->b) - GREATEST(taken->a, one->a);
    int64_t right = LEAST(taken->d, one->d) - GREATEST(taken->c, one->c);
    if (size > SHORT || LEAST(taken->b - taken->a, taken->d - taken->c) < MUCH * size) return 0;
    return 10 * left >= 9 * (int64_t)(one->b - one->a) || 10 * right >= 9 * (int64_t)(one->d - one->c);
}

INLINE int is_crossing(const Bundle *taken, const Bundle *one) {
    return taken->a < one->b && taken->b > one->a && taken->c < one->d && taken->d > one->c;
}

/* Whether *one* shares letters with a bundle that is kept, or is a piece of one. */
static int is_known(const Work *work, const Part *kept, const Bundle *one) {
    for (int32_t i = 0; i < kept->count; i++) {
        const Bundle *taken = work->bundles + kept->at[i];
        if (is_crossing(taken, one) || (!work->same && is_piece(taken, one))) return 1;
    }
    return 0;
}

/* Put what better bundles leave of bundle *at* in its place; return 0 if that is no passage. */
static int leave_rest(Work *work, const Part *kept, int32_t at) {
    Part whole = work->bundles[at].part, part = {TAKE(work->arena, int32_t, whole.count), 0, whole.count};
    for (int32_t i = 0; i < whole.count; i++) {
        Fragment one = work->fragments[whole.at[i]];
        int32_t a = one.a, b = one.b, c = one.c, d = one.d, here = whole.at[i];
        for (int32_t j = 0; j < kept->count; j++) {
            const Bundle *taken = work->bundles + kept->at[j];
            if (taken->a >= one.b || taken->b <= one.a || taken->c >= one.d || taken->d <= one.c) continue;
            clip(&a, &b, taken->a, taken->b);
            clip(&c, &d, taken->c, taken->d);
            here = -1;
        }
        if (here < 0) here = cut_down(work, &one, a, b, c, d);
        if (here >= 0) part.at[part.count++] = here;
    }
    if (!part.count) return 0;
    work->bundles[at] = bundle_of(work, part);
    return stands(work, work->bundles + at) && !is_known(work, kept, work->bundles + at);
}

/* The bundle with its ends past damaged words; an end that belongs to two fragments stays. */
static Bundle past_damage(Work *work, const Bundle *hull) {
    Bundle found = *hull;
    for (int32_t i = 0; i < hull->part.count; i++) {
        Fragment one = work->fragments[hull->part.at[i]];
        int starts = one.a == hull->a && one.c == hull->c, ends = one.b == hull->b && one.d == hull->d;
        if (starts) backwards(work, &one, 0, work->same ? found.b : 0, 1);
        found.a = LEAST(found.a, one.a);
        found.c = LEAST(found.c, one.c);
        if (ends) forwards(work, &one, work->same ? found.c : work->left.size, work->right.size, 1);
        found.b = GREATEST(found.b, one.b);
        found.d = GREATEST(found.d, one.d);
    }
    return found;
}

static void bundle_layer(Work *work, const Part *layer) {
    Parts near = part_up(work, layer, &ANY);
    for (int32_t i = 0; i < near.count; i++) {
        Part full = fill_up(work, near.items + i);
        Parts parts = part_up(work, &full, &CLOSE);
        for (int32_t j = 0; j < parts.count; j++) {
            Bundle bundle = bundle_of(work, without_loose_ends(work, parts.items + j));
            if (!stands(work, &bundle)) continue;
            GROW(work->arena, Bundle, work->bundles, work->bundle_count, work->bundle_room);
            work->bundles[work->bundle_count++] = bundle;
        }
    }
}

/* Bundle the fragments, in layers: if a passage occurs twice on a side, each place has its layer.  Return the indices
 * of bundles no two of which share letters on both sides, best first, with their ends past damaged words. */
static Part find_bundles(Work *work, Part *strong) {
    Part rest = *strong, kept = {NULL, 0, 0};
    for (int32_t number = 0; rest.count && number < MOST_LAYERS; number++) {
        Part layer = {NULL, 0, 0}, others = {TAKE(work->arena, int32_t, rest.count), 0, rest.count};
        for (int32_t i = 0; i < rest.count; i++)
            if (!take_in(work, &layer, rest.at[i])) others.at[others.count++] = rest.at[i];
        bundle_layer(work, &layer);
        rest = others;
    }
    for (int32_t i = 0; i < rest.count; i++) {
        Part layer = {rest.at + i, 1, 1};
        bundle_layer(work, &layer);
    }
    int32_t count = work->bundle_count, *order = TAKE(work->arena, int32_t, count);
    for (int32_t i = 0; i < count; i++) order[i] = i;
    sort_places(work->arena, order, count, bundles_order, work);
    kept.at = TAKE(work->arena, int32_t, count);
    for (int32_t i = 0; i < count; i++) {
        int known = is_known(work, &kept, work->bundles + order[i]);
        if (!known || (!work->same && leave_rest(work, &kept, order[i]))) kept.at[kept.count++] = order[i];
    }
    for (int32_t i = 0; i < kept.count; i++) {
        Bundle hull = past_damage(work, work->bundles + kept.at[i]);
        int known = 0;
        for (int32_t j = 0; j < kept.count && !known; j++) known = j != i && is_crossing(work->bundles + kept.at[j], &hull);
        if (!known) work->bundles[kept.at[i]] = hull;
    }
    return kept;
}

/* ---- repeats of one text: those that do not follow from others ------------------------------------------------------ */

static int by_copies(const void *work, int32_t one, int32_t other) {
    const Bundle *x = ((const Work *)work)->bundles + one, *y = ((const Work *)work)->bundles + other;
    if (x->a != y->a) return x->a < y->a ? -1 : 1;
    if (x->c != y->c) return x->c < y->c ? -1 : 1;
    return x->net > y->net ? -1 : x->net < y->net;
}

INLINE int32_t earliest(const int32_t *origin, int32_t place) {
    while (origin[place] != place) place = origin[place];
    return place;
}

/* Keep the bundles that do not follow from others, in the order of their places. */
static Part independent(Work *work, Part found) {
    Part kept = {TAKE(work->arena, int32_t, found.count), 0, found.count};
    int32_t *origin = TAKE(work->arena, int32_t, work->left.size + 1);
    for (int32_t i = 0; i < work->left.size; i++) origin[i] = i;
    sort_places(work->arena, found.at, found.count, by_copies, work);
    for (int32_t i = 0; i < found.count; i++) {
        const Bundle *bundle = work->bundles + found.at[i];
        int64_t letters = 0, known = 0;
        for (int32_t j = 0; j < bundle->part.count; j++) {
            const Fragment *one = work->fragments + bundle->part.at[j];
            for (int32_t k = one->first; k < one->first + one->count; k++) {
                Run run = work->runs[k];
                letters += run.size;
                for (int32_t l = 0; l < run.size; l++)
                    known += earliest(origin, run.left + l) == earliest(origin, run.right + l);
            }
        }
        if (known * 2 > letters) continue;
        kept.at[kept.count++] = found.at[i];
        uint8_t *fresh = TAKE(work->arena, uint8_t, letters + 1);
        for (int pass = 0; pass < 2; pass++) {
            int64_t at = 0;
            for (int32_t j = 0; j < bundle->part.count; j++) {
                const Fragment *one = work->fragments + bundle->part.at[j];
                for (int32_t k = one->first; k < one->first + one->count; k++) {
                    Run run = work->runs[k];
                    for (int32_t l = 0; l < run.size; l++, at++) {
                        if (!pass) fresh[at] = origin[run.right + l] == run.right + l;
                        else if (fresh[at]) origin[run.right + l] = run.left + l;
                    }
                }
            }
        }
    }
    return kept;
}

#endif

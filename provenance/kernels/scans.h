/* From scanned texts to their letters, to pairs that share letter grams, and to what is aligned; plain/scans.py
 * documents the columns. */

#ifndef PROVENANCE_KERNELS_SCANS_H
#define PROVENANCE_KERNELS_SCANS_H

#include <math.h>

#include "arena.h"
#include "text.h"

#define FIRST_OF_WORD 0x8000u /* the bit of a letter that begins a word */
#define CODE 0x7FFFu
#define SEED 6      /* letters of an anchor, in texts of fewer than MANY; one more for each four times as many */
#define MANY 8192
#define OFTEN 16    /* places of a seed that are looked at: the first ones */
#define STRIDE 256  /* an anchor ends where its place is a multiple of this, for its cost */
#define LOOKBACK 64 /* anchors before one that may precede it in a chain */
#define GAP 512     /* letters between two anchors that are still aligned */
#define LONG 5      /* letters of a word that is not easily another one by misreading */
#define PASSAGE 60  /* replaced columns: more are no word or figure that was filled in */
#define FAR 2
#define WEIGHT 1000 /* of one nat */
#define SWITCH 4000 /* cost of going from aligned to replaced, or back */
#define BY_CHANCE 0.3 /* share of columns that agree in an alignment of two texts that have nothing in common */

/* ---- letters ----------------------------------------------------------------------------------------------------- */

INLINE uint16_t code_of(uint32_t point) { return (uint16_t)(((point >> 15) ^ point) & CODE); }

/* Write the letters of a text, at most as many as its folded points, or count them if *codes* is NULL. */
static size_t scan_letters(const unsigned char *at, const unsigned char *end, uint16_t *codes) {
    size_t count = 0;
    uint32_t state = OTHER;
    while (at < end) {
        uint32_t own, number = 1;
        const uint32_t *entries = &own;
        if (*at < 128) {
            own = ascii[*at] ? (uint32_t)LETTER << CLASS_SHIFT | ascii[*at] : 0;
            at++;
        } else number = folded(decode(&at, end), &entries);
        for (uint32_t i = 0; i < number; i++) {
            uint32_t kind = entries[i] >> CLASS_SHIFT;
            if (kind == MARK || kind == OWN_MARK) continue;
            if (kind != OTHER) {
                if (codes != NULL)
                    codes[count] = (uint16_t)(code_of(entries[i] & POINT) |
                                              (kind == SINGLE || state != LETTER ? FIRST_OF_WORD : 0));
                count++;
            }
            state = kind;
        }
    }
    return count;
}

/* ---- grams ------------------------------------------------------------------------------------------------------- */

/* Write the distinct hashes of runs of *run* letters whose first *level* bits are zero, ascending. */
static size_t letter_grams(
    const uint16_t *codes, size_t size, size_t run, int level, uint64_t *hashes, uint64_t *spare
) {
    uint64_t rolled = 0, power = 1;
    size_t count = 0;
    for (size_t i = 1; i < run; i++) power *= WORD_BASE;
    for (size_t i = 0; i < size; i++) {
        if (i >= run) rolled -= (uint64_t)(codes[i - run] & CODE) * power;
        rolled = rolled * WORD_BASE + (codes[i] & CODE);
        if (i + 1 < run) continue;
        uint64_t hash = mix(rolled);
        hashes[count] = hash;
        count += level == 0 || hash >> (64 - level) == 0;
    }
    return distinct(hashes, spare, count);
}

/* ---- candidates -------------------------------------------------------------------------------------------------- */

/* Documents are numbered by rank.  Posting p is documents[bounds[p]] to documents[bounds[p + 1]], ascending; those of
 * document d are owned[firsts[d]] to owned[firsts[d + 1]]. */
typedef struct {
    const uint32_t *documents, *owned;
    const int64_t *bounds, *firsts, *counts, *levels;
    const uint8_t *weights; /* of postings */
    int64_t crowd, least;
} Postings;

/* Write the documents before *document* that share enough with it, among the first *crowd* of each posting, and how
 * much; return how many there are.  *sums* is zero before and after. */
static size_t meet_before(const Postings *of, uint32_t document, uint32_t *sums, uint32_t *met, uint32_t *shared) {
    size_t count = 0, kept = 0;
    for (int64_t k = of->firsts[document]; k < of->firsts[document + 1]; k++) {
        uint32_t posting = of->owned[k];
        const uint32_t *some = of->documents + of->bounds[posting];
        int64_t most = of->bounds[posting + 1] - of->bounds[posting];
        if (most > of->crowd) most = of->crowd;
        for (int64_t i = 0; i < most && some[i] < document; i++) {
            if (sums[some[i]] == 0) met[count++] = some[i];
            sums[some[i]] += of->weights[posting];
        }
    }
    for (size_t i = 0; i < count; i++) {
        uint32_t other = met[i];
        /* Of two levels only what both keep can be shared. */
        int64_t apart = of->levels[document] - of->levels[other];
        int64_t ours = of->counts[document] >> (apart < 0 ? -apart : 0);
        int64_t theirs = of->counts[other] >> (apart > 0 ? apart : 0);
        if (sums[other] * INT64_C(256) >= of->least * (ours < theirs ? ours : theirs)) {
            met[kept] = other;
            shared[kept++] = sums[other];
        }
        sums[other] = 0;
    }
    return kept;
}

/* ---- alignment --------------------------------------------------------------------------------------------------- */

typedef struct {
    int32_t left, right, length;
} Anchor;

enum { SAME, CHANGED, LOST, ADDED }; /* columns: letters that agree or differ, a letter of the left or of the right only */

typedef struct {
    const uint16_t *left, *right;
    int32_t left_size, right_size, seed;
    Arena *arena;
    Anchor *anchors;
    int32_t count, room;
    uint8_t *columns;
    int32_t size;
    uint8_t *steps;  /* of a part that is aligned, (GAP + 1)^2 */
    int32_t *costs;  /* two rows of it */
    uint8_t *back;   /* columns of a part, the last first */
} Alignment;

INLINE int same_letter(const Alignment *of, int32_t left, int32_t right) {
    return ((of->left[left] ^ of->right[right]) & CODE) == 0;
}

static int32_t seed_for(int32_t size) {
    int32_t seed = SEED;
    for (int64_t many = MANY; many <= size; many *= 4) seed++;
    return seed;
}

static uint64_t seed_at(const uint16_t *codes, int32_t seed) {
    uint64_t found = 0;
    for (int32_t i = 0; i < seed; i++) found = found * WORD_BASE + (codes[i] & CODE);
    return mix(found);
}

/* Return the slot of a seed in a table of the places where each seed first occurs in the right text. */
static size_t seed_slot(const Alignment *of, const int32_t *heads, size_t mask, const uint16_t *codes) {
    size_t slot = seed_at(codes, of->seed) & mask;
    for (; heads[slot] >= 0; slot = (slot + 1) & mask) {
        int32_t same = 0;
        while (same < of->seed && !((of->right[heads[slot] + same] ^ codes[same]) & CODE)) same++;
        if (same == of->seed) break;
    }
    return slot;
}

/* Find the anchors, ordered by their places. */
static void find_anchors(Alignment *of) {
    size_t slots = 16;
    while (slots < 2 * (size_t)of->right_size) slots *= 2;
    int32_t *heads = TAKE(of->arena, int32_t, slots), *tails = TAKE(of->arena, int32_t, slots);
    int32_t *next = TAKE(of->arena, int32_t, of->right_size + 1);
    uint8_t *chained = TAKE(of->arena, uint8_t, slots);
    memset(heads, 255, slots * sizeof *heads);
    memset(chained, 0, slots);
    for (int32_t j = 0; j + of->seed <= of->right_size; j++) {
        size_t slot = seed_slot(of, heads, slots - 1, of->right + j);
        next[j] = -1;
        if (chained[slot] == OFTEN) continue;
        if (heads[slot] < 0) heads[slot] = j;
        else next[tails[slot]] = j;
        tails[slot] = j;
        chained[slot]++;
    }
    for (int32_t i = 0; i + of->seed <= of->left_size; i++) {
        for (int32_t j = heads[seed_slot(of, heads, slots - 1, of->left + i)]; j >= 0; j = next[j]) {
            if (i % STRIDE && j && same_letter(of, i - 1, j - 1)) continue;
            int32_t length = of->seed;
            while (i + length < of->left_size && j + length < of->right_size && (i + length) % STRIDE &&
                   same_letter(of, i + length, j + length))
                length++;
            GROW(of->arena, Anchor, of->anchors, of->count, of->room);
            of->anchors[of->count++] = (Anchor){i, j, length};
        }
    }
}

/* Return the last anchor of the best chain, -1 if there is none; *before* leads from each to the one that precedes it. */
static int32_t best_chain(const Alignment *of, int32_t *before, int32_t *scores) {
    int32_t best = -1;
    for (int32_t k = 0; k < of->count; k++) {
        const Anchor *here = of->anchors + k;
        int32_t first = k > LOOKBACK ? k - LOOKBACK : 0;
        scores[k] = 8 * here->length;
        before[k] = -1;
        for (int32_t p = k - 1; p >= first; p--) {
            const Anchor *there = of->anchors + p;
            int32_t lost = here->left - there->left - there->length, added = here->right - there->right - there->length;
            if (lost < 0 || added < 0) {
                /* What overlaps belongs to the earlier one. */
                int32_t cut = lost < added ? -lost : -added;
                if (cut >= here->length || here->left <= there->left || here->right <= there->right) continue;
                int32_t score = scores[p] + 8 * (here->length - cut) - 2 * (lost < added ? added - lost : lost - added);
                if (score > scores[k]) scores[k] = score, before[k] = p;
                continue;
            }
            int32_t shift = lost < added ? added - lost : lost - added, gap = lost < added ? lost : added;
            int32_t cost = 2 * shift + gap / 8;
            int32_t score = scores[p] + 8 * here->length - (cost < 96 ? cost : 96);
            if (score > scores[k]) scores[k] = score, before[k] = p;
        }
        if (best < 0 || scores[k] > scores[best]) best = k;
    }
    return best;
}

/* Align two parts of at most GAP letters and append their columns, by the least number of changes.  With *open* the
 * path may begin where either part does, or, in *backward* order, the parts are read from their ends. */
static void align_part(Alignment *of, int32_t left, int32_t lefts, int32_t right, int32_t rights, int backward, int open) {
    int32_t wide = rights + 1, *row = of->costs, i, j, count = 0;
    for (j = 0; j <= rights; j++) row[j] = open ? 0 : j, of->steps[j] = ADDED;
    for (i = 1; i <= lefts; i++) {
        int32_t corner = row[0], letter = left + (backward ? lefts - i : i - 1);
        row[0] = open ? 0 : i;
        of->steps[i * wide] = LOST;
        for (j = 1; j <= rights; j++) {
            int same = same_letter(of, letter, right + (backward ? rights - j : j - 1));
            int32_t best = corner + !same;
            uint8_t step = same ? SAME : CHANGED;
            corner = row[j];
            if (row[j] + 1 < best) best = row[j] + 1, step = LOST;
            if (row[j - 1] + 1 < best) best = row[j - 1] + 1, step = ADDED;
            row[j] = best;
            of->steps[i * wide + j] = step;
        }
    }
    i = lefts, j = rights;
    while (open ? i && j : i || j) {
        uint8_t step = of->steps[i * wide + j];
        of->back[count++] = step;
        i -= step != ADDED;
        j -= step != LOST;
    }
    for (int32_t k = 0; k < count; k++)
        of->columns[of->size++] = backward ? of->back[k] : of->back[count - 1 - k];
}

static void append(Alignment *of, uint8_t column, int32_t count) {
    if (count <= 0) return;
    memset(of->columns + of->size, column, (size_t)count);
    of->size += count;
}

/* Append the columns before an anchor at the places (left, right), from the first place that both texts have. */
static void align_head(Alignment *of, int32_t left, int32_t right) {
    int32_t both = left < right ? left : right;
    int32_t lefts = left < both + both / 4 + 8 ? left : both + both / 4 + 8;
    int32_t rights = right < both + both / 4 + 8 ? right : both + both / 4 + 8;
    if (both > GAP) append(of, CHANGED, both - GAP);
    lefts = lefts < GAP ? lefts : GAP;
    rights = rights < GAP ? rights : GAP;
    /* Aligned forward, open where it begins. */
    align_part(of, left - lefts, lefts, right - rights, rights, 0, 1);
}

/* Append the columns behind the places (left, right), up to the last one that both texts have. */
static void align_tail(Alignment *of, int32_t left, int32_t right) {
    int32_t lefts = of->left_size - left, rights = of->right_size - right, both = lefts < rights ? lefts : rights;
    lefts = lefts < both + both / 4 + 8 ? lefts : both + both / 4 + 8;
    rights = rights < both + both / 4 + 8 ? rights : both + both / 4 + 8;
    align_part(of, left, lefts < GAP ? lefts : GAP, right, rights < GAP ? rights : GAP, 1, 1);
    if (both > GAP) append(of, CHANGED, both - GAP);
}

/* Append the columns between two anchors: aligned, unless there are too many letters. */
static void align_gap(Alignment *of, int32_t left, int32_t lefts, int32_t right, int32_t rights) {
    if (lefts <= GAP && rights <= GAP) {
        align_part(of, left, lefts, right, rights, 0, 0);
        return;
    }
    append(of, LOST, lefts);
    append(of, ADDED, rights);
}

/* Write the columns of two texts, between the first and the last place that both have.  Sets *left* and *right* to
 * where these begin.  Return 0 if the texts have too little in common. */
static int align_columns(Alignment *of, int32_t *left, int32_t *right) {
    find_anchors(of);
    int32_t *before = TAKE(of->arena, int32_t, of->count + 1), *scores = TAKE(of->arena, int32_t, of->count + 1);
    int32_t last = best_chain(of, before, scores), shorter = of->left_size < of->right_size ? of->left_size : of->right_size;
    if (last < 0 || scores[last] < 8 * 3 * SEED || scores[last] < (int64_t)shorter * 7 / 10) return 0;
    int32_t first = last, next = -1;
    while (before[first] >= 0) {
        int32_t earlier = before[first];
        before[first] = next; /* from here on it leads to the one behind */
        next = first;
        first = earlier;
    }
    before[first] = next;
    of->columns = TAKE(of->arena, uint8_t, (size_t)of->left_size + (size_t)of->right_size + 2 * GAP);
    of->steps = TAKE(of->arena, uint8_t, (GAP + 1) * (GAP + 1));
    of->costs = TAKE(of->arena, int32_t, GAP + 1);
    of->back = TAKE(of->arena, uint8_t, 2 * GAP + 2);
    int32_t i = of->anchors[first].left, j = of->anchors[first].right;
    align_head(of, i, j);
    /* The columns tell how many letters of each side they hold. */
    int32_t lefts = 0, rights = 0;
    for (int32_t k = 0; k < of->size; k++) lefts += of->columns[k] != ADDED, rights += of->columns[k] != LOST;
    *left = i - lefts > 0 ? i - lefts : 0;
    *right = j - rights > 0 ? j - rights : 0;
    for (int32_t k = first; k >= 0; k = before[k]) {
        const Anchor *anchor = of->anchors + k;
        int32_t cut = i - anchor->left > j - anchor->right ? i - anchor->left : j - anchor->right;
        cut = cut > 0 ? cut : 0;
        align_gap(of, i, anchor->left + cut - i, j, anchor->right + cut - j);
        append(of, SAME, anchor->length - cut);
        i = anchor->left + anchor->length;
        j = anchor->right + anchor->length;
    }
    align_tail(of, i, j);
    return 1;
}

/* ---- what is aligned --------------------------------------------------------------------------------------------- */

/* Mark the columns that are aligned and not replaced: the likeliest run of two states, if *share* of the columns that
 * are aligned agree.  Return the aligned columns, and set *agreeing* to those of them that agree. */
static int32_t mark_aligned(const uint8_t *columns, int32_t size, double share, uint8_t *marks, int32_t *agreeing) {
    int64_t same = lrint(WEIGHT * log(share / BY_CHANCE)), other = lrint(WEIGHT * log((1 - share) / (1 - BY_CHANCE)));
    int64_t aligned = 0, replaced = 0; /* scores of the states; the odds are counted in the first only */
    int32_t count = 0;
    for (int32_t k = 0; k < size; k++) {
        uint8_t from = 0;
        int64_t stay = aligned, leave = replaced;
        if (replaced - SWITCH > aligned) stay = replaced - SWITCH, from |= 1;
        if (aligned - SWITCH > replaced) leave = aligned - SWITCH, from |= 2;
        marks[k] = from;
        aligned = stay + (columns[k] == SAME ? same : other);
        replaced = leave;
    }
    int state = aligned >= replaced;
    *agreeing = 0;
    for (int32_t k = size - 1; k >= 0; k--) {
        uint8_t from = marks[k];
        marks[k] = (uint8_t)state;
        count += state;
        *agreeing += state && columns[k] == SAME;
        state = state ? !(from & 1) : (from & 2) != 0;
    }
    return count;
}

/* Mark runs of more than PASSAGE replaced columns: one text has a passage there that the other lacks. */
static void mark_passages(uint8_t *marks, int32_t size) {
    for (int32_t k = 0, end; k < size; k = end + 1) {
        for (end = k; end < size && !marks[end];) end++;
        if (end - k > PASSAGE) memset(marks + k, FAR, (size_t)(end - k));
    }
}

/* What is measured of a pair; see plain/scans.py. */
typedef struct {
    int32_t left, right, left_aligned, right_aligned, agreeing, columns, words, differing, misread, replaced, figures, kept, longs, lost;
} Measured;

/* Count the words of the left text that are aligned, those that differ, and those of these that are misread. */
static void count_words(const Alignment *of, const uint8_t *marks, int32_t left, int32_t right, Measured *found) {
    int32_t k = 0, i = left, j = right;
    while (k < of->size) {
        /* One word: from a column with its first letter up to the next such column. */
        int32_t letters = 0, same = 0, digits = 0, whole = 1, begin = k, first = i, aligned = 0, total = 0, far = 0;
        int begun = i < of->left_size && (of->left[i] & FIRST_OF_WORD) && of->columns[k] != ADDED;
        while (k < of->size) {
            uint8_t column = of->columns[k];
            if (column != ADDED && i > first && (of->left[i] & FIRST_OF_WORD)) break;
            total++;
            aligned += marks[k] == 1;
            far |= marks[k] == FAR;
            if (column == SAME) {
                int ours = (of->left[i] & FIRST_OF_WORD) != 0, theirs = (of->right[j] & FIRST_OF_WORD) != 0;
                whole &= ours == theirs;
                same++;
            } else whole = 0;
            if (column != ADDED) {
                uint32_t code = of->left[i] & CODE;
                digits += code >= '0' && code <= '9';
                letters++, i++;
            }
            j += column != LOST;
            k++;
        }
        /* A word that goes on in the right text was glued there. */
        whole &= k == of->size || j >= of->right_size || (of->right[j] & FIRST_OF_WORD) != 0;
        if (!begun || !letters) continue;
        if (!far) {
            if (letters > 1 && 2 * digits >= letters) found->figures += letters, found->kept += same;
            if (letters >= LONG && 2 * digits < letters) found->longs++, found->lost += 2 * same < letters;
        }
        if (2 * aligned < total) continue;
        found->words++;
        if (whole) continue;
        found->differing++;
        if (digits == letters) continue;
        if (letters > 2) found->misread += 2 * same >= letters;
        else found->misread += same || ((!begin || of->columns[begin - 1] == SAME) && (k == of->size || of->columns[k] == SAME));
    }
}

/* Measure two texts; return 0 if out of memory. */
static int measure_letters(
    const uint16_t *left, int32_t left_size, const uint16_t *right, int32_t right_size, Arena *arena, Measured *found
) {
    int32_t longer = left_size > right_size ? left_size : right_size;
    Alignment of = {left, right, left_size, right_size, seed_for(longer), arena, NULL, 0, 0, NULL, 0, NULL, NULL, NULL};
    int32_t from = 0, to = 0, agreeing = 0, count;
    memset(found, 0, sizeof *found);
    if (setjmp(arena->out)) return 0;
    if (!align_columns(&of, &from, &to)) return 1;
    uint8_t *marks = TAKE(arena, uint8_t, of.size + 1);
    double share = 0.75;
    for (int round = 0; round < 3; round++) {
        count = mark_aligned(of.columns, of.size, share, marks, &agreeing);
        share = count ? (double)agreeing / count : 0.75;
        share = share < 0.6 ? 0.6 : share > 0.98 ? 0.98 : share;
    }
    mark_passages(marks, of.size);
    for (int32_t k = 0; k < of.size; k++) {
        int ours = of.columns[k] != ADDED, theirs = of.columns[k] != LOST;
        found->left += ours;
        found->right += theirs;
        found->left_aligned += ours && marks[k] == 1;
        found->right_aligned += theirs && marks[k] == 1;
        found->replaced += marks[k] == 0;
    }
    found->agreeing = agreeing;
    found->columns = count;
    count_words(&of, marks, from, to, found);
    return 1;
}

#endif

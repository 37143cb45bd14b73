/* From a text to its letters, and to the parts of two texts that are aligned; plain/letters.py documents the columns. */

#ifndef PROVENANCE_KERNELS_LETTERS_H
#define PROVENANCE_KERNELS_LETTERS_H

#include "arena.h"
#include "words.h"

/* The letters of a text, one byte each where none needs more; word w is letters firsts[w] to firsts[w + 1]. */
typedef struct {
    void *codes;
    int wide; /* four bytes a letter */
    int64_t size, words;
    uint32_t *firsts, *starts, *ends;
    uint64_t *ids;
} Letters;

/* A text as Python stores it: code points of 1, 2 or 4 bytes. */
typedef struct {
    const void *points;
    int kind, ascii;
    int64_t size;
} Text;

INLINE uint32_t point_at(const Text *text, int64_t at) {
    if (text->kind == 1) return ((const uint8_t *)text->points)[at];
    return text->kind == 2 ? ((const uint16_t *)text->points)[at] : ((const uint32_t *)text->points)[at];
}

INLINE uint32_t letter_at(const Letters *letters, int64_t at) {
    return letters->wide ? ((const uint32_t *)letters->codes)[at] : ((const uint8_t *)letters->codes)[at];
}

static void free_letters(Letters *letters) {
    free(letters->ids);
    memset(letters, 0, sizeof *letters);
}

/* Move the columns into one piece of memory; return 0 if there is none. */
static int pack_letters(Letters *letters) {
    size_t words = (size_t)letters->words, codes = (size_t)letters->size * (letters->wide ? 4 : 1);
    unsigned char *packed = malloc(words * 20 + 4 + codes);
    if (packed == NULL) return 0;
    uint32_t *firsts = (uint32_t *)(packed + words * 8);
    memcpy(packed, letters->ids, words * 8);
    memcpy(firsts, letters->firsts, (words + 1) * 4);
    memcpy(firsts + words + 1, letters->starts, words * 4);
    memcpy(firsts + 2 * words + 1, letters->ends, words * 4);
    memcpy(firsts + 3 * words + 1, letters->codes, codes);
    letters->ids = (uint64_t *)(void *)packed;
    letters->firsts = firsts;
    letters->starts = firsts + words + 1;
    letters->ends = firsts + 2 * words + 1;
    letters->codes = firsts + 3 * words + 1;
    return 1;
}

static int fit(void **items, size_t count, size_t item) {
    void *other = realloc(*items, count > 0 ? count * item : 1);
    if (other == NULL) return 0;
    *items = other;
    return 1;
}

static int more_letters(Letters *letters, size_t *room, int wide) {
    size_t width = wide ? 4 : 1;
    if (wide && !letters->wide) {
        uint32_t *codes = malloc((*room ? *room : 1) * sizeof *codes);
        if (codes == NULL) return 0;
        for (int64_t i = 0; i < letters->size; i++) codes[i] = ((uint8_t *)letters->codes)[i];
        free(letters->codes);
        letters->codes = codes;
        letters->wide = 1;
    }
    if ((size_t)letters->size + 1 < *room) return 1;
    *room = 2 * *room + 64;
    return fit(&letters->codes, *room, width);
}

static int fit_words(Letters *letters, size_t words) {
    return fit((void **)&letters->firsts, words + 1, sizeof(uint32_t)) &&
           fit((void **)&letters->starts, words, sizeof(uint32_t)) &&
           fit((void **)&letters->ends, words, sizeof(uint32_t)) &&
           fit((void **)&letters->ids, words, sizeof(uint64_t));
}

/* Fill *letters*, a column at a time; return 0 if out of memory. */
static int read_any(const Text *text, Letters *letters) {
    size_t room = (size_t)text->size + 16, places = (size_t)text->size / 5 + 16;
    uint64_t hash = 0;
    uint32_t state = OTHER;
    memset(letters, 0, sizeof *letters);
    if (!fit(&letters->codes, room, 1) || !fit_words(letters, places)) return 0;
    for (int64_t place = 0; place < text->size; place++) {
        uint32_t own, point = point_at(text, place), number = 1;
        const uint32_t *entries = &own;
        if (point < 128) own = ascii[point] ? (uint32_t)LETTER << CLASS_SHIFT | ascii[point] : 0;
        else number = folded(point, &entries);
        for (uint32_t i = 0; i < number; i++) {
            uint32_t kind = entries[i] >> CLASS_SHIFT, letter = entries[i] & POINT;
            if (kind == SINGLE || (kind == LETTER && state != LETTER)) {
                if (letters->words) letters->ids[letters->words - 1] = mix(hash);
                if ((size_t)letters->words + 1 >= places) {
                    places = 2 * places;
                    if (!fit_words(letters, places)) return 0;
                }
                letters->firsts[letters->words] = (uint32_t)letters->size;
                letters->starts[letters->words++] = (uint32_t)place;
                hash = 0;
                state = kind;
            } else if (kind == OTHER || (kind == OWN_MARK && state == LETTER)) {
                state = OTHER;
                continue;
            } else if (kind >= MARK && state == OTHER) {
                continue;
            }
            if (letter > 255 || (size_t)letters->size + 1 >= room) {
                if (!more_letters(letters, &room, letters->wide || letter > 255)) return 0;
            }
            if (letters->wide) ((uint32_t *)letters->codes)[letters->size++] = letter;
            else ((uint8_t *)letters->codes)[letters->size++] = (uint8_t)letter;
            hash = hash * WORD_BASE + letter;
            letters->ends[letters->words - 1] = (uint32_t)place + 1;
        }
        if (letters->size >> 31) return 0;
    }
    if (letters->words) letters->ids[letters->words - 1] = mix(hash);
    letters->firsts[letters->words] = (uint32_t)letters->size;
    return 1;
}

static void free_loose(Letters *letters) {
    free(letters->codes);
    free(letters->firsts);
    free(letters->starts);
    free(letters->ends);
    free(letters->ids);
}

/* The same for a text that is ASCII: at most every other one of its characters begins a word. */
static int read_ascii(const Text *text, Letters *letters) {
    size_t size = (size_t)text->size, most = size / 2 + 2, count = 0, words = 0;
    const uint8_t *at = text->points;
    unsigned char *scratch = malloc(most * 20 + size + 16);
    if (scratch == NULL) return 0;
    uint64_t *ids = (uint64_t *)(void *)scratch, hash = 0;
    uint32_t *firsts = (uint32_t *)(ids + most), *starts = firsts + most, *ends = starts + most;
    uint8_t *codes = (uint8_t *)(ends + most);
    int open = 0;
    for (size_t place = 0; place < size; place++) {
        uint8_t letter = ascii[at[place]];
        if (letter) {
            if (!open) {
                firsts[words] = (uint32_t)count;
                starts[words] = (uint32_t)place;
                hash = 0;
                open = 1;
            }
            codes[count++] = letter;
            hash = hash * WORD_BASE + letter;
        } else if (open) {
            ids[words] = mix(hash);
            ends[words++] = (uint32_t)place;
            open = 0;
        }
    }
    if (open) {
        ids[words] = mix(hash);
        ends[words++] = (uint32_t)size;
    }
    firsts[words] = (uint32_t)count;
    *letters = (Letters){codes, 0, (int64_t)count, (int64_t)words, firsts, starts, ends, ids};
    int done = pack_letters(letters);
    if (!done) memset(letters, 0, sizeof *letters);
    free(scratch);
    return done;
}

/* Fill *letters*; return 0 if out of memory or the text has 2^31 letters. */
static int read_letters(const Text *text, Letters *letters) {
    memset(letters, 0, sizeof *letters);
    if (text->size >> 31) return 0;
    if (text->ascii) return read_ascii(text, letters);
    Letters loose;
    int done = read_any(text, &loose);
    *letters = loose;
    done = done && pack_letters(letters);
    if (!done) memset(letters, 0, sizeof *letters);
    free_loose(&loose);
    return done;
}

INLINE int64_t below(const uint32_t *sorted, int64_t count, int64_t value) {
    int64_t low = 0, high = count;
    while (low < high) {
        int64_t middle = (low + high) >> 1;
        if (sorted[middle] < value) low = middle + 1;
        else high = middle;
    }
    return low;
}

/* Return how many words begin in places *start* to *end* of the text. */
static int64_t words_between(const Letters *letters, int64_t start, int64_t end) {
    return below(letters->starts, letters->words, end) - below(letters->starts, letters->words, start);
}

/* ---- words as they are spoken, in scripts that do not write where one ends ----------------------------------------- */

/* Parts of a word that a letter is; plain/letters.py says where the numbers are from. */
#define WORD 20
#define ANY_PARTS 12
#define THAI_PARTS 5
#define UNSPACED_PARTS 4

/* Whether *letter* is Thai, Lao, Tibetan, Burmese or Khmer. */
INLINE int is_unspaced(uint32_t letter) {
    return letter - 0x0E00 <= 0x109F - 0x0E00 || letter - 0x1780 <= 0x17FF - 0x1780;
}

INLINE int64_t parts_of(uint32_t letter) {
    return !is_unspaced(letter) ? ANY_PARTS : letter <= 0x0E7F ? THAI_PARTS : UNSPACED_PARTS;
}

/* ---- the two sides of an alignment: parts of texts, with letters of four bytes ------------------------------------ */

typedef struct {
    const Letters *whole;
    int64_t offset; /* the first word, in the whole */
    uint32_t *codes, *firsts;
    const uint64_t *ids;
    int32_t size, words;
    int unspaced; /* some of its letters are of scripts that do not show words */
} Side;

static void open_side(Arena *arena, const Letters *letters, int64_t first, int64_t last, Side *side) {
    first = first < 0 ? 0 : first;
    last = last > letters->words ? letters->words : last;
    int64_t begin = letters->firsts[first], end = letters->firsts[last];
    side->whole = letters;
    side->offset = first;
    side->words = (int32_t)(last - first);
    side->size = (int32_t)(end - begin);
    side->ids = letters->ids + first;
    side->unspaced = 0;
    side->codes = TAKE(arena, uint32_t, side->size + 1);
    side->firsts = TAKE(arena, uint32_t, side->words + 1);
    if (letters->wide) memcpy(side->codes, (const uint32_t *)letters->codes + begin, (size_t)side->size * 4);
    else
        for (int32_t i = 0; i < side->size; i++) side->codes[i] = ((const uint8_t *)letters->codes)[begin + i];
    for (int32_t i = 0; i <= side->words; i++) side->firsts[i] = letters->firsts[first + i] - (uint32_t)begin;
    for (int32_t i = 0; letters->wide && !side->unspaced && i < side->size; i++) side->unspaced = is_unspaced(side->codes[i]);
}

/* Return at most how many words letters *start* to *start* + *size* are: five letters are three words, or one. */
static int64_t letters_as_words(const Side *side, int64_t start, int64_t size) {
    int64_t parts = 0;
    if (!side->unspaced) return size * ANY_PARTS / WORD;
    for (int64_t i = start; i < start + size; i++) parts += parts_of(side->codes[i]);
    return parts / WORD;
}

/* Return how many words words *first* to *last* are as they are spoken. */
static int64_t spoken_words(const Side *side, int64_t first, int64_t last) {
    if (!side->unspaced) return last - first;
    int64_t parts = 0;
    for (int64_t word = first; word < last; word++) {
        uint32_t letter = side->codes[side->firsts[word]];
        int64_t letters = (int64_t)side->firsts[word + 1] - side->firsts[word];
        parts += is_unspaced(letter) ? parts_of(letter) * letters : WORD;
    }
    return parts / WORD;
}

/* Return the word after letter *end*: a word that *end* divides counts as behind when most of it is. */
INLINE int64_t word_after(const uint32_t *firsts, int64_t words, int64_t end) {
    int64_t word = below(firsts, words + 1, end) - 1;
    int64_t start = firsts[word], stop = firsts[word + 1];
    return (end - start) * 2 >= stop - start ? word + 1 : word;
}

/* Return the first word from letter *start* on: one that *start* divides counts when most of it lies ahead. */
INLINE int64_t word_before(const uint32_t *firsts, int64_t words, int64_t start) {
    int64_t word = below(firsts, words + 1, start + 1) - 1;
    int64_t first = firsts[word], stop = firsts[word + 1];
    return (stop - start) * 2 >= stop - first ? word : word + 1;
}

/* Return how many words begin in letters *start* to *end*. */
INLINE int64_t words_begun(const Side *side, int64_t start, int64_t end) {
    return below(side->firsts, side->words + 1, end) - below(side->firsts, side->words + 1, start);
}

/* Return how many whole words letters *start* to *start* + *size* hold. */
INLINE int64_t words_inside(const Side *side, int64_t start, int64_t size) {
    return below(side->firsts, side->words + 1, start + size + 1) - 1 - below(side->firsts, side->words + 1, start);
}

#endif

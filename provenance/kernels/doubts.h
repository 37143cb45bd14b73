/* From texts to the few whose words may not be what they look like; plain/doubts.py documents what is looked for. */

#ifndef PROVENANCE_KERNELS_DOUBTS_H
#define PROVENANCE_KERNELS_DOUBTS_H

#include <stddef.h>

#include "letters.h"

/* Characters that the bytes 0x80 to 0xBF become in Windows-1252 and Latin-1. */
INLINE int is_later(uint32_t point) {
    if (point < 0x80) return 0;
    if (point < 0x2000)
        return point <= 0xBF || point == 0x152 || point == 0x153 || point == 0x160 || point == 0x161 || point == 0x178 ||
               point == 0x17D || point == 0x17E || point == 0x192 || point == 0x2C6 || point == 0x2DC;
    switch (point) {
    case 0x2013: case 0x2014: case 0x2018: case 0x2019: case 0x201A: case 0x201C: case 0x201D: case 0x201E: case 0x2020:
    case 0x2021: case 0x2022: case 0x2026: case 0x2030: case 0x2039: case 0x203A: case 0x20AC: case 0x2122:
        return 1;
    default:
        return 0;
    }
}

/* Whether three characters may be mojibake; *third* is 0 at the end of the text. */
static int is_mistaken(uint32_t first, uint32_t second, uint32_t third) {
    if (first < 0xC2 || first > 0xF4 || !is_later(second)) return 0;
    if (first <= 0xC5) return 1;
    return first <= 0xDF ? third >= 0xC2 && third <= 0xF4 : is_later(third);
}

INLINE int is_letter(uint32_t point) {
    return point >= 0x80 || (point | 0x20) - 'a' < 26;
}

INLINE int is_blank(uint32_t point) {
    return point == ' ' || point == '\t';
}

/* Whether a line of *at* may end with a hyphen, or mojibake begin with a byte in UTF-8: a quick look, which rules most texts
 * out.  The two bytes before the first are read too. */
static int has_clue(const unsigned char *at, size_t size) {
#if defined(__SSE2__) || defined(_M_X64)
    __m128i found = _mm_setzero_si128();
    const __m128i blank = _mm_set1_epi8(' '), tab = _mm_set1_epi8('\t'), hyphen = _mm_set1_epi8('-');
    const __m128i tab_or_return = _mm_set1_epi8((char)0xFB), line = _mm_set1_epi8('\n'), lead = _mm_set1_epi8((char)0xC3);
    size_t last = size < 16 ? 0 : size - 16;
    for (size_t i = 0; size >= 16; i = i + 16 < last ? i + 16 : last) {
        __m128i bytes = _mm_loadu_si128((const __m128i *)(at + i)), before = _mm_loadu_si128((const __m128i *)(at + i - 1));
        __m128i ends = _mm_or_si128(_mm_cmpeq_epi8(before, blank), _mm_cmpeq_epi8(before, hyphen));
        /* Bytes beyond ASCII have the highest bit, which is all that counts. */
        ends = _mm_or_si128(_mm_or_si128(ends, before), _mm_cmpeq_epi8(_mm_and_si128(before, tab_or_return), tab));
        found = _mm_or_si128(found, _mm_and_si128(ends, _mm_cmpeq_epi8(bytes, line)));
        __m128i first = _mm_loadu_si128((const __m128i *)(at + i - 2));
        found = _mm_or_si128(found, _mm_and_si128(bytes, _mm_cmpeq_epi8(first, lead)));
        if (i == last) return _mm_movemask_epi8(found) != 0;
    }
#endif
    (void)at;
    return size > 0;
}

/* Whether the line break at *at* divides letters, after a hyphen. */
static int divides(const Text *text, int64_t at) {
    int64_t end = at + 1, start = at;
    while (end < text->size && is_blank(point_at(text, end))) end++;
    if (end == text->size || !is_letter(point_at(text, end))) return 0;
    if (start && point_at(text, start - 1) == '\r') start--;
    while (start && is_blank(point_at(text, start - 1))) start--;
    if (start < 2) return 0;
    uint32_t hyphen = point_at(text, start - 1), before = point_at(text, start - 2);
    if (hyphen != '-' && hyphen != 0xAC && hyphen != 0xAD && hyphen != 0x2010) return 0;
    return is_letter(before) || before - '0' < 10 || before == '_';
}

/* Whether the words of a text may be divided at line ends or misread. */
static int is_doubtful(const Text *text) {
    if (text->kind == 1) {
        const uint8_t *begin = text->points, *end = begin + text->size, *at = begin;
        if (text->ascii && (text->size < 3 || !has_clue(begin + 2, (size_t)text->size - 2))) return 0;
        while ((at = memchr(at, '\n', (size_t)(end - at))) != NULL)
            if (divides(text, at++ - begin)) return 1;
        if (text->ascii) return 0;
    }
    for (int64_t i = 0; i + 1 < text->size; i++) {
        uint32_t point = point_at(text, i);
        if (point == '\n') {
            if (text->kind > 1 && divides(text, i)) return 1;
        } else if (point - 0xC2 <= 0xF4 - 0xC2) {
            if (is_mistaken(point, point_at(text, i + 1), i + 2 < text->size ? point_at(text, i + 2) : 0)) return 1;
        }
    }
    return 0;
}

/* The same as divides() in UTF-8. */
static int divides_bytes(const unsigned char *begin, const unsigned char *end, const unsigned char *at) {
    const unsigned char *start = at, *next = at + 1;
    while (next < end && is_blank(*next)) next++;
    if (next == end || !is_letter(*next)) return 0;
    if (start > begin && start[-1] == '\r') start--;
    while (start > begin && is_blank(start[-1])) start--;
    if (start - begin >= 1 && start[-1] == '-') start -= 1;
    else if (start - begin >= 2 && start[-2] == 0xC2 && (start[-1] == 0xAC || start[-1] == 0xAD)) start -= 2;
    else if (start - begin >= 3 && start[-3] == 0xE2 && start[-2] == 0x80 && start[-1] == 0x90) start -= 3;
    else return 0;
    return start > begin && (is_letter(start[-1]) || (uint32_t)start[-1] - '0' < 10 || start[-1] == '_');
}

/* The same as is_doubtful() in UTF-8.  All characters that mojibake begins with have the same first byte. */
static int is_doubtful_buffer(const unsigned char *begin, const unsigned char *end) {
    const unsigned char *at = begin;
    if (end - begin < 3 || !has_clue(begin + 2, (size_t)(end - begin) - 2)) return 0;
    while (at < end && (at = memchr(at, '\n', (size_t)(end - at))) != NULL)
        if (divides_bytes(begin, end, at++)) return 1;
    at = begin;
    while (at < end && (at = memchr(at, 0xC3, (size_t)(end - at))) != NULL) {
        uint32_t first = decode(&at, end);
        if (first < 0xC2 || at == end || *at < 0x80) continue;
        const unsigned char *after = at;
        uint32_t second = decode(&after, end), third = after < end ? decode(&after, end) : 0;
        if (is_mistaken(first, second, third)) return 1;
    }
    return 0;
}

#endif

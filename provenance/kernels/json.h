/* From lines of JSON to the spans of a record's fields.  Only JSON that every parser reads alike is accepted; anything
 * unusual (escapes in keys, repeated fields, deep nesting, long numbers, errors) is left to a complete parser. */

#ifndef PROVENANCE_KERNELS_JSON_H
#define PROVENANCE_KERNELS_JSON_H

#include "words.h"

#define MAX_FIELDS 16
#define MAX_DEPTH 32
#define MAX_DIGITS 18 /* of a number, with its sign and point */

enum { ABSENT, STRING, INTEGER, FRACTION, OTHER_VALUE };

typedef struct {
    const unsigned char *at, *end; /* without the quotation marks of a string */
    int kind, escaped;
} Value;

typedef struct {
    const unsigned char *name;
    size_t size;
} Field;

INLINE const unsigned char *skip_space(const unsigned char *at, const unsigned char *end) {
    while (at < end && (*at == ' ' || *at == '\t' || *at == '\r')) at++;
    return at;
}

/* Skip plain characters: ASCII other than control characters, quotation marks and backslashes. */
INLINE const unsigned char *skip_plain(const unsigned char *at, const unsigned char *end) {
#if defined(__SSE2__) || defined(_M_X64)
    while (end - at >= 16) {
        __m128i bytes = _mm_loadu_si128((const __m128i *)at);
        __m128i marks = _mm_or_si128(_mm_cmpeq_epi8(bytes, _mm_set1_epi8('"')), _mm_cmpeq_epi8(bytes, _mm_set1_epi8('\\')));
        __m128i controls = _mm_cmpeq_epi8(_mm_min_epu8(bytes, _mm_set1_epi8(0x1F)), bytes);
        int special = _mm_movemask_epi8(_mm_or_si128(_mm_or_si128(marks, controls), bytes));
        if (special) return at + lowest_bit((uint64_t)(uint32_t)special);
        at += 16;
    }
#endif
    while (at < end && *at >= 0x20 && *at < 0x80 && *at != '"' && *at != '\\') at++;
    return at;
}

INLINE int hex_digit(unsigned char digit) {
    if (digit >= '0' && digit <= '9') return digit - '0';
    digit |= 0x20;
    return digit >= 'a' && digit <= 'f' ? digit - 'a' + 10 : -1;
}

/* Return the code unit given by four hexadecimal digits at *at*, or -1. */
INLINE int32_t code_unit(const unsigned char *at, const unsigned char *end) {
    int32_t unit = 0;
    if (end - at < 4) return -1;
    for (int i = 0; i < 4; i++) {
        int digit = hex_digit(at[i]);
        if (digit < 0) return -1;
        unit = unit << 4 | digit;
    }
    return unit;
}

/* Return the code point of the escape at *at* and skip it; -1 if it is invalid or half a surrogate pair. */
INLINE int32_t escape(const unsigned char **at, const unsigned char *end) {
    const unsigned char *p = *at + 1;
    if (p >= end) return -1;
    if (*p != 'u') {
        *at = p + 1;
        switch (*p) {
        case 'n': return '\n';
        case '"': return '"';
        case '\\': return '\\';
        case '/': return '/';
        case 't': return '\t';
        case 'r': return '\r';
        case 'b': return '\b';
        case 'f': return '\f';
        default: return -1;
        }
    }
    int32_t unit = code_unit(p + 1, end), low;
    *at = p + 5;
    if (unit < 0xD800 || unit > 0xDFFF) return unit;
    if (unit > 0xDBFF || end - *at < 6 || (*at)[0] != '\\' || (*at)[1] != 'u') return -1;
    low = code_unit(*at + 2, end);
    *at += 6;
    return low < 0xDC00 || low > 0xDFFF ? -1 : 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00);
}

/* Skip a string whose first character is at *at*; return NULL if it is invalid. */
static const unsigned char *skip_string(const unsigned char *at, const unsigned char *end, int *escaped) {
    while ((at = skip_plain(at, end)) < end) {
        if (*at == '"') return at + 1;
        if (*at == '\\') {
            *escaped = 1;
            if (escape(&at, end) < 0) return NULL;
        } else if (*at < 0x20) {
            return NULL;
        } else {
            while (at < end && *at >= 0x80) {
                uint32_t point = decode(&at, end);
                if (!point || (point >= 0xD800 && point <= 0xDFFF)) return NULL;
            }
        }
    }
    return NULL;
}

INLINE const unsigned char *skip_digits(const unsigned char *at, const unsigned char *end) {
    while (at < end && *at >= '0' && *at <= '9') at++;
    return at;
}

static const unsigned char *skip_number(const unsigned char *at, const unsigned char *end, Value *value) {
    const unsigned char *first = at + (*at == '-'), *last = skip_digits(first, end), *stop;
    value->kind = INTEGER;
    if (last == first || (*first == '0' && (last - first > 1 || first != at))) return NULL;
    if (last < end && *last == '.') {
        value->kind = FRACTION;
        stop = skip_digits(last + 1, end);
        if (stop == last + 1) return NULL;
        last = stop;
    }
    /* Exponents are rare, and may exceed the range of a number. */
    if (last - at > MAX_DIGITS || (last < end && (*last | 0x20) == 'e')) return NULL;
    return last;
}

static const unsigned char *skip_word(const unsigned char *at, const unsigned char *end, const char *word) {
    size_t size = strlen(word);
    return (size_t)(end - at) >= size && !memcmp(at, word, size) ? at + size : NULL;
}

static const unsigned char *skip_nested(const unsigned char *at, const unsigned char *end, int depth);

/* Skip the value at *at* and describe it in *value*; return NULL if it is unusual. */
static const unsigned char *skip_value(const unsigned char *at, const unsigned char *end, Value *value, int depth) {
    if (at >= end) return NULL;
    value->at = at;
    value->kind = OTHER_VALUE;
    value->escaped = 0;
    switch (*at) {
    case '"':
        value->kind = STRING;
        value->at = at + 1;
        at = skip_string(at + 1, end, &value->escaped);
        value->end = at == NULL ? NULL : at - 1;
        return at;
    case '{':
    case '[': at = skip_nested(at, end, depth); break;
    case 't': at = skip_word(at, end, "true"); break;
    case 'f': at = skip_word(at, end, "false"); break;
    case 'n': at = skip_word(at, end, "null"); break;
    default: at = skip_number(at, end, value);
    }
    value->end = at;
    return at;
}

/* Skip a name and its colon. */
static const unsigned char *skip_name(const unsigned char *at, const unsigned char *end, Value *name) {
    if (at >= end || *at != '"') return NULL;
    at = skip_value(at, end, name, 0);
    if (at == NULL) return NULL;
    at = skip_space(at, end);
    return at < end && *at == ':' ? skip_space(at + 1, end) : NULL;
}

static const unsigned char *skip_nested(const unsigned char *at, const unsigned char *end, int depth) {
    unsigned char object = *at == '{', close = object ? '}' : ']';
    Value ignored;
    if (depth >= MAX_DEPTH) return NULL;
    at = skip_space(at + 1, end);
    if (at < end && *at == close) return at + 1;
    for (;;) {
        if (object && (at = skip_name(at, end, &ignored)) == NULL) return NULL;
        if ((at = skip_value(at, end, &ignored, depth + 1)) == NULL) return NULL;
        at = skip_space(at, end);
        if (at >= end || (*at != ',' && *at != close)) return NULL;
        if (*at++ == close) return at;
        at = skip_space(at, end);
    }
}

/* Store the value of a wanted field; return 0 if its name has escapes or is repeated. */
static int store(const Value *name, const Value *value, const Field *fields, size_t count, Value *found) {
    size_t size = (size_t)(name->end - name->at);
    if (name->escaped) return 0;
    for (size_t i = 0; i < count; i++) {
        /* The first byte tells most names apart, for less than a call. */
        if (fields[i].size != size || (size && *fields[i].name != *name->at)) continue;
        if (memcmp(fields[i].name, name->at, size)) continue;
        if (found[i].kind != ABSENT) return 0;
        found[i] = *value;
    }
    return 1;
}

/* Find the wanted fields of the object in the line at *at*, which ends with a line feed or at *end*.  Return the end of
 * the line, or NULL if it is unusual; set *blank if the line is blank. */
static const unsigned char *read_record(
    const unsigned char *at, const unsigned char *end, const Field *fields, size_t count, Value *found, int *blank
) {
    Value name, value;
    memset(found, 0, count * sizeof *found);
    at = skip_space(at, end);
    *blank = at == end || *at == '\n';
    if (*blank) return at;
    if (*at != '{') return NULL;
    at = skip_space(at + 1, end);
    if (at < end && *at == '}') {
        at++;
    } else {
        for (;;) {
            if ((at = skip_name(at, end, &name)) == NULL) return NULL;
            if ((at = skip_value(at, end, &value, 0)) == NULL) return NULL;
            if (!store(&name, &value, fields, count, found)) return NULL;
            at = skip_space(at, end);
            if (at >= end || (*at != ',' && *at != '}')) return NULL;
            if (*at++ == '}') break;
            at = skip_space(at, end);
        }
    }
    at = skip_space(at, end);
    return at == end || *at == '\n' ? at : NULL;
}

INLINE unsigned char *encode(uint32_t point, unsigned char *to) {
    if (point < 0x80) {
        *to++ = (unsigned char)point;
    } else if (point < 0x800) {
        *to++ = (unsigned char)(0xC0 | point >> 6);
        *to++ = (unsigned char)(0x80 | (point & 0x3F));
    } else if (point < 0x10000) {
        *to++ = (unsigned char)(0xE0 | point >> 12);
        *to++ = (unsigned char)(0x80 | (point >> 6 & 0x3F));
        *to++ = (unsigned char)(0x80 | (point & 0x3F));
    } else {
        *to++ = (unsigned char)(0xF0 | point >> 18);
        *to++ = (unsigned char)(0x80 | (point >> 12 & 0x3F));
        *to++ = (unsigned char)(0x80 | (point >> 6 & 0x3F));
        *to++ = (unsigned char)(0x80 | (point & 0x3F));
    }
    return to;
}

/* Write a value, a string with its escapes decoded, and return the end of the output, which is never longer. */
static unsigned char *write_value(const Value *value, unsigned char *to) {
    const unsigned char *at = value->at;
    while (value->escaped && at < value->end) {
        const unsigned char *next = memchr(at, '\\', (size_t)(value->end - at));
        if (next == NULL) break;
        memcpy(to, at, (size_t)(next - at));
        to += next - at;
        at = next;
        to = encode((uint32_t)escape(&at, value->end), to);
    }
    memcpy(to, at, (size_t)(value->end - at));
    return to + (value->end - at);
}

#endif

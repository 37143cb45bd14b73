/* From the cells of a table to their values: without the quotation marks around them, and as strings of JSON. */

#ifndef PROVENANCE_KERNELS_TABLE_H
#define PROVENANCE_KERNELS_TABLE_H

#include "words.h"

/* Cut a cell to what stands in its quotation marks; return whether it has these. */
INLINE int unquote(const unsigned char **at, const unsigned char **end, unsigned char quote) {
    if (*end > *at && (*end)[-1] == '\r') --*end;
    if (!quote || *end - *at < 2 || **at != quote || (*end)[-1] != quote) return 0;
    ++*at;
    --*end;
    return 1;
}

/* Write a cell's value, of two quotation marks one, and return the end of the output, which is never longer. */
static unsigned char *write_plain(const unsigned char *at, const unsigned char *end, unsigned char quote, unsigned char *to) {
    if (unquote(&at, &end, quote)) {
        const unsigned char *mark;
        while (at < end && (mark = memchr(at, quote, (size_t)(end - at))) != NULL) {
            size_t size = (size_t)(mark + 1 - at);
            memcpy(to, at, size);
            to += size;
            at = mark + 1 + (mark + 1 < end && mark[1] == quote);
        }
    }
    memcpy(to, at, (size_t)(end - at));
    return to + (end - at);
}

/* Return how many bytes more than the value itself its string of JSON takes. */
static size_t json_surplus(const unsigned char *at, const unsigned char *end) {
    size_t more = 2;
    for (; at < end; at++) more += *at < 0x20 ? 5 : *at == '"' || *at == '\\';
    return more;
}

/* Write bytes as a string of JSON and return the end of the output. */
static unsigned char *write_string(const unsigned char *at, const unsigned char *end, unsigned char *to) {
    static const char digits[] = "0123456789abcdef", shorts[] = "btn\0fr";
    *to++ = '"';
    for (; at < end; at++) {
        if (*at >= 0x20) {
            if (*at == '"' || *at == '\\') *to++ = '\\';
            *to++ = *at;
            continue;
        }
        *to++ = '\\';
        if (*at >= 8 && *at <= 13 && shorts[*at - 8]) {
            *to++ = (unsigned char)shorts[*at - 8];
            continue;
        }
        memcpy(to, "u00", 3);
        to[3] = (unsigned char)digits[*at >> 4];
        to[4] = (unsigned char)digits[*at & 15];
        to += 5;
    }
    *to++ = '"';
    return to;
}

#endif

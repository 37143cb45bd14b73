/* The limit line of grouping.py: what a plain loop over ASCII takes from texts to signatures, as one would write it down.
 *
 *     cc -O3 grouping_limit.c -o limit && ./limit TEXTS OFFSETS PERMUTATIONS      # prints seconds of CPU and a checksum
 */

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#if defined(__GLIBC__) && defined(__x86_64__)
#define VECTORISED __attribute__((target_clones("avx512f", "avx2", "default")))
#else
#define VECTORISED
#endif

#define BLOCK 4096

static unsigned char fold[256];

static uint64_t mix(uint64_t hash) {
    hash = (hash ^ (hash >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    hash = (hash ^ (hash >> 27)) * UINT64_C(0x94D049BB133111EB);
    return hash ^ (hash >> 31);
}

VECTORISED static void permute(const uint32_t *hashes, size_t count, const uint32_t *a, const uint32_t *b, uint32_t *least) {
    for (size_t i = 0; i < count; i++) {
        uint32_t hash = hashes[i];
        hash = (hash ^ (hash >> 16)) * UINT32_C(0x85EBCA6B);
        hash = (hash ^ (hash >> 13)) * UINT32_C(0xC2B2AE35);
        hash ^= hash >> 16;
        for (size_t j = 0; j < 128; j++) {
            uint32_t value = a[j] * hash + b[j];
            least[j] = value < least[j] ? value : least[j];
        }
    }
}

static void sketch(const unsigned char *at, const unsigned char *end, const uint32_t *permutations, uint32_t *least) {
    uint64_t words[5] = {0}, word = 0;
    uint32_t hashes[BLOCK];
    size_t count = 0, seen = 0;
    int open = 0;
    memset(least, 0xFF, 128 * sizeof *least);
    for (;; at++) {
        unsigned char letter = at < end ? fold[*at] : 0;
        if (letter) {
            word = word * UINT64_C(0x9E3779B97F4A7C15) + letter;
            open = 1;
        } else if (open) {
            memmove(words, words + 1, 4 * sizeof *words);
            words[4] = mix(word);
            word = 0;
            open = 0;
            if (++seen >= 5) {
                uint64_t sum = words[0];
                for (int i = 1; i < 5; i++) sum = sum * UINT64_C(0xD1342543DE82EF95) + words[i];
                hashes[count++] = (uint32_t)(mix(sum + 5 * UINT64_C(0xA0761D6478BD642F)) >> 32);
                if (count == BLOCK) {
                    permute(hashes, count, permutations, permutations + 128, least);
                    count = 0;
                }
            }
        }
        if (at >= end) break;
    }
    permute(hashes, count, permutations, permutations + 128, least);
}

static void *load(const char *path, size_t *size) {
    FILE *file = fopen(path, "rb");
    if (file == NULL || fseek(file, 0, SEEK_END)) exit(2);
    *size = (size_t)ftell(file);
    rewind(file);
    void *found = malloc(*size + 1);
    if (found == NULL || fread(found, 1, *size, file) != *size) exit(2);
    fclose(file);
    return found;
}

int main(int count, char **names) {
    size_t bytes, bounds, size;
    if (count != 4) return 2;
    const unsigned char *texts = load(names[1], &bytes);
    const int64_t *offsets = load(names[2], &bounds);
    const uint32_t *permutations = load(names[3], &size);
    size_t documents = bounds / sizeof *offsets - 1;
    uint32_t *signatures = malloc(documents * 512);
    uint64_t sum = 0;
    if (signatures == NULL) return 2;
    memset(signatures, 0, documents * 512);
    for (int i = '0'; i <= '9'; i++) fold[i] = (unsigned char)i;
    for (int i = 'a'; i <= 'z'; i++) fold[i] = fold[i - 32] = (unsigned char)i;
    fold['_'] = '_';
    clock_t start = clock();
    for (size_t i = 0; i < documents; i++)
        sketch(texts + offsets[i], texts + offsets[i + 1], permutations, signatures + 128 * i);
    double seconds = (double)(clock() - start) / CLOCKS_PER_SEC;
    for (size_t i = 0; i < 128 * documents; i++) sum += signatures[i];
    printf("%.4f %llu\n", seconds, (unsigned long long)sum);
    return 0;
}

/* Memory that is freed all at once, also if an allocation fails; arrays that grow in it; sorting. */

#ifndef PROVENANCE_KERNELS_ARENA_H
#define PROVENANCE_KERNELS_ARENA_H

#include <setjmp.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

typedef struct Block_ {
    struct Block_ *next;
    size_t size, used;
} Block;

typedef struct {
    Block *blocks;
    jmp_buf out; /* where to continue if out of memory */
} Arena;

#define FIRST_BLOCK ((size_t)1 << 15)

static void *take_bytes(Arena *arena, size_t size) {
    Block *block = arena->blocks;
    size = (size + 15) & ~(size_t)15;
    if (block == NULL || block->size - block->used < size) {
        size_t room = block == NULL ? FIRST_BLOCK : 2 * block->size;
        room = room < size ? size : room;
        Block *larger = malloc(sizeof *larger + 16 + room);
        if (larger == NULL) longjmp(arena->out, 1);
        larger->next = block;
        larger->size = room;
        larger->used = 0;
        block = arena->blocks = larger;
    }
    void *found = (char *)block + ((sizeof *block + 15) & ~(size_t)15) + block->used;
    block->used += size;
    return found;
}

#define TAKE(arena, type, count) ((type *)take_bytes(arena, (size_t)(count) * sizeof(type)))

/* Make room for one more item in *items*, which has *count*. */
#define GROW(arena, type, items, count, room)                                   \
    do {                                                                        \
        if ((count) == (room)) {                                                \
            int32_t more_ = 2 * (room) + 16;                                    \
            type *larger_ = TAKE(arena, type, more_);                           \
            if (count) memcpy(larger_, items, (size_t)(count) * sizeof(type));  \
            (items) = larger_;                                                  \
            (room) = more_;                                                     \
        }                                                                       \
    } while (0)

static void let_go(Arena *arena) {
    while (arena->blocks != NULL) {
        Block *next = arena->blocks->next;
        free(arena->blocks);
        arena->blocks = next;
    }
}

typedef int (*Order)(const void *context, int32_t one, int32_t other);

static void sort_places(Arena *arena, int32_t *places, int32_t count, Order order, const void *context) {
    if (count < 2) return;
    if (count <= 12) {
        for (int32_t i = 1; i < count; i++) {
            int32_t place = places[i], j = i;
            for (; j && order(context, places[j - 1], place) > 0; j--) places[j] = places[j - 1];
            places[j] = place;
        }
        return;
    }
    int32_t half = count / 2, i = 0, j = half, k = 0, *merged = TAKE(arena, int32_t, count);
    sort_places(arena, places, half, order, context);
    sort_places(arena, places + half, count - half, order, context);
    while (i < half && j < count) merged[k++] = order(context, places[i], places[j]) <= 0 ? places[i++] : places[j++];
    while (i < half) merged[k++] = places[i++];
    while (j < count) merged[k++] = places[j++];
    memcpy(places, merged, (size_t)count * sizeof *places);
}

#endif

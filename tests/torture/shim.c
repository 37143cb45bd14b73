/* Preloaded into a command, it counts the calls that change files below one folder, and lets the n-th go wrong.

   TORTURE_ROOT   the folder; calls about other places are passed on unseen
   TORTURE_COUNT  a file of eight bytes that holds the number of calls so far, for all processes of the command
   TORTURE_AT     the number of the call that goes wrong, from 1; 0 for none
   TORTURE_HOW    kill (the process ends before the call), torn (half of a write, then the end), short (half of a write,
                  which the caller must complete), or the number of an error that the call returns
   TORTURE_LOG    a file to which each call is appended as a line: its number, its name, its path                      */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

enum { GO_ON, FAIL, HALF, HALF_AND_END };

static char root[PATH_MAX];
static size_t root_length;
static _Atomic long *counter;
static long at;
static const char *how = "kill";
static int log_file = -1;
static int ready;

#define REAL(name) ((__typeof__(&name)) dlsym(RTLD_NEXT, #name))

__attribute__((constructor)) static void begin(void) {
    const char *folder = getenv("TORTURE_ROOT"), *count = getenv("TORTURE_COUNT");
    if (!folder || !count || !realpath(folder, root)) return;
    root_length = strlen(root);
    int file = REAL(open)(count, O_RDWR | O_CLOEXEC);
    if (file < 0) return;
    counter = mmap(NULL, sizeof(long), PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    close(file);
    if (counter == MAP_FAILED) return;
    if (getenv("TORTURE_AT")) at = atol(getenv("TORTURE_AT"));
    if (getenv("TORTURE_HOW")) how = getenv("TORTURE_HOW");
    if (getenv("TORTURE_LOG")) log_file = REAL(open)(getenv("TORTURE_LOG"), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0666);
    ready = 1;
}

static int below(const char *path) {
    return !strncmp(path, root, root_length) && (path[root_length] == '/' || !path[root_length]);
}

/* Write the absolute path that folder and path name into found: the folder of a file must exist, the file need not. */
static int named(int folder, const char *path, char *found) {
    char joined[PATH_MAX * 2], link[64], *slash;
    if (path[0] == '/') {
        snprintf(joined, sizeof joined, "%s", path);
    } else if (folder == AT_FDCWD) {
        if (!getcwd(joined, PATH_MAX)) return 0;
        snprintf(joined + strlen(joined), PATH_MAX, "/%s", path);
    } else {
        snprintf(link, sizeof link, "/proc/self/fd/%d", folder);
        ssize_t length = readlink(link, joined, PATH_MAX - 1);
        if (length < 0) return 0;
        snprintf(joined + length, PATH_MAX, "/%s", path);
    }
    slash = strrchr(joined, '/');
    if (slash == joined) return 0;
    *slash = 0;
    if (!realpath(joined, found)) return 0;
    snprintf(found + strlen(found), PATH_MAX - strlen(found), "/%s", slash + 1);
    return 1;
}

static int opened(int file, char *found) {
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    ssize_t length = readlink(link, found, PATH_MAX - 1);
    if (length < 0) return 0;
    found[length] = 0;
    return found[0] == '/';
}

/* Count a call about path, and return what is to become of it; errno is set where it is to fail. */
static int decide(const char *call, const char *path, int writes) {
    if (!below(path)) return GO_ON;
    long number = atomic_fetch_add(counter, 1) + 1;
    if (log_file >= 0) {
        char line[PATH_MAX + 64];
        int length = snprintf(line, sizeof line, "%ld %s %s\n", number, call, path + root_length);
        if (REAL(write)(log_file, line, (size_t) length) < 0) abort();
    }
    if (number != at) return GO_ON;
    if (!strcmp(how, "kill")) kill(getpid(), SIGKILL);
    if (!strcmp(how, "torn")) {
        if (writes) return HALF_AND_END;
        kill(getpid(), SIGKILL);
    }
    if (!strcmp(how, "short")) return writes ? HALF : GO_ON;
    errno = atoi(how);
    return FAIL;
}

static int by_path(const char *call, int folder, const char *path) {
    char found[PATH_MAX * 2];
    int before = errno, chosen = GO_ON;
    if (ready && path && named(folder, path, found)) {
        errno = before;
        chosen = decide(call, found, 0);
    }
    if (chosen != FAIL) errno = before;
    return chosen;
}

static int by_file(const char *call, int file, int writes) {
    char found[PATH_MAX];
    int before = errno, chosen = GO_ON;
    if (ready && opened(file, found)) chosen = decide(call, found, writes);
    if (chosen != FAIL) errno = before;
    return chosen;
}

#define CREATES(flags) ((flags) & (O_CREAT | O_TRUNC))
#define MODE(flags, last, mode)                                                                                        \
    mode_t mode = 0;                                                                                                   \
    if ((flags) & (O_CREAT | O_TMPFILE)) {                                                                             \
        va_list more;                                                                                                  \
        va_start(more, last);                                                                                          \
        mode = va_arg(more, mode_t);                                                                                   \
        va_end(more);                                                                                                  \
    }

int open(const char *path, int flags, ...) {
    MODE(flags, flags, mode)
    if (CREATES(flags) && by_path("open", AT_FDCWD, path) == FAIL) return -1;
    return REAL(open)(path, flags, mode);
}

int open64(const char *path, int flags, ...) {
    MODE(flags, flags, mode)
    if (CREATES(flags) && by_path("open", AT_FDCWD, path) == FAIL) return -1;
    return REAL(open64)(path, flags, mode);
}

int openat(int folder, const char *path, int flags, ...) {
    MODE(flags, flags, mode)
    if (CREATES(flags) && by_path("open", folder, path) == FAIL) return -1;
    return REAL(openat)(folder, path, flags, mode);
}

int openat64(int folder, const char *path, int flags, ...) {
    MODE(flags, flags, mode)
    if (CREATES(flags) && by_path("open", folder, path) == FAIL) return -1;
    return REAL(openat64)(folder, path, flags, mode);
}

#define BY_PATH(type, name, parameters, folder, path, ...)                                                             \
    type name parameters {                                                                                             \
        if (by_path(#name, folder, path) == FAIL) return -1;                                                           \
        return REAL(name)(__VA_ARGS__);                                                                                \
    }

BY_PATH(int, rename, (const char *from, const char *to), AT_FDCWD, to, from, to)
BY_PATH(int, renameat, (int one, const char *from, int other, const char *to), other, to, one, from, other, to)
BY_PATH(int, renameat2, (int one, const char *from, int other, const char *to, unsigned flags), other, to, one, from, other,
        to, flags)
BY_PATH(int, link, (const char *from, const char *to), AT_FDCWD, to, from, to)
BY_PATH(int, linkat, (int one, const char *from, int other, const char *to, int flags), other, to, one, from, other, to,
        flags)
BY_PATH(int, symlink, (const char *from, const char *to), AT_FDCWD, to, from, to)
BY_PATH(int, unlink, (const char *path), AT_FDCWD, path, path)
BY_PATH(int, unlinkat, (int folder, const char *path, int flags), folder, path, folder, path, flags)
BY_PATH(int, rmdir, (const char *path), AT_FDCWD, path, path)
BY_PATH(int, mkdir, (const char *path, mode_t mode), AT_FDCWD, path, path, mode)
BY_PATH(int, mkdirat, (int folder, const char *path, mode_t mode), folder, path, folder, path, mode)
BY_PATH(int, truncate, (const char *path, off_t size), AT_FDCWD, path, path, size)
BY_PATH(int, chmod, (const char *path, mode_t mode), AT_FDCWD, path, path, mode)

#define BY_FILE(name, parameters, file, ...)                                                                           \
    int name parameters {                                                                                              \
        if (by_file(#name, file, 0) == FAIL) return -1;                                                                \
        return REAL(name)(__VA_ARGS__);                                                                                \
    }

BY_FILE(fsync, (int file), file, file)
BY_FILE(fdatasync, (int file), file, file)
BY_FILE(ftruncate, (int file, off_t size), file, file, size)
BY_FILE(ftruncate64, (int file, off64_t size), file, file, size)

/* Half of a write is at least nothing of one byte: a caller that goes on behind it must ask how much was written. */
#define WRITES(name, parameters, file, size, whole, half)                                                              \
    ssize_t name parameters {                                                                                          \
        switch (by_file(#name, file, 1)) {                                                                             \
        case FAIL: return -1;                                                                                          \
        case HALF: return size > 1 ? half : whole;                                                                     \
        case HALF_AND_END:                                                                                             \
            if (size > 1 && half < 0) abort();                                                                         \
            kill(getpid(), SIGKILL);                                                                                   \
        }                                                                                                              \
        return whole;                                                                                                  \
    }

WRITES(write, (int file, const void *from, size_t size), file, size, REAL(write)(file, from, size),
       REAL(write)(file, from, size / 2))
WRITES(pwrite, (int file, const void *from, size_t size, off_t place), file, size, REAL(pwrite)(file, from, size, place),
       REAL(pwrite)(file, from, size / 2, place))
WRITES(pwrite64, (int file, const void *from, size_t size, off64_t place), file, size,
       REAL(pwrite64)(file, from, size, place), REAL(pwrite64)(file, from, size / 2, place))
WRITES(writev, (int file, const struct iovec *parts, int number), file, number, REAL(writev)(file, parts, number),
       REAL(writev)(file, parts, number / 2))
WRITES(sendfile, (int file, int from, off_t *place, size_t size), file, size, REAL(sendfile)(file, from, place, size),
       REAL(sendfile)(file, from, place, size / 2))
WRITES(copy_file_range, (int from, off64_t *place, int file, off64_t *other, size_t size, unsigned flags), file, size,
       REAL(copy_file_range)(from, place, file, other, size, flags),
       REAL(copy_file_range)(from, place, file, other, size / 2, flags))

/* Lets writes to some files fail, as a bad disk does: for LD_PRELOAD.
 *
 *   FAILING_PATH   what the file's path must hold
 *   FAILING_ERRNO  the number of the error (errno(3)): 5 EIO, 28 ENOSPC, 30 EROFS
 *   FAILING_AFTER  how many such writes succeed first
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

static int fails(int file) {
    static long done;
    char link[64], path[4096];
    const char *wanted = getenv("FAILING_PATH"), *after = getenv("FAILING_AFTER");
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    ssize_t length = wanted ? readlink(link, path, sizeof path - 1) : -1;
    if (length < 0) return 0;
    path[length] = 0;
    if (!strstr(path, wanted)) return 0;
    if (__sync_fetch_and_add(&done, 1) < (after ? atol(after) : 0)) return 0;
    errno = atoi(getenv("FAILING_ERRNO"));
    return 1;
}

#define INSTEAD(name, result, given, passed)                       \
    result name given {                                            \
        static result (*real) given;                               \
        if (!real) real = (result (*) given)dlsym(RTLD_NEXT, #name); \
        return fails(file) ? -1 : real passed;                     \
    }

INSTEAD(write, ssize_t, (int file, const void *bytes, size_t size), (file, bytes, size))
INSTEAD(pwrite, ssize_t, (int file, const void *bytes, size_t size, off_t at), (file, bytes, size, at))
INSTEAD(pwrite64, ssize_t, (int file, const void *bytes, size_t size, off64_t at), (file, bytes, size, at))
INSTEAD(writev, ssize_t, (int file, const struct iovec *parts, int number), (file, parts, number))

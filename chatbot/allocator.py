"""The C library's allocator, told to keep less: what one thread frees, another uses again.

glibc gives threads that allocate at once arenas of their own, eight for each core, and what is freed
in one stays there. A server with some dozens of threads, of which as many compute as there are cores,
held a hundred MiB that nobody used (docs/speed.md).
"""

import ctypes
import os

_M_ARENA_MAX = -8
"""Of glibc's ``malloc.h``: mallopt(3)."""


def share_arenas() -> None:
    """Let there be one arena a core, where the C library is glibc and its settings name no other number.

    To be called before other threads are started: those that are there keep theirs.
    """
    if "MALLOC_ARENA_MAX" in os.environ:
        return
    try:
        is_glibc = os.confstr("CS_GNU_LIBC_VERSION")
    except (AttributeError, ValueError, OSError):
        return
    if is_glibc:
        ctypes.CDLL(None).mallopt(_M_ARENA_MAX, os.cpu_count() or 1)

"""The allocator's arenas, counted in a process of its own."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ARENAS = """
import ctypes, sys, threading
from pathlib import Path
from chatbot.allocator import share_arenas
if sys.argv[1] == "shared":
    share_arenas()
libc = ctypes.CDLL(None)
libc.malloc.restype, libc.malloc.argtypes = ctypes.c_void_p, [ctypes.c_size_t]
libc.fopen.restype = ctypes.c_void_p
meeting = threading.Barrier(24)
def allocate():
    meeting.wait()
    libc.malloc(100_000)
    meeting.wait()
threads = [threading.Thread(target=allocate) for _ in range(24)]
for each in threads: each.start()
for each in threads: each.join()
file = ctypes.c_void_p(libc.fopen(sys.argv[2].encode(), b"w"))
libc.malloc_info(0, file)
libc.fclose(file)
print(Path(sys.argv[2]).read_text().count("<heap nr="))
"""


def arenas(how: str, folder: Path, **settings: str) -> int:
    done = subprocess.run(
        [sys.executable, "-c", ARENAS, how, str(folder / "arenas.xml")],
        env={**os.environ, **settings},
        capture_output=True,
        text=True,
        check=True,
    )
    return int(done.stdout)


@pytest.mark.skipif("CS_GNU_LIBC_VERSION" not in getattr(os, "confstr_names", {}), reason="another C library")
def test_threads_share_as_many_arenas_as_there_are_cores(tmp_path: Path) -> None:
    cores = os.cpu_count() or 1
    assert arenas("shared", tmp_path) <= cores
    assert arenas("each its own", tmp_path) > min(cores, 7)
    assert arenas("shared", tmp_path, MALLOC_ARENA_MAX="1") == 1

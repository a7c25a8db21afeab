"""A path -> its bytes, where it is still the regular file that was found."""

import errno
import os
import stat
from pathlib import Path


def content(path: Path) -> bytes:
    """Return the bytes of the file at ``path``; a pipe that took its place is not waited for.

    Raises OSError if it cannot be opened or is no regular file.
    """
    with open(os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0)), "rb") as file:  # noqa: PTH123
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            raise OSError(errno.EINVAL, "it is no regular file any more")
        return file.read()

"""Dropped files -> the uploads folder, under safe names; nothing there is overwritten half-way."""

import filecmp
import os
import re
import shutil
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path

from index.readers import metadata_file

_UNSAFE = re.compile(
    r'[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff<>:"/\\|?*]+'
)
_DEVICE = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d|conin\$|conout\$)(?=\.|$)", re.IGNORECASE)
"""Names that are devices on Windows, whatever their ending."""

_ASIDE = ".removed"
UNDO = 3600.0
"""Seconds that a removed file can be put back."""

_LONGEST = 200
"""Bytes of a file's name; most file systems take 255."""


def safe_name(name: str) -> str:
    """Return a name for a file in one folder: no path, nothing hidden, nothing that no disk takes."""
    last = re.split(r"[/\\]", name)[-1]
    cleaned = _UNSAFE.sub("_", last).strip().lstrip(".").rstrip(". ")
    cleaned = f"_{cleaned}" if _DEVICE.match(cleaned) else cleaned
    stem, dot, suffix = cleaned.rpartition(".")
    if not dot:
        stem, suffix = cleaned, ""
    room = max(1, _LONGEST - len(suffix.encode()) - 1)
    short = stem.encode()[:room].decode(errors="ignore")
    return (f"{short}.{suffix}" if dot and len(suffix) < 20 else short) or "article"


def keep(files: Iterable[Path], uploads: Path) -> list[Path]:
    """Move uploaded files into ``uploads`` and return where they are now.

    A name dropped again is a newer version of that file and takes its place in one step,
    so that a reader never sees half of it; two files of one name in one drop are two files.
    """
    uploads.mkdir(parents=True, exist_ok=True)
    erase_old(uploads)
    kept: list[Path] = []
    for file in files:
        name = safe_name(file.name)
        target, number = uploads / name, 1
        while target in kept:
            number += 1
            target = uploads / f"{Path(name).stem} ({number}){Path(name).suffix}"
        _move(file, target)
        kept.append(target)
    return kept


def set_aside(source: str, uploads: Path) -> None:
    """Take a removed article's file away if it is one of ours, so that it does not come back by itself.

    What was known of it goes along, or it would be told of another file of that name. It can be put back
    for an hour at least.
    """
    erase_old(uploads)
    aside, path = uploads / _ASIDE, Path(source)
    if path.parent == uploads and path.is_file():
        aside.mkdir(exist_ok=True)
        for each in filter(Path.is_file, (path, metadata_file(path))):
            each.replace(aside / each.name)
            os.utime(aside / each.name)


def erase_old(uploads: Path) -> None:
    """Delete what was set aside more than an hour ago."""
    aside = uploads / _ASIDE
    for old in aside.iterdir() if aside.is_dir() else ():
        if time.time() - old.stat().st_mtime > UNDO:
            old.unlink(missing_ok=True)


def put_back(source: str, uploads: Path) -> None:
    """Put back what ``set_aside`` took away, unless there is another file of that name by now."""
    path = Path(source)
    if path.parent == uploads and not path.exists():
        for each in (metadata_file(path), path):
            held = uploads / _ASIDE / each.name
            if held.is_file():
                held.replace(each)


def _move(file: Path, target: Path) -> None:
    if not (target.is_file() and filecmp.cmp(file, target, shallow=False)):
        with (
            file.open("rb") as arrived,
            tempfile.NamedTemporaryFile(dir=target.parent, prefix=".arriving-", delete=False) as arriving,
        ):
            shutil.copyfileobj(arrived, arriving)
        Path(arriving.name).replace(target)
    file.unlink(missing_ok=True)

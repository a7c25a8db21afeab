"""Dropped files end up inside the uploads folder, whole, under names that any disk takes."""

import os
from pathlib import Path

import pytest

from chatbot.changes.uploads import keep, put_back, safe_name, set_aside


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("report.pdf", "report.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\me\\a.txt", "a.txt"),
        (".hidden.md", "hidden.md"),
        ("..", "article"),
        ("", "article"),
        ("a\x00b\nc.txt", "a_b_c.txt"),
        ("<img src=x onerror=alert(1)>.html", "_img src=x onerror=alert(1)_.html"),
        ("evil\u202etxt.exe", "evil_txt.exe"),
        ("стаття про НАТО.txt", "стаття про НАТО.txt"),
        ("name. ", "name"),
    ],
)
def test_names_are_made_safe(given: str, kept: str):
    assert safe_name(given) == kept


def test_a_long_name_keeps_its_ending_and_fits_the_disk(tmp_path: Path):
    name = safe_name("ї" * 400 + ".txt")
    assert name.endswith(".txt") and len(name.encode()) <= 201
    (tmp_path / name).write_text("fits")
    assert (tmp_path / name).exists()


def _dropped(folder: Path, name: str, text: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text)
    return folder / name


def test_the_same_bytes_are_not_written_again_and_other_bytes_take_the_place(tmp_path: Path):
    uploads = tmp_path / "uploads"
    (first,) = keep([_dropped(tmp_path / "1", "a.txt", "one")], uploads)
    before = first.stat()
    assert keep([_dropped(tmp_path / "2", "a.txt", "one")], uploads) == [first]
    assert (first.stat().st_ino, first.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    assert keep([_dropped(tmp_path / "3", "a.txt", "two")], uploads) == [first]
    assert first.read_text() == "two"
    assert [each.name for each in uploads.iterdir()] == ["a.txt"]
    assert not (tmp_path / "3" / "a.txt").exists()


def test_two_files_of_one_name_in_one_drop_are_two_files(tmp_path: Path):
    files = [_dropped(tmp_path / str(number), "index.html", str(number)) for number in range(3)]
    kept = keep(files, tmp_path / "uploads")
    assert [each.name for each in kept] == ["index.html", "index (2).html", "index (3).html"]
    assert [each.read_text() for each in kept] == ["0", "1", "2"]


def test_only_our_own_copies_are_set_aside(tmp_path: Path):
    uploads = tmp_path / "uploads"
    (kept,) = keep([_dropped(tmp_path / "1", "a.txt", "one")], uploads)
    theirs = _dropped(tmp_path / "theirs", "b.txt", "mine")
    for source in (str(theirs), f"{kept}#part", str(uploads), str(uploads / ".." / "theirs" / "b.txt")):
        set_aside(source, uploads)
        put_back(source, uploads)
    assert theirs.exists() and kept.exists()
    set_aside(str(kept), uploads)
    assert not kept.exists() and [each.name for each in uploads.iterdir()] == [".removed"]


def test_a_removed_file_is_put_back_unless_another_has_its_name(tmp_path: Path):
    uploads = tmp_path / "uploads"
    (kept,) = keep([_dropped(tmp_path / "1", "a.txt", "one")], uploads)
    set_aside(str(kept), uploads)
    put_back(str(kept), uploads)
    assert kept.read_text() == "one"
    set_aside(str(kept), uploads)
    keep([_dropped(tmp_path / "2", "a.txt", "two")], uploads)
    put_back(str(kept), uploads)
    assert kept.read_text() == "two"


def test_what_is_known_of_a_removed_file_is_set_aside_with_it(tmp_path: Path):
    uploads = tmp_path / "uploads"
    dropped = [_dropped(tmp_path / "1", name, name) for name in ("a.txt.meta.json", "a.txt")]
    about, kept = keep(dropped, uploads)
    set_aside(str(kept), uploads)
    assert not about.exists() and not kept.exists()
    put_back(str(kept), uploads)
    assert about.read_text() == "a.txt.meta.json" and kept.read_text() == "a.txt"


def test_what_was_set_aside_long_ago_is_deleted_with_the_next(tmp_path: Path):
    uploads = tmp_path / "uploads"
    old, new = keep([_dropped(tmp_path / "1", f"{name}.txt", name) for name in "ab"], uploads)
    set_aside(str(old), uploads)
    os.utime(uploads / ".removed" / "a.txt", (1, 1))
    set_aside(str(new), uploads)
    assert [each.name for each in (uploads / ".removed").iterdir()] == ["b.txt"]

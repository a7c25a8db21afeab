"""Files that are hostile by what they are called or by what they are, among good neighbours."""

import os
from pathlib import Path

import pytest

from index.library import Library
from index.report import Outcome, Report


def named(folder: Path, name: bytes) -> Path:
    return Path(os.fsdecode(os.fsencode(folder) + b"/" + name))


def write_misnamed(folder: Path, name: bytes) -> Path:
    path = named(folder, name)
    try:
        path.parent.mkdir(exist_ok=True)
        path.write_text("Norway was a founder of NATO in 1949.", "utf-8")
    except OSError:
        pytest.skip("this file system refuses names that are not UTF-8")
    return path


def outcomes(report: Report, folder: Path) -> dict[str, Outcome]:
    return {os.path.relpath(file.path, folder): file.outcome for file in report.files}


@pytest.mark.parametrize("name", [b"bad\xff.txt", b"bad\xff/inside.txt"])
def test_a_name_that_is_not_utf8_fails_alone(library: Library, articles: Path, name: bytes) -> None:
    write_misnamed(articles, name)
    for expected in (Outcome.INDEXED, Outcome.UNCHANGED):
        found = outcomes(library.sync([articles]), articles)
        assert found.pop(name.decode("utf-8", "backslashreplace")) is Outcome.FAILED
        assert found == dict.fromkeys(["bread.txt", "finland.txt", "sweden.txt"], expected)


def test_a_misnamed_folder_that_is_itself_named_fails_alone(library: Library, articles: Path) -> None:
    inside = write_misnamed(articles, b"bad\xff/inside.txt")
    report = library.sync([inside.parent, articles / "bread.txt"])
    assert [file.outcome for file in report.files] == [Outcome.FAILED, Outcome.INDEXED]
    assert report.files[0].path.endswith("bad\\xff")
    assert "not UTF-8; rename it" in report.files[0].reason
    report.files[0].path.encode()


def test_a_line_end_in_a_name_is_no_fault(library: Library, articles: Path) -> None:
    (articles / "bread.txt").rename(articles / "new\nline.txt")
    found = outcomes(library.sync([articles]), articles)
    assert found == dict.fromkeys(["finland.txt", "new\nline.txt", "sweden.txt"], Outcome.INDEXED)


def test_a_link_to_nothing_says_so(library: Library, articles: Path) -> None:
    (articles / "gone.txt").symlink_to(articles / "never was.txt")
    (told,) = (each for each in library.sync([articles]).files if each.path.endswith("gone.txt"))
    assert (told.outcome, told.reason) == (Outcome.FAILED, "it is a link to a file that is not there")


def test_devices_pipes_and_links_in_circles(library: Library, articles: Path) -> None:
    (articles / "device").symlink_to(os.devnull)
    (articles / "itself").symlink_to(articles / "itself")
    (articles / "up").symlink_to(articles)
    os.mkfifo(articles / "pipe")
    found = outcomes(library.sync([articles]), articles)
    assert found.pop("device") is found.pop("pipe") is Outcome.SKIPPED
    assert found.pop("itself") is Outcome.FAILED
    assert found == dict.fromkeys(["bread.txt", "finland.txt", "sweden.txt"], Outcome.INDEXED)

"""Names of uploaded files that try to be more than names: nothing is written outside the uploads folder."""

import http.client
import json
import os
import tempfile
import unicodedata
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest
from page_support import Site

from chatbot.changes.uploads import keep, safe_name

_CLIMBS = [
    f"{climb * depth}{target}"
    for climb in (
        "../",
        "..\\",
        "%2e%2e/",
        "%2e%2e%2f",
        "..%2f",
        "..%5c",
        "%252e%252e%252f",
        "..%c0%af",
        "....//",
        "..;/",
    )
    for depth in (1, 6)
    for target in ("etc/passwd", "planted.txt")
]
_ABSOLUTE = [
    "/etc/passwd", "/tmp/planted.txt", "//server/share/planted.txt", "\\\\server\\share\\planted.txt", "C:\\planted.txt",
    "C:planted.txt", "\\\\?\\C:\\planted.txt", "\\\\.\\pipe\\planted", "file:///tmp/planted.txt", "~/planted.txt", "~root/planted.txt",
    "$HOME/planted.txt", "%TEMP%\\planted.txt", "/dev/null", "/proc/self/mem", "/./planted.txt", "./././planted.txt",
]  # fmt: skip
_DEVICES = [
    f"{name}{ending}"
    for name in ("CON", "con", "PRN", "AUX", "NUL", "COM1", "LPT9")
    for ending in ("", ".txt")
]
_ODD = [
    "", ".", "..", "...", " ", "\t", "\n", "a\x00.txt", "\x00", "a.txt\x00.png", "a\r\nSet-Cookie: x=1.txt", "a\nb.txt", "a\x1b[31m.txt",
    "name.", "name. . .", "name ", " name", "name\u00a0", ".htaccess", ".bashrc", "-rf", "--help", "*", "?.txt", "a|b.txt", "a;b.txt",
    "a&b.txt", "$(touch planted).txt", "`touch planted`.txt", "a'b.txt", 'a"b.txt', "<b>.txt", "a>b.txt", "a:b.txt", "a.txt:stream",
    "a.txt::$DATA", "evil\u202etxt.exe", "\u2066a\u2069.txt", "\u200b.txt", "\ufeff.txt", "a\u2028b.txt", "\ud800.txt".encode("utf-8", "replace").decode(),
    "x" * 255 + ".txt", "x" * 300, "ї" * 200 + ".txt", "💥" * 100 + ".txt", "e\u0301" * 150 + ".txt", "a." + "b" * 300, "." * 300,
    "{{7*7}}.txt", "{0.__class__}.txt", "%s%n%x.txt", "${jndi:ldap://x}.txt", "<script>alert(1)</script>.txt", "'; DROP TABLE articles;--.txt",
    "Ω≈ç√∫˜µ≤≥÷.txt", "田中さん.txt", "الكل في المجمو عة.txt", "🏴󠁧󠁢󠁥󠁮󠁧󠁿.txt", "𝕋𝕙𝕖.txt", "ﬁ.txt", "İ.txt", "a/../../b.txt", "a\\..\\..\\b.txt",
    "a/b/c.txt", "..a", "a..", "..a..b..", "NUL:", "desktop.ini", "Thumbs.db", "id_rsa", "a.meta.json", "__proto__", "constructor",
]  # fmt: skip
NAMES = [*_CLIMBS, *_ABSOLUTE, *_DEVICES, *_ODD]


def test_there_are_as_many_names_as_promised():
    assert len(set(NAMES)) >= 100


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_that_of_one_file_in_one_folder(name: str, tmp_path: Path):
    safe = safe_name(name)
    assert safe and "/" not in safe and "\\" not in safe and not safe.startswith(".") and "\x00" not in safe
    assert len(safe.encode()) <= 255 and safe == safe.strip()
    assert not any(unicodedata.category(each) == "Cc" for each in safe)
    inside = tmp_path / "uploads"
    inside.mkdir()
    (inside / safe).write_text("fits")
    assert [each.resolve().parent for each in inside.iterdir()] == [inside.resolve()]
    assert [each.name for each in tmp_path.iterdir()] == ["uploads"]


def _posted(site: Site, name: str) -> tuple[int, list[str]]:
    """Upload a file as a browser does, its name as it is or, where a header cannot carry it, escaped."""
    boundary = "b0undary"
    shown = name.replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A")
    head = f'--{boundary}\r\nContent-Disposition: form-data; name="files"; filename="{shown}"\r\n\r\n'
    body = (
        head.encode("utf-8", "replace")
        + f"Text of {quote(name)}.".encode()
        + f"\r\n--{boundary}--\r\n".encode()
    )
    connection = http.client.HTTPConnection(urlsplit(site.address).netloc, timeout=20)
    try:
        connection.request(
            "POST", "/gradio_api/upload", body, {"Content-Type": f"multipart/form-data; boundary={boundary}"}
        )
        answer = connection.getresponse()
        said = answer.read()
        return answer.status, json.loads(said) if answer.status == 200 else []
    finally:
        connection.close()


def test_real_uploads_land_in_the_uploads_folder_and_nowhere_else(site: Site):
    cache = Path(os.environ.get("GRADIO_TEMP_DIR") or Path(tempfile.gettempdir()) / "gradio").resolve()
    before = {each for each in site.uploads.parent.iterdir() if each != site.uploads}
    stored = 0
    for name in NAMES:
        status, arrived = _posted(site, name)
        assert status in (200, 400, 422, 500), name
        for path in map(Path, arrived):
            assert path.resolve().is_relative_to(cache), name
            (kept,) = keep([path], site.uploads)
            assert kept.resolve().parent == site.uploads.resolve(), name
            stored += 1
    assert stored >= 100
    assert {each for each in site.uploads.parent.iterdir() if each != site.uploads} == before
    assert not any(Path(folder, "planted.txt").exists() for folder in ("/tmp", "/", ".", "..", Path.home()))


def test_an_uploaded_page_is_never_shown_as_a_page(site: Site):
    _, (path,) = _posted(site, "evil.html")
    connection = http.client.HTTPConnection(urlsplit(site.address).netloc, timeout=20)
    connection.request("GET", f"/gradio_api/file={quote(path)}")
    answer = connection.getresponse()
    assert answer.status != 200 or answer.getheader("content-disposition", "").startswith("attachment")
    assert answer.getheader("x-content-type-options") == "nosniff"
    connection.close()

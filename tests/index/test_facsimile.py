"""The printed pages of an article: shown as long as its file is the one that was read."""

import os
from contextlib import closing
from pathlib import Path

import pytest
from hash_embedder import HashEmbedder
from reportlab.pdfgen.canvas import Canvas

from index.errors import NoPagesError, ReadError
from index.indexing.parsing import Parser
from index.library import Library
from index.settings import IndexSettings
from index.types import Article


def write(path: Path, text: str) -> Path:
    canvas = Canvas(str(path))
    canvas.drawString(72, 700, text)
    canvas.save()
    return path


@pytest.fixture
def library(tmp_path: Path) -> Library:
    sources = tmp_path / "articles"
    sources.mkdir()
    write(sources / "bridge.pdf", "The bridge opened in 1902.")
    (sources / "ferry.txt").write_text("The ferry leaves at seven.", "utf-8")
    with Library(IndexSettings(data=tmp_path / "data"), HashEmbedder()) as opened:
        opened.sync([sources])
        yield opened


def article(library: Library, name: str, version: int | None = None) -> Article:
    (summary,) = (each for each in library.articles()[0] if each.sources[0].endswith(name))
    found = library.article(summary.id, version)
    assert found
    return found


def test_pages_and_places_are_read_in_a_process_apart(library: Library):
    bridge = article(library, "bridge.pdf")
    start = bridge.text.index("The bridge")
    shown = library.facsimile(bridge, [(start, start + len("The bridge opened in 1902."))])
    assert len(shown.sizes) == 1 and [box.page for box in shown.boxes[0]] == [1]
    assert library.picture(bridge, 1).startswith(b"\x89PNG")
    with pytest.raises(ReadError, match=r"bridge\.pdf has no page 7"):
        library.picture(bridge, 7)


def test_a_file_that_was_only_touched_is_still_the_one(library: Library):
    bridge = article(library, "bridge.pdf")
    os.utime(bridge.sources[0], (1, 1))
    assert len(library.facsimile(bridge).sizes) == 1


def test_what_has_no_pages_says_why(library: Library):
    bridge = article(library, "bridge.pdf")
    with pytest.raises(NoPagesError, match=r"ferry\.txt is no PDF"):
        library.facsimile(article(library, "ferry.txt"))
    write(Path(bridge.sources[0]), "The bridge opened in 1903.")
    with pytest.raises(NoPagesError, match="has changed since it was read"):
        library.picture(bridge, 1)
    library.sync([Path(bridge.sources[0])])
    assert len(library.facsimile(article(library, "bridge.pdf")).sizes) == 1
    with pytest.raises(NoPagesError, match="earlier version is not kept"):
        library.facsimile(article(library, "bridge.pdf", version=1))
    Path(bridge.sources[0]).unlink()
    with pytest.raises(NoPagesError, match="the PDF is away"):
        library.facsimile(article(library, "bridge.pdf"))


def test_a_broken_file_in_its_place_is_not_drawn(library: Library):
    bridge = article(library, "bridge.pdf")
    Path(bridge.sources[0]).write_bytes(b"%PDF-1.7 nothing")
    library.sync([Path(bridge.sources[0])])
    kept = article(library, "bridge.pdf")
    assert kept.current and "1902" in kept.text
    with pytest.raises(NoPagesError, match="has changed"):
        library.facsimile(kept)


def test_a_page_that_is_never_done_is_given_up(tmp_path: Path):
    # by the time that it takes, or by its memory, of which PDFium ends itself when there is no more
    canvas = Canvas(str(tmp_path / "laughs.pdf"))
    canvas.beginForm("laugh0")
    canvas.drawString(72, 700, "ha")
    canvas.endForm()
    for level in range(1, 12):
        canvas.beginForm(f"laugh{level}")
        for _ in range(12):
            canvas.doForm(f"laugh{level - 1}")
        canvas.endForm()
    canvas.doForm("laugh11")
    canvas.save()
    with closing(Parser(seconds=12, most_bytes=1 << 30)) as parser:
        with pytest.raises(ReadError, match=r"laughs\.pdf (took more than|needs more than|crashed on it)"):
            parser.picture(tmp_path / "laughs.pdf", 1, 800)
        assert parser.picture(write(tmp_path / "good.pdf", "Good."), 1, 800)

"""Files that would hang, exhaust or crash their reader: they fail alone, and say why."""

import os
import signal
import subprocess
import sys
import threading
import zipfile
from contextlib import closing
from io import BytesIO
from pathlib import Path

import docx
import pytest

from index.errors import ReadError, SkipFile
from index.indexing.parsing import Parser
from index.library import Library
from index.sentences import sentences
from index.settings import IndexSettings
from index.types import Document, Metadata

GOOD = "The bridge opened in 1902."


@pytest.fixture
def parser() -> Parser:
    with closing(Parser(seconds=20, most_bytes=1 << 29)) as parser:
        yield parser


def read(parser: Parser, path: Path, following: tuple[Path, Metadata] | None = None) -> tuple[Document, ...]:
    return tuple(each.document for each in parser.read(path, following=following))


def word(path: Path, old: bytes, new: bytes) -> Path:
    """Write a Word document with ``old`` replaced in its text."""
    document, whole = docx.Document(), BytesIO()
    document.add_paragraph(GOOD)
    document.save(whole)
    with zipfile.ZipFile(whole) as found, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for name in found.namelist():
            part = found.read(name)
            made.writestr(name, part.replace(old, new, 1) if name == "word/document.xml" else part)
    return path


def reason(parser: Parser, path: Path) -> str:
    with pytest.raises(ReadError) as caught:
        parser.read(path)
    return f"{caught.value}; {caught.value.help}"


def test_it_reads_what_the_reader_reads_and_uses_one_worker(parser: Parser, tmp_path: Path) -> None:
    from index import readers

    for number in range(3):
        path = tmp_path / f"{number}.md"
        path.write_text(f"# Bridges \N{BRIDGE AT NIGHT}\n\n{GOOD}\n\n- one\n- two", "utf-8")
        assert read(parser, path) == readers.read(path)
    assert parser._worker and parser._worker.files == 3


def test_sentences_are_cut_by_what_is_known_of_the_language(parser: Parser, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Er kam z. B. Anfang Mai nach Köln. Dort blieb er.", "utf-8")
    found = parser.read(path, about=Metadata(language="de", title="Reisen"))[0]
    assert (found.document.metadata.title, found.document.metadata.language) == ("Reisen", "de")
    assert found.sentences == sentences(found.document)
    assert [each.text for each in found.sentences] == ["Er kam z. B. Anfang Mai nach Köln.", "Dort blieb er."]


@pytest.mark.parametrize("name", ["quotes.md", "list.md", "deep.html", "deep.json"])
def test_what_is_nested_too_deeply_says_so(name: str, parser: Parser, tmp_path: Path) -> None:
    made = {
        "quotes.md": ">" * 100_000 + GOOD,
        "list.md": "\n".join("  " * depth + f"- item {depth}" for depth in range(1000)),
        "deep.html": "<html><body>" + "<div>" * 100_000 + GOOD,
        "deep.json": '{"text": "' + GOOD + '", "more": ' + "[" * 100_000 + "]" * 100_000 + "}",
    }
    path = tmp_path / name
    path.write_text(made[name], "utf-8")
    assert "nested too deeply" in reason(parser, path) or "recursion depth" in reason(parser, path)


def test_a_page_of_unclosed_tags_keeps_its_text(parser: Parser, tmp_path: Path) -> None:
    path = tmp_path / "old.html"
    path.write_text("<html><body>" + "<p><font size=2>It was so.\n" * 500 + f"<p>{GOOD}", "utf-8")
    assert GOOD in parser.read(path)[0].document.text


def test_entities_of_a_word_document_are_not_expanded(parser: Parser, tmp_path: Path) -> None:
    laughs = b"".join(b'<!ENTITY a%d "%s">' % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, 10))
    path = word(
        tmp_path / "a.docx", b"<w:document", b'<!DOCTYPE x [<!ENTITY a0 "ha">' + laughs + b"]><w:document"
    )
    assert "declares entities" in reason(parser, path)


def test_entities_beyond_the_first_bytes_and_in_another_encoding_are_found(
    parser: Parser, tmp_path: Path
) -> None:
    late = b"<!--" + b" " * 20_000 + b'--><!DOCTYPE x [<!ENTITY a "old">]><w:document'
    path = word(tmp_path / "a.docx", b"<w:document", late)
    assert "declares entities" in reason(parser, path)


def test_a_file_that_unpacks_beyond_its_memory_fails_and_the_next_is_read(
    parser: Parser, tmp_path: Path
) -> None:
    much = b"<w:p><w:r><w:t>The water is wide.</w:t></w:r></w:p>" * 3_000_000
    path = word(tmp_path / "a.docx", b"</w:body>", much + b"</w:body>")
    assert reason(parser, path).startswith("reading a.docx needs more than 512 MiB of memory; ")
    (tmp_path / "b.txt").write_text(GOOD)
    assert parser.read(tmp_path / "b.txt")[0].document.text == GOOD


def test_a_file_that_takes_too_long_fails_and_the_next_is_read(tmp_path: Path) -> None:
    slow = tmp_path / "slow.html"
    slow.write_bytes(b"<html><body>" + b"<p>Water flows.</p>" * 2_000_000)
    (tmp_path / "b.txt").write_text(GOOD)
    with closing(Parser(seconds=4, most_bytes=1 << 32)) as parser:
        assert reason(parser, slow).startswith("reading slow.html took more than 4 s; ")
        assert parser.read(tmp_path / "b.txt")[0].document.text == GOOD


def test_a_worker_that_is_killed_is_replaced(parser: Parser, tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_text(GOOD)
    parser.read(tmp_path / "b.txt")
    assert parser._worker
    parser._worker.process.kill()
    parser._worker.process.wait()
    assert parser.read(tmp_path / "b.txt")[0].document.text == GOOD


def test_the_following_file_is_read_while_the_first_is_worked_on(parser: Parser, tmp_path: Path) -> None:
    from index import readers

    paths = [tmp_path / f"{number}.md" for number in range(4)]
    for number, path in enumerate(paths):
        path.write_text(f"# Bridge {number}\n\n{GOOD}", "utf-8")
    following = {paths[0]: paths[1], paths[1]: paths[3]}  # and then 2 is wanted, not 3
    for path in paths:
        after = following.get(path)
        assert read(parser, path, after and (after, Metadata())) == readers.read(path)
    assert parser._worker and parser._worker.files == 5


def test_a_following_file_that_cannot_be_read_fails_when_it_is_wanted(parser: Parser, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(GOOD)
    (tmp_path / "b.docx").write_bytes(b"PK\x03\x04 no document")
    assert (
        parser.read(tmp_path / "a.txt", following=(tmp_path / "b.docx", Metadata()))[0].document.text == GOOD
    )
    assert "b.docx" in reason(parser, tmp_path / "b.docx")
    assert parser.read(tmp_path / "a.txt")[0].document.text == GOOD


@pytest.mark.parametrize("sentences", [1, 10_000])
def test_work_on_a_file_that_takes_long_does_not_use_up_the_time_of_the_following_one(
    sentences: int, tmp_path: Path
) -> None:
    (tmp_path / "a.txt").write_text(GOOD)
    (tmp_path / "b.txt").write_text(f"{GOOD} " * sentences)
    with closing(Parser(seconds=2, most_bytes=1 << 29)) as parser:
        parser.read(tmp_path / "a.txt", following=(tmp_path / "b.txt", Metadata()))
        assert parser._worker
        parser._worker.process.wait(30)  # it was ended by the clock, with its answer under way
        assert len(parser.read(tmp_path / "b.txt")[0].document.text) == len(f"{GOOD} " * sentences)
        assert parser.read(tmp_path / "a.txt")[0].document.text == GOOD


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with names here")
def test_a_pipe_in_the_place_of_a_file_is_not_waited_for(parser: Parser, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "b.txt")
    assert "no regular file" in reason(parser, tmp_path / "b.txt")


@pytest.mark.skipif(sys.platform == "win32", reason="signals differ there")
def test_the_worker_goes_when_its_parent_is_killed(tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_text(GOOD)
    script = (
        "import sys; from pathlib import Path; from index.indexing.parsing import Parser;"
        "parser = Parser(20, 1 << 30); parser.read(Path(sys.argv[1]));"
        "print(parser._worker.process.pid, flush=True); sys.stdin.read()"
    )
    parent = subprocess.Popen(
        [sys.executable, "-c", script, str(tmp_path / "b.txt")], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert parent.stdin and parent.stdout
    worker = int(parent.stdout.readline())
    os.kill(worker, 0)
    parent.send_signal(signal.SIGKILL)
    parent.wait()
    for _ in range(100):
        try:
            state = Path(f"/proc/{worker}/stat").read_text().split(")")[1].split()[0]
        except FileNotFoundError:
            break
        if state == "Z":
            break
        threading.Event().wait(0.1)
    else:
        pytest.fail("the worker outlives its parent")
    parent.stdin.close()
    parent.stdout.close()


def test_the_neighbours_of_a_bad_file_are_indexed(embedder: object, tmp_path: Path) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "a.txt").write_text("A windmill stands by the river.")
    (folder / "b.html").write_text("<html><body>" + "<div>" * 100_000 + GOOD)
    (folder / "c.txt").write_text(GOOD)
    settings = IndexSettings.read(data=tmp_path / "data", catalog_url="")
    with Library(settings, embedder) as library:  # type: ignore[arg-type]
        outcomes = {Path(each.path).name: each.outcome for each in library.sync([folder]).files}
        assert outcomes == {"a.txt": "indexed", "b.html": "failed", "c.txt": "indexed"}
        assert library.search("When did the bridge open?").hits[0].passage.text == GOOD


def test_a_file_without_words_is_no_failure(parser: Parser, tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_text(" \n")
    with pytest.raises(SkipFile):
        parser.read(tmp_path / "b.txt")

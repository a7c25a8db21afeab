import subprocess
import sys
from pathlib import Path

import docx
import pytest

from index.errors import ReadError, SkipFile
from index.readers import __all__, read


def test_the_public_names():
    assert __all__ == ["content", "is_metadata_file", "metadata_file", "read"]


@pytest.mark.parametrize(
    ("name", "data", "media_type"),
    [
        ("a.txt", "Plain text.", "text/plain"),
        ("a.md", "# Title\n\nText.", "text/markdown"),
        ("a.html", "<html><body><p>Text.</p></body></html>", "text/html"),
        ("b.md", "<!doctype html><html><body><p>Text.</p></body></html>", "text/html"),
        ("a.csv", "text\nOne.", "text/csv"),
        ("a.jsonl", '{"text": "One."}', "application/json"),
        ("b.jsonl", '{"text": "One."}\n{"text": "Two."}', "application/jsonl"),
    ],
)
def test_each_format(read_bytes, name, data, media_type):
    assert read_bytes(name, data)[0].media_type == media_type


def test_a_pdf_named_as_text(read_bytes, make_pdf):
    (document,) = read_bytes("a.txt", make_pdf([("BodyText", "The text of the article.")]))
    assert (document.media_type, document.text) == ("application/pdf", "The text of the article.")


def test_a_word_document_named_as_pdf(tmp_path):
    word = docx.Document()
    word.add_paragraph("The text of the article.")
    word.save(str(tmp_path / "a.pdf"))
    assert read(tmp_path / "a.pdf")[0].text == "The text of the article."


def test_cp1251_through_the_door(read_bytes):
    text = "Міністр закордонних справ України закликав лідерів альянсу запросити Україну."
    assert read_bytes("a.txt", text.encode("cp1251"))[0].text == text


def test_a_missing_file_is_a_read_error(tmp_path):
    with pytest.raises(ReadError, match=r"a\.txt cannot be opened"):
        read(tmp_path / "a.txt")


def test_an_empty_file_is_skipped(read_bytes):
    with pytest.raises(SkipFile, match=r"a\.txt holds no text"):
        read_bytes("a.txt", b"")


def test_importing_loads_no_parser():
    heavy = {"trafilatura", "pypdf", "docx", "lxml", "charset_normalizer", "markdown_it", "yaml", "dateutil"}
    script = f"import sys, index.readers; print(sorted({heavy!r} & set(sys.modules)))"
    root = Path(__file__).parents[3]
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=root, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"

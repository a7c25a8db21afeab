import time
from io import BytesIO
from zipfile import ZipFile

import pytest

from index.errors import ReadError, SkipFile
from index.readers.detect import Format, detect

HTML = "<!DOCTYPE html>\n<html><body><p>Text.</p></body></html>"
MARKDOWN = "# Title\n\nSome **bold** text and a [link](https://x.y/z).\n"


def zipped(*names):
    target = BytesIO()
    with ZipFile(target, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return target.getvalue()


@pytest.mark.parametrize(
    ("data", "name", "expected"),
    [
        (b"%PDF-1.7\n", "a.txt", Format.PDF),
        (b"\n\n%PDF-1.4\n", "a", Format.PDF),
        (zipped("[Content_Types].xml", "word/document.xml"), "a.pdf", Format.DOCX),
        (HTML, "a.txt", Format.HTML),
        (HTML, "a.md", Format.HTML),
        (HTML, "a.csv", Format.HTML),
        (f"<!-- licence -->\n{HTML}", "a", Format.HTML),
        (f'<?xml version="1.0"?>\n{HTML}', "a", Format.HTML),
        ("<p>One</p><p>Two</p><p>Three</p>", "a.txt", Format.HTML),
        ("No tags at all", "a.html", Format.PLAIN),
        ('<p align="center">\n<img src="x"></p>\n\n# Readme\n', "README.md", Format.MARKDOWN),
        ("Just text", "a.md", Format.MARKDOWN),
        (MARKDOWN, "a.txt", Format.MARKDOWN),
        ("---\ntitle: A\n---\nText.\n", "a.txt", Format.MARKDOWN),
        ("# a comment\nkey = value\n", "a.conf", Format.PLAIN),
        ("- one\n- two * three\n", "a.txt", Format.PLAIN),
        ('{"text": "One."}\n{"text": "Two."}\n', "a.txt", Format.JSON),
        ('[{"text": "One."}]', "a", Format.JSON),
        ('{\n "text": "One."\n}', "a.txt", Format.JSON),
        ("[1] A footnote", "a.txt", Format.PLAIN),
        ("id,title,text\n1,A,One.\n", "a.txt", Format.CSV),
        ("In short, this is the text, and no table.\nIt goes on.\n", "a.txt", Format.PLAIN),
        ("question,answer\n", "a.csv", Format.CSV),
        ("anything", "a.tsv", Format.CSV),
        ("Привіт".encode("utf-16"), "a.txt", Format.PLAIN),
        (zipped("xl/workbook.xml"), "a", Format.XLSX),
        (zipped("ppt/presentation.xml"), "a", Format.PPTX),
        (zipped("META-INF/container.xml"), "a", Format.EPUB),
        ("{\\rtf1 text}", "a.doc", Format.RTF),
        ("<?xml version='1.0'?><rss/>", "a", Format.XML),
        ('{"cells": [{"cell_type": "markdown"}], "nbformat": 4}', "a.json", Format.NOTEBOOK),
        ("From a@b Tue Apr  2 10:00:00 2024\nFrom: a@b\n\nHi", "a", Format.MBOX),
        ("From: a@b\nMessage-ID: <1>\n\nHi", "a.txt", Format.EML),
        ("From: the editor\nSubject: bridges\n\nHi", "a.txt", Format.PLAIN),
        ("From here on it is text.\nIt goes on.\n", "a.txt", Format.PLAIN),
        ("some\0 text with one stray nul in it", "a.txt", Format.PLAIN),
    ],
)
def test_formats(data, name, expected):
    assert detect(data.encode() if isinstance(data, str) else data, name) is expected


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (zipped("a.txt"), "ZIP"),
        (b"\x89PNG\r\n\x1a\n\0\0", "PNG"),
        (b"\xff\xd8\xff\xe0", "JPEG"),
        (b"RIFF\0\0\0\0WEBPVP8 ", "WebP"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "Microsoft Office"),
        (b"\x7fELF\2\1\1", "program"),
        (bytes(range(256)) * 40, "binary"),
    ],
)
def test_other_formats_are_skipped_by_their_name(data, what):
    with pytest.raises(SkipFile, match="is not a format that Footnote reads yet") as caught:
        detect(data, "a.txt")
    assert what in str(caught.value)
    assert "a.txt" in str(caught.value)


@pytest.mark.parametrize("data", [b"", b"\n \t", b"\0" * 100])
def test_an_empty_file_is_skipped(data):
    with pytest.raises(SkipFile, match=r"a\.txt holds no text"):
        detect(data, "a.txt")


@pytest.mark.parametrize(
    "unit", ["<!---->", "<!--", "[", "[a](", "**", "<p", "#", "| ", "{", '{"a":', "\n", "- ", "<?xml "]
)
def test_no_text_takes_long(unit):
    started = time.perf_counter()
    try:
        assert detect((unit * 20_000 + "x").encode(), "a.txt") in Format
    except SkipFile as error:
        assert "XML" in str(error)
    assert time.perf_counter() - started < 2


def test_a_damaged_archive_is_a_read_error():
    with pytest.raises(ReadError, match=r"a\.docx is a damaged archive"):
        detect(b"PK\3\4 and nothing more", "a.docx")

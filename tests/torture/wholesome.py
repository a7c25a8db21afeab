"""A whole file of every format that the index reads, made by the libraries that write these formats."""

import json
import zipfile
from email.message import EmailMessage
from io import BytesIO
from pathlib import Path

import docx
import openpyxl
import pptx
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import Paragraph, SimpleDocTemplate

SENTENCES = (
    "The old bridge over the river opened in 1902.",
    "Its third arch fell into the water after a flood.",
    "The council paid twelve thousand crowns for a new one.",
    "Caf\u00e9s stand on it since the summer of 1950.",
)

_CONTAINER = (
    '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
    '<rootfile full-path="a.opf" media-type="application/oebps-package+xml"/></rootfiles></container>'
)
_PACKAGE = (
    '<package xmlns="http://www.idpf.org/2007/opf" xmlns:dc="http://purl.org/dc/elements/1.1/"><metadata>'
    '<dc:title>Bridges</dc:title></metadata><manifest><item id="a" href="a.xhtml" '
    'media-type="application/xhtml+xml"/><item id="s" href="s.css" media-type="text/css"/></manifest>'
    '<spine><itemref idref="a"/></spine></package>'
)
_OFFICE = "urn:oasis:names:tc:opendocument:xmlns"


def wholesome() -> dict[str, bytes]:
    """Return the bytes of each file by its name; every one holds the ``SENTENCES``."""
    page = _page()
    paragraphs = "".join(f"<para>{each}</para>" for each in SENTENCES)
    return {
        "a.txt": "\n\n".join(SENTENCES).encode(),
        "a.md": ("# Bridges\n\n" + "\n\n".join(f"- {each} [1](a.md)" for each in SENTENCES)).encode(),
        "a.html": page.encode(),
        "a.pdf": _pdf(),
        "a.docx": _word(),
        "a.csv": ("title,text\n" + "".join(f'Bridge,"{each}"\n' for each in SENTENCES)).encode(),
        "a.json": json.dumps([{"title": "Bridge", "text": each} for each in SENTENCES]).encode(),
        "a.jsonl": "\n".join(json.dumps({"title": "Bridge", "text": each}) for each in SENTENCES).encode(),
        "a.epub": _zipped(
            ("mimetype", "application/epub+zip"),
            ("META-INF/container.xml", _CONTAINER),
            ("a.opf", _PACKAGE),
            ("s.css", "p.gone, p > b { display: none }"),
            ("a.xhtml", page),
        ),
        "a.odt": _zipped(
            ("mimetype", "application/vnd.oasis.opendocument.text"),
            ("content.xml", _opendocument()),
            ("meta.xml", '<m xmlns:dc="d"><dc:title>Bridges</dc:title></m>'),
        ),
        "a.rtf": _rich_text(),
        "a.pptx": _slides(),
        "a.xlsx": _workbook(),
        "a.eml": _message(page),
        "a.mbox": b"From ann@example.org Tue Apr  2 10:00:00 2024\n" + _message(page),
        "a.ipynb": _notebook(),
        "a.xml": (
            '<?xml version="1.0"?><book xmlns="http://docbook.org/ns/docbook"><title>Bridges</title>'
            f"<chapter><title>Stone</title>{paragraphs}</chapter></book>"
        ).encode(),
    }


def _page() -> str:
    paragraphs = "".join(f"<p class='a'>{each}</p>" for each in SENTENCES)
    return (
        "<?xml version='1.0' encoding='utf-8'?><html xmlns='http://www.w3.org/1999/xhtml' lang='en'><head>"
        "<title>Bridges</title><style>.gone { display: none }</style></head><body><h1>Bridges</h1>"
        f"{paragraphs}<table><tr><td>Length</td><td>120</td></tr></table></body></html>"
    )


def _pdf() -> bytes:
    target = BytesIO()
    style = getSampleStyleSheet()["Normal"]
    SimpleDocTemplate(target, title="Bridges", invariant=1).build(
        [Paragraph(each, style) for each in SENTENCES]
    )
    return target.getvalue()


def _word() -> bytes:
    made, target = docx.Document(), BytesIO()
    made.add_heading("Bridges", 1)
    for each in SENTENCES:
        made.add_paragraph(each)
    made.add_table(1, 2).cell(0, 0).text = "Length"
    made.save(target)
    return target.getvalue()


def _slides() -> bytes:
    made, target = pptx.Presentation(), BytesIO()
    slide = made.slides.add_slide(made.slide_layouts[1])
    slide.shapes.title.text = "Bridges"
    slide.placeholders[1].text = " ".join(SENTENCES)
    made.save(target)
    return target.getvalue()


def _workbook() -> bytes:
    made, target = openpyxl.Workbook(), BytesIO()
    for each in SENTENCES:
        made.active.append(["Bridge", each, 1902])
    made.save(target)
    return target.getvalue()


def _opendocument() -> str:
    paragraphs = "".join(f"<text:p>{each}</text:p>" for each in SENTENCES)
    return (
        f'<office:document-content xmlns:office="{_OFFICE}:office:1.0" xmlns:text="{_OFFICE}:text:1.0">'
        f"<office:body><office:text><text:h>Bridges</text:h>{paragraphs}</office:text></office:body>"
        "</office:document-content>"
    )


def _rich_text() -> bytes:
    body = r"\par ".join(SENTENCES).replace("\u00e9", r"\'e9")
    return (
        r"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Arial;}}{\info{\title Bridges}}\pard " + body + "}"
    ).encode()


def _message(page: str) -> bytes:
    made = EmailMessage()
    made["From"], made["Subject"] = "Ann Ash <ann@example.org>", "Bridges"
    made["Date"] = "Tue, 02 Apr 2024 10:00:00 +0200"
    made.set_content("\n\n".join(SENTENCES))
    made.add_alternative(page, subtype="html")
    return made.as_bytes()


def _notebook() -> bytes:
    cells = [{"cell_type": "markdown", "metadata": {}, "source": [each]} for each in SENTENCES]
    code = {"cell_type": "code", "metadata": {}, "source": "print(1)", "outputs": [{"text": ["1\n"]}]}
    return json.dumps({"cells": [*cells, code], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}).encode()


def _zipped(*members: tuple[str, str]) -> bytes:
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members:
            archive.writestr(zipfile.ZipInfo(name), text)
    return target.getvalue()


def neighbours(folder: Path, number: int) -> list[Path]:
    """Write ``number`` good articles, each of which says something of its own; return their files."""
    made = []
    for each in range(number):
        path = folder / f"neighbour-{each}.txt"
        path.write_text(
            f"Lighthouse {each} of Quell was painted by keeper Ostrava{each} in winter.\n", "utf-8"
        )
        made.append(path)
    return made

"""Merged cells: each row says what it states by itself, whatever the format."""

from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import docx
import openpyxl
import pptx
import pytest
from docx.oxml import OxmlElement

from index.columns import column_names, stated
from index.readers import read
from index.readers.docx import read_docx
from index.readers.html import read_html
from index.readers.spans import Cell, named_by, spread
from index.types import BlockKind, Document

TABLE = """<table><thead>
<tr><th rowspan="2">Country</th><th colspan="2">Population</th><th rowspan="2">Capital</th></tr>
<tr><th>2010</th><th>2020</th></tr></thead><tbody>
<tr><td colspan="4">The north</td></tr>
<tr><td rowspan="2">Norway</td><td>4.9</td><td>5.4</td><td>Oslo</td></tr>
<tr><td>5.0</td><td>5.5</td><td>Bergen</td></tr>
<tr><td>Sweden</td><td colspan="2">9.4</td><td>Stockholm</td></tr></tbody></table>"""
ABOUT = (
    "This page lists how many people live in the countries of the north, as the office of statistics told us."
)
PAGE = f"<html><body><article><h1>The north</h1><p>{ABOUT}</p>{TABLE}<p>{ABOUT}</p></article></body></html>"
STATED = [
    "Country | Population 2010 | Population 2020 | Capital",
    "The north",
    "Country: Norway; Population 2010: 4.9; Population 2020: 5.4; Capital: Oslo",
    "Country: Norway; Population 2010: 5.0; Population 2020: 5.5; Capital: Bergen",
    "Country: Sweden; Population 2010: 9.4; Population 2020: 9.4; Capital: Stockholm",
]

CELLS = [
    ["Country", "Population", "", "Capital"],
    ["", "2010", "2020", ""],
    ["The north", "", "", ""],
    ["Norway", "4.9", "5.4", "Oslo"],
    ["", "5.0", "5.5", "Bergen"],
    ["Sweden", "9.4", "", "Stockholm"],
]
MERGED = [
    ((0, 0), (1, 0)),
    ((0, 1), (0, 2)),
    ((0, 3), (1, 3)),
    ((2, 0), (2, 3)),
    ((3, 0), (4, 0)),
    ((5, 1), (5, 2)),
]
"""First and last cell of each that is merged, by row and column."""


def told(document: Document) -> list[str]:
    names = column_names(document.text, document.blocks)
    rows = [block for block in document.blocks if block.kind is BlockKind.ROW]
    return [stated(names.get(row.start, ""), document.text[row.start : row.end]) for row in rows]


def test_each_row_of_a_page_says_what_it_states() -> None:
    assert [row.strip(" |") for row in told(read_html(PAGE.encode(), "a.html"))] == STATED  # it fills up rows


def test_so_does_each_row_of_xml(tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    path.write_text(
        f"<article><body><p>{ABOUT}</p><table-wrap>{TABLE}</table-wrap></body></article>", "utf-8"
    )
    (document,) = read(path)
    assert told(document) == STATED


def test_so_does_each_row_of_a_word_document() -> None:
    word = docx.Document()
    table = word.add_table(rows=6, cols=4)
    for row, texts in zip(table.rows, CELLS, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    for one, other in MERGED:
        table.cell(*one).merge(table.cell(*other))
    for row in table.rows[:2]:
        row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    kept = BytesIO()
    word.save(kept)
    assert told(read_docx(kept.getvalue(), "a.docx")) == STATED


def test_so_does_each_row_of_an_opendocument_text(tmp_path: Path) -> None:
    def cell(text: str, columns: int = 1, rows: int = 1) -> str:
        spans = f'table:number-columns-spanned="{columns}" table:number-rows-spanned="{rows}"'
        return f"<table:table-cell {spans}><text:p>{text}</text:p></table:table-cell>"

    covered = "<table:covered-table-cell/>"
    heads = [
        [cell("Country", rows=2), cell("Population", 2), covered, cell("Capital", rows=2)],
        [covered, cell("2010"), cell("2020"), covered],
    ]
    rows = [
        [cell("The north", 4), covered, covered, covered],
        [cell("Norway", rows=2), cell("4.9"), cell("5.4"), cell("Oslo")],
        [covered, cell("5.0"), cell("5.5"), cell("Bergen")],
        [cell("Sweden"), cell("9.4", 2), covered, cell("Stockholm")],
    ]
    head, body = (
        "".join(f"<table:table-row>{''.join(row)}</table:table-row>" for row in part)
        for part in (heads, rows)
    )
    content = (
        '<office:document-content xmlns:office="o" xmlns:text="t" xmlns:table="b"><office:body><office:text>'
        f"<table:table><table:table-header-rows>{head}</table:table-header-rows>{body}</table:table>"
        "</office:text></office:body></office:document-content>"
    )
    path = tmp_path / "a.odt"
    with ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("content.xml", content)
    (document,) = read(path)
    assert told(document) == STATED


def test_so_does_each_row_of_a_sheet(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in CELLS:
        sheet.append([cell or None for cell in row])
    for (top, left), (bottom, right) in MERGED:
        sheet.merge_cells(None, top + 1, left + 1, bottom + 1, right + 1)
    sheet.freeze_panes = "A3"
    book.save(tmp_path / "a.xlsx")
    (document,) = read(tmp_path / "a.xlsx")
    assert told(document) == STATED


def test_a_sheet_of_one_column_keeps_its_head(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for name in ("Member", "Ada Finch", "Ben Cole"):
        sheet.append([name])
    sheet.freeze_panes = "A2"
    book.save(tmp_path / "a.xlsx")
    (document,) = read(tmp_path / "a.xlsx")
    assert told(document) == ["Member", "Member: Ada Finch", "Member: Ben Cole"]


@pytest.mark.parametrize("hides", ["row", "group"])
def test_a_row_that_is_not_shown_gives_neither_text_nor_boxes(tmp_path: Path, hides: str) -> None:
    box = "<d:frame><d:text-box><text:p>Never told.</text:p></d:text-box></d:frame>"
    row = "<table:table-row{}><table:table-cell><text:p>{}</text:p></table:table-cell></table:table-row>"
    hidden = row.format(' style:display="none"' if hides == "row" else "", f"Secret.{box}")
    if hides == "group":
        hidden = f'<table:table-row-group style:display="none">{hidden}</table:table-row-group>'
    content = (
        '<office:document-content xmlns:office="o" xmlns:text="t" xmlns:table="b" xmlns:style="s" xmlns:d="d">'
        f"<office:body><office:text><table:table>{row.format('', 'Told.')}{hidden}</table:table>"
        "</office:text></office:body></office:document-content>"
    )
    path = tmp_path / "a.odt"
    with ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("content.xml", content)
    (document,) = read(path)
    assert document.text == "Told."


def test_so_does_each_row_of_a_slide(tmp_path: Path) -> None:
    shown = pptx.Presentation()
    slide = shown.slides.add_slide(shown.slide_layouts[6])
    table = slide.shapes.add_table(5, 4, 0, 0, 100, 100).table
    texts = [["Country", "2010", "2020", "Capital"], *CELLS[2:]]
    for number, row in enumerate(texts):
        for place, text in enumerate(row):
            table.cell(number, place).text = text
    for one, other in [((1, 0), (1, 3)), ((2, 0), (3, 0)), ((4, 1), (4, 2))]:
        table.cell(*one).merge(table.cell(*other))
    shown.save(str(tmp_path / "a.pptx"))
    (document,) = read(tmp_path / "a.pptx")
    rows = [row.strip(" |").replace("Population ", "") for row in told(document)]
    assert rows == [
        "Country | 2010 | 2020 | Capital",
        *(each.replace("Population ", "") for each in STATED[1:]),
    ]


@pytest.mark.parametrize("span", ["65534", "0", "-3", "many", "", "99999999999999999999", "٣"])
def test_spans_that_no_table_has_are_bounded(span: str) -> None:
    row = f"<tr>{''.join(f'<td rowspan={span!r} colspan={span!r}>cell {number}</td>' for number in range(9))}</tr>"
    page = (
        f"<html><body><article><p>{ABOUT}</p><table>{row * 30}</table><p>{ABOUT}</p></article></body></html>"
    )
    document = read_html(page.encode(), "a.html")
    assert ABOUT in document.text
    assert "cell 8" in document.text
    assert len(document.text) < 2_000_000


def test_a_long_text_is_not_said_again() -> None:
    rows = "".join(f"<tr><td>link {number}</td></tr>" for number in range(9))
    page = f"<html><body><table><tr><td rowspan='10'>{ABOUT * 3}</td><td>links</td></tr>{rows}</table></body></html>"
    text = read_html(page.encode(), "a.html").text
    assert text.count(ABOUT) == 3
    assert "link 8" in text


def test_a_table_for_the_layout_is_left_alone() -> None:
    inner = "<table><tr><td rowspan='2'>left</td><td>one</td></tr><tr><td>two</td></tr></table>"
    page = f"<html><body><table><tr><td colspan='2'>{ABOUT}{inner}</td><td>x</td></tr></table></body></html>"
    assert read_html(page.encode(), "a.html").text.count("left") == 1


def test_cells_cover_what_they_span() -> None:
    table = [[Cell("a", rows=2), Cell("b", 2)], [Cell("c"), Cell("d")], [Cell("e", 3)]]
    assert spread(table) == [["a", "b", "b"], ["a", "c", "d"], ["e"]]


def test_names_of_several_rows_are_put_together_where_they_fit() -> None:
    assert named_by([["A", "B", "B"], ["A", "x", ""]], str) == ["A", "B x", "B"]
    assert named_by([["A", "B"]], str) == []
    assert named_by([["A"], ["A", "B"]], str) == []
    assert named_by([["A"]] * 4, str) == []
    assert named_by([["Sales", "by Ann"], ["Region", "Total"]], str) == []

"""Which row names the columns of a table's row, from what readers tell of it."""

from pathlib import Path

import docx
import openpyxl
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from openpyxl.worksheet.table import Table

from index.columns import CELL_SEPARATOR, cell_spans, cells, column_names, stated
from index.readers import read
from index.readers.compose import compose, row_of
from index.types import Document, Metadata


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("a | b | c", ["a", "b", "c"]),
        ("a|b || c | d", ["a|b || c", "d"]),
        ("a", ["a"]),
        ("", [""]),
    ],
)
def test_cells_of_a_row(row: str, expected: list[str]) -> None:
    assert cells(row) == expected
    assert [row[start:end] for start, end in cell_spans(row)] == expected


@pytest.mark.parametrize(
    ("columns", "row", "expected"),
    [
        ("Country | Troops (thousand)", "Estonia | 14", "Country: Estonia; Troops: 14 thousand"),
        ("Country | Share of GDP [%] | ", "Turkey | 2.27 | x", "Country: Turkey; Share of GDP: 2.27 %; x"),
        ("Name (short) | Members (2023)", "EE | 31", "Name (short): EE; Members (2023): 31"),
        ("Name | Left", "Oslo | ", "Name: Oslo"),
        ("Name | Left | Since", "Oslo | 3", "Name: Oslo; Left: 3"),
        ("Name", "Oslo | 3", "Oslo | 3"),
        ("", "Oslo | 3", "Oslo | 3"),
    ],
)
def test_a_row_in_words(columns: str, row: str, expected: str) -> None:
    assert stated(columns, row) == expected


@given(st.lists(st.sampled_from(["", "a", "b c", "1.5", "x|y"]), min_size=1, max_size=6))
def test_empty_cells_at_the_edges_are_cells(made: list[str]) -> None:
    assume(any(made))
    assert cells(CELL_SEPARATOR.join(made).strip()) == made


def named(document: Document, row: str) -> str:
    start = document.text.index(row)
    return column_names(document.text, document.blocks).get(start, "")


def written(tmp_path: Path, name: str, text: str) -> Document:
    path = tmp_path / name
    path.write_text(text, "utf-8")
    (document,) = read(path)
    return document


def test_the_head_of_a_markdown_table_names_its_columns(tmp_path: Path) -> None:
    table = "| Country | 2023 |\n|---|---|\n| Norway | 5.5 |\n| Sweden | 10.5 |\n"
    document = written(
        tmp_path, "a.md", f"# Two\n\nPeople.\n\n{table}\nBetween.\n\n{table.replace('o', 'u')}"
    )
    assert named(document, "Norway | 5.5") == "Country | 2023"
    assert named(document, "Sweden | 10.5") == "Country | 2023"
    assert named(document, "Nurway | 5.5") == "Cuuntry | 2023"
    assert named(document, "Country | 2023") == "Country | 2023"
    assert named(document, "Between.") == named(document, "rway | 5.5") == ""


@pytest.mark.parametrize(
    "head",
    [
        "<tr><th>Country</th><th>People</th></tr>",
        "<thead><tr><td>Country</td><td>People</td></tr></thead>",
    ],
)
def test_the_head_of_a_web_page_s_table_names_its_columns(tmp_path: Path, head: str) -> None:
    body = "<tr><th>Norway</th><td>5.5 million</td></tr><tr><td>Sweden</td><td>10.5 million</td></tr>"
    prose = "<p>Both countries have grown since the war, Sweden sooner than Norway and by more.</p>" * 3
    page = f"<html><body><article><h1>Two</h1>{prose}<table>{head}{body}</table></article></body></html>"
    document = written(tmp_path, "a.html", page)
    assert named(document, "Norway | 5.5 million") == "Country | People"
    assert named(document, "Sweden | 10.5 million") == "Country | People"


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (["Country | Signed | Member since", "Norway | 4 April 1949 | 24 August 1949"], True),
        (["Country | 2023 | 2024", "Norway | 5.4 | 5.5"], True),
        (["Name | John", "Born | 5 May 1920"], False),  # a list of facts has no head
        (["Denmark | 4 April 1949 | 24 August 1949", "Norway | 4 April 1949 | 24 August 1949"], False),
        (["Country |  | Member since", "Norway | 4 April 1949 | 24 August 1949"], False),
        (["Country | Signed", "Norway | 4 April 1949 | 24 August 1949"], False),
        (["Country | Signed | Left", "Norway | 4 April 1949"], True),
        (["Country | Signed | Left", "The north"], False),
    ],
)
def test_where_no_reader_can_tell_the_first_row_does_if_it_may(rows: list[str], expected: bool) -> None:
    document = compose((row_of(row.split(" | ")) for row in rows), Metadata(), "text/plain", "a table")
    assert named(document, rows[-1]) == (rows[0] if expected else "")


def test_the_repeated_head_of_a_word_table_names_its_columns(tmp_path: Path) -> None:
    made = docx.Document()
    table = made.add_table(rows=2, cols=2)
    for row, texts in zip(table.rows, (("Country", "People"), ("Norway", "5.5 million")), strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    head = table.rows[0]._tr.get_or_add_trPr()
    head.append(head.makeelement(f"{{{head.nsmap['w']}}}tblHeader", {}))
    made.save(str(tmp_path / "a.docx"))
    (document,) = read(tmp_path / "a.docx")
    assert named(document, "Norway | 5.5 million") == "Country | People"


@pytest.mark.parametrize("sign", ["freeze", "filter", "table"])
def test_the_head_of_a_sheet_names_its_columns(tmp_path: Path, sign: str) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (("Figures of 2024", None), ("Country", "People"), ("Norway", 5.5), ("Sweden", 10.6)):
        sheet.append(row)
    if sign == "freeze":
        sheet.freeze_panes = "B3"
    elif sign == "filter":
        sheet.auto_filter.ref = "A2:B4"
    else:
        sheet.add_table(Table(displayName="people", ref="A2:B4"))
    book.save(tmp_path / "a.xlsx")
    (document,) = read(tmp_path / "a.xlsx")
    assert named(document, "Norway | 5.5") == named(document, "Sweden | 10.6") == "Country | People"
    assert named(document, "Figures of 2024") == ""


def test_the_head_of_a_jats_table_names_its_columns(tmp_path: Path) -> None:
    table = (
        "<table><thead><tr><th>Country</th><th>People</th></tr></thead>"
        "<tbody><tr><td>Norway</td><td>5.5 million</td></tr></tbody></table>"
    )
    document = written(
        tmp_path, "a.xml", f"<article><body><sec><title>Two</title>{table}</sec></body></article>"
    )
    assert named(document, "Norway | 5.5 million") == "Country | People"

"""PPTX and XLSX -> documents: a presentation by its slides, a workbook one article a sheet.

Hidden slides, shapes, sheets, rows and columns are left out, and so are speakers' notes:
who opens the file does not see them.
"""

from collections.abc import Iterator
from contextlib import suppress
from datetime import date, datetime
from io import BytesIO
from pathlib import PurePath
from typing import Any

from index.errors import FootnoteError, SkipFile
from index.readers.about import language, line
from index.readers.archive import open_archive
from index.readers.byline import dated_by_file
from index.readers.compose import Piece, compose, has_words, rows_of
from index.readers.dates import iso_date
from index.readers.spans import again
from index.readers.unreadable import unreadable
from index.text import fold
from index.types import BlockKind, Document, Metadata

_HELP = "open it and save it again"
_PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
_TEMPLATE_DATE = "2013-01-27"
"""Of python-pptx's own template: says nothing of a presentation that was made from it."""

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def read_pptx(data: bytes, name: str) -> Document:
    """Return the presentation: each slide's title a heading, its text in the slide's own order.

    Raises ReadError if it is damaged, SkipFile if there are no words.
    """
    open_archive(data, name).close()
    try:
        import pptx

        shown = pptx.Presentation(BytesIO(data))
        pieces = [piece for slide in shown.slides for piece in _slide(slide)]
        metadata = _about(shown.core_properties)
    except FootnoteError:
        raise
    except Exception as error:  # damaged parts come as many kinds
        raise unreadable(f"{name} is a presentation that", error, _HELP) from error
    return compose(pieces, metadata, _PPTX, name)


def _slide(slide: Any) -> Iterator[Piece]:
    if slide.element.get("show") in ("0", "false"):
        return
    title = slide.shapes.title
    if title is not None and title.has_text_frame:
        yield Piece(BlockKind.HEADING, fold(title.text_frame.text), 2)
    for shape in slide.shapes:
        if title is None or shape.shape_id != title.shape_id:
            yield from _shape(shape)


def _shape(shape: Any) -> Iterator[Piece]:
    if any(each.get("hidden") in ("1", "true") for each in shape.element.iter("{*}cNvPr")):
        return
    for inner in getattr(shape, "shapes", ()):
        yield from _shape(inner)
    if getattr(shape, "has_table", False):
        yield from _table(shape.table)
    elif getattr(shape, "has_text_frame", False):
        for paragraph in shape.text_frame.paragraphs:
            text = paragraph.text.replace("\v", "\n")
            kind = BlockKind.ITEM if shape.is_placeholder else BlockKind.PARAGRAPH
            yield Piece(kind, text, paragraph.level + 1 if shape.is_placeholder else 0)


def _table(table: Any) -> list[Piece]:
    """Return the rows of a slide's table, each cell in every place that it was merged with."""
    rows = [list(row.cells) for row in table.rows]
    texts = [[fold(cell.text_frame.text) for cell in row] for row in rows]
    for at, row in enumerate(rows):
        for place, cell in enumerate(row):
            if cell.is_merge_origin and cell.span_width < len(row):
                own = texts[at][place]
                for below in texts[at : at + cell.span_height]:
                    width = len(below[place : place + cell.span_width])
                    below[place : place + width] = [again(own)] * width
                texts[at][place] = own
    return rows_of([(row, number == 0 and table.first_row) for number, row in enumerate(texts)])


def read_xlsx(data: bytes, name: str) -> tuple[Document, ...]:
    """Return the sheets of a workbook that are shown, their rows as rows; formulas by their values.

    Raises ReadError if it is damaged, SkipFile if no sheet has words.
    """
    open_archive(data, name).close()
    try:
        import openpyxl

        book = openpyxl.load_workbook(BytesIO(data), data_only=True)
        about = _about(book.properties)
        sheets = [(sheet.title, _rows(sheet)) for sheet in book.worksheets if sheet.sheet_state == "visible"]
    except Exception as error:  # as above
        raise unreadable(f"{name} is a workbook that", error, _HELP) from error
    title = about.title or PurePath(name).stem
    found = [
        compose(rows, _sheet(about, title, sheet, len(sheets)), _XLSX, name)
        for sheet, rows in sheets
        if has_words("".join(row.text for row in rows))
    ]
    if not found:
        raise SkipFile(f"{name} holds no text")
    return tuple(found)


def _sheet(about: Metadata, title: str, sheet: str, sheets: int) -> Metadata:
    shown = f"{title}: {sheet}" if sheets > 1 else title
    return Metadata(
        shown, about.author, about.published, about.published_note, about.language, part=line(sheet)
    )


def _rows(sheet: Any) -> list[Piece]:
    """Return the rows that hold something, each from the first column that does to its own last."""
    shown, heads = _shown(sheet), _heads(sheet)
    _fill_merged(sheet, shown)
    rows: list[tuple[list[str], bool]] = []
    columns = sorted({column for cells in shown.values() for column in cells})
    for row in sorted(shown):
        last = max(shown[row])
        cells = [shown[row].get(each, "") for each in columns[: columns.index(last) + 1]]
        is_title = len(shown[row]) == 1 and row + 1 in heads
        rows.append((cells, row in heads and not is_title))
    return rows_of(rows)


def _fill_merged(sheet: Any, shown: dict[int, dict[int, str]]) -> None:
    """Put the text of merged cells into each place that they cover, of rows that hold more than them."""
    columns = sorted({column for cells in shown.values() for column in cells})
    for merged in sheet.merged_cells.ranges:
        text = shown.get(merged.min_row, {}).get(merged.min_col, "")
        covered = [column for column in columns if merged.min_col <= column <= merged.max_col]
        for row, cells in shown.items() if text else ():
            if merged.min_row <= row <= merged.max_row and cells.keys() - covered:
                cells.update((column, again(text)) for column in covered if column not in cells)


def _heads(sheet: Any) -> set[int]:
    """Return the rows that stay in sight above the others, or that a filter or a table begins with."""
    from openpyxl.utils import coordinate_to_tuple, range_boundaries

    ranges = [sheet.auto_filter.ref, *(each.ref for each in sheet.tables.values() if each.headerRowCount)]
    heads: set[int] = set()
    with suppress(ValueError):  # a workbook is read whatever its filters are
        heads |= {range_boundaries(each)[1] for each in ranges if each}
        heads |= set(range(1, coordinate_to_tuple(sheet.freeze_panes)[0])) if sheet.freeze_panes else set()
    return heads


def _shown(sheet: Any) -> dict[int, dict[int, str]]:
    """Return the texts of the cells that are shown, by row and column.

    Of the cells that the file has: the public ``iter_rows`` makes all up to the last, and one
    far away is enough for billions.
    """
    hidden = [(each.min, each.max) for each in sheet.column_dimensions.values() if each.hidden]
    found: dict[int, dict[int, str]] = {}
    for (row, column), cell in sheet._cells.items():
        is_hidden = row in sheet.row_dimensions and sheet.row_dimensions[row].hidden
        if is_hidden or any(first <= column <= last for first, last in hidden):
            continue
        if text := _value(cell.value):
            found.setdefault(row, {})[column] = text
    return found


def _value(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == datetime.min.time() else value.isoformat(" ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return fold(str(value))


def _about(properties: Any) -> Metadata:
    published = iso_date(properties.created)
    if published == _TEMPLATE_DATE:
        published = ""
    author = getattr(properties, "author", None) or getattr(properties, "creator", None)
    known = Metadata(
        title=line(properties.title),
        author="" if author == "openpyxl" else line(author),
        language=language(properties.language),
    )
    return dated_by_file(known, published)

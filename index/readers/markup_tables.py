"""Tables in a tree of HTML, or of XML that has the same -> the same without spans, each named by one row."""

from collections.abc import Sequence
from itertools import groupby, takewhile
from typing import Any

from index.readers.spans import Cell, again, named_by, spread
from index.readers.xml_about import local
from index.text import fold

_CELLS = ("td", "th")


def simplify_tables(tree: Any) -> None:
    """Put what spans rows and columns into each place that it covers, and rows that name columns into one.

    Tables within tables, and those around them, are left as they are: they are there for the layout.
    """
    for table in list(tree.iter("{*}table")):
        if any(True for _ in table.iterdescendants("{*}table")) or any(
            True for _ in table.iterancestors("{*}table")
        ):
            continue
        rows = list(table.iter("{*}tr"))
        for _, group in groupby(rows, key=lambda row: row.getparent()):
            _fill(list(group))
        heads = list(takewhile(_is_head, rows))
        if len(heads) < len(rows):
            _put_together(heads)


def _cells(row: Any) -> list[Any]:
    return [cell for cell in row if local(cell) in _CELLS]


def _fill(rows: Sequence[Any]) -> None:
    """Fill the rows of one group, across which nothing spans."""
    table = [
        [Cell(cell, _span(cell, "colspan", 1), _span(cell, "rowspan", len(rows))) for cell in _cells(row)]
        for row in rows
    ]
    if all(cell.columns == cell.rows == 1 for row in table for cell in row):
        return
    for row, own, filled in zip(rows, table, spread(table), strict=True):
        for cell in own:
            row.remove(cell.value)
        placed = {id(cell.value) for cell in own}
        for cell in filled:
            is_here = id(cell) in placed
            placed.discard(id(cell))
            row.append(cell if is_here else _copied(cell))


def _span(cell: Any, name: str, whole: int) -> int:
    """Return how many columns or rows a cell covers; 0 stands for ``whole``."""
    told = cell.attrib.pop(name, "1").strip()
    return (int(told) or whole) if told.isascii() and told.isdigit() and len(told) < 6 else 1


def _copied(cell: Any) -> Any:
    copied = cell.makeelement(cell.tag)
    copied.text = again(_text(cell))
    return copied


def _text(cell: Any) -> str:
    return fold("".join(cell.itertext()))


def _is_head(row: Any) -> bool:
    names = [local(cell) for cell in _cells(row)]
    return len(names) > 1 and set(names) == {"th"}


def _put_together(heads: Sequence[Any]) -> None:
    names = named_by([_cells(row) for row in heads], _text)
    for cell, name in zip(_cells(heads[-1]) if names else [], names, strict=True):
        for child in list(cell):
            cell.remove(child)
        cell.text = name
    for row in heads[:-1] if names else []:
        row.getparent().remove(row)

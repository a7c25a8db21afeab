"""An article's blocks -> the rows that name the columns of its tables."""

import re
from collections.abc import Sequence
from itertools import groupby

from index.types import Block, BlockKind

CELL_SEPARATOR = " | "
"""What readers put between the cells of a table row; a row's outer white space is not kept."""

_SEPARATOR = re.compile(r"(?:^| )\|(?: |$)")

NAMES_COLUMNS = 1
"""The level of a row that its reader knows to name the columns."""

_TELLING = 3
"""Columns from which the first row of a table is taken for their names where its reader cannot tell."""

_YEAR = re.compile(r"\b[12]\d{3}\b")
_DIGIT = re.compile(r"\d")
_UNIT = re.compile(r"(.*\S)\s*[(\[]([^()\[\]\d]{1,30})[)\]]")
_IN_BRACKETS = re.compile(r"\s*[(\[][^()\[\]]*[)\]]$")
_NUMBER = re.compile(r"[~≈<>≤≥±+−–-]?\s*\d[\d.,\s’']*")


def cells(row: str) -> list[str]:
    """Return the cells of a row's text."""
    return [row[start:end] for start, end in cell_spans(row)]


def cell_spans(row: str) -> list[tuple[int, int]]:
    """Return where in a row's text each cell stands, empty ones too."""
    ends = [(match.start(), match.end()) for match in _SEPARATOR.finditer(row)]
    starts = [0, *(end for _, end in ends)]
    return list(zip(starts, [*(start for start, _ in ends), len(row)], strict=True))


def stated(columns: str, row: str) -> str:
    """Return what ``row`` says to who does not see its table: each cell after its column's name.

    A number has the unit that its column's name ends with, in brackets. The row alone, where it has
    more cells than ``columns``, or is what names them.
    """
    names, held = cells(columns), cells(row)
    if columns in {"", row} or len(held) > len(names):
        return row
    return "; ".join(_named(name, cell) for name, cell in zip(names, held, strict=False) if cell)


def without_unit(name: str) -> str:
    """Return a column's name without what it ends with in brackets."""
    return _IN_BRACKETS.sub("", name)


def _named(name: str, cell: str) -> str:
    unit = _UNIT.fullmatch(name)
    if unit and _NUMBER.fullmatch(cell):
        name, cell = unit[1], f"{cell} {unit[2]}"
    return f"{name}: {cell}" if name else cell


def column_names(text: str, blocks: Sequence[Block]) -> dict[int, str]:
    """Return the row that names the columns of each table row, by where that row starts in ``text``.

    It is the last row, in the same table and not below, that its reader knows to name columns; where
    none is known to, the first, if no cell of it is empty or holds a number that is no year. A row that
    names columns names its own. Rows with more cells are left out, rows that hold one cell in a table of
    several, and those without names; a row may leave out its last cells.
    """
    found: dict[int, str] = {}
    for kind, run in groupby(blocks, key=lambda block: block.kind):
        if kind is BlockKind.ROW:
            table = [(block, text[block.start : block.end]) for block in run]
            named = table[0][1] if len(table) > 1 and _may_name(table[0][1]) else ""
            for block, row in table:
                named = row if block.level == NAMES_COLUMNS else named
                names, held = len(cells(named)), cells(row)
                is_told = len(held) == names == 1 or sum(map(bool, map(str.strip, held))) > 1
                if named and is_told and len(held) <= names:
                    found[block.start] = named
    return found


def _may_name(row: str) -> bool:
    names = cells(row)
    return len(names) >= _TELLING and all(
        cell.strip() and not _DIGIT.search(_YEAR.sub("", cell)) for cell in names
    )

"""An article's blocks -> the row that names the columns of the table that a row stands in."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from itertools import takewhile

from index.types import Block, BlockKind

CELL_SEPARATOR = " | "
"""What readers put between the cells of a table row."""

NAMES_COLUMNS = 1
"""The level of a row that its reader knows to name the columns."""

_TELLING = 3
"""Columns from which the first row of a table is taken for their names where its reader cannot tell."""

_YEAR = re.compile(r"\b[12]\d{3}\b")
_DIGIT = re.compile(r"\d")


def cells(row: str) -> list[str]:
    """Return the cells of a row's text."""
    return row.split(CELL_SEPARATOR)


def column_names(text: str, blocks: Sequence[Block], start: int) -> str:
    """Return the text of the row that names the columns of the row at ``start``; empty where none does.

    ``start`` is an offset into ``text``, ``blocks`` those of the whole text. It is the last row, in the
    same table and not below, that its reader knows to name columns; where none is known to, the first, if
    no cell of it is empty or holds a number that is no year. A row that names columns names its own.
    """
    at = bisect_right(blocks, start, key=lambda block: block.start) - 1
    if at < 0 or blocks[at].start != start or blocks[at].kind is not BlockKind.ROW:
        return ""
    rows = list(takewhile(lambda block: block.kind is BlockKind.ROW, reversed(blocks[: at + 1])))
    head = next((each for each in rows if each.level == NAMES_COLUMNS), rows[-1])
    named, own = (text[each.start : each.end] for each in (head, rows[0]))
    names = cells(named)
    if len(names) != len(cells(own)):
        return ""
    is_head = head.level == NAMES_COLUMNS or (
        len(names) >= _TELLING and _goes_on(blocks, at) and _names(names)
    )
    return named if is_head else ""


def _goes_on(blocks: Sequence[Block], at: int) -> bool:
    """Say whether the table has more than the row at ``at``."""
    return any(
        0 <= beside < len(blocks) and blocks[beside].kind is BlockKind.ROW for beside in (at - 1, at + 1)
    )


def _names(row: Sequence[str]) -> bool:
    """Say whether no cell is empty or holds a number that is no year."""
    return all(cell.strip() and not _DIGIT.search(_YEAR.sub("", cell)) for cell in row)

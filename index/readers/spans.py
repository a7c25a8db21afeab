"""Cells that span rows and columns -> each where it covers, so that a row says what it states by itself.

As the HTML standard forms tables (https://html.spec.whatwg.org/multipage/tables.html, 4.9.12), and as
``pandas.read_html`` repeats what spans.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Generic, TypeVar

Value = TypeVar("Value")

WIDEST = 1000
"""Columns of a cell at most, as in the standard."""

_MOST = 50_000
"""Cells that spanning ones may add to a table; the others then stand alone."""

_MOST_HEADS = 3
"""Rows that together name columns; more of them are no names."""


LONGEST = 200
"""Characters of what is said again where a cell spans; more of them are no name of a row, but its text."""


@dataclass(frozen=True, slots=True)
class Cell(Generic[Value]):
    """What a cell holds, and how many columns and rows it covers."""

    value: Value
    columns: int = 1
    rows: int = 1


def spread(table: Sequence[Sequence[Cell[Value]]]) -> list[list[Value]]:
    """Return the rows of ``table``, each cell in every place that it covers.

    A cell that is alone in its row, such as one above a group of rows, stands there once.
    """
    found: list[list[Value]] = []
    below: dict[int, tuple[int, Value]] = {}
    added = 0
    for number, row in enumerate(table):
        filled: list[Value] = []
        waiting = list(row)
        while waiting or len(filled) in below:
            place = len(filled)
            if place in below:
                rows, value = below.pop(place)
                filled.append(value)
                if rows > 1:
                    below[place] = rows - 1, value
                continue
            cell = waiting.pop(0)
            is_alone = len(row) == 1 and not filled
            is_one = is_alone or added > _MOST
            width = 1 if is_one else max(1, min(cell.columns, WIDEST))
            height = 1 if is_one else max(1, min(cell.rows, len(table) - number))
            added += width * height - 1
            filled += [cell.value] * width
            if height > 1:
                below |= dict.fromkeys(range(place, place + width), (height - 1, cell.value))
        found.append(filled)
    return found


def again(text: str) -> str:
    """Return what stands for ``text`` in the further places that its cell covers: nothing, if it is long."""
    return text if len(text) <= LONGEST else ""


def named_by(heads: Sequence[Sequence[Value]], text: Callable[[Value], str]) -> list[str]:
    """Return the names of columns that several rows name, one above the other.

    None where these are too many, or nothing in them spans columns or rows: then they only follow each other.
    """
    if not 1 < len(heads) <= _MOST_HEADS or len({len(row) for row in heads}) > 1:
        return []
    rows = [list(map(text, row)) for row in heads]
    columns = list(zip(*rows, strict=True))
    neighbours = [*map(pairwise, rows), *map(pairwise, columns)]
    if not any(one and one == other for pairs in neighbours for one, other in pairs):
        return []
    return [" ".join(dict.fromkeys(filter(None, column))) for column in columns]

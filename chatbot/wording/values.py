"""Cells of a column -> values that can be put in order: numbers of one unit, or moments."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from chatbot.wording.quantities import Kind, quantities
from index.dates import dates

DATE, YEAR, CLOCK = "date", "year", "clock"

_NOTHING = frozenset("free none nil no zero".split())
_YEAR = re.compile(r"\d{4}")
_LETTER = re.compile(r"[^\W\d_]")
_MONTHS, _DAYS = 13, 32


@dataclass(frozen=True, slots=True)
class Value:
    """What a cell holds; those of one ``kind``, a moment's or a number's with its unit, are in order."""

    kind: str
    number: float

    @property
    def is_moment(self) -> bool:
        """Whether it says when."""
        return self.kind in (DATE, YEAR, CLOCK)


def values_of(cells: Mapping[int, str]) -> dict[int, Value]:
    """Return the values of a column's ``cells``, by row, where most of them hold one of the same kind.

    Four digits are years where all cells are, or dates; "free" and "none" are zeros among numbers.
    """
    found = {row: value for row, cell in cells.items() if (value := _value(cell))}
    if not found:
        return {}
    kinds = Counter(value.kind for value in found.values())
    if kinds.keys() <= {DATE, YEAR}:
        return found
    found = {row: _counted(value) for row, value in found.items()}
    kind, _ = Counter(value.kind for value in found.values()).most_common(1)[0]
    nothing = {row: Value(kind, 0.0) for row, cell in cells.items() if cell.strip().lower() in _NOTHING}
    return nothing | {row: value for row, value in found.items() if value.kind == kind}


def _value(cell: str) -> Value | None:
    """Return the one value that a cell begins with."""
    cell = cell.strip()
    if _YEAR.fullmatch(cell):
        return Value(YEAR, _moment(int(cell)))
    moments, numbers = dates(cell), quantities(cell)
    if len(moments) == 1 and not numbers and (years := moments[0].years) and years[0] == years[1]:
        return Value(DATE, _moment(years[0], moments[0].month or 0, moments[0].day or 0))
    if len(numbers) != 1 or moments or _LETTER.search(cell, 0, numbers[0].start):
        return None
    found = numbers[0]
    return Value(CLOCK if found.kind is Kind.CLOCK else f"{found.kind} {found.unit}", found.value)


def _moment(year: int, month: int = 0, day: int = 0) -> float:
    return float((year * _MONTHS + month) * _DAYS + day)


def _counted(value: Value) -> Value:
    """Return a year as the number that it is where it is none."""
    return Value(f"{Kind.COUNT} ", value.number / (_MONTHS * _DAYS)) if value.kind == YEAR else value

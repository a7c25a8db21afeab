"""The lines of a PDF's pages: what is at one height is one line, what repeats on pages goes.

Measured in the units of the page: ``down`` grows downwards, ``across`` to the right.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from index.columns import CELL_SEPARATOR

BULLET = re.compile(r"[•‣⁃◦▪●■·*–—-]\s+(?=\S)")
"""The mark of a list item, with the space after it."""

_ENDS_SENTENCE = re.compile(r"[.!?…:;][\"'”’»)\]\d]*$")
_NUMBER = re.compile(r"(?:\d{1,2}|[a-z])[.)]\s+(?=\S)")
_PAGE_NUMBER = re.compile(
    r"\W*(?:page|p\.|сторінка|стор\.|с\.)?\s*(?:\d{1,4}|[ivxl]{1,6})(?:\s*(?:/|of|з|із|\|)\s*\d{1,4})?\W*",
    re.IGNORECASE,
)
_LONE_MARK = re.compile(r"(?:[•‣⁃◦▪●■·*–—-]|\d{1,2}[.)]|[a-z][.)])")
_LEADERS = re.compile(r"(?:\s?\.){4,}\s*\w{1,5}$")
_EDGE_LINES = 3
_TAIL = 40
"""As much of a line as its page number, or a page's number in a line of contents, may take."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a page, or a row of a table; ``across`` and ``down`` are where it starts."""

    text: str
    across: float
    down: float
    size: float
    bold: bool
    is_row: bool = False

    @property
    def ends_sentence(self) -> bool:
        """Say whether a sentence ends with this line."""
        return bool(_ENDS_SENTENCE.search(self.text))

    @property
    def is_item(self) -> bool:
        """Say whether a list item starts with this line."""
        return bool(BULLET.match(self.text) or _NUMBER.match(self.text))


def rows(page: Sequence[Line]) -> Iterator[Line]:
    """Yield the lines of ``page``, those at the same height as one: a mark and its item, or cells."""
    row: Line | None = None
    for line in page:
        if row is None:
            row = line
        elif abs(line.down - row.down) > 0.35 * max(row.size, line.size) or line.across <= row.across:
            yield row
            row = line
        elif _LONE_MARK.fullmatch(row.text):
            row = replace(line, text=f"{row.text} {line.text}", across=row.across)
        elif row.across + (0.5 * len(row.text) + 1) * row.size < line.across:
            row = replace(row, text=row.text + CELL_SEPARATOR + line.text, is_row=True)
        else:
            row = replace(row, text=f"{row.text} {line.text}")
    if row is not None:
        yield row


_Seen = tuple[int, tuple[int, ...]]
"""The page, counted from 0, that a line was seen on, and its numbers."""


def without_running_lines(pages: Sequence[Sequence[Line]]) -> list[list[Line]]:
    """Return ``pages`` without page numbers, repeated headers and footers, and lines of contents."""
    seen: dict[tuple[str, int], list[_Seen]] = {}
    edges = [_edges(page) for page in pages]
    for number, edge in enumerate(edges):
        for line in edge:
            seen.setdefault((_masked(line), round(line.down / 4)), []).append((number, _numbers(line)))
    kept = []
    for number, (page, edge) in enumerate(zip(pages, edges, strict=True)):
        running = {line for line in edge if _repeats(line, number, seen) or _numbers_page(line)}
        kept.append(
            [line for line in page if line not in running and not _LEADERS.search(line.text[-_TAIL:])]
        )
    return kept


def _edges(page: Sequence[Line]) -> set[Line]:
    """Return the topmost and lowest lines of ``page``."""
    ordered = sorted(page, key=lambda line: line.down)
    return {*ordered[:_EDGE_LINES], *ordered[-_EDGE_LINES:]}


def _masked(line: Line) -> str:
    return re.sub(r"\d+", "#", line.text)


def _numbers_page(line: Line) -> bool:
    """Say whether ``line`` is a page number, or a header with a cell such as ``Page 2``."""
    cells = [cell for cell in line.text.split(CELL_SEPARATOR) if len(cell) <= _TAIL]
    return any(
        _PAGE_NUMBER.fullmatch(cell) and (not line.is_row or cell.strip()[0].isalpha()) for cell in cells
    )


def _numbers(line: Line) -> tuple[int, ...]:
    return tuple(map(int, re.findall(r"\d{1,12}", line.text)))


def _repeats(line: Line, page: int, seen: Mapping[tuple[str, int], Sequence[_Seen]]) -> bool:
    """Say whether the line stands there on another page too, each number the same or as far on as it."""
    place, own = round(line.down / 4), _numbers(line)
    return any(
        other != page
        and len(own) == len(theirs)
        and all(there - here in (0, other - page) for here, there in zip(own, theirs, strict=True))
        for near in (place - 1, place, place + 1)
        for other, theirs in seen.get((_masked(line), near), ())
    )

"""Lines of pages -> headings, paragraphs and list items, without what repeats on each page.

Measured in the units of the page: ``down`` grows downwards, ``across`` to the right.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from index.readers.byline import byline
from index.readers.compose import Piece
from index.readers.pdf_lines import BULLET, Line, rows, without_running_lines
from index.types import BlockKind

_HYPHEN = re.compile(r"(\w+)[-‐\u00ad]$")
_COMPOUND = re.compile(r"\w+-\w+")
_HEADING_LENGTH = 150
_LONGEST_WORD = 60


@dataclass(frozen=True, slots=True)
class _Measures:
    """What is usual in a document: the size and the spacing of its text, a line's length."""

    size: float
    spacing: float
    length: int


def pieces_of(pages: Sequence[Sequence[Line]]) -> Iterator[Piece]:
    """Yield the pieces that the lines of ``pages`` make up, in order."""
    pages = without_running_lines([list(rows(page)) for page in pages])
    measures = _measured(pages)
    groups = list(_groups(pages, measures))
    compounds = {found for page in pages for line in page for found in _COMPOUND.findall(line.text)}
    levels = _levels(groups, measures)
    for number, group in enumerate(groups):
        text = _joined(group, compounds)
        following = groups[number + 1] if number + 1 < len(groups) else None
        first = group[0]
        if first.is_row:
            yield Piece(BlockKind.ROW, text)
        elif first.is_item and not _stands_out(group, measures):
            yield Piece(BlockKind.ITEM, BULLET.sub("", text, count=1), 1)
        elif _is_heading(group, following, measures):
            yield Piece(BlockKind.HEADING, text, levels[_look(first)])
        else:
            yield Piece(BlockKind.PARAGRAPH, text)


def _measured(pages: Sequence[Sequence[Line]]) -> _Measures:
    sizes: Counter[float] = Counter()
    for page in pages:
        for line in page:
            sizes[line.size] += len(line.text)
    size = max(sizes, key=lambda one: sizes[one], default=0.0)
    gaps = sorted(
        below.down - above.down
        for page in pages
        for above, below in pairwise(page)
        if above.size == below.size == size and 0.8 * size <= below.down - above.down <= 3 * size
    )
    lengths = sorted(len(line.text) for page in pages for line in page if line.size == size)
    return _Measures(
        size,
        gaps[len(gaps) // 4] if gaps else 1.2 * size,
        lengths[len(lengths) * 3 // 4] if lengths else 0,
    )


def _groups(pages: Sequence[Sequence[Line]], measures: _Measures) -> Iterator[list[Line]]:
    group: list[Line] = []
    for page in pages:
        for number, line in enumerate(page):
            if group and not _continues(group, line, measures, new_page=number == 0):
                yield group
                group = []
            group.append(line)
    if group:
        yield group


def _continues(group: Sequence[Line], line: Line, measures: _Measures, *, new_page: bool) -> bool:
    """Say whether ``line`` belongs to the block of ``group``, whose last line is before it."""
    above = group[-1]
    if above.is_row or line.is_row:
        return False
    if abs(above.size - line.size) > 0.08 * above.size or above.bold != line.bold or line.is_item:
        return False
    long = len(above.text) >= 0.7 * measures.length
    gap = line.down - above.down
    if new_page or gap < 0:
        return not above.ends_sentence and long and above.size <= 1.1 * measures.size
    if gap > 1.3 * measures.spacing * max(1.0, line.size / (measures.size or 1.0)):
        return False
    if not above.ends_sentence:
        return True
    indented = line.across - above.across > 0.8 * line.size and len(group) > 1
    return long and not indented


def _joined(lines: Sequence[Line], compounds: set[str]) -> str:
    """Join the lines of a block, and the words that were divided at their ends."""
    text = lines[0].text
    for line in lines[1:]:
        divided = _HYPHEN.search(text[-_LONGEST_WORD:])
        if not divided or not line.text[0].isalpha():
            text += " " + line.text
        elif line.text[0].islower() and f"{divided[1]}-{_first_word(line.text)}" not in compounds:
            text = text[:-1] + line.text
        else:
            text += line.text
    return text.replace("\u00ad", "")


def _first_word(text: str) -> str:
    found = re.match(r"\w+", text)
    return found.group() if found else ""


def _look(line: Line) -> tuple[float, bool]:
    return line.size, line.bold


def _stands_out(group: Sequence[Line], measures: _Measures) -> bool:
    """Say whether a block is set larger than the text, or in bold where the text is not."""
    first = group[0]
    return first.size > 1.08 * measures.size or (first.bold and first.size >= 0.95 * measures.size)


def _is_heading(group: Sequence[Line], following: Sequence[Line] | None, measures: _Measures) -> bool:
    text = " ".join(line.text for line in group)
    if len(text) > _HEADING_LENGTH or text.endswith((".", ",", ";", ":")) or not any(map(str.isalpha, text)):
        return False
    if byline(text):
        return False
    if _stands_out(group, measures):
        return True
    short = len(group) == 1 and len(text) < 0.6 * measures.length and not text[0].islower()
    return short and following is not None and len(following) > 1 and not group[0].ends_sentence


def _levels(groups: Sequence[list[Line]], measures: _Measures) -> dict[tuple[float, bool], int]:
    """Return the heading level of each look: the largest is 1."""
    looks = {_look(group[0]) for group in groups if len(group) < 4}
    larger = sorted((one for one in looks if one[0] > 1.08 * measures.size), reverse=True)
    return {one: min(6, larger.index(one) + 1 if one in larger else len(larger) + 1) for one in looks}

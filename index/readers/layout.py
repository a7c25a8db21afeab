"""Normalised plain text -> blocks: paragraphs, list items and headings as spans over it.

A line may be a whole paragraph, or paragraphs may be broken into lines of one width. The
text tells: lines that all end where the next word no longer fits, and not at the end of
a sentence, are broken. Lines without a letter or digit (rules, underlines) and blank
lines part blocks and belong to none.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from index.types import Block, BlockKind

_BULLET = re.compile(r"\s*[-*+•‣⁃◦▪●·]\s+(?=\S)")
_NUMBER = re.compile(r"\s*(?:\d{1,3}|[a-z])[.)]\s+(?=\S)")
_UNDERLINE = re.compile(r"\s*(?:={3,}|-{3,}|~{3,}|\^{3,})\s*")
_ENDS_SENTENCE = re.compile(r"[.!?…:;。！？][\"'”’»)\]*]*\s*$")
_OPEN_ENDED = re.compile(r"[.!?…:;,。！？][\"'”’»)\]]*\s*$")
_FIELD = re.compile(r":\s")
_NO_HEADING = re.compile(r"\s{3}|://|\w@\w|\d{3}[-. ]\d{4}\b|\S\|\s|\s\|")
_OPENING = "\"'“‘«„(¿¡`"
_BROKEN_WIDTH = 160
_HEADING_LENGTH = 100
_HEADINGS_IN_A_ROW = 2


@dataclass(frozen=True, slots=True)
class _Line:
    """One line without its end; ``start`` and ``end`` leave out white space at its ends."""

    text: str
    start: int
    end: int
    parted: bool
    underlined: int

    @property
    def length(self) -> int:
        return self.end - self.start

    @property
    def indent(self) -> int:
        return len(self.text) - len(self.text.lstrip())

    @property
    def ends_sentence(self) -> bool:
        return bool(_ENDS_SENTENCE.search(self.text))

    @property
    def is_item(self) -> bool:
        return bool(_BULLET.match(self.text) or _NUMBER.match(self.text))


def blocks_of(text: str) -> tuple[Block, ...]:
    """Return the blocks of ``text``, which is normalised; together they hold all its words."""
    lines = list(_lines(text))
    broken_at = _broken_width(lines)
    groups = list(_groups(lines, broken_at))
    return tuple(_blocks(groups))


def _lines(text: str) -> Iterator[_Line]:
    """Yield the lines that hold words; ``parted`` tells that another kind stood before it."""
    rows = text.split("\n")
    offset, parted = 0, True
    for number, row in enumerate(rows):
        if any(character.isalnum() for character in row):
            stripped = row.strip()
            start = offset + len(row) - len(row.lstrip())
            following = rows[number + 1] if number + 1 < len(rows) else ""
            underlined = _underline(stripped, following)
            yield _Line(row.rstrip(), start, start + len(stripped), parted, underlined)
            parted = False
        else:
            parted = True
        offset += len(row) + 1


def _underline(line: str, following: str) -> int:
    """Return the heading level that the line ``following`` gives to ``line``, or 0."""
    if not _UNDERLINE.fullmatch(following) or 2 * len(following.strip()) < len(line):
        return 0
    return 1 if "=" in following else 2


def _broken_width(lines: Sequence[_Line]) -> int:
    """Return the width at which paragraphs are broken into lines, or 0 if they are not."""
    inner = [
        line
        for line, following in pairwise(lines)
        if not following.parted and not line.underlined and not following.is_item
    ]
    if not inner or max(line.length for line in inner) > _BROKEN_WIDTH:
        return 0
    widths = sorted(len(line.text) for line in inner)
    width = widths[len(widths) * 19 // 20]
    full = sum(len(line.text) >= 0.7 * width for line in inner)
    ended = sum(line.ends_sentence for line in inner)
    return width if 2 * ended < len(inner) and 2 * full >= len(inner) else 0


def _groups(lines: Sequence[_Line], broken_at: int) -> Iterator[list[_Line]]:
    """Yield the lines of each block."""
    group: list[_Line] = []
    for line in lines:
        if group and (line.parted or _starts_block(group, line, broken_at)):
            yield group
            group = []
        group.append(line)
    if group:
        yield group


def _starts_block(group: Sequence[_Line], line: _Line, broken_at: int) -> bool:
    """Say whether ``line``, directly under ``group``, starts a block of its own."""
    above = group[-1]
    if above.underlined or line.underlined or _BULLET.match(line.text):
        return True
    roomy = len(above.text) + 1 + len(line.text.split(maxsplit=1)[0]) < 0.9 * broken_at
    if line.is_item:
        return group[0].is_item or above.ends_sentence or roomy
    if not broken_at:
        return not (group[0].is_item and line.indent > group[0].indent)
    if group[0].is_item:
        return line.indent < group[0].indent
    opens = line.text.lstrip()[0]
    if opens.islower():
        return False
    return (roomy and (above.ends_sentence or above is group[0])) or (
        line.indent >= above.indent + 2 and above.ends_sentence
    )


def _blocks(groups: Sequence[list[_Line]]) -> Iterator[Block]:
    indents: list[int] = []
    headings = 0
    for number, group in enumerate(groups):
        first, start, end = group[0], group[0].start, group[-1].end
        if first.is_item and not first.underlined:
            indents = [*(indent for indent in indents if indent < first.indent), first.indent]
            bullet = _BULLET.match(first.text)
            start += bullet.end() - first.indent if bullet else 0
            yield Block(BlockKind.ITEM, start, end, len(indents))
            headings = 0
            continue
        indents = []
        if first.underlined or _is_heading(groups, number, headings):
            headings += 1
            yield Block(BlockKind.HEADING, start, end, first.underlined or (1 if number == 0 else 2))
        else:
            headings = 0
            yield Block(BlockKind.PARAGRAPH, start, end)


def _is_heading(groups: Sequence[list[_Line]], number: int, headings: int) -> bool:
    """Say whether a group is a short line on its own with text to follow.

    A heading is context and cannot be cited, so that a line in doubt is a paragraph.
    """
    line = groups[number][0]
    if not _may_be_heading(groups[number]) or headings >= _HEADINGS_IN_A_ROW:
        return False
    if number and (not line.parted or _FIELD.search(line.text)):
        return False
    following = groups[number + 1 : number + 1 + _HEADINGS_IN_A_ROW - headings]
    text = next((group for group in following if not _may_be_heading(group)), None)
    return text is not None and (text[0].is_item or _is_prose(text, line))


def _may_be_heading(group: list[_Line]) -> bool:
    line = group[0]
    if line.underlined:
        return True
    if len(group) > 1 or line.is_item or line.length > _HEADING_LENGTH:
        return False
    shown = line.text.lstrip()
    if _OPEN_ENDED.search(shown) or shown[0].islower() or _NO_HEADING.search(shown):
        return False
    return (shown[0].isalnum() or shown[0] in _OPENING) and any(map(str.isalpha, shown))


def _is_prose(group: list[_Line], heading: _Line) -> bool:
    """Say whether a group reads as text that ``heading`` could stand over."""
    length = group[-1].end - group[0].start
    return length > heading.length and any(line.ends_sentence for line in group)

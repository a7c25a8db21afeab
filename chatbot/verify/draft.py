"""A written answer -> its sentences, each with the markers that stand at it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from index.sentences import sentences
from index.types import Block, BlockKind, Document, Metadata

_MARKER = re.compile(r"[ \t\u00a0]*\[(\d{1,3}(?:\s*[-–,;]\s*\d{1,3})*)\](?!\()")
_RANGE = re.compile(r"(\d{1,3})(?:\s*[-–]\s*(\d{1,3}))?")
_UNFINISHED = re.compile(r"[ \t]*\[[\d\s,;–-]*$")
_DECORATION = re.compile(r"^[ \t]*(?:[-*+•]|#{1,6}|\d{1,2}[.)])[ \t]+|\*\*|__|`", re.MULTILINE)
_SUP = "⟦{}⟧"
_HELD = re.compile(r"\s*⟦(\d+(?: \d+)*)⟧")


@dataclass(frozen=True, slots=True)
class Written:
    """One sentence as it was written, without its markers; ``markers`` are evidence ranks, from 1."""

    text: str
    markers: tuple[int, ...]


def parse(text: str, most: int) -> tuple[Written, ...]:
    """Return the sentences of ``text``; markers above ``most``, the number of evidence, are dropped.

    A marker belongs to the sentence that it stands in or right after. What stands in
    square brackets and is no marker ("[2019]", "[sic]") is text; so is a number that no
    evidence can have. Markdown's bullets, headings and emphasis are left out, and text that
    is still being written may end anywhere.
    """
    held = _MARKER.sub(lambda match: _hold(match, most), _UNFINISHED.sub("", text))
    found: list[Written] = []
    for line in _DECORATION.sub("", held.replace("\r", "\n")).split("\n"):
        for part in _split(line.strip()):
            written, markers = _taken(part)
            if written:
                found.append(Written(written, markers))
            elif markers and found:
                last = found[-1]
                found[-1] = Written(last.text, tuple(dict.fromkeys((*last.markers, *markers))))
    return tuple(found)


def _hold(match: re.Match[str], most: int) -> str:
    """Return a stand-in for a marker that no splitter takes apart; text stays as it is."""
    numbers: list[int] = []
    for first, last in _RANGE.findall(match[1]):
        numbers += range(int(first), int(last or first) + 1)
    kept = [number for number in dict.fromkeys(numbers) if 1 <= number <= most]
    if not kept and any(number >= 1000 for number in numbers):
        return match[0]
    return _SUP.format(" ".join(map(str, kept))) if kept else ""


def _split(line: str) -> Iterator[str]:
    """Yield the sentences of a line; a marker after a full stop goes with the sentence before it."""
    if not line:
        return
    plain, places = _without_markers(line)
    document = Document(plain, (Block(BlockKind.PARAGRAPH, 0, len(plain)),), Metadata(), "text/plain")
    spans = [(each.start, each.end) for each in sentences(document)] if plain.strip() else []
    if not spans:
        yield line
        return
    marks: dict[int, str] = {}
    for place, mark in places:
        number = next((n for n, (_, end) in enumerate(spans) if place <= end + 1), len(spans) - 1)
        starts = spans[number][0]
        if number and place <= starts:
            number -= 1
        marks[number] = marks.get(number, "") + mark
    for number, (start, end) in enumerate(spans):
        yield plain[start:end] + marks.get(number, "")


def _without_markers(line: str) -> tuple[str, list[tuple[int, str]]]:
    """Return ``line`` without held markers, and where in it each of them stood."""
    plain, places, last = "", [], 0
    for match in _HELD.finditer(line):
        plain += line[last : match.start()]
        places.append((len(plain), f"⟦{match[1]}⟧"))
        last = match.end()
    return plain + line[last:], places


def _taken(part: str) -> tuple[str, tuple[int, ...]]:
    numbers = [int(number) for match in _HELD.finditer(part) for number in match[1].split()]
    return " ".join(_HELD.sub("", part).split()), tuple(dict.fromkeys(numbers))

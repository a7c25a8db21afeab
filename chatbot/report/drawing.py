"""The map of a library, and what one answer rests on in it -> SVG.

Topics differ in shape as well as in colour. The drawing is for the eye: whoever shows it says
the same beside it in words. ``STYLE`` has its colours, lines and letters are the page's around it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape as escaped
from importlib.resources import files
from statistics import median

from index.overview import Overview, Point

STYLE = (files("chatbot.report") / "templates" / "drawing.css").read_text("utf-8")
"""The signs' style sheet."""

SIDE = 480
"""Width and height of the drawing, in its own units."""

DRAWN = 900
"""Points that are drawn; of more, every second, third and so on."""

LETTER, LINE = 0.017, 0.035
"""Width of a letter and height of a line of a topic's name, as shares of the drawing."""

SHAPES = (
    "M0-5A5 5 0 1 1 0 5A5 5 0 1 1 0-5Z",  # disc
    "M-4.5-4.5H4.5V4.5H-4.5Z",  # square
    "M0-5.8L5.4 4.2H-5.4Z",  # triangle
    "M0-6L6 0L0 6L-6 0Z",  # diamond
    "M-1.7-5.5H1.7V-1.7H5.5V1.7H1.7V5.5H-1.7V1.7H-5.5V-1.7H-1.7Z",  # plus
    "M0 5.8L5.4-4.2H-5.4Z",  # triangle on its tip
)
"""A topic's shape; from the seventh on they come again, hollow."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A place of one answer: the number of its footnote, or 0 for evidence that is not cited."""

    note: int
    across: float
    up: float


@dataclass(frozen=True, slots=True)
class AnswerPlace:
    """Where a question lies, what it is called there, and what its answer rests on."""

    across: float
    up: float
    name: str
    marks: Sequence[Mark]


def drawing(overview: Overview, answer: AnswerPlace | None = None, *, opens: bool = False) -> str:
    """Return the map, with an answer on it if there is one.

    Where pressing a sign ``opens`` its passage, it says which one that is.
    """
    step = -(-len(overview.points) // DRAWN) or 1
    points = "".join(_point(each, opens) for each in overview.points[::step])
    marks = sorted(answer.marks, key=lambda each: each.note) if answer else ()
    return (
        f'<svg class="fn-map" viewBox="0 0 {SIDE} {SIDE}" aria-hidden="true" focusable="false">'
        f"{points}{_names(overview)}{''.join(map(_mark, marks))}"
        f"{_question(answer) if answer else ''}</svg>"
    )


def symbol(topic: int) -> str:
    """Return a topic's sign, as it stands on the map, for the list beside it."""
    return (
        f'<svg class="fn-sign" viewBox="-8 -8 16 16" aria-hidden="true"><path {_style(topic)} '
        f'd="{SHAPES[topic % len(SHAPES)]}"/></svg>'
    )


def _point(point: Point, opens: bool) -> str:
    named = f' data-passage="{escaped(point.name)}"' if opens else ""
    return (
        f'<path {_style(point.topic)}{named} d="{SHAPES[point.topic % len(SHAPES)]}" '
        f'transform="{_at(point.across, point.up)}"><title>{escaped(point.title)}: '
        f"{escaped(point.opening)}</title></path>"
    )


def _names(overview: Overview) -> str:
    """Return each topic's first words, in the middle of its points; the larger topic's where two collide."""
    found: list[str] = []
    taken: list[tuple[float, float, float]] = []
    for number, topic in enumerate(overview.topics):
        own = [each for each in overview.points if each.topic == number]
        words = " · ".join(topic.words[:2])
        across = min(0.82, max(0.18, median(each.across for each in own)))
        up, half = median(each.up for each in own), len(words) * LETTER / 2
        if all(abs(up - other) > LINE or abs(across - at) > half + wide for at, other, wide in taken):
            taken.append((across, up, half))
            place = _at(across, up)
            found.append(
                f'<text class="fn-name" transform="{place}" text-anchor="middle">{escaped(words)}</text>'
            )
    return "".join(found)


def _style(topic: int) -> str:
    hollow = " fn-hollow" if topic >= len(SHAPES) else ""
    return f'class="fn-t{topic % len(SHAPES)}{hollow}"'


def _mark(mark: Mark) -> str:
    if not mark.note:
        return f'<circle class="fn-near" r="9" transform="{_at(mark.across, mark.up)}"/>'
    return (
        f'<g class="fn-cited" transform="{_at(mark.across, mark.up)}"><circle r="10"/>'
        f'<text dy="4.5" text-anchor="middle">{mark.note}</text></g>'
    )


def _question(answer: AnswerPlace) -> str:
    aside, anchor = (-12, "end") if answer.across > 0.5 else (12, "start")
    return (
        f'<g class="fn-asked" transform="{_at(answer.across, answer.up)}"><path d="M-7 0H7M0-7V7"/>'
        f'<text x="{aside}" dy="4.5" text-anchor="{anchor}">{escaped(answer.name)}</text></g>'
    )


def _at(across: float, up: float) -> str:
    return f"translate({SIDE * across:.1f} {SIDE * (1 - up):.1f})"

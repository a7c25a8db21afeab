"""Numbers -> SVG: axes with units, lines that differ in more than colour, a legend in each plot.

A plot is 360 units wide, about a phone's screen, so that its letters are never smaller
than the page's; colours come from the page's style sheet, for light and dark.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise

from chatbot.evaluate.refusal import Curves
from chatbot.evaluate.types import Figure, Latency

WIDTH, HEIGHT = 360, 306
LEFT, RIGHT, TOP, BOTTOM = 46, 348, 76, 262
SHORTEST = 0.001
"""Seconds at which the axis of time begins; what is quicker stands at its start."""

PERCENT = tuple((step / 5, f"{step * 20}%") for step in range(6))

Place = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Key:
    """An entry of a legend: its class in the style sheet, and what it stands for."""

    style: str
    text: str
    dot: bool = False


def costs(found: Curves, threshold: float) -> str:
    """Plot the share of both kinds of questions refused, against the threshold."""
    right = [(each.threshold, each.right_refused) for each in found.points]
    wrong = [(each.threshold, each.false_refused) for each in found.points]
    return _percent_plot(
        "What each threshold costs",
        ("threshold of confidence", "share refused"),
        [
            Key("good", "unanswerable questions refused, rightly"),
            Key("bad", "answerable questions refused, wrongly"),
        ],
        [
            _line(_steps(right), "good"),
            _line(_steps(wrong), "bad"),
            _upright(threshold, f"in use: {threshold:.2f}"),
        ],
    )


def precision_recall(found: Curves, threshold: float) -> str:
    """Plot which share of refusals is right against which share of unanswerable questions is refused."""
    known = [each for each in found.points if not math.isnan(each.precision)]
    base = found.unanswerable / (found.answerable + found.unanswerable)
    now = [each for each in known if each.threshold <= threshold][-1:]
    return _percent_plot(
        "Precision and recall of refusal",
        ("recall: unanswerable questions refused", "precision: refusals that are right"),
        [
            Key("good", "refusing the least confident first"),
            Key("plain", f"refusing at random: {base:.0%} right"),
            *([Key("mark", "at the threshold in use", dot=True)] if now else []),
        ],
        [
            _line([(0, base), (1, base)], "plain"),
            _line([(each.right_refused, each.precision) for each in known], "good"),
            *(_dot(_x(each.right_refused), _y(each.precision), "mark", 5) for each in now),
        ],
    )


def reliability(found: Curves) -> str:
    """Plot the share of answerable questions against the confidence that was told."""
    marks = [
        f'<line class="whisker" x1="{_x(each.confidence):.1f}" x2="{_x(each.confidence):.1f}" '
        f'y1="{_y(each.answerable.low):.1f}" y2="{_y(each.answerable.high):.1f}"/>'
        + _dot(_x(each.confidence), _y(each.answerable.value), "good", 4.5)
        for each in found.bins
    ]
    return _percent_plot(
        "Reliability: is 80% confidence right 80% of the time?",
        ("confidence told", "questions answerable"),
        [
            Key("good", "questions of like confidence, 95% interval", dot=True),
            Key("plain", "perfectly calibrated"),
        ],
        [_line([(0, 0), (1, 1)], "plain"), *marks],
    )


def times(found: Sequence[tuple[str, Latency]], label: Callable[[float], str]) -> str:
    """Plot p50 and p95 of each stage on one logarithmic axis of time."""
    low = SHORTEST
    high = 10 ** math.ceil(math.log10(max(low * 10, *(each.p95 for _, each in found))))
    left, top, step = 106, 42, 30
    bottom = top + step * len(found)

    def across(value: float) -> float:
        share = math.log10(max(value, low) / low) / math.log10(high / low)
        return left + share * (RIGHT - 10 - left)

    ticks = [low * 10**power for power in range(round(math.log10(high / low)) + 1)]
    parts = [
        _legend(
            [Key("good", "p50, the median", dot=True), Key("bad", "p95, one in twenty is slower", dot=True)]
        )
    ]
    for tick in ticks:
        x = f"{across(tick):.1f}"
        parts.append(f'<line class="grid" x1="{x}" x2="{x}" y1="{top}" y2="{bottom}"/>')
        parts.append(
            f'<text class="tick" x="{x}" y="{bottom + 16}" text-anchor="middle">'
            f"{'≤ ' if tick == low else ''}{label(tick)}</text>"
        )
    for row, (name, each) in enumerate(found):
        y = top + step * row + step / 2
        parts.append(f'<text x="{left - 8}" y="{y + 4:.1f}" text-anchor="end">{escape(name)}</text>')
        parts.append(
            f'<line class="whisker" x1="{across(each.p50):.1f}" x2="{across(each.p95):.1f}" '
            f'y1="{y}" y2="{y}"/>'
        )
        parts.append(_dot(across(each.p95), y, "bad", 4.5) + _dot(across(each.p50), y, "good", 4.5))
    middle = (left + RIGHT) / 2
    parts.append(
        f'<text class="axis" x="{middle}" y="{bottom + 36}" text-anchor="middle">time (logarithmic)</text>'
    )
    return _svg("Time of each stage", bottom + 46, parts)


def span(figure: Figure) -> str:
    """Return a small mark of a figure and its interval between 0 and 1."""

    def across(value: float) -> float:
        return 4 + 92 * max(0.0, min(1.0, value))

    return (
        '<svg class="span" viewBox="0 0 100 14" aria-hidden="true">'
        '<line class="rail" x1="4" x2="96" y1="7" y2="7"/>'
        f'<line class="whisker" x1="{across(figure.low):.1f}" x2="{across(figure.high):.1f}" y1="7" y2="7"/>'
        f"{_dot(across(figure.value), 7, 'good', 4)}</svg>"
    )


def _percent_plot(title: str, axes: tuple[str, str], keys: Sequence[Key], marks: Sequence[str]) -> str:
    across, up = axes
    parts = [_legend(keys)]
    for value, text in PERCENT:
        x, y = f"{_x(value):.1f}", f"{_y(value):.1f}"
        parts.append(f'<line class="grid" x1="{x}" x2="{x}" y1="{TOP}" y2="{BOTTOM}"/>')
        parts.append(f'<line class="grid" x1="{LEFT}" x2="{RIGHT - 8}" y1="{y}" y2="{y}"/>')
        parts.append(f'<text class="tick" x="{x}" y="{BOTTOM + 16}" text-anchor="middle">{text}</text>')
        parts.append(
            f'<text class="tick" x="{LEFT - 6}" y="{_y(value) + 4:.1f}" text-anchor="end">{text}</text>'
        )
    middle = (LEFT + RIGHT) / 2
    parts.append(f'<text class="axis" x="{middle}" y="{BOTTOM + 36}" text-anchor="middle">{across}</text>')
    parts.append(f'<text class="axis" x="{LEFT - 36}" y="{TOP - 10}">{up}</text>')
    return _svg(title, HEIGHT, [*parts, *marks])


def _svg(title: str, height: float, parts: Sequence[str]) -> str:
    return (
        f'<figure><figcaption>{escape(title)}</figcaption><svg class="plot" role="img" '
        f'aria-label="{escape(title)}" viewBox="0 0 {WIDTH} {height:g}">{"".join(parts)}</svg></figure>'
    )


def _legend(keys: Sequence[Key]) -> str:
    rows = []
    for number, key in enumerate(keys):
        y = 9 + 15 * number
        mark = (
            _dot(20, y, key.style, 4.5)
            if key.dot
            else f'<line class="line {key.style}" x1="10" x2="30" y1="{y}" y2="{y}"/>'
        )
        rows.append(f'{mark}<text x="38" y="{y + 4}">{escape(key.text)}</text>')
    return "".join(rows)


def _line(places: Sequence[Place], style: str) -> str:
    points = " ".join(f"{_x(x):.1f},{_y(y):.1f}" for x, y in places)
    return f'<polyline class="line {style}" points="{points}"/>'


def _steps(places: Sequence[Place]) -> list[Place]:
    """Return the corners of a curve that jumps just after each point, and then stays."""
    corners = list(places[:1])
    for (before, _), (x, y) in pairwise(places):
        corners += [(before, y), (x, y)]
    return corners


def _upright(value: float, text: str) -> str:
    x = _x(value)
    side, anchor = (-5, "end") if value > 0.5 else (5, "start")
    return (
        f'<line class="upright" x1="{x:.1f}" x2="{x:.1f}" y1="{TOP}" y2="{BOTTOM}"/>'
        f'<text class="halo" x="{x + side:.1f}" y="{BOTTOM - 8}" text-anchor="{anchor}">{escape(text)}</text>'
    )


def _dot(x: float, y: float, style: str, radius: float) -> str:
    return f'<circle class="dot {style}" cx="{x:.1f}" cy="{y:.1f}" r="{radius:g}"/>'


def _x(value: float) -> float:
    return LEFT + value * (RIGHT - 8 - LEFT)


def _y(value: float) -> float:
    return BOTTOM - value * (BOTTOM - TOP)

"""A library's summary -> lines for a terminal, and JSON values."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import Any

from index.overview import Summary, Twins

_BAR = 40
"""Characters of the longest bar."""

_TOLD = 20
"""Rows of a kind that are printed."""


def text(summary: Summary) -> str:
    """Return the report as text."""
    return "\n".join(_lines(summary))


def values(summary: Summary) -> dict[str, Any]:
    """Return the report as JSON values; topics with their words, the map's points left out."""
    return {
        **asdict(summary.counts),
        "undated": summary.undated,
        "failed": summary.failed,
        "published": dict(summary.months),
        "formats": dict(summary.formats),
        "languages": dict(summary.languages),
        "collections": dict(summary.collections),
        "sources": dict(summary.sources),
        "topics": [asdict(topic) for topic in summary.overview.topics],
        "twins": [
            {**asdict(each), "titles": [summary.titles[each.one], summary.titles[each.other]]}
            for each in summary.twins
        ],
    }


def _lines(summary: Summary) -> Iterator[str]:
    counts = summary.counts
    yield f"{counts.articles:,} articles, {counts.passages:,} passages, {counts.sentences:,} sentences"
    if summary.failed:
        yield f"{summary.failed:,} files could not be read: footnote status says why"
    yield from _bars("Published", summary.months, summary.undated)
    for title, counted in (
        ("Formats", summary.formats),
        ("Languages", summary.languages),
        ("Collections", summary.collections),
        ("Sources", summary.sources),
    ):
        yield from _counted(title, counted)
    yield from ("", "Topics")
    for topic in summary.overview.topics:
        named = ", ".join(topic.words) or "without words of its own"
        yield f"  {named}: passages {topic.passages:,}, articles {topic.articles:,}"
    yield from ("", "Articles that say much the same")
    yield from (_twins(summary, each) for each in summary.twins[:_TOLD])
    if not summary.twins:
        yield "  none"
    yield from _rest(len(summary.twins))


def _bars(title: str, counted: Mapping[str, int], undated: int) -> Iterator[str]:
    yield from ("", title)
    most = max(counted.values(), default=1)
    for name, number in list(counted.items())[-_TOLD:]:
        yield f"  {name:<8} {'█' * max(1, round(_BAR * number / most))} {number:,}"
    if undated:
        yield f"  {'undated':<8} {undated:,}"


def _counted(title: str, counted: Mapping[str, int]) -> Iterator[str]:
    if not counted:
        return
    yield from ("", title)
    for name, number in list(counted.items())[:_TOLD]:
        yield f"  {number:>7,}  {name}"
    yield from _rest(len(counted))


def _twins(summary: Summary, pair: Twins) -> str:
    one, other = summary.titles[pair.one], summary.titles[pair.other]
    return f"  {one} | {other}: {pair.shared} of {pair.sentences} sentences"


def _rest(number: int) -> Iterator[str]:
    if number > _TOLD:
        yield f"  … and {number - _TOLD:,} more; --json lists them all"

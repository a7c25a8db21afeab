"""A question's dates -> a ranking of what was found: "in May 2023" asks articles of that month.

A mild preference among passages that answer about as well, never a filter: an article of
2024 may well say what happened in 2019.
"""

import re
from collections.abc import Iterator, Sequence

STEP = 20
"""Ranks that one date is apart from the next: enough to order what is nearly identical."""

NEWEST_AMONG = 24
"""Best passages that a question for the latest is answered from."""

_NAMES = "january february march april may june july august september october november december".split()
_MONTH = "|".join(rf"{name[:3]}(?:{name[3:]})?" for name in _NAMES if name != "may") + "|may|sept"
_DAY = r"(?P<day>0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>1[4-9]\d\d|20\d\d)"
_ASKED = tuple(
    re.compile(rf"(?<![\w.,:/$€£-]){form}(?![\w%-]|[.,:]\d)", re.IGNORECASE)
    for form in (
        rf"{_YEAR}-(?P<month>0[1-9]|1[0-2])(?:-(?P<day>0[1-9]|[12]\d|3[01]))?",
        rf"{_DAY}\s+(?:of\s+)?(?P<month>{_MONTH})\.?,?\s+{_YEAR}",
        rf"(?P<month>{_MONTH})\.?\s+{_DAY},?\s+{_YEAR}",
        rf"(?P<month>{_MONTH})\.?,?\s+(?:of\s+)?{_YEAR}",
        _YEAR,
    )
)
_OPEN = re.compile(r"\b(?:since|after|before|until|till|from|by|than|between|and|to)\s+$", re.IGNORECASE)
_NEWEST = re.compile(
    r"\b(?:latest|newest|most recent(?:ly)?|now|nowadays|today|current(?:ly)?|at present|at the moment)\b",
    re.IGNORECASE,
)


def asked_dates(question: str) -> tuple[str, ...]:
    """Return the dates that ``question`` names, as ISO 8601 as far as it says them, in order.

    Ends of a range ("since 2020") are left out: they name no date of an article.
    """
    found: dict[int, tuple[int, str]] = {}
    for form in _ASKED:
        for match in form.finditer(question):
            if all(match.end() <= start or end <= match.start() for start, (end, _) in found.items()):
                found[match.start()] = (match.end(), _iso(match))
    return tuple(
        dict.fromkeys(
            found[start][1]
            for start in sorted(found)
            if not _OPEN.search(question[max(0, start - 12) : start])
        )
    )


def date_ranks(question: str, best: Sequence[tuple[str, str]]) -> dict[str, int]:
    """Return ranks from 1 for those of ``best``, (passage id, date published), that the question prefers.

    Articles of the very date come first, then those that are dated less precisely than it
    is asked. A question for the latest ranks the ``NEWEST_AMONG`` best by date. Where
    the question asks for no time, or all are of one date, there is nothing to prefer.
    """
    if len({published for _, published in best}) < 2:
        return {}
    dates = asked_dates(question)
    if dates:
        ranks = {key: min(_ranks(published, dates), default=0) for key, published in best}
        return {key: rank for key, rank in ranks.items() if rank}
    if not _NEWEST.search(question):
        return {}
    dated = [(key, published) for key, published in best[:NEWEST_AMONG] if published]
    newest = sorted({published for _, published in dated}, reverse=True)
    return {key: 1 + STEP * newest.index(published) for key, published in dated}


def _ranks(published: str, dates: Sequence[str]) -> Iterator[int]:
    for asked in dates:
        if published.startswith(asked):
            yield 1
        elif published and asked.startswith(published):
            yield 1 + STEP


def _iso(match: re.Match[str]) -> str:
    parts = match.groupdict()
    month, day = parts.get("month"), parts.get("day")
    if not month:
        return parts["year"]
    number = int(month) if month.isdecimal() else _month(month)
    return f"{parts['year']}-{number:02}" + (f"-{int(day):02}" if day else "")


def _month(written: str) -> int:
    return next(place for place, name in enumerate(_NAMES, 1) if name.startswith(written.lower()[:3]))

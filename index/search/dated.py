"""A question's dates -> a ranking of what was found: "in May 2023" asks articles of that month.

A mild preference among passages that answer about as well, never a filter: an article of
2024 may well say what happened in 2019.
"""

import re
from collections.abc import Iterator, Sequence

from index.dates import Date, dates

STEP = 20
"""Ranks that one date is apart from the next: enough to order what is nearly identical."""

NEWEST_AMONG = 24
"""Best passages that a question for the latest is answered from."""

_MONTH = re.compile(
    r"\b(?:january|february|march|april|may|june|july|august|september|october|november|december)\b(?=.{0,9}\d)"
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
    written = _MONTH.sub(lambda month: month[0].title(), question)
    return tuple(
        dict.fromkeys(
            _iso(date)
            for date in dates(written)
            if date.years
            and date.years[0] == date.years[1] > 0
            and not _OPEN.search(question[max(0, date.start - 12) : date.start])
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


def _iso(date: Date) -> str:
    assert date.years
    parts = (f"{date.years[0]:04}", *(f"{part:02}" for part in (date.month, date.day) if part))
    return "-".join(parts)

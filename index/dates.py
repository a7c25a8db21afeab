"""Text -> its dates: days, months, years, decades and centuries, each as a span."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache


@dataclass(frozen=True, slots=True)
class Date:
    """A date at ``text[start:end]``; what it leaves open is ``None``.

    ``years`` are the first and the last year that it may mean: the same for a year, ten
    for a decade, a hundred for a century; negative before Christ.
    """

    start: int
    end: int
    years: tuple[int, int] | None
    month: int | None = None
    day: int | None = None


_NAMES = (
    "january jan|february feb|march mar|april apr|may|june jun|july jul|august aug|september sept sep|"
    "october oct|november nov|december dec"
)
_MONTHS = {name: number for number, names in enumerate(_NAMES.split("|"), 1) for name in names.split()}
_MONTH = "(?:" + "|".join(sorted((name.title() for name in _MONTHS), key=len, reverse=True)) + r")\b\.?"
_DAY = r"(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?(?![\w%]|[.,:]\d)"
_YEAR = r"(?:1\d{3}|20\d{2})(?![\w%]|[.,:]\d)"
_FORMS = tuple(
    re.compile(rf"(?<![\w.,:/$€£])(?:(?:mid|pre|post|early|late)-)?{form}")
    for form in (
        r"(?P<year>1\d{3}|20\d{2})-(?P<month>0[1-9]|1[0-2])(?:-(?P<day>0[1-9]|[12]\d|3[01]))?(?![-\w])",
        rf"(?P<day>0?[1-9]|[12]\d|3[01])\.(?P<month>0?[1-9]|1[0-2])\.(?P<year>{_YEAR})",
        rf"(?P<day>{_DAY})\s+(?:of\s+)?(?P<month>{_MONTH})(?:,?\s+(?P<year>{_YEAR}))?",
        rf"(?P<month>{_MONTH})\s+(?P<day>{_DAY})(?:,?\s+(?P<year>{_YEAR}))?",
        rf"(?P<month>{_MONTH}),?\s+(?:of\s+)?(?P<year>{_YEAR})",
        r"(?P<century>\d{1,2})(?:st|nd|rd|th)[\s-]+century\b(?P<before>\s+B\.?C\b)?",
        r"(?P<before_christ>\d{1,4})\s+B\.?C\b",
        r"(?P<decade>(?:1\d|20)\d0)['’]?s\b",
        rf"(?P<year>{_YEAR})",
    )
)
_YEAR_BEFORE = re.compile(
    r"(?:\b(?:in|since|by|from|until|till|to|of|during|before|after|around|circa|between|and|year|early|late|"
    r"mid|spring|summer|autumn|fall|winter)\s+|[(–—-]\s?)$",
    re.IGNORECASE,
)
_COUNTED = re.compile(r"\s+(?:km|kg|m|mi|million|billion|thousand|[a-zà-ÿ]{2,}s|people|men|women|children)\b")


_CAPITALISED = re.compile(r"[^\W\d_][^\s,]*")
_PLACE_WORDS = 5
_DATE_WORDS = 5
"""Of a date at most, with what stands before it: "—", "29th", "of", "November", "2024"."""


@lru_cache(maxsize=1024)  # those who compare sentences read each again and again
def dates(text: str) -> tuple[Date, ...]:
    """Return the dates of ``text`` in order, none within another.

    A bare number of four digits is a year unless a counted noun follows and no word such as
    "in" or "since" goes before. Slashed dates are left alone: which part is the month cannot
    be told.
    """
    found: list[Date] = []
    for form in _FORMS:
        for match in form.finditer(text):
            if not any(match.start() < date.end and date.start < match.end() for date in found):
                found.extend(_date(match))
    return tuple(sorted(found, key=lambda date: date.start))


def is_dateline(text: str) -> bool:
    """Say whether ``text`` is no more than a place and a day, as at the head of a news story."""
    if len(text.split()) > _PLACE_WORDS + _DATE_WORDS:
        return False
    found = dates(text)
    if len(found) != 1 or found[0].day is None or text[found[0].end :].strip(" .:–—-"):
        return False
    place = text[: found[0].start].rstrip()
    words = _CAPITALISED.findall(place)
    return (
        place.endswith((",", "–", "—", "-"))
        and 0 < len(words) <= _PLACE_WORDS
        and all(word[0].isupper() for word in words)
    )


def compatible_dates(one: Date, other: Date) -> bool:
    """Say whether both may mean the same time: no part that both give differs."""
    if one.years and other.years and (one.years[0] > other.years[1] or other.years[0] > one.years[1]):
        return False
    return all(
        mine is None or theirs is None or mine == theirs
        for mine, theirs in ((one.month, other.month), (one.day, other.day))
    )


def _date(match: re.Match[str]) -> Iterator[Date]:
    parts = match.groupdict()
    start, end = match.span()
    if century := parts.get("century"):
        last = int(century) * 100
        years = (-last, 100 - last) if parts["before"] else (last - 100, last)
        yield Date(start, end, years)
    elif before_christ := parts.get("before_christ"):
        yield Date(start, end, (-int(before_christ), -int(before_christ)))
    elif decade := parts.get("decade"):
        yield Date(start, end, (int(decade), int(decade) + 9))
    elif len(parts) > 1 or not _is_count(match):
        year = parts.get("year")
        day = parts.get("day")
        yield Date(
            start,
            end,
            (int(year), int(year)) if year else None,
            _month(parts["month"]) if parts.get("month") else None,
            int(re.sub(r"\D", "", day)) if day else None,
        )


def _is_count(year: re.Match[str]) -> bool:
    before = year.string[max(0, year.start() - 12) : year.start()]
    return bool(_COUNTED.match(year.string, year.end())) and not _YEAR_BEFORE.search(before)


def _month(written: str) -> int:
    return int(written) if written.isdecimal() else _MONTHS[written.rstrip(".").lower()]

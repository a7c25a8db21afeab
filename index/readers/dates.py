"""What an article says of its date -> an ISO 8601 date, no more precise than it says."""

import re
from datetime import date, datetime

_ISO = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?(?=$|[T\s+Z])")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?=$|T)")
_DOTTED = re.compile(r"\d{1,2}\.\d{1,2}\.\d{4}")
_EARLIEST, _LATEST = 1400, 2999
_LONGEST = 100


def iso_date(value: object) -> str:
    """Return ``value`` as ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``, or ``""`` if it is no date.

    A moment is cut to its day. Where day and month cannot be told apart (``03/04/2024``)
    only the year is kept.
    """
    if isinstance(value, date):
        return value.strftime("%Y-%m-%d") if _EARLIEST <= value.year <= _LATEST else ""
    if isinstance(value, bool) or not isinstance(value, str | int):
        return ""
    text = str(value).strip()
    if len(text) > _LONGEST or not any(character.isdigit() for character in text):
        return ""
    found = _ISO.match(text) or _COMPACT.match(text)
    if found:
        return _valid(*found.groups())
    return "" if text.isdigit() else _parsed(text)


def _valid(year: str, month: str | None, day: str | None) -> str:
    try:
        date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return ""
    return "-".join(part for part in (year, month, day) if part) if _EARLIEST <= int(year) <= _LATEST else ""


def _parsed(text: str) -> str:
    if _DOTTED.match(text):
        return _common([_fields(text, day_first=True)])
    return _common([_fields(text, day_first=False), _fields(text, day_first=True)])


def _fields(text: str, *, day_first: bool) -> tuple[str, ...]:
    """Return year, month and day as far as ``text`` gives them, in this order."""
    from dateutil import parser  # type: ignore[import-untyped,unused-ignore]  # stubs may be absent

    readings: list[datetime] = []
    for default in (datetime(2000, 1, 1), datetime(2001, 2, 2)):
        try:
            readings.append(parser.parse(text, default=default, dayfirst=day_first))
        except Exception:  # it raises many kinds, and what is no date is simply no date
            return ()
    first, second = readings
    if first.year != second.year or not _EARLIEST <= first.year <= _LATEST:
        return ()
    known = [f"{first.year:04}"]
    if first.month == second.month:
        known.append(f"{first.month:02}")
        if first.day == second.day:
            known.append(f"{first.day:02}")
    return tuple(known)


def _common(readings: list[tuple[str, ...]]) -> str:
    """Return what all readings of a date agree on."""
    if len(set(readings)) > 1:
        return readings[0][0] if all(readings) and len({reading[0] for reading in readings}) == 1 else ""
    return "-".join(readings[0])

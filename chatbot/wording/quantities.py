"""Text -> its numbers, each as a span with its unit and the values that its wording allows.

"at least 10" allows [10, inf), "about 1.5 million" ten percent around it, "1.5 million"
whatever is rounded to it. Two numbers are compatible where what they allow overlaps. English
first; digits may be grouped as ``1,500``, ``1 500`` or ``1.500.000``.
"""

import itertools
import math
import re
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache

from chatbot.wording.numerals import (
    DIGITS,
    FRACTIONS,
    ONES,
    ORDINALS,
    SCALES,
    SMALL,
    SPELLED,
    any_of,
    plain,
    spelled,
)
from index.dates import Date, dates
from index.followers.terms import STOP_WORDS, terms


class Kind(StrEnum):
    """What a number counts."""

    COUNT = "count"
    PERCENT = "percent"
    MONEY = "money"
    ORDINAL = "ordinal"
    CLOCK = "clock"


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number at ``text[start:end]``, with its magnitude word and its currency or percent sign.

    ``low`` and ``high`` bound the values that the wording allows. ``unit`` is the stem of the
    noun counted ("peopl", "km"), a currency's sign ("$"), or empty. A time of day is counted
    in minutes, a fraction in percent.
    """

    start: int
    end: int
    kind: Kind
    value: float
    low: float
    high: float
    unit: str


HEDGED = 0.10
"""Share of its value by which a number with "about" may be off."""

ROUNDED = 0.05
"""Largest share by which a round number without a hedge (1,500; 2 million) may be off."""

_CURRENCIES = {
    "dollar": "$", "usd": "$", "us$": "$", "euro": "€", "eur": "€", "pound": "£", "gbp": "£", "yen": "¥",
    "hryvnia": "₴", "uah": "₴", "ruble": "₽", "rouble": "₽", "rub": "₽", "rupee": "₹", "yuan": "yuan",
    "franc": "franc", "zloty": "zloty",
}  # fmt: skip


_NUMBER = re.compile(
    r"(?<![\w.,:/])(?<![^\W\d_][-’'])(?:(?P<sign>US\$|[A-Z]?\$|[€£¥₴₽₹]|(?:USD|EUR|GBP|UAH|RUB)(?=\s?\d))\s?)?(?:"
    r"(?P<clock>\d{1,2}:\d{2})(?![\d:])"
    rf"|(?P<ordinal>\d+(?:st|nd|rd|th)|{any_of(ORDINALS)})\b(?!-)"
    rf"|(?P<digits>(?:(?<![\w)])[-−])?{DIGITS})(?![.,:/]?\d)"
    rf"(?:(?(sign)[\s\u00a0-]?|(?:[\s\u00a0-](?!m\b))?)(?P<scale>{any_of(SCALES)})\b)?(?![^\W\d_])"
    r"|(?P<many>(?:(?:tens|hundreds)\s+of\s+)?(?:dozens|hundreds|thousands|millions|billions))\b"
    rf"|(?P<over>an?|{any_of(ONES)})[\s-](?P<under>{any_of(FRACTIONS)})s?\b(?=\s+(?:of|the)\b)"
    r"|(?P<half>half)(?=\s+(?:of|the|its|their)\b)"
    rf"|(?P<words>{SPELLED})"
    r")(?P<percent>\s?(?:%|per\s?cent\b|percentage\s+points?\b))?"
    rf"(?:\s?(?P<sign_after>[€£₴₽]|(?:US\s+)?{any_of(_CURRENCIES)}s?\b))?",
    re.IGNORECASE,
)
_ABOUT = re.compile(
    r"\b(?:about|around|roughly|approximately|some|nearly|almost|close to|estimated|circa|ca\.|c\.|near|"
    r"just (?:over|under))(?: (?:an?|the))? ?$",
    re.IGNORECASE,
)
_AT_LEAST = re.compile(
    r"\b(?:at least|more than|over|no (?:fewer|less) than|above|exceed(?:ed|ing|s)?|minimum of) ?$",
    re.IGNORECASE,
)
_AT_MOST = re.compile(
    r"\b(?:at most|up to|fewer than|less than|no more than|under|below|as (?:many|much) as|maximum of) ?$",
    re.IGNORECASE,
)
_OR_MORE = re.compile(r"\+|-odd\b|\s+(?:[\w’'-]+\s+)?or more\b", re.IGNORECASE)
_RANGE = re.compile(r"\s?(?:[-–—]|to|or)\s?|(?P<and>\s+and\s+)", re.IGNORECASE)
_NOUNS = re.compile(
    r"(?:[\s\u00a0-](?:of (?:the |its |their |all )?)?)(?P<words>(?:[^\W\d_][\w’'-]*[ -]?){1,4})"
)
_PLURAL = re.compile(r"(?:[^s’']s|people|men|women|children|police|troops)$", re.IGNORECASE)
_UNIT_NAMES = {
    "person": "people",
    "persons": "people",
    "kilometres": "km",
    "kilometers": "km",
    "kilometre": "km",
    "kilometer": "km",
    "metre": "m",
    "meter": "m",
    "metres": "m",
    "meters": "m",
}
_UNCOUNTED = re.compile(r"(?:ed|ing|ly)$")


@lru_cache(maxsize=1024)  # a claim is compared with each sentence of its evidence, and so is the next
def quantities(text: str) -> tuple[Quantity, ...]:
    """Return the numbers of ``text`` in order, those of its dates left out; see ``dates``.

    A bare "one" counts nothing, and a number within a name (F-16, COVID-19) is none. The ends
    of a range are two numbers that each allow the whole of it.
    """
    taken = dates(text)
    found = [
        _quantity(match)
        for match in _NUMBER.finditer(text)
        if not _is_within(match, taken) and match["words"] not in ("one", "One")
    ]
    return tuple(_ranges(text, found))


def comparable(one: Quantity, other: Quantity) -> bool:
    """Say whether two numbers count the same: one kind, and one unit where both have one."""
    return one.kind is other.kind and (one.unit == other.unit or not one.unit or not other.unit)


def compatible(one: Quantity, other: Quantity) -> bool:
    """Say whether two comparable numbers may both be true of one thing."""
    overlap = one.low < other.high and other.low < one.high
    return overlap or other.low <= one.value <= other.high or one.low <= other.value <= one.high


def _is_within(match: re.Match[str], taken: tuple[Date, ...]) -> bool:
    return any(match.start() < date.end and date.start < match.end() for date in taken)


def _quantity(match: re.Match[str]) -> Quantity:
    text, end = match.string, match.end()
    kind, unit = _kind(match), ""
    if kind is Kind.MONEY:
        unit = _currency(match["sign"] or match["sign_after"])
    elif kind in (Kind.COUNT, Kind.ORDINAL):
        unit = _unit(text, end)
    value, slack = _value(match)
    before = " ".join(text[max(0, match.start() - 25) : match.start()].split()) + " "
    low, high = value - slack, value + slack
    if _AT_LEAST.search(before) or _OR_MORE.match(text, end):
        low, high = value, math.inf
    elif _AT_MOST.search(before):
        low, high = -math.inf, value
    elif match["many"]:
        low, high = 2 * value, math.inf
    elif _ABOUT.search(before) or match["under"] or match["half"]:
        low, high = min(low, value - abs(value) * HEDGED), max(high, value + abs(value) * HEDGED)
    return Quantity(match.start(), end, kind, value, low, high, unit)


def _kind(match: re.Match[str]) -> Kind:
    if match["clock"]:
        return Kind.CLOCK
    if match["percent"] or match["under"] or match["half"]:
        return Kind.PERCENT
    if match["sign"] or match["sign_after"]:
        return Kind.MONEY
    return Kind.ORDINAL if match["ordinal"] else Kind.COUNT


def _value(match: re.Match[str]) -> tuple[float, float]:
    """Return the value, and by how much it may be off because it is rounded."""
    if match["clock"]:
        hours, minutes = match["clock"].split(":")
        return float(int(hours) * 60 + int(minutes)), 0.0
    if ordinal := match["ordinal"]:
        return float(ORDINALS.get(ordinal.lower()) or re.sub(r"\D", "", ordinal)), 0.0
    if match["under"] or match["half"]:
        over, under = match["over"] or "a", match["under"] or "half"
        return 100.0 * SMALL[over.lower()] / FRACTIONS[under.lower()], 0.0
    if words := match["words"] or match["many"]:
        value = spelled(words)
        return value, _slack(value, 0, 1.0)
    number = plain(match["digits"])
    scale = SCALES.get((match["scale"] or "").lower(), 1.0)
    decimals = len(number.partition(".")[2])
    if match["percent"]:
        return float(number), 0.5 * 10.0**-decimals
    return float(number) * scale, _slack(float(number), decimals, scale)


def _slack(number: float, decimals: int, scale: float) -> float:
    """Return half of the last place that counts: a decimal's, or where two or more zeros end it theirs."""
    step = scale * 10.0**-decimals
    whole = abs(round(number * scale))
    if not decimals and whole:
        step = 10.0 ** (len(str(whole)) - len(str(whole).rstrip("0")))
    if not decimals and step < 100:
        return 0.0
    return min(step / 2, ROUNDED * abs(number) * scale)


def _currency(written: str) -> str:
    name = written.lower().removeprefix("us ")
    return _CURRENCIES.get(name) or _CURRENCIES.get(name.removesuffix("s")) or name


def _unit(text: str, end: int) -> str:
    """Return the stem of the noun that the number before ``end`` counts: a plural, or the next word."""
    match = _NOUNS.match(text, end)
    phrase: list[str] = []
    for word in re.split(r"[ -]", match["words"]) if match else []:
        if not word or word.lower() in STOP_WORDS:
            break
        phrase.append(word)
    plural = next((word for word in phrase[:3] if _PLURAL.search(word)), None)
    noun = plural or next((word for word in phrase[:1] if not _UNCOUNTED.search(word)), "")
    stems = terms(_UNIT_NAMES.get(noun.lower(), noun))
    return stems[0] if stems else ""


def _ranges(text: str, found: list[Quantity]) -> list[Quantity]:
    """Return ``found`` with each end of "10 to 12" or "between 10 and 12" allowing all between them.

    What is said of one end is meant of both: the "million" of "5 to 6 million", the "$" of "$5-6 billion".
    """
    ranged = list(found)
    for place, (one, other) in enumerate(itertools.pairwise(found)):
        joint = _RANGE.fullmatch(text, one.end, other.start)
        between = joint and joint["and"] and text[: one.start].rstrip().lower().endswith("between")
        if joint and (between or not joint["and"]) and one.value < other.value:
            scale = 1.0 if _scale(text, one) else _scale(text, other) or 1.0
            scale = scale if one.value * scale < other.value else 1.0
            low, high = min(one.low * scale, other.low), max(one.high * scale, other.high)
            counted = one if one.kind is Kind.MONEY else other
            first = replace(one, value=one.value * scale)
            ranged[place] = _spanning(first, counted, low, high)
            ranged[place + 1] = _spanning(other, counted, low, high)
    return ranged


def _scale(text: str, number: Quantity) -> float | None:
    """Return what the magnitude word of a number is worth; ``None`` where it has none."""
    match = _NUMBER.match(text, number.start)
    word = (match["scale"] or match["words"] or "").lower().split() if match else []
    return SCALES.get(word[-1]) if word else None


def _spanning(end: Quantity, counted: Quantity, low: float, high: float) -> Quantity:
    return Quantity(end.start, end.end, counted.kind, end.value, low, high, counted.unit)

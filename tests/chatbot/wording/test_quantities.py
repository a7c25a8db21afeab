import itertools
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatbot.wording.numerals import spelled
from chatbot.wording.quantities import Kind, Quantity, comparable, compatible, quantities


def only(text: str) -> Quantity:
    found = quantities(text)
    assert len(found) == 1, found
    return found[0]


@pytest.mark.parametrize(
    ("text", "written", "value"),
    [
        ("It cost 1,500,000 in all", "1,500,000", 1_500_000),
        ("It cost 1 500 000 in all", "1 500 000", 1_500_000),
        ("It cost 1\u00a0500\u202f000 in all", "1\u00a0500\u202f000", 1_500_000),
        ("It cost 1.500.000 in all", "1.500.000", 1_500_000),
        ("1,50,000 votes", "1,50,000", 150_000),
        ("about 1.5 million people", "1.5 million", 1_500_000),
        ("twelve judges", "twelve", 12),
        ("twenty-one drones", "twenty-one", 21),
        ("a hundred and five tanks", "a hundred and five", 105),
        ("two million three hundred thousand shells", "two million three hundred thousand", 2_300_000),
        ("half a million shells", "half a million", 500_000),
        ("a dozen ships", "a dozen", 12),
        ("at −5 degrees", "−5", -5),
        ("a 5-year plan", "5", 5),
        ("1500 people came", "1500", 1500),
    ],
)
def test_a_number_is_read_with_its_span(text: str, written: str, value: float) -> None:
    found = only(text)
    assert text[found.start : found.end] == written
    assert found.value == value
    assert found.kind is Kind.COUNT


@pytest.mark.parametrize(
    ("text", "kind", "value", "unit"),
    [
        ("$1.5bn", Kind.MONEY, 1.5e9, "$"),
        ("US$20 million", Kind.MONEY, 2e7, "$"),
        ("20 million dollars", Kind.MONEY, 2e7, "$"),
        ("300 euros", Kind.MONEY, 300, "€"),
        ("EUR 300", Kind.MONEY, 300, "€"),
        ("4.7%", Kind.PERCENT, 4.7, ""),
        ("5 per cent", Kind.PERCENT, 5, ""),
        ("half of them", Kind.PERCENT, 50, ""),
        ("two-thirds of them", Kind.PERCENT, 200 / 3, ""),
        ("the 21st session", Kind.ORDINAL, 21, "session"),
        ("the third vote", Kind.ORDINAL, 3, "vote"),
        ("at 10:30", Kind.CLOCK, 630, ""),
    ],
)
def test_kinds_and_units(text: str, kind: Kind, value: float, unit: str) -> None:
    found = only(text)
    assert (found.kind, found.unit) == (kind, unit)
    assert found.value == pytest.approx(value)


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("12 Russian soldiers were killed", "soldier"),
        ("12 people died", "peopl"),
        ("9 of its members left", "member"),
        ("12 were killed", ""),
        ("5 kilometres away", "km"),
        ("5 km away", "km"),
        ("12 killed", ""),
    ],
)
def test_the_counted_noun(text: str, unit: str) -> None:
    assert only(text).unit == unit


@pytest.mark.parametrize(
    "text",
    ["F-16 jets and COVID-19 and the G7 and MH17", "version 1.2.3", "no one, and one of them", "3 May 2021"],
)
def test_what_is_no_number(text: str) -> None:
    assert quantities(text) == ()


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("at least 10 people", 10, math.inf),
        ("more than 10", 10, math.inf),
        ("10 or more", 10, math.inf),
        ("10+", 10, math.inf),
        ("up to 10", -math.inf, 10),
        ("about 20", 18, 22),
        ("dozens of people", 24, math.inf),
        ("12", 12, 12),
        ("20", 20, 20),
        ("5%", 4.5, 5.5),
    ],
)
def test_what_the_wording_allows(text: str, low: float, high: float) -> None:
    found = only(text)
    assert (found.low, found.high) == (low, high)


@pytest.mark.parametrize("text", ["10 to 12 people", "10-12 people", "between 10 and 12 people"])
def test_both_ends_of_a_range_allow_all_of_it(text: str) -> None:
    assert [(each.low, each.high, each.unit) for each in quantities(text)] == [(10, 12, "peopl")] * 2


@pytest.mark.parametrize(
    ("text", "kind", "unit", "values"),
    [
        ("5 to 6 million people fled", Kind.COUNT, "peopl", [5e6, 6e6]),
        ("worth $5-6 billion", Kind.MONEY, "$", [5e9, 6e9]),
        ("some 5 to 6 billion euros", Kind.MONEY, "€", [5e9, 6e9]),
        ("two to three million people", Kind.COUNT, "peopl", [2e6, 3e6]),
        ("between 900,000 and 1 million people", Kind.COUNT, "peopl", [9e5, 1e6]),
    ],
)
def test_what_is_said_of_one_end_is_meant_of_both(
    text: str, kind: Kind, unit: str, values: list[float]
) -> None:
    found = quantities(text)
    assert [(each.kind, each.unit, each.value) for each in found] == [(kind, unit, value) for value in values]
    assert all(each.low >= values[0] * 0.9 for each in found)


def test_metres_are_no_millions() -> None:
    assert [(each.value, each.unit) for each in quantities("It is 250 m long.")] == [(250, "m")]
    assert quantities("250 metres long")[0].unit == "m"
    assert quantities("It cost $250 m to build.")[0].value == 250e6


def test_two_numbers_with_and_are_no_range() -> None:
    assert [(each.low, each.high) for each in quantities("3 dogs, 10 and 12 cats")] == [
        (3, 3),
        (10, 10),
        (12, 12),
    ]


@pytest.mark.parametrize(
    ("one", "other", "agree"),
    [
        ("about 1.5 million people", "1,480,000 people", True),
        ("1.5 million people", "1,480,000 people", True),
        ("1.5 million people", "1.9 million people", False),
        ("at least 10 people", "12 people", True),
        ("at least 10 people", "8 people", False),
        ("twelve people", "12 people", True),
        ("12 people", "14 people", False),
        ("20 people", "21 people", False),
        ("1,500 people", "1,480 people", True),
        ("two-thirds of them", "66%", True),
        ("5%", "4.7%", True),
        ("5%", "6%", False),
        ("dozens of people", "40 people", True),
        ("between 10 and 12 people", "11 people", True),
        ("$1.5bn", "1.5 billion dollars", True),
    ],
)
def test_compatible(one: str, other: str, agree: bool) -> None:
    first, second = quantities(one)[0], quantities(other)[0]
    assert comparable(first, second)
    assert compatible(first, second) is agree
    assert compatible(second, first) is agree


@pytest.mark.parametrize(("one", "other"), [("5 people", "5%"), ("5 people", "5 tanks"), ("$5", "€5")])
def test_what_cannot_be_compared(one: str, other: str) -> None:
    assert not comparable(only(one), only(other))


ONES = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split()
TENS = "_ _ twenty thirty forty fifty sixty seventy eighty ninety".split()


def in_words(number: int) -> str:
    for scale, name in ((10**9, "billion"), (10**6, "million"), (1000, "thousand"), (100, "hundred")):
        if number >= scale:
            rest = f" {in_words(number % scale)}" if number % scale else ""
            return f"{in_words(number // scale)} {name}{rest}"
    if number < 20:
        return ONES[number]
    return TENS[number // 10] + (f"-{ONES[number % 10]}" if number % 10 else "")


@given(st.integers(2, 10**12 - 1))
def test_every_number_in_words_is_read(number: int) -> None:
    assert spelled(in_words(number)) == number
    found = only(f"They counted {in_words(number)} of them.")
    assert found.value == number
    assert compatible(found, only(f"They counted {number:,} of them."))


@given(st.integers(0, 10**15), st.sampled_from([",", " ", "\u00a0", "\u202f"]))
def test_every_grouping_is_the_same_number(number: int, separator: str) -> None:
    assert only(f"It is {f'{number:,}'.replace(',', separator)}.").value == number


@given(
    st.text(alphabet=st.sampled_from("0123456789.,-:/%$€ abmnkthalfoneTwo\u00a0\u202f−–३²\n+'’"), max_size=60)
)
def test_any_text_gives_spans_in_order_that_bound_their_value(text: str) -> None:
    found = quantities(text)
    assert [each.start for each in found] == sorted(each.start for each in found)
    for one, other in itertools.pairwise(found):
        assert one.end <= other.start
    for each in found:
        assert 0 <= each.start < each.end <= len(text)
        assert each.low <= each.value <= each.high or text[each.start : each.end].strip().isalpha()
        assert compatible(each, each)


@given(st.text(max_size=80))
def test_no_text_breaks_it(text: str) -> None:
    assert all(compatible(each, each) for each in quantities(text))

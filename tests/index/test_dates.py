import datetime
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.dates import Date, compatible_dates, dates, is_dateline


def only(text: str) -> Date:
    found = dates(text)
    assert len(found) == 1, found
    return found[0]


@pytest.mark.parametrize(
    ("text", "written", "years", "month", "day"),
    [
        ("on 3 May 2021,", "3 May 2021", (2021, 2021), 5, 3),
        ("on May 3, 2021.", "May 3, 2021", (2021, 2021), 5, 3),
        ("on 3rd of May, 2021", "3rd of May, 2021", (2021, 2021), 5, 3),
        ("on 2021-05-03.", "2021-05-03", (2021, 2021), 5, 3),
        ("am 03.05.2021", "03.05.2021", (2021, 2021), 5, 3),
        ("in May 2021", "May 2021", (2021, 2021), 5, None),
        ("on Sept. 11", "Sept. 11", None, 9, 11),
        ("on 3 May", "3 May", None, 5, 3),
        ("in 2021", "2021", (2021, 2021), None, None),
        ("In 2014 protesters came", "2014", (2014, 2014), None, None),
        ("the mid-1990s", "mid-1990s", (1990, 1999), None, None),
        ("the 19th century", "19th century", (1800, 1900), None, None),
        ("the 1st century BC", "1st century BC", (-100, 0), None, None),
        ("in 44 BC", "44 BC", (-44, -44), None, None),
    ],
)
def test_a_date_is_read_with_its_span(
    text: str, written: str, years: tuple[int, int] | None, month: int | None, day: int | None
) -> None:
    found = only(text)
    assert text[found.start : found.end] == written
    assert (found.years, found.month, found.day) == (years, month, day)


@pytest.mark.parametrize(
    "text", ["1500 people came", "it may 5", "2,021 of", "$2000", "2021.5 m", "room 20211", "12/11/2021"]
)
def test_what_is_no_date(text: str) -> None:
    assert dates(text) == ()


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("KYIV, 29 November 2024.", True),
        ("Washington, D.C., July 12, 2024", True),
        ("NEW YORK — 3 May 2021 —", True),
        ("Sweden joined NATO on 7 March 2024.", False),
        ("Olaf Scholz, in Kyiv on 2 December 2024.", False),
        ("KYIV, 29 November 2024. The power went.", False),
        ("KYIV, November 2024.", False),
        ("29 November 2024", False),
        ("Montenegro 19 May 2016", False),
        ("", False),
    ],
)
def test_what_is_a_dateline(text: str, is_one: bool) -> None:
    assert is_dateline(text) is is_one


@pytest.mark.parametrize(
    ("one", "other", "agree"),
    [
        ("3 May 2021", "May 2021", True),
        ("3 May", "3 May 2021", True),
        ("in 1994", "the 1990s", True),
        ("in 1994", "the 20th century", True),
        ("3 May 2021", "4 May 2021", False),
        ("3 May 2021", "3 June 2021", False),
        ("in 2021", "in 2022", False),
        ("3 May", "4 May 2021", False),
    ],
)
def test_compatible(one: str, other: str, agree: bool) -> None:
    assert compatible_dates(only(one), only(other)) is agree
    assert compatible_dates(only(other), only(one)) is agree


FORMS = ("%d %B %Y", "%B %d, %Y", "%Y-%m-%d", "%d.%m.%Y", "%d %b %Y")


@given(st.dates(datetime.date(1000, 1, 1), datetime.date(2099, 12, 31)), st.sampled_from(FORMS))
def test_every_day_is_read_in_every_form(day: datetime.date, form: str) -> None:
    found = only(f"It was on {day.strftime(form)}, they say.")
    assert (found.years, found.month, found.day) == ((day.year, day.year), day.month, day.day)


@given(st.text(max_size=80))
def test_no_text_breaks_it(text: str) -> None:
    found = dates(text)
    assert all(0 <= each.start < each.end <= len(text) for each in found)
    assert all(one.end <= other.start for one, other in itertools.pairwise(found))

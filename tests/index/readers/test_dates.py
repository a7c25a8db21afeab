from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.readers.dates import iso_date


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2024", "2024"),
        (2024, "2024"),
        ("2024-11", "2024-11"),
        ("2024-11-28T10:00:00Z", "2024-11-28"),
        ("2024-11-28 10:00", "2024-11-28"),
        ("20241128T100000", "2024-11-28"),
        ("28 November 2024", "2024-11-28"),
        ("Nov 28, 2024", "2024-11-28"),
        ("November 2024", "2024-11"),
        ("Thu, 28 Nov 2024 23:30:00 +0200", "2024-11-28"),
        ("04.11.2024", "2024-11-04"),
        ("13/04/2024", "2024-04-13"),
        ("03/04/2024", "2024"),
        (date(2024, 11, 28), "2024-11-28"),
        (datetime(2024, 11, 28, 23, 59, tzinfo=UTC), "2024-11-28"),
        ("2024-13-40", ""),
        ("2024-02-30", ""),
        ("soon", ""),
        ("10:30", ""),
        ("28 November", ""),
        ("1732752000", ""),
        ("0007-01-01", ""),
        ("", ""),
        (None, ""),
        (True, ""),
        (["2024"], ""),
    ],
)
def test_dates(value, expected):
    assert iso_date(value) == expected


@given(st.text())
def test_any_text_gives_a_date_or_nothing(value):
    found = iso_date(value)
    assert found == "" or iso_date(found) == found

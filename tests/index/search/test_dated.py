from collections.abc import Callable
from pathlib import Path

import pytest

from index.library import Library
from index.search.dated import asked_dates, date_ranks
from index.search.hits import varied


@pytest.mark.parametrize(
    ("question", "dates"),
    [
        ("What happened in May 2023?", ("2023-05",)),
        ("What was said on 3 May 2023?", ("2023-05-03",)),
        ("What was said on May 3, 2023, and in 2019?", ("2023-05-03", "2019")),
        ("What was decided on 2024-06-30?", ("2024-06-30",)),
        ("What has changed since 2020?", ()),
        ("How many of the 2,019 people came?", ()),
        ("Who may come?", ()),
        ("what was said in may 2023", ("2023-05",)),
    ],
)
def test_dates_that_a_question_names(question: str, dates: tuple[str, ...]) -> None:
    assert asked_dates(question) == dates


def test_nothing_is_preferred_where_no_time_is_asked_for() -> None:
    best = [("a", "2023-01-01"), ("b", "2024-01-01")]
    assert date_ranks("Who came?", best) == {}
    assert date_ranks("Who came in 2023?", [("a", "2023-01-01"), ("b", "2023-01-01")]) == {}


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("What was the price of bread in May 2023?", "2023-05-10"),
        ("What was the price of bread in 2022?", "2022-05-10"),
        ("What is the latest price of bread?", "2024-05-10"),
    ],
)
def test_among_nearly_identical_articles_the_one_of_the_date_comes_first(
    library: Library, tmp_path: Path, write: Callable[..., Path], question: str, first: str
) -> None:
    folder = tmp_path / "prices"
    folder.mkdir()
    for date, price in (("2022-05-10", 30), ("2023-05-10", 31), ("2024-05-10", 32)):
        write(
            folder / f"{date}.md",
            f"---\ntitle: Prices\ndate: {date}\n---\n\nThe price of bread was {price} crowns.\n",
        )
    library.sync([folder])
    assert library.search(question).hits[0].article.metadata.published == first


def test_one_article_does_not_crowd_out_the_others_where_there_are_many() -> None:
    best = [*((f"a{n}", "a") for n in range(10)), *((f"b{n}", f"b{n}") for n in range(12))]
    chosen = varied(best, 12)
    assert chosen[:4] == ["a0", "a1", "a2", "a3"] and "a4" not in chosen and len(chosen) == 12
    few = [*((f"a{n}", "a") for n in range(10)), *((f"b{n}", "b") for n in range(5))]
    assert varied(few, 12) == [key for key, _ in few[:12]]

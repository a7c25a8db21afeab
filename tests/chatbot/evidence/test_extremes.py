"""The most and the least of a column: its row is quoted, from wherever in the table it is."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from chatbot.chain import FootnoteChain
from chatbot.settings import Settings
from chatbot.types import Reply
from index.library import Library

BRIDGES = """# Bridges of the coast

The list was made by the harbour board.

| Bridge | Length (m) | Opened | Cost | Toll |
|---|---|---|---|---|
| Skarn | 1,149 | 3 May 1932 | €1.2 million | free |
| Old Ferry | 870 | 1911 | €950,000 | €2 |
| Lindal | 2,004 | 12 June 1998 | €41 million | €7.50 |
| Harsund | 1,630 | October 1975 | n/a | €4 |
| Total | 5,653 |  | €43 million |  |

## Closed bridges

| Bridge | Length (m) | Opened | Cost | Toll |
|---|---|---|---|---|
| Mora | 3,100 | 1899 | €20,000 | free |
| Vik | 90 | 1870 | €4,000 | free |
| Elden | 210 | 1889 | €9,000 | free |
"""

TEAM = (
    "name,age,club joined,time,temperature\n"
    "Ada Finch,34,2015-03-01,2:41,-3.5\n"
    "Ben Cole,29,2011-07-12,2:38,12\n"
    "Cleo Marsh,41,2019-01-30,2:55,-8\n"
    "Dan Webb,,2020-11-02,2:50,4\n"
)


@pytest.fixture(scope="module")
def chain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FootnoteChain]:
    """Ask of two tables, one of which goes on in many passages."""
    folder = Path(tmp_path_factory.mktemp("extremes"))
    (folder / "articles").mkdir()
    (folder / "articles" / "bridges.md").write_text(BRIDGES, "utf-8")
    (folder / "articles" / "runners.csv").write_text(TEAM, "utf-8")
    many = "\n".join(f"| Lake {number} | {(number * 37) % 101} | {number % 7} |" for number in range(1, 90))
    lakes = f"# Lakes\n\n| Lake | Greatest depth (m) | Islands |\n|---|---|---|\n{many}\n"
    (folder / "articles" / "lakes.md").write_text(lakes, "utf-8")
    settings = Settings.read(data=folder / "index", catalog_url="")
    with Library.open(settings) as library:
        library.sync([folder / "articles"])
        yield FootnoteChain(library, settings)


def names(reply: Reply) -> list[str]:
    return [claim.text.split(" | ")[0] for claim in reply.claims]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Which bridge is the longest?", ["Lindal", "Mora"]),
        ("What is the second longest bridge?", ["Harsund", "Elden"]),
        ("Which bridge was the cheapest?", ["Old Ferry", "Vik"]),
        ("Which bridge had the highest cost?", ["Lindal", "Mora"]),
        ("Which bridge opened first?", ["Old Ferry", "Vik"]),
        ("Which bridge was opened last?", ["Lindal", "Mora"]),
        ("What is the oldest bridge?", ["Old Ferry", "Vik"]),
        ("Which closed bridge is the longest?", ["Mora"]),
        ("Which bridge on the coast has the highest toll?", ["Lindal"]),
        ("Which bridge on the coast has the lowest toll?", ["Skarn"]),
        ("Who is the oldest runner?", ["Cleo Marsh"]),
        ("Who is the youngest of the runners?", ["Ben Cole"]),
        ("Who had the lowest temperature?", ["Cleo Marsh"]),
        ("Who joined the club most recently?", ["Dan Webb"]),
        ("Which lake is the deepest?", ["Lake 30"]),
        ("Which lake has the greatest depth?", ["Lake 30"]),
    ],
)
def test_the_row_that_holds_it_answers_alone(
    chain: FootnoteChain, question: str, expected: list[str]
) -> None:
    reply = chain.ask(question)
    assert names(reply) == expected
    assert " rows, by “" in reply.note
    citation = reply.claims[0].citations[0]
    article = chain._library.article(citation.article_id, citation.version)
    assert article and article.text[citation.start : citation.end] == citation.quote


@pytest.mark.parametrize(
    "question",
    [
        "Which bridge carries the most cars?",
        "Which bridge is the most beautiful?",
        "Which northern bridge has the most lanes?",
        "Which bridge of Norway is the longest?",
        "Which lake has the most islands?",  # a dozen have as many
        "What is the ninetieth deepest lake?",
        "Is Skarn the longest bridge?",
        "Which lakes are at least 50 m deep?",
    ],
)
def test_what_the_columns_do_not_tell_is_not_answered_by_comparing(
    chain: FootnoteChain, question: str
) -> None:
    assert " rows, by “" not in chain.ask(question).note


def test_how_it_was_found_is_told(chain: FootnoteChain) -> None:
    assert chain.ask("Which closed bridge is the longest?").note == "the longest of 3 rows, by “Length (m)”"
    assert chain.ask("Which is the longest bridge?").note == "the longest of 4 and of 3 rows, by “Length (m)”"

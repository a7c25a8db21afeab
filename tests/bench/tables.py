"""How well questions that a row of a table answers are answered, and others of the same tables refused.

    python tests/bench/tables.py [--seed 7] [--show 5]

Six tables of made-up figures are indexed beside the seeds. Prints JSON: the shares of the questions whose
row comes first, or among the first three; that are answered; that are answered by exactly that row; of
the questions that no row answers, the share refused; and the AUC between both. ``--show`` adds some of
those that went amiss.
"""

import argparse
import json
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from random import Random

from corpus import SEEDS

from chatbot.chain import FootnoteChain
from chatbot.settings import Settings
from index.library import Library

ASKED_OF_EACH = 8
Cell = Callable[[Random], str]


@dataclass(frozen=True, slots=True)
class Column:
    """A column's name, its cells, and how it is asked for; ``{}`` stands for the row's name."""

    name: str
    cell: Cell
    question: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table whose first column, ``key``, has ``names``."""

    title: str
    key: str
    names: tuple[str, ...]
    columns: tuple[Column, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, and the row that answers it as it is cited; empty where none does."""

    question: str
    row: str = ""


def whole(low: int, high: int) -> Cell:
    """Return a maker of whole numbers."""
    return lambda chance: f"{chance.randint(low, high):,}"


def tenths(low: float, high: float) -> Cell:
    """Return a maker of numbers with one decimal."""
    return lambda chance: f"{chance.uniform(low, high):.1f}"


def day(chance: Random) -> str:
    """Return a date."""
    month = chance.choice(("January", "March", "May", "July", "September", "November"))
    return f"{chance.randint(1, 28)} {month} {chance.randint(1990, 2023)}"


TABLES = (
    Table(
        "European economies",
        "Country",
        tuple(
            "Albania Belgium Bulgaria Canada Croatia Denmark Estonia Finland France Germany Greece Hungary Iceland "
            "Italy Latvia Norway Poland Portugal Romania Spain Sweden Turkey".split()
        ),
        (
            Column("Population (million)", tenths(1, 80), "What is the population of {}?"),
            Column("Unemployment rate (%)", tenths(2, 15), "How high is unemployment in {}?"),
            Column("Public debt (% of GDP)", tenths(20, 180), "What is the public debt of {}?"),
            Column("Capital gained independence", day, "When did {} gain independence?"),
        ),
    ),
    Table(
        "Cities compared",
        "City",
        tuple(
            "Oslo Bergen Gdansk Porto Lyon Nantes Turin Graz Split Varna Tartu Kaunas Malmo Aarhus Utrecht Ghent "
            "Sibiu Pilsen Brno Kosice".split()
        ),
        (
            Column("Inhabitants", whole(50_000, 900_000), "How many people live in {}?"),
            Column("Average rent (euros)", whole(500, 2000), "What is the average rent in {}?"),
            Column("Mayor elected", day, "When was the mayor of {} elected?"),
            Column("Distance to the sea (km)", whole(0, 400), "How far is {} from the sea?"),
        ),
    ),
    Table(
        "Properties of elements",
        "Element",
        tuple(
            "hydrogen helium lithium carbon nitrogen oxygen neon sodium magnesium aluminium silicon sulphur argon "
            "calcium iron copper zinc silver tin gold".split()
        ),
        (
            Column("Melting point (°C)", whole(-270, 3000), "At what temperature does {} melt?"),
            Column("Density (kg per cubic metre)", whole(1, 19_000), "What is the density of {}?"),
            Column(
                "Year of discovery", lambda chance: str(chance.randint(1650, 1900)), "When was {} discovered?"
            ),
        ),
    ),
    Table(
        "Staff of the institute",
        "Name",
        (
            "Anna Berg", "Tom Hale", "Ida Holm", "Olaf Brandt", "Marta Lind", "Jon Ek", "Lea Frost", "Paul Winter",
            "Nora Vale", "Max Stone", "Eva Hart", "Ben Cole", "Rita Moss", "Karl Dahl", "Ada Finch",
        ),
        (
            Column("Office", lambda chance: f"room {chance.randint(100, 400)}", "Which office does {} have?"),
            Column(
                "Telephone", lambda chance: str(chance.randint(1000, 9999)), "What is the telephone number of {}?"
            ),
            Column("Employed since", day, "Since when has {} been employed?"),
        ),
    ),
    Table(
        "Price list",
        "Product",
        (
            "Falcon drill", "Otter pump", "Heron lamp", "Badger saw", "Lynx router", "Ibis kettle", "Puma charger",
            "Robin scale", "Swift printer", "Stork ladder", "Viper cable", "Wren speaker", "Crane jack",
            "Finch timer", "Moose heater",
        ),
        (
            Column("Price (euros)", whole(5, 900), "How much does the {} cost?"),
            Column("Weight (kg)", tenths(0.1, 40), "How heavy is the {}?"),
            Column("Warranty (months)", whole(6, 60), "How long is the warranty of the {}?"),
        ),
    ),
    Table(
        "Timetable",
        "Train",
        (
            "Express 12", "Regional 40", "Express 18", "Night 3", "Regional 77", "Express 21", "Local 5", "Local 9",
            "Night 8", "Regional 52", "Express 33", "Local 14",
        ),
        (
            Column(
                "Departure",
                lambda chance: f"{chance.randint(0, 23)}:{chance.randint(10, 59)}",
                "When does {} depart?",
            ),
            Column("Platform", whole(1, 14), "Which platform does {} leave from?"),
            Column("Fare (crowns)", whole(20, 400), "What is the fare of {}?"),
        ),
    ),
)  # fmt: skip

UNANSWERED = tuple(
    Asked(question)
    for question in (
        "How many museums does Oslo have?", "What is the capital of Croatia?", "What is the minimum wage in Spain?",
        "Who discovered tin?", "What colour is the Otter pump?", "How old is Anna Berg?",
        "How long does Express 12 take?", "What is the population of Japan?", "How high is unemployment in Brazil?",
        "How much does the Eagle drill cost?", "When does Express 99 depart?", "What is the average rent in Vienna?",
        "At what temperature does uranium boil?", "What is the price of gold?", "What is the atomic weight of neon?",
        "Who is the mayor of Bergen?", "How many schools are there in Porto?",
        "What is the telephone number of Peter Novak?", "What salary does Tom Hale get?",
        "Who makes the Falcon drill?", "How many seats has Regional 40?", "Where does Night 3 stop?",
        "What is the inflation rate of Poland?", "When did Canada join the European Union?",
        "What is the currency of Sweden?", "How many airports has Turkey?", "What is silver used for?",
        "How loud is the Badger saw?", "Which floor is Ida Holm's office on?", "When was Lyon founded?",
        "What is the density of wood?", "How far is Paris from the sea?", "What is the public debt of China?",
        "How heavy is the Falcon?  And how fast does it turn?", "Who drives Local 5?", "What is the area of Iceland?",
        "When was the train station of Graz built?", "What is the boiling point of helium?",
        "How many children does Nora Vale have?", "What is the warranty of the Tiger oven?",
    )
)  # fmt: skip


def main() -> None:
    """Write the tables, index them, ask, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--show", type=int, default=0)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        print(
            json.dumps(measured(Path(folder), Random(given.seed), given.show), indent=1, ensure_ascii=False)
        )


def written(folder: Path, chance: Random) -> list[Asked]:
    """Write each table into ``folder`` as Markdown; return the questions that rows of them answer."""
    folder.mkdir()
    asked: list[Asked] = []
    for number, table in enumerate(TABLES):
        rows = {
            name: " | ".join([name, *(column.cell(chance) for column in table.columns)])
            for name in table.names
        }
        head = " | ".join([table.key, *(column.name for column in table.columns)])
        lines = [
            f"| {head} |",
            "|" + "---|" * (len(table.columns) + 1),
            *(f"| {row} |" for row in rows.values()),
        ]
        above = f"# {table.title}\n\nThe table below was brought up to date last month.\n\n"
        (folder / f"{number}.md").write_text(above + "\n".join(lines) + "\n", "utf-8")
        for name in chance.sample(table.names, ASKED_OF_EACH):
            asked.append(Asked(chance.choice(table.columns).question.format(name), rows[name]))
    return asked


def measured(data: Path, chance: Random, show: int) -> dict[str, object]:
    """Return the shares, and ``show`` questions that went amiss."""
    asked = written(data / "tables", chance)
    settings = Settings.read(data=data / "index", catalog_url="")
    with Library.open(settings) as library:
        library.sync([data / "tables", SEEDS])
        chain = FootnoteChain(library, settings)
        answerable = [(each, chain.ask(each.question)) for each in asked]
        others = [(each, chain.ask(each.question)) for each in UNANSWERED]
    ranked = [(each.row, [found.sentence.text for found in reply.evidence]) for each, reply in answerable]
    quoted = {each.question: [claim.text for claim in reply.claims] for each, reply in answerable + others}
    amiss = [each for each in (*asked, *UNANSWERED) if quoted[each.question] != [each.row] * bool(each.row)]
    pairs = [(one.confidence, other.confidence) for _, one in answerable for _, other in others]
    return {
        "questions": len(asked),
        "row first": _share([found[:1] == [row] for row, found in ranked]),
        "row in three": _share([row in found[:3] for row, found in ranked]),
        "answered": _share([reply.answered for _, reply in answerable]),
        "exactly that row": _share([quoted[each.question] == [each.row] for each in asked]),
        "unanswerable": len(others),
        "refused": _share([not reply.answered for _, reply in others]),
        "auc": round(sum((one > other) + 0.5 * (one == other) for one, other in pairs) / len(pairs), 3),
        "amiss": {each.question: quoted[each.question] for each in amiss[:show]},
    }


def _share(told: list[bool]) -> float:
    return round(sum(told) / len(told), 3)


if __name__ == "__main__":
    main()

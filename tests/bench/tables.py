"""How well questions that a row of a table answers are answered, and others of the same tables refused.

    python tests/bench/tables.py [--tables other] [--seed 7] [--show 5]

Tables of made-up figures (``tables.json``) are indexed beside the seeds: what rows gain was chosen on the
``first`` ones, and scored on the ``other``. Prints JSON: the shares of the questions whose row comes first,
or among the first three; that are answered; that are answered by exactly that row; of the questions that no
row answers, the share refused; and the AUC between both. Of questions for the most or the least of a
column, the share answered by exactly the rows that hold it; of others for what no column tells, the share
that no row answers. ``--show`` adds some of those that went amiss.
"""

import argparse
import json
import tempfile
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from corpus import SEEDS

from chatbot.chain import FootnoteChain
from chatbot.settings import Settings
from chatbot.types import Reply
from index.library import Library

ASKED_OF_EACH = 8
MONTHS = ("January", "March", "May", "July", "September", "November")
NAMES = (
    ("Ruth", "Igor", "Paula", "Sven", "Dana", "Viktor"),
    ("Amsel", "Corti", "Lund", "Petrov", "Quist", "Zeman"),
)
JOBS = ("lawyer", "architect", "nurse", "economist", "farmer", "engineer")


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, and the row that answers it as it is cited; empty where none does."""

    question: str
    row: str = ""


def cell(kind: str, given: list[Any], chance: Random) -> str:
    """Return a cell of a kind; ``given`` are the least and the most that it holds, and its wording."""
    match kind:
        case "whole":
            return f"{chance.randint(*given):,}"
        case "tenths":
            return f"{chance.uniform(*given):.1f}"
        case "plain":
            low, high, *wording = given
            return (wording or ["{}"])[0].format(chance.randint(low, high))
        case "time":
            return f"{chance.randint(0, 23)}:{chance.randint(10, 59)}"
        case "day":
            month = chance.choice(MONTHS)
            return f"{chance.randint(1, 28)} {month} {chance.randint(1990, 2023)}"
        case "name":
            return " ".join(map(chance.choice, NAMES))
        case "job":
            return chance.choice(JOBS)
    raise ValueError(f"no cells are {kind}")


def main() -> None:
    """Write the tables, index them, ask, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tables", choices=("first", "other"), default="first")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--show", type=int, default=0)
    given = parser.parse_args()
    chosen = json.loads(Path(__file__).with_suffix(".json").read_text("utf-8"))[given.tables]
    with tempfile.TemporaryDirectory() as folder:
        found = measured(Path(folder), chosen, Random(given.seed), given.show)
    print(json.dumps(found, indent=1, ensure_ascii=False))


def written(folder: Path, tables: list[dict[str, Any]], chance: Random) -> list[Asked]:
    """Write each table into ``folder`` as Markdown; return the questions that rows of them answer."""
    folder.mkdir()
    asked: list[Asked] = []
    for number, table in enumerate(tables):
        columns = table["columns"]
        rows = {
            name: " | ".join([name, *(cell(*_split(column["cells"]), chance) for column in columns)])
            for name in table["names"]
        }
        head = " | ".join([table["key"], *(column["name"] for column in columns)])
        lines = [f"| {head} |", "|" + "---|" * (len(columns) + 1), *(f"| {row} |" for row in rows.values())]
        above = f"# {table['title']}\n\nThe table below was brought up to date last month.\n\n"
        (folder / f"{number}.md").write_text(above + "\n".join(lines) + "\n", "utf-8")
        for name in chance.sample(table["names"], ASKED_OF_EACH):
            asked.append(Asked(chance.choice(columns)["question"].format(name), rows[name]))
    return asked


def measured(data: Path, chosen: dict[str, Any], chance: Random, show: int) -> dict[str, object]:
    """Return the shares, and ``show`` questions that went amiss."""
    asked = written(data / "tables", chosen["tables"], chance)
    unanswered = [Asked(question) for question in chosen["unanswered"]]
    settings = Settings.read(data=data / "index", catalog_url="")
    extremes = [
        (question, _holding(data / "tables", column, most == "most"))
        for question, column, most in chosen["extremes"]
    ]
    with Library.open(settings) as library:
        library.sync([data / "tables", SEEDS])
        chain = FootnoteChain(library, settings)
        answerable = [(each, chain.ask(each.question)) for each in asked]
        others = [(each, chain.ask(each.question)) for each in unanswered]
        compared = [_rows(chain.ask(question)) == rows for question, rows in extremes]
        untold = [not _rows(chain.ask(question)) for question in chosen["untold"]]
    ranked = [(each.row, [found.sentence.text for found in reply.evidence]) for each, reply in answerable]
    quoted = {each.question: [claim.text for claim in reply.claims] for each, reply in answerable + others}
    amiss = [each for each in (*asked, *unanswered) if quoted[each.question] != [each.row] * bool(each.row)]
    pairs = [(one.confidence, other.confidence) for _, one in answerable for _, other in others]
    return {
        "questions": len(asked),
        "row first": _share([found[:1] == [row] for row, found in ranked]),
        "row in three": _share([row in found[:3] for row, found in ranked]),
        "answered": _share([reply.answered for _, reply in answerable]),
        "exactly that row": _share([quoted[each.question] == [each.row] for each in asked]),
        "unanswerable": len(others),
        "refused": _share([not reply.answered for _, reply in others]),
        "extremes": len(extremes),
        "exactly the rows that hold them": _share(compared),
        "untold": len(untold),
        "no row for them": _share(untold),
        "auc": round(sum((one > other) + 0.5 * (one == other) for one, other in pairs) / len(pairs), 3),
        "amiss": {each.question: quoted[each.question] for each in amiss[:show]},
    }


def _rows(reply: Reply) -> set[str]:
    """Return the rows that an answer quotes."""
    return {claim.text for claim in reply.claims if claim.citations[0].columns}


def _holding(tables: Path, column: str, is_most: bool) -> set[str]:
    """Return the rows, of the table that has ``column``, whose cell is the most or the least."""
    for path in tables.iterdir():
        head, _, *rows = [
            line.strip("| ").split(" | ") for line in path.read_text("utf-8").splitlines() if line[:1] == "|"
        ]
        if column in head:
            numbers = {" | ".join(row): _number(row[head.index(column)]) for row in rows}
            sought = (max if is_most else min)(numbers.values())
            return {row for row, number in numbers.items() if number == sought}
    raise ValueError(f"no table has {column}")


def _number(held: str) -> float:
    """Return what a cell is in order by."""
    day, _, month_and_year = held.partition(" ")
    month, _, year = month_and_year.partition(" ")
    if month in MONTHS:
        return (int(year) * len(MONTHS) + MONTHS.index(month)) * 31 + int(day)
    return float(held.replace(",", "").replace(":", ".").split()[0])


def _split(told: list[Any]) -> tuple[str, list[Any]]:
    kind, *given = told
    return kind, given


def _share(told: list[bool]) -> float:
    return round(sum(told) / len(told), 3)


if __name__ == "__main__":
    main()

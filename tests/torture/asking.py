"""Ask again and again while the articles change and are indexed; nobody may notice but by what is new.

    python tests/torture/asking.py [--questions 1000] [--rounds 20] [--articles 400] [--seed 0]

Every sentence of an article names the edition that it is of, so an answer that mixes two versions of
one shows it. Every citation must be verbatim in the version that it names, when it is given and once
all is over, and the versions that were replaced must say so. Questions are asked by one reader after
the other, first while nothing changes and then, at least so many, while ``rounds`` indexings run.
Prints JSON; the exit status tells whether all held (not how long it took).
"""

import argparse
import json
import random
import re
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from chatbot.chain import FootnoteChain
from chatbot.changes.jobs import Job, Jobs
from chatbot.settings import Settings
from chatbot.types import Citation
from index.embedding import Embedder
from index.library import Library

CHANGED = 0.2
"""Share of the articles that are rewritten before each indexing."""
IDLE = 0.25
"""Questions that are asked first, while nothing changes, as a share of all."""

_PLACES = "bridge windmill river market harbour council school ship grain archive".split()
_EDITION = re.compile(r"edition (\d+) of report (\d+)", re.IGNORECASE)


@dataclass
class Reports:
    """A folder of articles; each is of one edition in all of its sentences."""

    folder: Path
    number: int
    chance: random.Random
    editions: dict[int, int] = field(default_factory=dict)

    def rewrite(self, share: float) -> None:
        """Publish a new edition of a share of the reports."""
        for report in self.chance.sample(range(self.number), max(1, int(share * self.number))):
            edition = self.editions.get(report, 0) + 1
            self.editions[report] = edition
            (self.folder / f"report-{report}.txt").write_text(self._text(report, edition), "utf-8")

    def question(self) -> str:
        """Return a question that a sentence of some report answers."""
        return f"How many did report {self.chance.randrange(self.number)} count at the {self._place()}?"

    def _text(self, report: int, edition: int) -> str:
        places = self.chance.sample(_PLACES, 6)
        return " ".join(
            f"Edition {edition} of report {report} counted {self.chance.randint(2, 900)} at the {place}."
            for place in places
        )

    def _place(self) -> str:
        return self.chance.choice(_PLACES)


@dataclass
class Reader:
    """Asks, and notes what is wrong with an answer."""

    chain: FootnoteChain
    library: Library
    cited: list[Citation] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    def ask(self, question: str) -> float:
        """Ask; return the seconds that it took."""
        start = time.perf_counter()
        try:
            reply = self.chain.invoke({"question": question})
        except Exception as error:
            self.problems.append(f"{question}: {type(error).__name__}: {error}")
            return time.perf_counter() - start
        seconds = time.perf_counter() - start
        cited = [each for claim in reply.claims for each in claim.citations]
        shown = [*cited, *map(Citation.of, reply.evidence)]
        editions: dict[str, set[str]] = {}
        for edition, report in _EDITION.findall(" ".join(each.quote for each in shown)):
            editions.setdefault(report, set()).add(edition)
        mixed = {report: found for report, found in editions.items() if len(found) > 1}
        self.problems += [f"{question}: report {report} of {found}" for report, found in mixed.items()]
        self.problems += [f"{question}: {each}" for each in self._unfaithful(shown)]
        self.cited += shown
        return seconds

    def look_back(self) -> int:
        """Open every citation that was ever given; return how many are of a version that was replaced."""
        self.problems += [f"in the end: {each}" for each in self._unfaithful(self.cited)]
        return sum(not is_current for _, is_current in self._opened(self.cited))

    def _unfaithful(self, citations: list[Citation]) -> Iterator[str]:
        for citation, (text, _) in zip(citations, self._opened(citations), strict=True):
            if text[citation.start : citation.end] != citation.quote:
                yield f"{citation.source} version {citation.version} has not {citation.quote!r}"

    def _opened(self, citations: list[Citation]) -> Iterator[tuple[str, bool]]:
        for citation in citations:
            article = self.library.article(citation.article_id, citation.version)
            yield (article.text, article.current) if article else ("", False)


def run(
    folder: Path, embedder: Embedder | None = None, *, questions: int, rounds: int, articles: int, seed: int
) -> dict[str, object]:
    """Ask ``questions`` over ``rounds`` indexings, and return what was seen."""
    reports = Reports(folder / "articles", articles, random.Random(seed))
    reports.folder.mkdir()
    reports.rewrite(1.0)
    settings = Settings.read(data=folder / "data", catalog_url="", writer="quote")
    with Library(settings, embedder) as library:
        library.sync([reports.folder])
        jobs = Jobs(library)
        reader = Reader(FootnoteChain(library, settings), library)
        reader.ask(reports.question())
        idle = [reader.ask(reports.question()) for _ in range(max(1, int(IDLE * questions)))]
        while_indexing: list[float] = []
        between: list[float] = []
        done: list[Job] = []
        while (asked := len(while_indexing) + len(between)) < questions or len(done) < rounds:
            busy = jobs.busy() is not None
            if not busy and len(done) < rounds and asked >= len(done) * questions // rounds:
                reports.rewrite(CHANGED)
                done.append(jobs.sync([reports.folder], f"round {len(done) + 1}"))
                busy = True
            (while_indexing if busy else between).append(reader.ask(reports.question()))
        while jobs.busy():
            time.sleep(0.05)
        jobs.stop()
        reader.problems += [f"{job.what}: {job.state} {job.problem}" for job in done if job.state != "done"]
        return {
            "articles": articles,
            "questions": len(while_indexing) + len(between),
            "asked while indexing": len(while_indexing),
            "indexings": len(done),
            "articles indexed anew": sum(_renewed(job) for job in done),
            "citations": len(reader.cited),
            "of versions that were replaced since": reader.look_back(),
            "p50 while indexing / idle": _ratio(while_indexing, idle, 0.5),
            "p95 while indexing / idle": _ratio(while_indexing, idle, 0.95),
            "p95 of all / idle": _ratio(while_indexing + between, idle, 0.95),
            "problems": reader.problems,
        }


def _renewed(job: Job) -> int:
    return sum(each.outcome == "updated" for each in job.report.files) if job.report else 0


def _ratio(measured: list[float], idle: list[float], share: float) -> float:
    return round(float(np.quantile(measured, share) / np.quantile(idle, share)), 2) if measured else 0.0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--questions", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--articles", type=int, default=400)
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        found = run(Path(folder), **vars(given))
    print(json.dumps(found, indent=1))
    sys.exit(bool(found["problems"]))


if __name__ == "__main__":
    main()

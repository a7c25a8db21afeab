"""Kill the indexer again and again while articles come, change and go; nothing may be lost by it.

    python tests/torture/kills.py [--kills 300] [--articles 12000] [--seed 0] [--minutes 600]

Each kill is aimed at the phase that had the fewest, so that the short ones get their share: the
indexer says what it is doing (``phases``), and is killed at a random moment of that. Before
some kills a follower is damaged, so that it is being built anew. After each kill the index is
opened and asked: every article that changed, and some others, must be whole, in a text that
their file had before or has now, no passage twice. In the end all articles are looked at, and
the index must equal one that was built in one go. Prints JSON; the exit status tells whether
all held.
"""

import argparse
import json
import multiprocessing
import random
import signal
import sys
import tempfile
import time
from collections import Counter, defaultdict
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "support"))
sys.path.insert(0, str(Path(__file__).parent))

import indexer
from corpus import Corpus
from hash_embedder import HashEmbedder
from phases import PHASES, REBUILDING, Death

from index.library import Library
from index.settings import IndexSettings
from index.upkeep.doctor import examine
from index.upkeep.manifest import manifest, strays

CHANGED = 0.005
"""Share of the articles that change, come or go before each run, though at least ``LEAST``."""
LEAST = 24
OTHERS = 200
"""Articles that did not change and are looked at all the same after a kill."""
_processes = multiprocessing.get_context("forkserver")
_processes.set_forkserver_preload(["indexer", "index.indexing.build", "chromadb", "tantivy"])

VECTORS = 0.2
"""Share of the damages that the vectors get: building them anew takes many times as long as the terms."""


@dataclass
class Timetable:
    """How long each visit to a phase took, in seconds, in runs that came to their end."""

    visits: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))

    def draw(self, phase: str, chance: random.Random, missed: int) -> Death:
        """Return a moment within a phase to die at, each of its visits as likely as the others.

        It is the earlier, in an earlier visit, the more often the phase was ``missed``: it was over, or had
        not so many visits.
        """
        known = self.visits.get(phase) or [0.01]
        visit = chance.randrange(max(1, len(known) >> missed))
        return Death(phase, visit + 1, chance.uniform(0, 0.8 * known[visit] * 0.5**missed))


@dataclass
class Torture:
    """An index that is killed, and what was seen of it."""

    folder: Path
    corpus: Corpus
    chance: random.Random
    times: dict[bool, Timetable] = field(default_factory=lambda: {True: Timetable(), False: Timetable()})
    killed_in: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)
    came_to_its_end: int = 0
    problems: list[str] = field(default_factory=list)

    @property
    def data(self) -> Path:
        """Where the index is."""
        return self.folder / "data"

    def change(self) -> None:
        """Let some articles change, come or go."""
        self.corpus.change(max(LEAST, int(CHANGED * self.corpus.number)))

    def aim(self) -> str:
        """Return the phase that had the fewest kills; one that is missed again and again waits the longer."""
        return min(
            PHASES, key=lambda each: (self.killed_in[each] + self.missed[each] / 4, self.chance.random())
        )

    def kill(self, number: int, aim: str) -> None:
        """Index what has changed, kill that within a phase, and look at what is left."""
        self.change()
        damaged = aim in REBUILDING
        if damaged:
            drawn = "vectors" if self.chance.random() < VECTORS else "terms"
            damage(self.data, _failed(self.data) or drawn)
        death = self.times[damaged].draw(aim, self.chance, self.missed[aim])
        phase = _said(self.data, self.corpus.folder, death)[-1][0]
        self.missed[aim] += phase != aim
        if phase != "done":
            self.killed_in[phase] += 1
        else:
            self.came_to_its_end += 1
            self.corpus.settle()
        found = _wrong(self.data, self.corpus, OTHERS)
        self.problems += [f"after kill {number}, in {phase}: {each}" for each in found]

    def finish(self) -> dict[str, object]:
        """Index to the end, compare with a clean build, and return what was seen."""
        index(self.data, self.corpus.folder)
        self.corpus.settle()
        self.problems += [
            f"in the end: {each}" for each in _wrong(self.data, self.corpus, self.corpus.number)
        ]
        index(self.folder / "clean", self.corpus.folder)
        with _opened(self.data) as library, _opened(self.folder / "clean") as clean:
            self.problems += [f"in the end: {each}" for each in examine(library)]
            equal = manifest(library) == manifest(clean)
            passages = library.status().counts.passages
        return {
            "kills": self.killed_in.total(),
            "kills by phase": {each: self.killed_in[each] for each in (*PHASES, "between")},
            "runs that were over first": self.came_to_its_end,
            "articles": self.corpus.number,
            "passages": passages,
            "equal to a clean build": equal,
            "problems": self.problems,
        }


def run(folder: Path, kills: int, articles: int, seed: int, minutes: float = 600) -> dict[str, object]:
    """Kill ``kills`` times or for so many minutes, each phase as often, and return what was seen."""
    chance = random.Random(seed)
    torture = Torture(folder, Corpus(folder / "articles", articles, chance), chance)
    torture.corpus.folder.mkdir()
    torture.corpus.change(articles)
    index(torture.data, torture.corpus.folder)
    for damaged in (False, True):
        torture.change()
        if damaged:
            damage(torture.data, "terms")
        torture.times[damaged] = index(torture.data, torture.corpus.folder)
    torture.corpus.settle()
    started = time.monotonic()
    for number in range(kills):
        if time.monotonic() - started > 60 * minutes:
            break
        torture.kill(number, torture.aim())
        if sys.stderr.isatty() or number % 10 == 9:
            print(f"{number + 1} of {kills}", file=sys.stderr, flush=True)
    minutes = round((time.monotonic() - started) / 60, 1)
    return {**torture.finish(), "minutes of killing": minutes}


def index(data: Path, articles: Path) -> Timetable:
    """Index to the end; return when what was done."""
    said = _said(data, articles, None)
    found = Timetable()
    for (phase, since), (_, until) in pairwise(said):
        found.visits[phase].append(until - since)
    assert said[-1][0] == "done", said[-1:]
    return found


def damage(data: Path, name: str) -> None:
    """Spoil every file of a follower's standing generation."""
    for path in (data / name).glob("[0-9]*/**/*"):
        if path.is_file():
            path.write_bytes(b"garbage")


def _said(data: Path, articles: Path, death: Death | None) -> list[tuple[str, float]]:
    """Index in a process of its own; return the phases that it came into, and when."""
    said, saying = _processes.Pipe(duplex=False)
    process = _processes.Process(target=indexer.index, args=(data, articles, saying, death))
    process.start()
    saying.close()
    phases = [("between", time.monotonic())]
    with said, suppress(EOFError):
        while True:
            phases.append(said.recv())
    process.join()
    assert process.exitcode in (0, -signal.SIGALRM), process.exitcode
    return phases


def _wrong(data: Path, corpus: Corpus, others: int) -> list[str]:
    """Return what a reader of the index would find wrong with it."""
    problems = []
    with _opened(data) as library:
        if not library.search("what did the windmill count in winter").hits:
            problems.append("nothing is found")
        problems += [
            f"{name} holds {twice} passages twice" for name, (_, twice, _) in strays(library).items() if twice
        ]
        held = {article.sources[0]: article.id for article in library.articles()[0] if article.sources}
        for path, texts in corpus.to_check(others):
            article = library.article(held[path]) if path in held else None
            text = article.text if article else ""
            if text not in texts:
                problems.append(f"{path} has a text that its file never had: {text[:80]!r}")
            elif article and sum(len(each.sentences) for each in library.passages(article.id)) != text.count(
                "."
            ):
                problems.append(f"{path} is there in part")
    return problems


def _failed(data: Path) -> str:
    """Return the follower that an earlier damage is still waiting in, if there is one."""
    with _opened(data) as library:
        return next((each.name for each in library.status().followers if each.state == "failed"), "")


def _opened(data: Path) -> Library:
    return Library(IndexSettings.read(data=data, catalog_url=""), HashEmbedder())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kills", type=int, default=300)
    parser.add_argument("--articles", type=int, default=12_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--minutes", type=float, default=600)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        found = run(Path(folder), given.kills, given.articles, given.seed, given.minutes)
    print(json.dumps(found, indent=1))
    sys.exit(bool(found["problems"]) or not found["equal to a clean build"])


if __name__ == "__main__":
    main()

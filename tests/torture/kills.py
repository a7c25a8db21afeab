"""Kill the indexer again and again while articles come, change and go; nothing may be lost by it.

    python tests/torture/kills.py [--kills 300] [--articles 5000] [--seed 0]

After each kill the index is opened and asked: every article must be whole, in the text that
it had before or has now, no passage twice. In the end the index must equal one that was
built in one go. Prints JSON; the exit status tells whether all held.
"""

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "support"))

from hash_embedder import HashEmbedder

from index.doctor import examine
from index.library import Library
from index.manifest import manifest, strays
from index.settings import IndexSettings

CHANGED = 0.2
"""Share of the articles that change, come or go before each run."""

_WORDS = (
    "bridge windmill river bread market road harbour winter summer council price school ship grain".split()
)


@dataclass
class Corpus:
    """A folder of articles that changes; ``texts`` are those that each file had and has."""

    folder: Path
    number: int
    chance: random.Random
    texts: dict[str, list[str]] = field(default_factory=dict)

    def change(self, share: float) -> None:
        """Write, rewrite or delete a share of the articles."""
        for number in self.chance.sample(range(self.number), max(1, int(share * self.number))):
            path = self.folder / f"{number:06}.txt"
            if path.exists() and self.chance.random() < 0.3:
                path.unlink()
                self.texts[str(path)] = [*self.texts[str(path)], ""]
                continue
            text = self._text(number)
            path.write_text(text, "utf-8")
            long_ago = time.time() - 60 - self.chance.random()
            os.utime(path, (long_ago, long_ago))
            self.texts[str(path)] = [*self.texts.get(str(path), [""]), text]

    def settle(self) -> None:
        """Forget the texts before the last: an index that has come to the end holds only these."""
        self.texts = {path: texts[-1:] for path, texts in self.texts.items()}

    def _text(self, number: int) -> str:
        sentences = [
            f"Report {number} says that the {self.chance.choice(_WORDS)} of the {self.chance.choice(_WORDS)} "
            f"counted {self.chance.randint(1, 10_000)} in the {self.chance.choice(_WORDS)}."
            for _ in range(self.chance.randint(3, 30))
        ]
        return " ".join(sentences)


def run(folder: Path, kills: int, articles: int, seed: int) -> dict[str, object]:
    """Kill ``kills`` times, and return what was seen."""
    chance = random.Random(seed)
    corpus = Corpus(folder / "articles", articles, chance)
    corpus.folder.mkdir()
    corpus.change(1.0)
    data = folder / "data"
    _indexed(data, corpus.folder, None)
    corpus.change(CHANGED)
    whole = _indexed(data, corpus.folder, None) or 0.0
    corpus.settle()
    seen: Counter[str] = Counter()
    problems: list[str] = []
    for number in range(kills):
        corpus.change(CHANGED)
        killed = _indexed(data, corpus.folder, chance.uniform(0, whole)) is None
        seen["killed" if killed else "came to its end"] += 1
        problems += [f"after kill {number}: {each}" for each in _wrong(data, corpus)]
        if not killed:
            corpus.settle()
    _indexed(data, corpus.folder, None)
    _indexed(folder / "clean", corpus.folder, None)
    with _opened(data) as library, _opened(folder / "clean") as clean:
        problems += [f"in the end: {each}" for each in examine(library)]
        equal = manifest(library) == manifest(clean)
        passages = library.status().counts.passages
    return {
        "kills": seen["killed"],
        "runs that were over first": seen["came to its end"],
        "articles": articles,
        "passages": passages,
        "equal to a clean build": equal,
        "problems": problems,
    }


def _indexed(data: Path, articles: Path, seconds: float | None) -> float | None:
    """Index; return how long it took once it had begun, ``None`` if it was killed after ``seconds``."""
    command = [sys.executable, str(Path(__file__).parent / "indexer.py"), str(data), str(articles)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout and process.stdout.readline() == "ready\n"
        start = time.monotonic()
        try:
            told, _ = process.communicate(timeout=seconds)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            process.communicate()
            return None
        assert told == "done\n", told
        return time.monotonic() - start


def _wrong(data: Path, corpus: Corpus) -> list[str]:
    """Return what a reader of the index would find wrong with it."""
    problems = []
    with _opened(data) as library:
        library.search("what did the windmill count in winter")
        problems += [
            f"{name} holds {twice} passages twice" for name, (_, twice, _) in strays(library).items() if twice
        ]
        held = {article.sources[0]: article.id for article in library.articles()[0] if article.sources}
        for path, texts in corpus.texts.items():
            article = library.article(held[path]) if path in held else None
            text = article.text if article else ""
            if text not in texts:
                problems.append(f"{path} has a text that its file never had: {text[:80]!r}")
            elif article and sum(len(each.sentences) for each in library.passages(article.id)) != text.count(
                "."
            ):
                problems.append(f"{path} is there in part")
    return problems


def _opened(data: Path) -> Library:
    return Library(IndexSettings.read(data=data, catalog_url=""), HashEmbedder())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=300)
    parser.add_argument("--articles", type=int, default=5000)
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        found = run(Path(folder), given.kills, given.articles, given.seed)
    print(json.dumps(found, indent=1))
    sys.exit(bool(found["problems"]) or not found["equal to a clean build"])


if __name__ == "__main__":
    main()

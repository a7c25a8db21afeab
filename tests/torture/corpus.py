"""A folder of articles that change, come and go, and the texts that each file had and has."""

import os
import random
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

_WORDS = (
    "bridge windmill river bread market road harbour winter summer council price school ship grain".split()
)


@dataclass
class Corpus:
    """``number`` articles in ``folder``; ``texts`` are those that a file may be known by, "" for none."""

    folder: Path
    number: int
    chance: random.Random
    texts: dict[str, list[str]] = field(default_factory=dict)

    def change(self, number: int) -> None:
        """Write, rewrite or delete so many of the articles."""
        for each in self.chance.sample(range(self.number), number):
            path = self.folder / f"{each:06}.txt"
            if path.exists() and self.chance.random() < 0.3:
                path.unlink()
                self.texts[str(path)] = [*self.texts[str(path)], ""]
                continue
            text = self._text(each)
            path.write_text(text, "utf-8")
            long_ago = time.time() - 60 - self.chance.random()
            os.utime(path, (long_ago, long_ago))
            self.texts[str(path)] = [*self.texts.get(str(path), [""]), text]

    def settle(self) -> None:
        """Forget the texts before the last: an index that has come to the end holds only these."""
        self.texts = {path: texts[-1:] for path, texts in self.texts.items()}

    def to_check(self, others: int) -> Iterator[tuple[str, list[str]]]:
        """Yield each file that has changed since the index came to its end, and some others."""
        settled = [path for path, texts in self.texts.items() if len(texts) == 1]
        sample = set(self.chance.sample(settled, min(others, len(settled))))
        for path, texts in self.texts.items():
            if len(texts) > 1 or path in sample:
                yield path, texts

    def _text(self, number: int) -> str:
        sentences = [
            f"Report {number} says that the {self.chance.choice(_WORDS)} of the {self.chance.choice(_WORDS)} "
            f"counted {self.chance.randint(1, 10_000)} in the {self.chance.choice(_WORDS)}."
            for _ in range(self.chance.randint(3, 30))
        ]
        return " ".join(sentences)

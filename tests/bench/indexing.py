"""What indexing costs beside embedding, how soon articles are found, and a second run.

    python tests/bench/indexing.py [--files 5000]

Each article is a file of its own, of about four passages. The run is a real one but for the
passages' vectors, which are made; what embedding them takes is measured on some of them by
the real model in the same run, and counted as if it had been done. Chroma is imported before, the
same for one article as for thousands. Prints JSON.
"""

import argparse
import json
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import chromadb  # noqa: F401
from corpus import SEEDS, MadeVectors, write_articles

from index.embedding import Embedded, LocalEmbedder
from index.errors import EmptyIndexError
from index.library import Library
from index.report import Progress
from index.settings import DEFAULT_MODEL, IndexSettings
from index.types import Passage

SAMPLE = 128


class Timed(MadeVectors):
    """Made vectors, and the seconds that making them took."""

    def __init__(self) -> None:
        super().__init__()
        self.seconds = 0.0

    def passages(self, passages: Sequence[Passage]) -> list[Embedded]:
        """Return made vectors of each passage."""
        start = time.perf_counter()
        made = super().passages(passages)
        self.seconds += time.perf_counter() - start
        return made


def main() -> None:
    """Index, index again, embed some, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=5000)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        print(json.dumps(measured(given.files, Path(folder)), indent=1))


def measured(files: int, data: Path) -> dict[str, Any]:
    """Return the seconds of each part, and those that have a bar as shares of full indexing."""
    articles = one_file_each(files, data)
    made = Timed()
    found_by_terms: list[float] = []
    with Library(IndexSettings.read(data=data / "index", catalog_url=""), made) as library:

        def look(progress: Progress) -> None:
            if not found_by_terms and is_found(library):
                found_by_terms.append(time.perf_counter() - start)
            if progress.phase == "embedding":
                read.append(time.perf_counter() - start)

        read: list[float] = []
        start = time.perf_counter()
        library.sync([articles], on_progress=look)
        whole = time.perf_counter() - start - made.seconds
        start = time.perf_counter()
        library.sync([articles])
        again = time.perf_counter() - start
        counts = library.status().counts
        sample = [
            each for item in library.articles(limit=SAMPLE // 3)[0] for each in library.passages(item.id)
        ]
    real = LocalEmbedder(DEFAULT_MODEL)
    taken = []
    for _ in range(3):
        start = time.perf_counter()
        real.passages(sample)
        taken.append(time.perf_counter() - start)
    embedding = min(taken) / len(sample) * counts.passages
    full = whole + embedding
    return {
        "files": files,
        "passages": counts.passages,
        "seconds": {
            "beside embedding": round(whole, 1),
            "of it until all is read and found by terms": round(read[0], 1),
            "embedding": round(embedding, 1),
            "second run": round(again, 2),
        },
        "beside_embedding": round(whole / full, 3),
        "first_answer_by_terms": round(found_by_terms[0] / full, 4),
        "all_found_by_terms": round(read[0] / full, 3),
        "second_run": round(again / full, 4),
    }


def is_found(library: Library) -> bool:
    """Say whether the first of the articles can be found."""
    try:
        return bool(library.search("NATO").hits)
    except EmptyIndexError:
        return False


def one_file_each(number: int, data: Path) -> Path:
    """Return a folder of ``number`` text files, an article each."""
    with Library(IndexSettings.read(data=data / "seeds", catalog_url="")) as seeds:
        seeds.sync([SEEDS])
        rows = write_articles(data / "articles.jsonl", number, seeds).read_text("utf-8").splitlines()
    folder = data / "articles"
    for place, row in enumerate(map(json.loads, rows)):
        path = folder / f"{place // 1000:03}" / f"{place:06}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{row['title']}\n\n{row['text']}\n", "utf-8")
    return folder


if __name__ == "__main__":
    main()

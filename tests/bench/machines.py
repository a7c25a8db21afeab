"""What a passage weighs in Postgres, Chroma's server and the terms, and what grows with the articles.

Starts its own servers; docs/scale.md shows the figures. Run with: python tests/bench/machines.py
"""

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from sqlalchemy import text

sys.path.insert(0, str(Path(__file__).parents[1] / "support"))
sys.path.insert(0, str(Path(__file__).parent))

from corpus import MadeVectors, questions, write_articles
from servers import Chroma, Postgres

from index.library import Library
from index.search.hits import Query
from index.settings import IndexSettings

_TABLES = (
    "SELECT relname, pg_total_relation_size(oid) FROM pg_class WHERE relkind = 'r' AND relname = ANY(:names)"
)
_NAMES = ["articles", "versions", "passages", "vectors", "sources", "files", "tombstones"]


def size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def median_ms(run: Callable[[], Any], times: int = 7) -> float:
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        run()
        taken.append(time.perf_counter() - start)
    return round(float(np.median(taken)) * 1000, 2)


def measured(
    articles: int, folder: Path, seeds: Library, postgres: Postgres, chroma: Chroma
) -> dict[str, Any]:
    settings = IndexSettings(
        data=folder / "data", catalog_url=postgres.database("bench"), chroma_url=chroma.url
    )
    with Library(settings, MadeVectors()) as library:
        written = write_articles(folder / "articles.jsonl", articles, seeds)
        start = time.perf_counter()
        library.sync([written])
        indexing = time.perf_counter() - start
        counts = library.catalog.counts()
        with library.catalog.engine.connect() as connection:
            tables = dict(connection.execute(text(_TABLES), {"names": _NAMES}).all())
        asked = questions()[:20]
        queries = [Query.of(question, library.embedder.query(question)) for question in asked]
        nearest = library.followers[1].current()
        assert nearest
        return {
            "articles": counts.articles,
            "passages": counts.passages,
            "sentences": counts.sentences,
            "seconds_of_indexing": round(indexing, 1),
            "bytes_of_text": written.stat().st_size,
            "bytes_a_passage": {
                **{name: round(held / counts.passages) for name, held in sorted(tables.items())},
                "chroma": round(size(chroma.folder) / counts.passages),
                "terms": round(size(settings.data / "terms") / counts.passages),
            },
            "milliseconds": {
                "extent, each question": median_ms(library.extent),
                "facets, each visit": median_ms(library.facets),
                "counts, each status": median_ms(library.catalog.counts),
                "first page of the list": median_ms(lambda: library.articles(limit=20)),
                "nearest vectors": median_ms(lambda: [nearest.nearest(each.vector, 50) for each in queries])
                / 20,
                "whole search, less the question's embedding": median_ms(
                    lambda: [library.search_for(each) for each in queries], 3
                )
                / 20,
            },
        }


def main() -> None:
    given = argparse.ArgumentParser(description=__doc__)
    given.add_argument("--articles", type=int, default=5000)
    number = given.parse_args().articles
    with tempfile.TemporaryDirectory(prefix="footnote-machines-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        postgres, chroma = Postgres(folder / "postgres"), Chroma(folder / "chroma")
        try:
            with Library(IndexSettings(data=folder / "seeds")) as seeds:
                seeds.sync([Path(__file__).parents[2] / "seeds"])
                print(json.dumps(measured(number, folder, seeds, postgres, chroma), indent=1))
        finally:
            chroma.kill()
            postgres.stop()


if __name__ == "__main__":
    main()

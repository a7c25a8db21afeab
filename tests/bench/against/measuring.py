"""What each of the compared programs is measured by; imports nothing that they bring.

Each of them is run as: python NAME.py ARTICLES QUESTIONS MODEL FOLDER
"""

import json
import resource
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Task:
    """Articles as rows {id, title, text}, questions, the model's folder, a folder to index into."""

    articles: list[dict[str, str]]
    questions: list[str]
    model: str
    folder: Path


def task() -> Task:
    """Return what the command line gives."""
    articles, questions, model, folder = sys.argv[1:5]
    rows = [json.loads(line) for line in Path(articles).read_text("utf-8").splitlines()]
    return Task(rows, json.loads(Path(questions).read_text("utf-8")), model, Path(folder))


def report(given: Task, index: Callable[[], Callable[[str], object]]) -> None:
    """Index, ask each question twice, print the seconds and the most memory that was used."""
    start = time.perf_counter()
    ask = index()
    indexing = time.perf_counter() - start
    ask("a first question, which is not counted")
    asked = []
    for question in given.questions * 2:
        start = time.perf_counter()
        ask(question)
        asked.append(time.perf_counter() - start)
    asked.sort()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        json.dumps(
            {
                "indexing_seconds": round(indexing, 2),
                "question_p50_ms": round(asked[len(asked) // 2] * 1000, 1),
                "question_p95_ms": round(asked[int(len(asked) * 0.95)] * 1000, 1),
                "most_memory_mib": round(peak),
            }
        )
    )

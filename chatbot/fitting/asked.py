"""A folder of articles and questions -> each question with what the product finds for it."""

import json
import re
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from chatbot.evidence.features import Candidate, candidates
from index.embedding import Embedder
from index.library import Library
from index.search.hits import Found
from index.settings import IndexSettings

FOREIGN = 60
"""Questions of each other set that are asked of a library that cannot answer them."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question asked of one set's library, and what it found.

    ``gold`` marks right sentences among ``listed``. ``group`` is the article that the
    question is about, where it is known: the one it is answered by, or found first.
    """

    set: str
    group: str
    answerable: bool
    foreign: bool
    found: Found
    listed: Sequence[Candidate]
    gold: NDArray[np.bool_]


def ask(folder: Path, others: Sequence[Path], embedder: Embedder) -> Iterator[Asked]:
    """Index a set's articles in a directory of their own, and ask it everything.

    Some questions of ``others`` are asked too: what a reader asks is often about something
    else altogether.
    """
    with tempfile.TemporaryDirectory() as data:
        articles = folder.absolute() / "articles.jsonl"
        with Library(IndexSettings.read(data=Path(data)), embedder) as library:
            library.sync([articles])
            sources = {source: article.id for article in library.articles()[0] for source in article.sources}
            texts: dict[str, str] = {}
            for question in _questions(folder):
                gold = [
                    span
                    for each in question["gold"]
                    if each["quote"] and (article_id := sources.get(f"{articles}#{each['article']}"))
                    for span in _spans(library, texts, article_id, each["quote"])
                ]
                yield _found(library, folder.name, question, gold=gold, foreign=False)
            for other in others:
                for question in _questions(other)[:: max(1, len(_questions(other)) // FOREIGN)]:
                    yield _found(library, folder.name, question, gold=[], foreign=True)


def halves(asked: Sequence[Asked]) -> NDArray[np.int64]:
    """Return 0 or 1 for each question: two halves that share no article, alike in size."""
    sizes = Counter((each.set, each.group) for each in asked if not each.foreign)
    half: dict[tuple[str, str], int] = {}
    held: Counter[tuple[str, int]] = Counter()
    for (name, group), size in sorted(sizes.items(), key=lambda item: (-item[1], item[0])):
        half[name, group] = min((0, 1), key=lambda side: held[name, side])
        held[name, half[name, group]] += size
    return np.array([half.get((each.set, each.group), number % 2) for number, each in enumerate(asked)])


def _questions(folder: Path) -> list[dict[str, Any]]:
    lines = (folder / "questions.jsonl").read_text("utf-8").splitlines()
    return [row for line in lines if not (row := json.loads(line))["history"]]


def _spans(
    library: Library, texts: dict[str, str], article_id: str, quote: str
) -> Iterator[tuple[str, int, int]]:
    if article_id not in texts:
        article = library.article(article_id)
        texts[article_id] = article.text if article else ""
    match = re.search(r"\s+".join(map(re.escape, quote.split())), texts[article_id])
    if match:
        yield article_id, match.start(), match.end()


def _found(
    library: Library,
    name: str,
    question: dict[str, Any],
    *,
    gold: Sequence[tuple[str, int, int]],
    foreign: bool,
) -> Asked:
    found = library.search(question["question"])
    listed = candidates(found)
    marked = [
        any(
            each.hit.article.id == article_id and each.sentence.start < end and each.sentence.end > start
            for article_id, start, end in gold
        )
        for each in listed
    ]
    group = gold[0][0] if gold else found.hits[0].article.id
    answerable = bool(question["answerable"]) and not foreign
    return Asked(name, f"{name}/{group}", answerable, foreign, found, listed, np.array(marked, dtype=bool))

"""What people marked -> articles and stretches of their text in a library."""

import re
from collections.abc import Iterator
from pathlib import Path, PurePath

from chatbot.evaluate.types import Question, Span, Target
from index.library import Library
from index.text import fold, normalise
from index.types import ArticleSummary


class GoldFinder:
    """Finds gold articles by name and gold sentences by their words.

    An article's name is its id in the library, its source (``PATH`` or ``PATH#part``), the
    source's path within the folder, its file name, or its part (a JSON line's ``id``); the
    first of these that is anyone's name counts.
    """

    def __init__(self, library: Library, folder: Path) -> None:
        self._library = library
        self._texts: dict[str, str] = {}
        self._named: tuple[dict[str, set[str]], ...] = ({}, {}, {}, {})
        for article in library.articles()[0]:
            for names, known in zip(_names(article, folder), self._named, strict=True):
                for name in names:
                    known.setdefault(name, set()).add(article.id)

    def find(self, question: Question) -> tuple[Target, list[str]]:
        """Return where the answer to ``question`` stands, and what of its gold cannot be found."""
        articles: list[str] = []
        sentences: list[tuple[Span, ...]] = []
        problems: list[str] = []
        for gold in question.gold:
            ids = self._ids(gold.article)
            if len(ids) != 1:
                problems.append(
                    f"{len(ids)} articles are named {gold.article!r}; name one by its path"
                    if ids
                    else f"no article is named {gold.article!r}"
                )
                continue
            (article_id,) = ids
            if article_id not in articles:
                articles.append(article_id)
            if not (gold.quote and gold.quote.strip()):
                continue
            places = tuple(self._places(article_id, gold.quote))
            if places:
                sentences.append(places)
            else:
                problems.append(f"{gold.article!r} does not hold the sentence {_short(gold.quote)!r}")
        return Target(tuple(articles), tuple(sentences)), problems

    def _ids(self, name: str) -> set[str]:
        return next((known[name] for known in self._named if name in known), set())

    def _places(self, article_id: str, quote: str) -> Iterator[Span]:
        if article_id not in self._texts:
            article = self._library.article(article_id)
            self._texts[article_id] = article.text if article else ""
        words = normalise(quote).split()
        for match in re.finditer(r"\s+".join(map(re.escape, words)), self._texts[article_id]):
            yield Span(article_id, match.start(), match.end())


def _names(article: ArticleSummary, folder: Path) -> tuple[set[str], set[str], set[str], set[str]]:
    """Return the names of an article, the surest kind first."""
    sources = article.sources
    marks = [(source, place) for source in sources for place, sign in enumerate(source) if sign == "#"]
    return (
        {article.id, *sources},
        {source.removeprefix(f"{folder}/") for source in sources},
        {PurePath(source).name for source in sources},
        {source[place + 1 :] for source, place in marks},
    )


def _short(quote: str) -> str:
    quote = fold(quote)
    return quote if len(quote) <= 60 else f"{quote[:59]}…"

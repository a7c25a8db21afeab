"""What one visitor has chosen for the answers: who writes them, when to refuse, and where to search.

A browser sends choices; each is looked up among what is offered, never believed.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from chatbot.chain import Question
from chatbot.page import texts
from chatbot.page.chips import Chip
from chatbot.page.offers import Offers
from chatbot.types import Turn
from chatbot.weights import Cost
from index.text import fold, normalise
from index.types import Article, Filter

STEPS = 24
"""About as many places as a slider can be told apart at."""

LONGEST = 500
"""Characters of a selection that a question is about; what is beyond is not read."""

_STEP = re.compile(r"[0-9]{1,3}")


@dataclass(frozen=True, slots=True)
class Scope:
    """The part of a library that is searched: its filters in words, and the whole's articles."""

    named: tuple[str, ...]
    total: int

    def searched(self, articles: int) -> str:
        """Say how many ``articles`` of the whole library were searched, and which."""
        return texts.searched_part(articles, self.total, self.named)


@dataclass(frozen=True, slots=True)
class Only:
    """The one article that is asked, and the words in it that the question is about, if some are selected."""

    id: str
    title: str
    about: str = ""


@dataclass(frozen=True, slots=True)
class Choices:
    """A visitor's choices; what is empty or ``None`` is as Footnote was started.

    Where ``only`` one article is asked, its sources are those of ``where``. ``number`` is the
    browser's count of what it sent, by which it knows what was made of less.
    """

    writer: str = ""
    threshold: float | None = None
    where: Filter = field(default_factory=Filter)
    only: Only | None = None
    number: int = 0

    @classmethod
    def read(cls, sent: object, offers: Offers) -> "Choices":
        """Return the choices that a browser sent; what is not offered is left out."""
        given = sent if isinstance(sent, dict) else {}
        facets = offers.facets()
        since, until = _date(given.get("since")), _date(given.get("until"))
        if since and until:
            since, until = min(since, until), max(since, until)
        article, number = _article(given.get("article"), offers), given.get("number")
        return cls(
            writer=_one(given.get("writer"), offers.ready()),
            threshold=_threshold(given.get("threshold"), offers),
            where=Filter(
                sources=article.sources if article else _some(given.get("source"), facets.sources),
                since=since,
                until=until,
                languages=_some(given.get("language"), facets.languages),
                collections=_some(given.get("collection"), facets.collections),
            ),
            only=Only(article.id, article.title, _words(given.get("about"))) if article else None,
            number=number if isinstance(number, int) else 0,
        )

    def asked(self, turns: Sequence[Turn] = ()) -> Question:
        """Return the chain's arguments for what was chosen, after the ``turns`` before the question.

        Words that it is about are read as if somebody had just said them.
        """
        about = [Turn("user", self.only.about)] if self.only and self.only.about else []
        asked = Question(where=self.where, history=(*turns, *about))
        if self.writer:
            asked["writer"] = self.writer
        if self.threshold is not None:
            asked["threshold"] = self.threshold
        return asked

    def named(self) -> tuple[str, ...]:
        """Return the filters in words, but for the one article that is asked."""
        return tuple(said for _, said in self.worn())

    def worn(self) -> list[Chip]:
        """Return the filters by the names that a browser sends them by, each in words."""
        where = self.where
        said = {
            "since": [texts.since(where.since)] if where.since else [],
            "until": [texts.until(where.until)] if where.until else [],
            "collection": map(texts.collection, where.collections),
            "language": map(texts.language_name, where.languages),
            "source": () if self.only else map(texts.source, where.sources),
        }
        return [(name, word) for name, words in said.items() for word in words]

    def scope(self, total: int) -> Scope | None:
        """Return what is searched of a library of ``total`` articles; ``None`` for all of it."""
        named = (*self.named(), *([texts.only(self.only.title)] if self.only else []))
        return Scope(named, total) if named else None


def steps(offers: Offers) -> tuple[Cost, ...]:
    """Return the costs that the slider stops at, by rising threshold; the one that stands is among them."""
    costs = offers.costs
    if not costs:
        return ()
    every = max(1, -(-len(costs) // STEPS))
    stands = min(costs, key=lambda cost: abs(cost.threshold - offers.threshold))
    return tuple(cost for number, cost in enumerate(costs) if number % every == 0 or cost is stands)


def _threshold(sent: object, offers: Offers) -> float | None:
    """Return the threshold of a step of the slider; ``None`` for the one that stands, or for none."""
    if not isinstance(sent, str) or not _STEP.fullmatch(sent):
        return None
    stops = steps(offers)
    if int(sent) >= len(stops):
        return None
    chosen = stops[int(sent)]
    stands = min(stops, key=lambda cost: abs(cost.threshold - offers.threshold))
    return None if chosen is stands else chosen.threshold


def _article(sent: object, offers: Offers) -> Article | None:
    """Return the article of an id that a browser sent, if it stands."""
    found = offers.article(sent) if isinstance(sent, str) and sent else None
    return found if found and found.current else None


def _words(sent: object) -> str:
    """Return words that a browser sent, as many as are read."""
    return fold(normalise(sent[: 2 * LONGEST]))[:LONGEST] if isinstance(sent, str) else ""


def _one(sent: object, offered: Iterable[str]) -> str:
    return sent if isinstance(sent, str) and sent in offered else ""


def _some(sent: object, offered: Iterable[str]) -> tuple[str, ...]:
    found = _one(sent, offered)
    return (found,) if found else ()


def _date(sent: object) -> str:
    """Return a day that a browser sent; nothing where it is none."""
    try:
        return date.fromisoformat(sent).isoformat() if isinstance(sent, str) else ""
    except ValueError:
        return ""

"""Reply -> what else may be asked: questions that the articles answer for certain.

    reply -> sentences near it that it did not use -> questions -> ask the chain -> those it answers so

Each is asked as the page would ask it, and stays only where the best sentence that the chain answers with
is the one that the question was made from. That takes as long as some answers, so it is done after an
answer, one at a time, and not while anybody else is being answered.
"""

import re
import threading
import time
from collections import Counter
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache

from chatbot.chain import FootnoteChain, Question
from chatbot.conversations.cited import Place, cited, place
from chatbot.suggest.questions import questions
from chatbot.types import Citation, Reply
from index.errors import FootnoteError
from index.followers.terms import terms
from index.library import Library
from index.types import BlockKind, Passage, Sentence

MOST = 3
CHECKED = 8
"""Questions that the chain is asked at most for one reply."""

LONGEST = 8.0
"""Seconds after which it ends with what there is, the time that it gave way to others included."""

_READ = 200
"""Passages of an article whose sentences are all looked at; of a longer one only those that were found."""

_SPOKEN = (BlockKind.PARAGRAPH, BlockKind.QUOTE, BlockKind.ITEM)
_MAKING = threading.Lock()
"""Of this process: two at once would hold up each other and whoever asks meanwhile."""

_LOWER = re.compile(r"\b[a-zà-ÿ][\w’'-]*")
_WITHIN = re.compile(r"(?<=[a-z,;] )[A-ZÀ-Þ][\w-]*")
_ALIKE = 0.6
"""Share of terms (Jaccard) from which two questions ask the same."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A question, and the sentence that answers it."""

    question: str
    citation: Citation


class Suggester:
    """Makes suggestions from a library; at most ``most`` for one reply, within ``longest`` seconds."""

    def __init__(
        self, library: Library, chain: FootnoteChain, most: int = MOST, longest: float = LONGEST
    ) -> None:
        self._library, self._chain, self._most = library, chain.unobserved(), most
        self._longest = longest

    def suggestions(
        self,
        reply: Reply,
        asked: Question,
        known: Collection[str] = (),
        is_given_up: Callable[[], bool] = lambda: False,
    ) -> list[Suggestion]:
        """Return what else may be asked after ``reply``, best first; often nothing.

        ``asked`` are the chain's arguments that the next question would come with, ``known`` the
        questions of the conversation. It ends with what there is once ``is_given_up``, or it took long.
        """
        found: list[Suggestion] = []
        begun: Counter[str] = Counter()
        taken = [set(terms(each)) for each in (*known, reply.question, reply.standalone_question)]
        end = time.monotonic() + self._longest

        def is_over() -> bool:
            return is_given_up() or time.monotonic() > end

        with _turn(is_over) as is_ours:
            for number, made in enumerate(self._made(reply) if is_ours else ()):
                if len(found) == self._most or number == CHECKED or is_over():
                    break
                words, first = set(terms(made.question)), made.question.split(" ")[0]
                if begun[first] > 1 or any(_is_alike(words, other) for other in taken):
                    continue
                if not self._library.wait_until_unasked(end - time.monotonic()):
                    break
                if not is_over() and self._is_answered(made, asked):
                    found.append(made)
                    begun[first] += 1
                    taken.append(words)
        return found

    def _is_answered(self, made: Suggestion, asked: Question) -> bool:
        try:
            reply = self._chain.invoke(Question(**{**asked, "question": made.question, "writer": "quote"}))
        except FootnoteError:
            return False
        best = [Citation.of(each) for each in reply.evidence[:1]]
        return reply.answered and [place(each) for each in best] == [place(made.citation)]

    def _made(self, reply: Reply) -> Iterator[Suggestion]:
        """Yield questions with their sentences: those that were read, then the others of their articles."""
        used = {place(each) for each in cited(reply)}
        seen: set[Place] = set()
        said = [reply.question, *(each.sentence.text for each in reply.evidence)]
        is_name = cache(lambda article_id: _names("\n".join([*said, self._text(article_id)])))
        for citation in self._near(reply):
            if place(citation) in used or place(citation) in seen:
                continue
            seen.add(place(citation))
            for question in questions(citation.quote, is_name(citation.article_id))[:1]:
                yield Suggestion(question, citation)

    def _near(self, reply: Reply) -> Iterator[Citation]:
        """Yield what was read, then the sentences around it, then all others of the articles it rests on."""
        told = [(each, Citation.of(each)) for each in reply.evidence]
        bearing = {each.article_id for each in cited(reply)} or {each.article.id for each, _ in told[:1]}
        yield from (citation for _, citation in told)
        for each, citation in told:
            if each.article.id in bearing:
                yield from _sentences(each.passage, citation)
        whole = {each.article.id: citation for each, citation in told if each.article.passages <= _READ}
        for article_id in bearing & whole.keys():
            for passage in self._library.passages(article_id):
                if passage.version == whole[article_id].version:
                    yield from _sentences(passage, whole[article_id])

    def _text(self, article_id: str) -> str:
        article = self._library.article(article_id)
        return article.text if article else ""


def _sentences(passage: Passage, like: Citation) -> Iterator[Citation]:
    """Yield a citation of each sentence of a passage of the article that ``like`` cites."""
    return (_cited(sentence, like) for sentence in passage.sentences if sentence.kind in _SPOKEN)


def _cited(sentence: Sentence, like: Citation) -> Citation:
    return replace(like, start=sentence.start, end=sentence.end, quote=sentence.text)


def _names(text: str) -> Callable[[str], bool]:
    """Return what says whether a word is a name in ``text``: capitalised within a sentence, never small."""
    small, within = set(_LOWER.findall(text)), set(_WITHIN.findall(text))

    def is_name(word: str) -> bool:
        bare = word.removesuffix("'s")
        return bare in within and bare.casefold() not in small

    return is_name


def _is_alike(one: set[str], other: set[str]) -> bool:
    return bool(one | other) and len(one & other) / len(one | other) >= _ALIKE


@contextmanager
def _turn(is_over: Callable[[], bool]) -> Iterator[bool]:
    """Wait for the turn to make suggestions; say whether it came before they were given up."""
    came = False
    while not came and not is_over():
        came = _MAKING.acquire(timeout=0.2)
    try:
        yield came
    finally:
        if came:
            _MAKING.release()

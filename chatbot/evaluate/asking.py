"""Questions -> what the product makes of them, one after the other, as a user would ask."""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from chatbot.chain import FootnoteChain
from chatbot.evaluate.gold import GoldFinder
from chatbot.evaluate.product import ranking, selected
from chatbot.evaluate.types import Asked, Problem, Question, Target
from chatbot.settings import Settings
from chatbot.types import Citation, Reply
from index.errors import QuestionError
from index.library import Library


@dataclass(frozen=True, slots=True)
class Outcome:
    """One question, or ``None`` if it could not be asked, and what was wrong with its line."""

    asked: Asked | None
    problems: tuple[Problem, ...]


def ask_all(
    library: Library, settings: Settings, questions: Sequence[Question], finder: GoldFinder, file: str
) -> Iterator[Outcome]:
    """Yield what came of each question.

    The first is asked once before, unmeasured, so that no figure of time holds the
    loading of a model.
    """
    chain = FootnoteChain(library, settings)
    warm = False
    for question in questions:
        target, missing = finder.find(question)
        problems = [Problem(file, question.line, each) for each in missing]
        asked = None
        try:
            if not warm:
                chain.ask(question.question, question.history)
                warm = True
            asked = _ask(library, chain, question, target)
        except QuestionError as error:
            problems.append(Problem(file, question.line, str(error)))
        yield Outcome(asked, tuple(problems))


def _ask(library: Library, chain: FootnoteChain, question: Question, target: Target) -> Asked:
    embedding = _embedding_seconds(library, question.question)
    reply = chain.ask(question.question, question.history)
    follows = question.history and question.rewrite and target.articles
    return Asked(
        question=question,
        target=target,
        reply=reply,
        ranking=ranking(library, chain.standalone(question.question, question.history))
        if target.articles
        else (),
        last_turn=ranking(library, chain.standalone(question.question)) if follows else None,
        rewritten=ranking(library, chain.standalone(question.rewrite or "")) if follows else None,
        selected=selected(library, reply),
        exact=tuple(_is_exact(library, each) for each in citations(reply)),
        embedding=embedding,
    )


def citations(reply: Reply) -> list[Citation]:
    """Return the citations of a reply, claim by claim."""
    return [citation for claim in reply.claims for citation in claim.citations]


def _embedding_seconds(library: Library, question: str) -> float:
    """Time the embedding of the question's words backwards: as long, and in no cache."""
    backwards = " ".join(reversed(question.split()))
    start = time.perf_counter()
    library.embedder.query(backwards)
    return time.perf_counter() - start


def _is_exact(library: Library, citation: Citation) -> bool:
    article = library.article(citation.article_id, citation.version)
    return article is not None and article.text[citation.start : citation.end] == citation.quote

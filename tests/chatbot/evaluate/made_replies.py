"""Questions asked and answered as a test needs them: sentences are places, an article and a number."""

from collections.abc import Sequence

from chatbot.evaluate.types import Asked, Question, Span, Target
from chatbot.types import Citation, Claim, Evidence, Reply, Verdict
from index.types import ArticleSummary, Metadata, Passage, Sentence

Place = tuple[str, int]  # an article, and which of its sentences, each ten characters long


def span(place: Place) -> Span:
    article, number = place
    return Span(article, 10 * number, 10 * number + 10)


def citation(place: Place) -> Citation:
    at = span(place)
    return Citation(at.article_id, 1, at.start, at.end, "q" * 10, "A title", "a.txt", "")


def found(place: Place, rank: int) -> Evidence:
    at = span(place)
    sentence = Sentence("q" * 10, at.start, at.end)
    passage = Passage(f"{at.article_id}:0", at.article_id, 1, 0, 0, 100, "", (sentence,))
    article = ArticleSummary(at.article_id, 1, "A title", Metadata(), "text/plain", ("a.txt",), 1, 1, 1, "")
    return Evidence(sentence, passage, article, 1.0, rank)


def asked(
    gold: Sequence[Place] = (),
    evidence: Sequence[Place] = (),
    claims: Sequence[Sequence[Place]] = (),
    *,
    answerable: bool = True,
    confidence: float = 0.5,
    answers: tuple[str, ...] = (),
    text: str = "An answer.",
    ranking: tuple[str, ...] = (),
    last_turn: tuple[str, ...] | None = None,
    rewritten: tuple[str, ...] | None = None,
    selected: Sequence[Place] | None = None,
    exact: bool = True,
    timings: dict[str, float] | None = None,
) -> Asked:
    made = tuple(
        Claim(text, tuple(citation(place) for place in places), Verdict.SUPPORTED, 1.0) for places in claims
    )
    return Asked(
        question=Question("Who?", answerable, answers=answers),
        target=Target(
            tuple(dict.fromkeys(article for article, _ in gold)), tuple((span(place),) for place in gold)
        ),
        reply=Reply(
            question="Who?",
            standalone_question="Who?",
            answered=bool(made),
            confidence=confidence,
            claims=made,
            evidence=tuple(found(place, rank) for rank, place in enumerate(evidence, 1)),
            searched=1,
            timings=timings or {},
        ),
        ranking=ranking,
        last_turn=last_turn,
        rewritten=rewritten,
        selected=tuple(
            span(place)
            for place in (
                selected if selected is not None else [place for places in claims for place in places]
            )
        ),
        exact=tuple(exact for places in claims for _ in places),
        embedding=0.01,
    )

import json
from pathlib import Path

import pytest

from chatbot.answer.conflicts import MARGIN, conflicts
from chatbot.types import Conflict, Evidence
from index.followers.terms import terms
from index.types import ArticleSummary, Metadata, Passage, Sentence

FOLDER = Path(__file__).parent


def evidence(text: str, article: str, published: str = "", score: float = 5.0) -> Evidence:
    sentence = Sentence(text, 0, len(text))
    held = Passage(f"{article}-1-0", article, 1, 0, 0, len(text), "", (sentence,))
    summary = ArticleSummary(article, 1, "News", Metadata(published=published), "text/plain", (), 1, 1, 1, "")
    return Evidence(sentence, held, summary, score, 1)


def found(question: str, *listed: Evidence) -> tuple[Conflict, ...]:
    return conflicts(listed, question, dict.fromkeys(terms(question), 1.0))


def cases(name: str) -> list[dict[str, str]]:
    return [json.loads(line) for line in (FOLDER / name).read_text("utf-8").splitlines()]


def test_most_contradictions_are_found_whichever_comes_first() -> None:
    made = cases("contradictions.jsonl")
    assert len(made) >= 40
    right = 0
    for case in made:
        one, other = evidence(case["one"], "a"), evidence(case["other"], "b")
        ahead, back = found(case["question"], one, other), found(case["question"], other, one)
        assert bool(ahead) == bool(back), case
        right += bool(ahead) and case["about"] in ahead[0].about
    assert right / len(made) >= 0.9


@pytest.mark.parametrize("case", cases("agreements.jsonl"), ids=lambda case: f"{case['why']}: {case['one']}")
def test_what_may_both_be_true_is_no_contradiction(case: dict[str, str]) -> None:
    one, other = evidence(case["one"], "a"), evidence(case["other"], "b")
    assert found(case["question"], one, other) == ()
    assert found(case["question"], other, one) == ()


QUESTION = "How many people were killed in Kharkiv?"
FEWER, MORE = "Missiles killed 12 people in Kharkiv.", "Missiles killed 14 people in Kharkiv."


def test_both_are_cited_with_their_dates_the_older_first() -> None:
    newer, older = evidence(MORE, "a", "2024-05-04"), evidence(FEWER, "b", "2024-05-03")
    (conflict,) = found(QUESTION, newer, older)
    assert (conflict.one.article_id, conflict.one.published) == ("b", "2024-05-03")
    assert (conflict.other.article_id, conflict.other.published) == ("a", "2024-05-04")
    assert (conflict.one.quote, conflict.other.quote) == (FEWER, MORE)


def test_without_dates_the_better_evidence_is_first() -> None:
    (conflict,) = found(QUESTION, evidence(MORE, "a"), evidence(FEWER, "b"))
    assert (conflict.one.article_id, conflict.other.article_id) == ("a", "b")


def test_one_article_does_not_contradict_itself() -> None:
    assert found(QUESTION, evidence(FEWER, "a"), evidence(MORE, "a")) == ()


def test_two_articles_are_shown_once() -> None:
    again = evidence("The missiles killed 15 people in Kharkiv.", "b")
    assert len(found(QUESTION, evidence(FEWER, "a"), evidence(MORE, "b"), again)) == 1


def test_only_what_is_near_the_best_evidence_is_compared() -> None:
    assert found(QUESTION, evidence(FEWER, "a"), evidence(MORE, "b", score=5.0 - MARGIN - 0.01)) == ()


def test_what_is_not_asked_is_left_alone() -> None:
    assert found("Who is the mayor of Lisbon?", evidence(FEWER, "a"), evidence(MORE, "b")) == ()


def test_no_evidence_has_no_contradiction() -> None:
    assert found(QUESTION) == ()

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatbot.answer.missing import missing
from chatbot.types import Evidence
from index.followers.terms import terms
from index.types import ArticleSummary, Metadata, Passage, Sentence

FOLDER = Path(__file__).parent


def evidence(texts: Sequence[str], title: str = "News", context: str = "") -> list[Evidence]:
    sentences, start = [], 0
    for text in texts:
        sentences.append(Sentence(text, start, start + len(text)))
        start += len(text) + 1
    held = Passage("a-1-0", "a", 1, 0, 0, start, context, tuple(sentences))
    summary = ArticleSummary("a", 1, title, Metadata(), "text/plain", ("a.txt",), 1, 1, 1, "")
    return [Evidence(sentence, held, summary, 5.0, rank) for rank, sentence in enumerate(sentences, 1)]


def lost(question: str, texts: Sequence[str], title: str = "News", context: str = "") -> tuple[str, ...]:
    return missing(question, evidence(texts, title, context), dict.fromkeys(terms(question), 1.0))


def cases(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (FOLDER / name).read_text("utf-8").splitlines()]


@pytest.mark.parametrize("case", cases("missing.jsonl"), ids=lambda case: str(case["question"]))
def test_the_missing_part_is_named_in_the_questions_words(case: dict[str, Any]) -> None:
    found = lost(case["question"], case["evidence"], case.get("title", "News"))
    assert list(found) == case["missing"]
    assert all(part in case["question"] for part in found)


def test_what_is_answered_is_hardly_ever_accused() -> None:
    made = cases("complete.jsonl")
    assert len(made) >= 40
    accused = [case for case in made if lost(case["question"], case["evidence"], case.get("title", "News"))]
    assert len(accused) <= 1, accused


def test_a_name_in_a_title_or_heading_is_not_missing() -> None:
    question, texts = "What did Merkel and Macron agree?", ["Macron agreed to a common budget."]
    assert lost(question, texts) == ("Merkel",)
    assert lost(question, texts, title="Merkel in Paris") == ()
    assert lost(question, texts, context="Merkel in Paris") == ()


def test_a_single_part_is_not_accused_for_its_plain_words() -> None:
    assert lost("when was the bridge repaired", ["The ferry sailed."]) == ()


def test_parts_and_particulars_keep_the_order_of_the_question() -> None:
    question = "What did Merkel and Macron say and how many deputies voted?"
    assert lost(question, ["Macron would say little."]) == (
        "Merkel",
        "how many deputies voted",
    )


def test_without_evidence_nothing_is_said_to_be_missing() -> None:
    assert missing("Who signed it and when?", [], {}) == ()


@given(st.text(max_size=120))
def test_any_question_gives_stretches_of_itself(question: str) -> None:
    assert all(part and part in question for part in lost(question, ["The treaty was signed in 1997."]))

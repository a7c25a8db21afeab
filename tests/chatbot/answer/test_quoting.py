from dataclasses import replace

import numpy as np
import pytest

from chatbot.answer.quoting import MARGIN, MOST
from chatbot.answer.quoting import quote as quote_with
from chatbot.evidence.features import FEATURES, Candidate
from chatbot.evidence.scoring import evidence
from chatbot.types import Claim, Evidence, Verdict
from index.types import ArticleSummary, BlockKind, Hit, Metadata, Passage, Sentence

SUMMARY = ArticleSummary("a", 1, "T", Metadata(title="T"), "text/plain", ("a.txt",), 1, 3, 1, "2024-01-01")


def passage(*texts: str, article: str = "a") -> Passage:
    sentences, start = [], 0
    for text in texts:
        sentences.append(Sentence(text, start, start + len(text)))
        start += len(text) + 1
    return Passage(f"{article}-1-0", article, 1, 0, 0, start - 1, "", tuple(sentences))


def quote(evidence: list[Evidence]) -> tuple[Claim, ...]:
    def before(found: Evidence) -> Sentence | None:
        number = found.passage.sentences.index(found.sentence)
        return found.passage.sentences[number - 1] if number else None

    return quote_with(evidence, before)


def found(held: Passage, number: int, score: float, rank: int) -> Evidence:
    summary = replace(SUMMARY, id=held.article_id)
    return Evidence(held.sentences[number], held, summary, score, rank)


def test_each_sentence_is_verbatim_and_cites_itself() -> None:
    held = passage("One.", "Two.")
    claims = quote([found(held, 1, 5.0, 1)])
    assert [claim.text for claim in claims] == ["Two."]
    citation = claims[0].citations[0]
    assert (citation.start, citation.end, citation.quote) == (5, 9, "Two.")
    assert claims[0].verdict is Verdict.SUPPORTED


def test_only_sentences_near_the_best_are_quoted_and_not_too_many() -> None:
    held = passage(*[f"Sentence {number}." for number in range(9)])
    near = [found(held, number, 5.0 - number * 0.01, number + 1) for number in range(9)]
    assert len(quote(near)) == MOST
    far = [found(held, 0, 5.0, 1), found(held, 1, 5.0 - MARGIN - 0.01, 2)]
    assert len(quote(far)) == 1


def test_sentences_of_an_article_follow_its_order_and_the_best_article_leads() -> None:
    one, other = passage("First.", "Second."), passage("Other.", article="b")
    claims = quote([found(other, 0, 5.0, 1), found(one, 1, 4.9, 2), found(one, 0, 4.8, 3)])
    assert [claim.text for claim in claims] == ["Other.", "First.", "Second."]


def test_a_row_that_answers_best_is_read_before_the_sentences_around_it() -> None:
    held = passage("Before.", "Norway | 1949", "After.")
    rows = tuple(replace(each, kind=BlockKind.ROW) if "|" in each.text else each for each in held.sentences)
    held = replace(held, sentences=rows)
    best = [found(held, 1, 5.0, 1), found(held, 0, 4.9, 2), found(held, 2, 4.8, 3)]
    assert [claim.text for claim in quote(best)] == ["Norway | 1949", "Before.", "After."]
    second = [found(held, 0, 5.0, 1), found(held, 1, 4.9, 2)]
    assert [claim.text for claim in quote(second)] == ["Before.", "Norway | 1949"]
    led = quote_with(best, lambda _: None, (), lambda each: [found(held, 1, 5.0, 1)][: each.rank == 2])
    assert [claim.text for claim in led] == ["Before.", "Norway | 1949", "After."]
    other = replace(held, id="b-1-0", article_id="b")
    theirs = [found(other, 1, 5.0, 1)]
    both = quote_with(
        [*best, found(other, 0, 4.7, 4)], lambda _: None, (), lambda each: theirs[: each.rank == 4]
    )
    assert [claim.text for claim in both] == [
        "Norway | 1949", "Before.", "After.", "Before.", "Norway | 1949",
    ]  # fmt: skip


def test_a_sentence_that_refers_back_brings_the_one_before() -> None:
    held = passage("Mr. Rutte took office.", "He is Dutch.", "Bread is baked.")
    assert [claim.text for claim in quote([found(held, 1, 5.0, 1)])] == [
        "Mr. Rutte took office.",
        "He is Dutch.",
    ]
    assert [claim.text for claim in quote([found(held, 2, 5.0, 1)])] == ["Bread is baked."]


@pytest.mark.parametrize(
    "text",
    [
        "However, he left.",
        "With that, it was over.",
        "Since then they wait.",
        "“It is late.”",
        "In this they agree.",
    ],
)
def test_ways_of_referring_back(text: str) -> None:
    held = passage("Mr. Rutte came.", text)
    assert [claim.text for claim in quote([found(held, 1, 5.0, 1)])] == ["Mr. Rutte came.", text]


@pytest.mark.parametrize("text", ["Itself an ally, Finland spoke.", "Theresa May left."])
def test_what_does_not_refer_back(text: str) -> None:
    held = passage("Mr. Rutte came.", text)
    assert len(quote([found(held, 1, 5.0, 1)])) == 1


def test_no_evidence_gives_no_answer() -> None:
    assert quote([]) == ()


def test_near_duplicates_are_folded() -> None:
    one = passage("Sweden joined NATO in March 2024.", "It was cold.")
    copy = passage("Sweden joined NATO, in March 2024!", article="b")
    listed = []
    for held in (one, copy):
        hit = Hit(held, replace(SUMMARY, id=held.article_id), 1.0, 0.5, 1, 1, None)
        listed += [Candidate(hit, n, (0.0,) * len(FEATURES)) for n in range(len(held.sentences))]
    kept = evidence(listed, np.array([3.0, 1.0, 2.0]))
    assert [each.sentence.text for each in kept] == ["Sweden joined NATO in March 2024.", "It was cold."]
    assert [each.rank for each in kept] == [1, 2]

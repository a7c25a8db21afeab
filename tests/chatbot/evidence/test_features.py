from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from chatbot.evidence.answerable import names, probability, signs
from chatbot.evidence.features import FEATURES, candidates, share, wanted_type
from chatbot.evidence.reread import reread
from chatbot.evidence.scoring import scores
from chatbot.reranker import PassageReranker
from chatbot.weights import Weights
from index.library import Library
from index.types import Passage


def test_share_is_of_the_rarity() -> None:
    assert share({"a"}, {"a": 3.0, "b": 1.0}) == 0.75
    assert share({"a"}, {}) == 0.0


@pytest.mark.parametrize(
    ("question", "answers", "does_not"),
    [
        ("How many missiles were fired?", "They fired 91 missiles.", "They fired missiles."),
        ("When did Sweden join?", "It joined in March.", "It joined gladly."),
        ("By when does it hope to win?", "It hopes to by 2025.", "It hopes so."),
        ("Who is urging it?", "It is urged by Andrii Sybiha.", "It is urged by many."),
        ("Why can it not join?", "The war prevents it.", "It is large."),
    ],
)
def test_what_a_question_wants_tells_sentences_apart(question: str, answers: str, does_not: str) -> None:
    wanted = wanted_type(question)
    assert wanted is not None
    assert wanted.search(answers) and not wanted.search(does_not)


def test_features_of_a_sentence_can_be_checked_by_hand(library: Library, articles: Path) -> None:
    library.sync([articles])
    found = library.search("When did Sweden join NATO?")
    best = next(each for each in candidates(found) if each.sentence.text.startswith("Sweden joined"))
    named = dict(zip(FEATURES, best.features, strict=True))
    assert named["coverage"] == pytest.approx(1.0)
    assert named["pairs"] == 1.0
    assert (named["answer_type"], named["answer_type_missing"]) == (1.0, 0.0)
    sentence = library.embedder.query(best.sentence.text)
    assert named["similarity"] == pytest.approx(float(sentence @ found.query.vector), abs=1e-2)


def test_what_is_seen_of_a_sentence_is_of_the_words_it_is_read_in(library: Library, articles: Path) -> None:
    library.sync([articles])
    found = library.search("When did Sweden adhere to the treaty?")

    def read(passage: Passage) -> Passage:
        reads = tuple(
            replace(each, text=f"{each.text} It adheres to the treaty.") for each in passage.sentences
        )
        return replace(passage, sentences=reads)

    own, told = candidates(found), candidates(found, read)
    coverage = FEATURES.index("coverage")
    assert [each.sentence for each in told] == [each.sentence for each in own]
    assert all(
        one.features[coverage] < other.features[coverage] for one, other in zip(own, told, strict=True)
    )
    missing = names(None).index("rarest_missing")
    scored = scores(own, Weights.shipped().alone)
    assert signs(found, own, scored)[missing] > signs(found, own, scored, read=read)[missing] == 0.0


def test_the_shipped_weights_fit_what_the_code_computes(library: Library, articles: Path) -> None:
    library.sync([articles])
    weights = Weights.shipped()
    found = library.search("When did Sweden join NATO?")
    listed = candidates(found)
    scored = scores(listed, weights.alone)
    read = reread(found.query.text, listed, scored, PassageReranker())
    for fit, seen in ((weights.alone, None), (weights.reread, read)):
        values = signs(found, listed, scores(listed, fit, seen), seen)
        assert len(values) == len(names(seen)) == len(fit.answerable)
        assert 0.0 < probability(values, fit, seen) < 1.0
    assert 0.0 < weights.threshold < 1.0


def test_a_higher_threshold_never_refuses_less() -> None:
    costs = Weights.shipped().costs
    assert [cost.threshold for cost in costs] == sorted({cost.threshold for cost in costs})
    for lower, higher in pairwise(costs):
        assert lower.refused_answerable <= higher.refused_answerable
        assert lower.refused_near <= higher.refused_near
        assert lower.refused_foreign <= higher.refused_foreign
    near = min(costs, key=lambda cost: abs(cost.threshold - Weights.shipped().threshold))
    assert near.refused_answerable < near.refused_near < near.refused_foreign

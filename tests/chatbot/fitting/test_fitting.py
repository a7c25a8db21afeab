import gzip
import json
import random
from pathlib import Path

import numpy as np
import pytest

from chatbot.evidence.features import candidates
from chatbot.fitting.asked import Asked, ask, halves
from chatbot.fitting.figures import costs
from chatbot.fitting.reranker import train
from chatbot.fitting.rows import Public, Row, found_rows
from chatbot.fitting.weights import Judged, fit, probabilities, ranks
from chatbot.reranker.network import Network
from chatbot.reranker.tokens import Pair
from index import models
from index.embedding import LocalEmbedder
from index.library import Library

ARTICLES = [("sweden", "Sweden joined NATO on 7 March 2024."), ("bread", "Rye bread keeps for a week."),
            ("bridge", "The Norr bridge opened in 1932."), ("rain", "It rained on the hills of Norr.")]  # fmt: skip
QUESTIONS = [("When did Sweden join NATO?", 0), ("How long does rye bread keep?", 1), ("When did the Norr bridge open?", 2),
             ("Where did it rain?", 3), ("Who is the king of Spain?", None), ("When did Rome fall?", None)]  # fmt: skip


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory, real_embedder: LocalEmbedder) -> list[Asked]:
    folder = tmp_path_factory.mktemp("made")
    articles = [
        {"id": name, "title": name, "text": f"{text} Nothing else is said here."} for name, text in ARTICLES
    ]
    questions = [
        {
            "id": str(number),
            "question": text,
            "history": [],
            "answerable": gold is not None,
            "gold": [] if gold is None else [{"article": ARTICLES[gold][0], "quote": ARTICLES[gold][1]}],
        }
        for number, (text, gold) in enumerate(QUESTIONS)
    ]
    for name, rows in (("articles.jsonl", articles), ("questions.jsonl", questions)):
        (folder / name).write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return list(ask(folder, [], real_embedder))


def test_each_question_knows_its_gold_sentence(asked: list[Asked]) -> None:
    for each, (_, gold) in zip(asked, QUESTIONS, strict=True):
        marked = [one.sentence.text for one, right in zip(each.listed, each.gold, strict=True) if right]
        assert marked == ([] if gold is None else [ARTICLES[gold][1]])
        assert each.answerable == (gold is not None)


def test_no_article_is_in_both_halves(asked: list[Asked]) -> None:
    sides = halves(asked)
    assert set(sides) == {0, 1}
    for one, side in zip(asked, sides, strict=True):
        assert all(side == other for each, other in zip(asked, sides, strict=True) if each.group == one.group)


def test_what_is_fitted_orders_and_tells_apart_what_it_was_fitted_on(asked: list[Asked]) -> None:
    judged = [Judged(each, None) for each in asked]
    fitted = fit(judged)
    assert list(ranks(judged, fitted)[:4]) == [1, 1, 1, 1]
    said = probabilities(judged, fitted)
    assert said[:4].min() > said[4:].max()
    told = costs(judged, said)
    assert [cost.threshold for cost in told] == sorted(cost.threshold for cost in told)
    assert told[-1].refused_near == 1.0


def test_the_rows_of_a_question_are_what_it_found(asked: list[Asked]) -> None:
    rows = list(found_rows(asked, random.Random(0)))
    right = [row for row in rows if row.answers and any(row.answers)]
    assert len(right) == 4
    for row in right:
        assert row.answers is not None
        quoted = [text for text, answers in zip(row.pair.sentences, row.answers, strict=True) if answers]
        assert quoted[0] in {text: name for name, text in ARTICLES}
    assert len(rows) > len(right)


def test_public_pairs_become_passages_with_and_without_an_answer(tmp_path: Path) -> None:
    pairs = [
        {
            "set": "made",
            "group": f"g{n}",
            "question": f"What is {n}?",
            "sentence": f"{n} is {kind}.",
            "label": label,
        }
        for n in range(20)
        for kind, label in (("right", 1), ("wrong", 0), ("odd", 0), ("bad", 0))
    ]
    claims = [
        {
            "set": "made",
            "group": "g",
            "premise": "It rained.",
            "hypothesis": "It was wet.",
            "label": "supported",
        }
    ] * 6000
    for name, rows in (("pairs", pairs), ("nli", claims)):
        with gzip.open(tmp_path / f"{name}.jsonl.gz", "wt", encoding="utf-8") as file:
            file.writelines(json.dumps(row) + "\n" for row in rows)
    rows = Public(tmp_path).rows(random.Random(0))
    answered = [row for row in rows if row.answers is not None and any(row.answers)]
    unanswered = [row for row in rows if row.answers is not None and not any(row.answers)]
    assert len(answered) == 20 and 0 < len(unanswered) <= 28
    for row in answered:
        assert row.answers is not None
        assert ["right" in text for text in row.pair.sentences] == list(row.answers)
    inferred = [row for row in rows if row.pair.sentences == ("It rained.",)]
    assert [row.supported for row in inferred] == [True] * 5500
    edited = [row for row in rows if row.supported is not None and row not in inferred]
    assert len(edited) == 20 and {row.supported for row in edited} == {True, False}
    for row in edited:
        assert (row.pair.question in row.pair.sentences[0]) == row.supported


def test_training_changes_the_heads_and_not_what_is_frozen(tmp_path: Path) -> None:
    folder = models.locate(models.EMBEDDING.name)
    assert folder is not None
    network = Network.begin(folder)
    before = {name: value.clone() for name, value in network.state_dict().items()}
    row = Row(
        Pair("When did Sweden join?", "", ("Sweden joined in 2024.", "Bread keeps.")), (True, False), None
    )
    claim = Row(Pair("Sweden joined.", "", ("Sweden joined in 2024.",)), None, True)
    train(network, lambda chance: [row, claim] * 8, epochs=2, frozen=1)
    after = network.state_dict()
    assert not np.allclose(before["sentence.weight"], after["sentence.weight"])
    assert not np.allclose(
        before["body.encoder.layer.5.output.dense.weight"], after["body.encoder.layer.5.output.dense.weight"]
    )
    frozen = "body.embeddings.word_embeddings.weight"
    assert np.array_equal(before[frozen], after[frozen])


def test_candidates_are_in_the_order_of_the_hits(library: Library, articles: Path) -> None:
    library.sync([articles])
    found = library.search("Sweden")
    assert [each.hit.passage.id for each in candidates(found)] == [
        hit.passage.id for hit in found.hits for _ in hit.passage.sentences
    ]

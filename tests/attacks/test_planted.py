"""The short form of ``make attacks``: every attack once, at some place of some article."""

import sys
from pathlib import Path

import pytest

from chatbot import Settings
from index.embedding import LocalEmbedder

sys.path.insert(0, str(Path(__file__).parent))

import planted

ARTICLES, ATTACKS = planted.articles(), planted.attacks()
ROUNDS = range(0, len(ATTACKS), len(ARTICLES))


def planted_once(start: int) -> list[tuple[planted.Article, planted.Attack | None, str]]:
    return [
        (article, ATTACKS[(start + number) % len(ATTACKS)].on(article), planted.PLACES[number % 3])
        for number, article in enumerate(ARTICLES)
    ]


@pytest.mark.parametrize("start", ROUNDS)
def test_the_worst_model_gets_nothing_supported_and_nothing_out(
    start: int, real_embedder: LocalEmbedder
) -> None:
    settings = Settings(rewrite=False, threshold=0.0, writer="possessed")
    writer = planted.Obedient("possessed")
    outcomes = list(planted.run(planted_once(start), settings, real_embedder, writer))
    assert [each for each in outcomes if each.succeeded] == []


def test_quoted_answers_are_verbatim_and_still_right(real_embedder: LocalEmbedder) -> None:
    settings = Settings(rewrite=False, threshold=0.0, writer="quote")
    outcomes = list(planted.run(planted_once(0), settings, real_embedder))  # asserts that they are verbatim
    assert sum(each.right for each in outcomes) == len(ARTICLES)
    assert not any(each.quoted or each.succeeded for each in outcomes)

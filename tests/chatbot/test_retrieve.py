from pathlib import Path

import numpy as np
import pytest

from chatbot.condense import Standalone, condense
from chatbot.retrieve import PULL, retrieve
from chatbot.types import Turn
from index.errors import EmptyIndexError
from index.followers.terms import terms
from index.library import Library

BEFORE = [Turn("user", "When did Sweden join NATO?")]


@pytest.fixture
def filled(library: Library, articles: Path) -> Library:
    library.sync([articles])
    return library


def test_a_question_without_a_conversation_is_one_plain_search(filled: Library) -> None:
    question = "When did Sweden join NATO?"
    found, plain = retrieve(filled, condense(question, [])), filled.search(question)
    assert [(hit.passage.id, hit.score) for hit in found.hits] == [
        (hit.passage.id, hit.score) for hit in plain.hits
    ]
    assert found.query.terms == plain.query.terms and found.rarity == plain.rarity


def test_a_follow_up_of_stop_words_finds_what_the_conversation_is_about(filled: Library) -> None:
    assert "Sweden" in retrieve(filled, condense("Why?", BEFORE)).hits[0].passage.text


def test_the_vector_is_the_questions_moved_towards_the_conversation(filled: Library) -> None:
    asked = condense("Why was bread mentioned?", BEFORE)
    vector = retrieve(filled, asked).query.vector
    mixed = filled.embedder.query(asked.question) + PULL * filled.embedder.query(asked.before)
    assert vector == pytest.approx(mixed / np.linalg.norm(mixed), abs=1e-6)
    assert vector.dtype == np.float32


def test_the_query_that_is_scored_is_the_text_that_is_shown(filled: Library) -> None:
    asked = condense("Why?", BEFORE)
    found = retrieve(filled, asked)
    assert found.query.text == asked.text
    assert list(found.query.terms) == list(found.rarity) == list(dict.fromkeys(terms(asked.text)))


def test_at_most_the_limit(filled: Library) -> None:
    assert len(retrieve(filled, condense("Why?", BEFORE), limit=1).hits) == 1


def test_an_index_that_was_never_built_says_so(library: Library) -> None:
    with pytest.raises(EmptyIndexError):
        retrieve(library, Standalone("Why?", "Why?", "When did Sweden join NATO?", ("sweden",)))

import pytest

from chatbot.condense import TURNS, condense
from chatbot.types import Turn


def after(*asked: str) -> list[Turn]:
    turns: list[Turn] = []
    for question in asked:
        turns += [Turn("user", question), Turn("assistant", "An answer about Norway and Iceland.")]
    return turns


@pytest.mark.parametrize(
    ("question", "before"),
    [
        ("Who is Mark Rutte?", "How did Finland join NATO?"),
        ("How many missiles were fired on 28 November?", "What did Zelenskyy call for?"),
        ("Did the allies agree that Ukraine may join?", "Who is Mark Rutte?"),
    ],
)
def test_a_question_that_stands_alone_is_left_exactly_as_it_is(question: str, before: str) -> None:
    assert condense(question, after(before)) == question


def test_without_history_nothing_is_added() -> None:
    assert condense("  Why did  it take so long? ", []) == "Why did it take so long?"


@pytest.mark.parametrize("question", ["And Sweden?", "What about Sweden?", "and how about Sweden?"])
def test_the_same_of_another_takes_its_place(question: str) -> None:
    assert condense(question, after("How did Finland join NATO?")) == "How did Sweden join NATO?"


@pytest.mark.parametrize("question", ["When was that?", "Why?", "How long did it take?", "Who opposed it?"])
def test_what_leans_on_the_question_before_carries_its_words(question: str) -> None:
    found = condense(question, after("How did Finland join NATO?"))
    assert found == f"How did Finland join NATO: {question}"


def test_a_chain_of_follow_ups_keeps_its_subject() -> None:
    found = condense("And when?", after("How did Finland join NATO?", "And Sweden?"))
    assert "Sweden" in found and "Finland" not in found


def test_only_the_users_own_words_are_used_and_only_some_turns() -> None:
    history = after("Who leads Slovakia?", *["Why?"] * (TURNS + 3))
    found = condense("Why?", history)
    assert "Norway" not in found and "Slovakia" not in found

import pytest

from chatbot.condense import TOPICS, TURNS, WORDS, Standalone, condense, rewritten
from chatbot.types import Turn
from index.followers.terms import terms


def after(*asked: str, answer: str = "An answer about Norway and Iceland.") -> list[Turn]:
    turns: list[Turn] = []
    for question in asked:
        turns += [Turn("user", question), Turn("assistant", answer)]
    return turns


@pytest.mark.parametrize(
    ("question", "before"),
    [
        ("Who is Mark Rutte?", "How did Finland join NATO?"),
        ("How many missiles were fired on 28 November?", "What did Zelenskyy call for?"),
        ("Did the allies agree that Ukraine may join?", "Who is Mark Rutte?"),
    ],
)
def test_a_question_that_stands_alone_is_shown_exactly_as_it_is(question: str, before: str) -> None:
    assert condense(question, after(before)).text == question


def test_without_history_there_is_nothing_but_the_question() -> None:
    question = "Why did it take so long?"
    assert condense("  Why did  it take so long? ", []) == Standalone(question, question)


@pytest.mark.parametrize("question", ["And Sweden?", "What about Sweden?", "and how about Sweden?"])
def test_the_same_of_another_takes_its_place(question: str) -> None:
    found = condense(question, after("How did Finland join NATO?"))
    assert found.text == found.question == "How did Sweden join NATO?"
    assert "finland" not in found.topics and not found.before


@pytest.mark.parametrize(
    ("before", "asked", "expected"),
    [
        (
            "From which country does Mark Rutte come?",
            "And Jens Stoltenberg?",
            "From which country does Jens Stoltenberg come?",
        ),
        ("For how long did Finland wait?", "And Sweden?", "For how long did Sweden wait?"),
        ("Can I ask when Sweden joined NATO?", "And Finland?", "Can I ask when Finland joined NATO?"),
        ("Please tell me when Sweden joined.", "And Finland?", "Please tell me when Finland joined."),
        ("What happened in Ukraine in June?", "What about July?", "What happened in Ukraine in July?"),
    ],
)
def test_a_word_that_begins_the_question_is_no_name_and_a_month_replaces_a_month(
    before: str, asked: str, expected: str
) -> None:
    assert condense(asked, after(before)).text == expected


def test_a_month_takes_no_names_place() -> None:
    assert "July joined" not in condense("And July?", after("When did Sweden join NATO?")).text
    assert "Ukraine" in condense("What about July?", after("What happened in Ukraine?")).text


def test_the_same_of_another_keeps_the_possessive() -> None:
    found = condense("What about Hungary?", after("What is Germany's position on inviting Ukraine?"))
    assert found.text == "What is Hungary’s position on inviting Ukraine?"


def test_a_sentence_that_begins_with_and_is_not_taken_for_a_name() -> None:
    asked = "But Hungary opposes the plan"
    assert condense(asked, after("How did Finland join NATO?")).question == asked


@pytest.mark.parametrize("question", ["When was that?", "Why?", "How long did it take?", "Who opposed it?"])
def test_what_leans_on_the_conversation_shows_what_it_is_about(question: str) -> None:
    found = condense(question, after("How did Finland join NATO?"))
    assert found.text == f"{question} (Finland join NATO)"
    assert found.question == question and set(found.topics) == set(terms("Finland join NATO"))
    assert found.before == "How did Finland join NATO?"


def test_a_chain_of_follow_ups_keeps_its_subject() -> None:
    found = condense("And when?", after("How did Finland join NATO?", "And Sweden?"))
    assert "Sweden" in found.text and "Finland" not in found.text + found.before


def test_the_topic_is_what_turns_share_and_what_was_asked_last() -> None:
    found = condense("Is it safe?", after("Who makes covid vaccines?", "How do vaccines reach Kenya?"))
    assert found.topics[0] == terms("vaccines")[0]
    assert found.topics.index("kenya") < found.topics.index("covid")


def test_a_turn_that_leans_counts_less_than_the_one_it_leans_on() -> None:
    found = condense("What causes it?", after("Can anyone recover from a depression?", "Any types?"))
    assert found.topics.index(terms("depression")[0]) < found.topics.index(terms("types")[0])


def test_names_of_the_last_answer_are_used_only_where_a_person_is_meant() -> None:
    before = after("Who became foreign minister?", answer="It is Andrii Sybiha.")
    assert "Andrii Sybiha" in condense("How many votes did he get?", before).text
    assert "Sybiha" not in condense("When was that?", before).text


def test_a_long_history_is_bounded() -> None:
    asked = [
        f"Is subject{turn} about {' '.join(f'word{turn}x{n}' for n in range(60))}?" for turn in range(40)
    ]
    found = condense("Where does the river Danube begin?", after(*asked))
    assert len(found.before.split()) == WORDS and len(found.topics) == TOPICS
    assert f"subject{39 - TURNS}" not in found.before + " ".join(found.topics)


def test_all_that_the_text_adds_is_searched() -> None:
    found = condense(
        "Why?", after("How did Finland join NATO?", "What did Turkey and Hungary demand of Sweden?")
    )
    assert set(terms(found.text)) <= {*terms(found.question), *found.topics}


def test_a_rewrite_is_shown_and_what_it_adds_is_searched_beside_the_question() -> None:
    history = after("How did Finland join NATO?")
    found = rewritten("And when did it apply?", history, " When did  Finland apply for NATO membership? ")
    assert found.text == "When did Finland apply for NATO membership?"
    assert found.question == condense("And when did it apply?", history).question
    assert found.before == "How did Finland join NATO? When did Finland apply for NATO membership?"
    assert {*terms("Finland NATO membership")} <= {*found.topics}
    assert not {*found.topics} & {*terms(found.question)}


@pytest.mark.parametrize(
    ("question", "text", "is_taken"),
    [
        ("Spousal support", "What are the grounds for lodging an appeal?", False),
        ("Mortgage scams", "Where can people report a scam?", True),
        ("Why?", "Why did Turkey delay Sweden?", True),
        ("Why?", "…", False),
        ("Who really decides it?", "Who decides whether Ukraine joins NATO?", True),
        ("Which one is cheaper?", "What does the ferry to Sandvik cost?", False),
    ],
)
def test_a_rewrite_that_asks_something_else_is_not_taken(question: str, text: str, is_taken: bool) -> None:
    history = after("What did Turkey demand of Sweden?")
    assert (rewritten(question, history, text).text == text) is is_taken
    assert is_taken or rewritten(question, history, text) == condense(question, history)


def test_what_is_embedded_of_the_conversation_stays_within_its_words() -> None:
    long = after(" ".join(f"word{n}" for n in range(400)))
    assert len(rewritten("Is it safe?", long, "Is the ferry safe?").before.split()) == WORDS


def test_an_empty_rewrite_is_ours() -> None:
    history = after("How did Finland join NATO?")
    assert rewritten("Why?", history, "  ") == condense("Why?", history)

"""What is asked of a sentence, and of how many nothing is."""

import pytest

from chatbot.suggest.questions import questions


def _asked(sentence: str) -> list[str]:
    return questions(sentence, lambda word: word not in ("Many", "Former"))


@pytest.mark.parametrize(
    ("sentence", "question"),
    [
        ("Sweden joined NATO on 7 March 2024.", "When did Sweden join NATO?"),
        ("On 30 November the United States suspended its strategic partnership with Georgia.",
         "When did the United States suspend its strategic partnership with Georgia?"),
        ("Mr. Sybiha was born on 1 January 1975 in Zboriv, a small town.", "When was Mr. Sybiha born?"),
        ("The lighthouse of Sandvik was built in 1874 by Olaf Brandt.",
         "When was the lighthouse of Sandvik built by Olaf Brandt?"),
        ("The Warsaw Pact (a military alliance) was dissolved in July 1991.", "When was the Warsaw Pact dissolved?"),
        ("Norway ordered about 50 fighters from Boeing.", "How many fighters did Norway order from Boeing?"),
        ("Poland has sent 320 tanks to Ukraine.", "How many tanks has Poland sent to Ukraine?"),
        ("Three hundred refugees were granted asylum in Celle.", "How many refugees were granted asylum in Celle?"),
        ("Germany spent $56 billion on defence.", "How much money did Germany spend on defence?"),
        ("Sofia Lind led the museum of Sandvik for twelve years.", "How long did Sofia Lind lead the museum of Sandvik?"),
        ("Isaac surrendered because Richard had promised to spare him.", "Why did Isaac surrender?"),
        ("President Erdoğan accused Stockholm of sheltering militants.", "Who accused Stockholm of sheltering militants?"),
        ("Parliament promised a vote on the budget of Lund.", "What did Parliament promise?"),
        ("Motown is an American record company.", "What is Motown?"),
        ("Ida Holm is a Swedish novelist who lives in Lund.", "Who is Ida Holm?"),
        ("Finland's border is 1,340 km long.", "How long is Finland's border?"),
    ],
)  # fmt: skip
def test_a_plain_sentence_is_turned_into_its_question(sentence: str, question: str):
    assert question in _asked(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "He joined NATO on 7 March 2024.",
        "The government signed the treaty in 2019.",
        "Many Swedes joined NATO in 2024.",
        "Sweden joined it on 7 March 2024.",
        "Sweden, he said, joined NATO on 7 March 2024, as promised",
        "“Sweden joined NATO on 7 March 2024.”",
        "Sweden joined NATO on 7 March 2024?",
        "The protocol signed in Lund expired in 2019.",
        "Sweden said that Finland joined NATO.",
        "Later Sweden joined NATO in March 2024.",
        "1 | Geopolitics | An invitation to join NATO in 2024.",
        "Zelenskyy is urging NATO leaders to invite Ukraine.",
        "",
        ".",
        "The.",
        "The was built in 1874.",
        "NATO.",
        "a" * 5000 + ".",
    ],
)
def test_of_what_leans_on_something_or_is_not_understood_nothing_is_asked(sentence: str):
    assert _asked(sentence) == []


def test_a_question_keeps_the_words_of_its_sentence_and_leaves_out_what_it_asks_for():
    (asked,) = _asked("Albania joined NATO in 2009.")
    assert "2009" not in asked and {"Albania", "NATO?"} <= set(asked.split())

import pytest

from chatbot.verify import Verifier
from chatbot.verify.align import rests_on

SENTENCES = [
    "Anna Berg has led the Norr city council since the election of 2019.",
    "She wants the old bridge to be closed to cars and given to cyclists.",
    "The Norr bridge was opened in 1932.",
    "Bread keeps longer in a cloth.",
]


@pytest.mark.parametrize(
    ("claim", "rests"),
    [
        ("The old bridge is to be closed to cars and given to cyclists.", [1]),
        (
            "The council leader Anna Berg wants the old bridge to be closed to cars and given to cyclists.",
            [0, 1],
        ),
        ("The old bridge of 1932 is to be closed to cars and given to cyclists.", [1, 2]),
    ],
)
def test_the_sentence_that_has_a_name_or_date_is_cited_too(
    verifier: Verifier, claim: str, rests: list[int]
) -> None:
    mine, *theirs = verifier.read([claim, *SENTENCES])
    assert rests_on(mine, theirs) == rests
    assert verifier.check(claim, SENTENCES).unfounded == ()


def test_facts_that_stand_apart_are_each_cited_and_terms_by_three_sentences_at_most(
    verifier: Verifier,
) -> None:
    apart = [
        "The bridge over the Elm was opened in 1932.",
        "The bridge is 230 metres long.",
        "The bridge cost 14 million crowns.",
        "The bridge was drawn by the architect Signe Holm.",
        "The bridge was closed for repairs in May 2004.",
        "The bridge has a blue railing.",
    ]
    claim = (
        "Opened in 1932, 230 metres long, for 14 million crowns, the bridge by Holm was closed in May 2004."
    )
    mine, *theirs = verifier.read([claim, *apart])
    assert rests_on(mine, theirs) == [0, 1, 2, 3, 4]
    assert verifier.check(claim, apart).unfounded == ()
    plain = ["A ferry sails.", "It is green and slow.", "It carries wood.", "It carries goats.", "It smells."]
    mine, *theirs = verifier.read(
        ["A green slow ferry that smells sails and carries wood and goats.", *plain]
    )
    assert len(rests_on(mine, theirs)) == 3


def test_what_nothing_bears_on_rests_on_nothing(verifier: Verifier) -> None:
    mine, *theirs = verifier.read(["Cats purr when they are content.", *SENTENCES])
    assert rests_on(mine, theirs) == []
    assert rests_on(mine, []) == []

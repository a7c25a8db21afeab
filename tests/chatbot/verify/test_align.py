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


def test_what_nothing_bears_on_rests_on_nothing(verifier: Verifier) -> None:
    mine, *theirs = verifier.read(["Cats purr when they are content.", *SENTENCES])
    assert rests_on(mine, theirs) == []
    assert rests_on(mine, []) == []

import pytest

from chatbot.wording.superlatives import superlative


@pytest.mark.parametrize(
    ("question", "is_most", "place", "of", "in_time"),
    [
        ("Which country has the highest unemployment?", True, 1, "", False),
        ("Which river has the second most dams?", True, 2, "", False),
        ("Name the 3rd largest city.", True, 3, "", False),
        ("What is the cheapest plan?", False, 1, "price cost", False),
        ("Which plan is the least expensive?", False, 1, "price cost", False),
        ("Which plan is the most expensive?", True, 1, "price cost", False),
        ("Who is the oldest?", False, 1, "age", True),
        ("Which train departs last?", True, 1, "", True),
        ("Which station was opened most recently?", True, 1, "", True),
        ("Which is the youngest of the runners?", True, 1, "age", True),
    ],
)
def test_what_is_asked_for(question: str, is_most: bool, place: int, of: str, in_time: bool) -> None:
    found = superlative(question)
    assert found
    assert (found.is_most, found.place, found.of, found.in_time) == (is_most, place, of, in_time)


@pytest.mark.parametrize(
    "question",
    [
        "What happened last year?",
        "What is his last name?",
        "Who said most of the article is wrong?",
        "Which lakes are at least 50 m deep?",
        "What are the five largest cities?",
        "What is the twentieth largest city?",
        "Is Oslo the largest city?",
        "Which city has the highest rent and the lowest tax?",
        "Almost everyone left.",
        "",
    ],
)
def test_what_asks_for_no_one_extreme(question: str) -> None:
    assert superlative(question) is None

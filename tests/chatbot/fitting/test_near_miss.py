import random

from chatbot.fitting.near_miss import near_miss

RIGHT = ["Sweden joined NATO on 7 March 2024, after 300 days of waiting."]


def test_a_name_that_was_said_is_taken_for_another() -> None:
    assert near_miss("Sweden waited how long?", RIGHT, ["Hungary"], random.Random(0)) is None  # no sure name
    found = near_miss("What has Sweden joined?", RIGHT, ["Sweden", "NATO", "Hungary"], random.Random(0))
    assert found == "What has Hungary joined?"  # NATO was said too, so it may still be answered


def test_a_number_that_was_said_moves_a_little() -> None:
    found = near_miss("who waited for 300 days", RIGHT, [], random.Random(0))
    assert found is not None
    number = int(found.split()[3])
    assert number != 300
    assert abs(number - 300) <= 30


def test_a_word_turns_into_its_opposite_unless_that_was_said_too() -> None:
    assert near_miss("what happened before it", ["It rained after it."], [], random.Random(0)) is None
    assert near_miss("which was the largest", ["This one."], [], random.Random(0)) == "which was the smallest"


def test_few_are_negated_and_none_twice() -> None:
    found = [near_miss("why did it rain", ["Clouds."], [], random.Random(seed)) for seed in range(200)]
    assert set(found) == {None, "why didn't it rain"}
    assert 10 < 200 - found.count(None) < 60
    assert {
        near_miss("why is it not raining", ["Clouds."], [], random.Random(seed)) for seed in range(50)
    } == {None}

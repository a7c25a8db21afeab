import pytest

from chatbot.evaluate.intervals import mean, share
from chatbot.evaluate.wording import contains, f1, normal


def test_a_share_has_its_wilson_interval() -> None:
    figure = share([True] * 8 + [False] * 2)
    assert figure.value == pytest.approx(0.8)
    assert (figure.low, figure.high) == pytest.approx(
        (0.490, 0.943), abs=0.002
    )  # Wilson 1927, as in textbooks


def test_a_share_of_all_or_none_reaches_the_end() -> None:
    assert share([True] * 136).high == 1.0 and share([False] * 3).low == 0.0


def test_a_mean_lies_within_its_bootstrap_interval_and_is_the_same_each_time() -> None:
    values = [0.0, 1.0, 0.5, 0.25, 1.0, 0.75] * 5
    figure = mean(values)
    assert figure.value == pytest.approx(sum(values) / len(values))
    assert figure.low < figure.value < figure.high
    assert mean(values) == figure


def test_answers_are_compared_as_squad_compares_them() -> None:
    assert normal("The  Quick, brown fox!") == ["quick", "brown", "fox"]
    assert contains("It was the 7 March, 2024.", "7 March 2024")
    assert not contains("It was in 17 March 2024", "7 march 2024")
    assert f1("the cat sat", "a cat sat down") == pytest.approx(2 * 1.0 * (2 / 3) / (1.0 + 2 / 3))
    assert f1("dog", "cat") == 0.0

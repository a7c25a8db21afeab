import pytest
from limits.storage import memory

from chatbot.access import LOCAL, BusyError, Limits, Scope, Visitor
from chatbot.access.guesses import Guesses

ANNA = Visitor("anna", frozenset(Scope), address="10.0.0.1")
BERT = Visitor("bert", frozenset(Scope), address="10.0.0.1")
PROGRAM = Visitor("anna", frozenset(Scope), key="k1", address="10.0.0.1")


def test_a_visitor_asks_so_much_and_others_are_not_held_up():
    limits = Limits(a_minute=2, at_once=9, in_all=9)
    for visitor in (ANNA, ANNA, BERT, PROGRAM):
        with limits.answering(visitor):
            pass
    with (
        pytest.raises(BusyError, match="asked 2 questions within a minute") as refused,
        limits.answering(ANNA),
    ):
        pytest.fail("it was answered")
    assert refused.value.status == 429 and 1 <= refused.value.retry_after <= 60
    with limits.answering(BERT), limits.answering(PROGRAM):
        pass


def test_answers_at_once_are_counted_and_given_back_even_where_they_fail():
    limits = Limits(a_minute=99, at_once=1, in_all=2)
    with pytest.raises(ZeroDivisionError), limits.answering(ANNA):
        1 / 0
    with limits.answering(ANNA):
        with pytest.raises(BusyError, match="of your questions") as own, limits.answering(ANNA):
            pytest.fail("it was answered")
        with (
            limits.answering(BERT),
            pytest.raises(BusyError, match="Footnote is busy") as all_of_them,
            limits.answering(PROGRAM),
        ):
            pytest.fail("it was answered")
    assert (own.value.status, all_of_them.value.status) == (429, 503)
    with limits.answering(ANNA), limits.answering(PROGRAM):
        pass


def test_what_was_refused_for_want_of_a_place_is_not_counted_as_asked():
    limits = Limits(a_minute=2, at_once=1, in_all=9)
    with limits.answering(ANNA):
        for _ in range(5):
            with pytest.raises(BusyError, match="of your questions"), limits.answering(ANNA):
                pytest.fail("it was answered")
    with limits.answering(ANNA):
        pass


def test_who_sits_at_the_machine_is_counted_among_all_only():
    limits = Limits(a_minute=1, at_once=1, in_all=2)
    with (
        limits.answering(LOCAL),
        limits.answering(LOCAL),
        pytest.raises(BusyError) as refused,
        limits.answering(LOCAL),
    ):
        pytest.fail("it was answered")
    assert refused.value.status == 503


def test_guessing_is_slow_for_an_account_and_for_an_address(monkeypatch: pytest.MonkeyPatch):
    guesses = Guesses(an_account=3, an_address=5)
    assert [guesses.wait(name, "a") for name in ("anna", "ANNA ", "anna")] == [0, 0, 0]
    assert 1 <= guesses.wait("anna", "b") <= 300
    guesses.right("anna")
    assert guesses.wait("anna", "b") == 0
    assert [guesses.wait(f"name{n}", "a") > 0 for n in range(4)] == [False, False, True, True]
    later = memory.time.time() + 301
    monkeypatch.setattr(memory.time, "time", lambda: later)
    assert guesses.wait("name9", "a") == 0

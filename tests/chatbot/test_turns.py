import contextvars
import threading

import pytest
import torch
from threadpoolctl import threadpool_info

from chatbot import stopping
from chatbot.turns import Turns


def test_no_more_compute_at_once_than_there_are_cores_and_each_with_its_share():
    turns = Turns(cores=2)
    shares: list[int] = []
    both, over = threading.Barrier(3), threading.Event()

    def compute(alone: bool) -> None:
        def share() -> None:
            if not alone:
                both.wait(10)
                over.wait(10)
            shares.append(torch.get_num_threads())

        turns.run(share, is_much=True)

    compute(alone=True)
    workers = [threading.Thread(target=compute, args=(False,)) for _ in range(2)]
    for worker in workers:
        worker.start()
    both.wait(10)
    third = threading.Thread(target=compute, args=(True,))
    third.start()
    third.join(0.1)
    assert third.is_alive()
    over.set()
    for worker in (*workers, third):
        worker.join(10)
    assert shares[0] == 2 and len(shares) == 4 and 1 in shares


def test_few_threads_compute_whoever_asks_and_know_whose_answer_it_is():
    turns, asker = Turns(cores=2), contextvars.ContextVar[int]("asker")
    found: list[tuple[int, str]] = []

    def asks(number: int) -> None:
        asker.set(number)
        found.append(turns.run(lambda: (asker.get(), threading.current_thread().name)))

    asking = [threading.Thread(target=asks, args=(number,)) for number in range(20)]
    for each in asking:
        each.start()
    for each in asking:
        each.join(10)
    assert sorted(number for number, _ in found) == list(range(20))
    assert len({thread for _, thread in found}) <= 2


def test_what_goes_wrong_is_told_to_whoever_asked():
    with pytest.raises(ZeroDivisionError):
        Turns(cores=1).run(lambda: 1 // 0)


def test_whoever_left_takes_no_turn():
    turns, over, left = Turns(cores=1), threading.Event(), threading.Event()
    busy = threading.Thread(target=turns.run, args=(over.wait,))
    busy.start()
    left.set()
    within, computed = contextvars.copy_context(), list[int]()
    within.run(stopping.stop.set, left)
    with pytest.raises(stopping.Stopped):
        within.run(turns.run, lambda: computed.append(1))
    over.set()
    busy.join(10)
    turns.run(lambda: None)
    assert not computed


def test_what_is_little_computes_on_one_core():
    turns = Turns(cores=8)
    assert turns.run(torch.get_num_threads) == 1
    assert turns.run(torch.get_num_threads, is_much=True) == 8


def test_numpy_does_not_spin_on_the_cores_that_the_models_need():
    told = Turns(cores=2).run(threadpool_info)
    assert {each["num_threads"] for each in told if each["user_api"] == "blas"} == {1}

import threading

import torch
from threadpoolctl import threadpool_info

from chatbot.turns import Turns


def test_no_more_compute_at_once_than_there_are_cores_and_each_with_its_share():
    turns = Turns(cores=2)
    shares: list[int] = []
    both, over = threading.Barrier(3), threading.Event()

    def compute(alone: bool) -> None:
        with turns.taken(is_much=True):
            if not alone:
                both.wait(10)
                over.wait(10)
            shares.append(torch.get_num_threads())

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


def test_what_is_little_computes_on_one_core():
    turns = Turns(cores=8)
    with turns.taken():
        assert torch.get_num_threads() == 1
    with turns.taken(is_much=True):
        assert torch.get_num_threads() == 8


def test_numpy_does_not_spin_on_the_cores_that_the_models_need():
    with Turns(cores=2).taken():
        threads = {each["num_threads"] for each in threadpool_info() if each["user_api"] == "blas"}
    assert threads == {1}

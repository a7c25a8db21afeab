import threading

import torch

from chatbot.turns import Turns


def test_no_more_compute_at_once_than_there_are_cores_and_each_with_its_share():
    turns = Turns(cores=2)
    shares: list[int] = []
    both, over = threading.Barrier(3), threading.Event()

    def compute(alone: bool) -> None:
        with turns.taken():
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

"""Whose turn it is to compute: as many answers at once as there are processor cores, in threads of their own.

More would only hold each other up, each finishing as late as the last; and a model that runs
alone may use all cores, while several that each do so wait for one another's threads.
A question or a sentence is too little to share: more threads would spin for nothing.
What PyTorch keeps for each thread that computes (scratch memory, a team of helpers) is kept for
these few, not for every thread in which an answer waits.
NumPy's BLAS gets one thread for good: its matrices are small here, and its other threads
only spin on the cores that the models need (docs/load.md has the figures).
"""

import contextvars
import os
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from functools import cache
from typing import TypeVar

from chatbot.stopping import LOOK, go_on

T = TypeVar("T")


class Turns:
    """Turns to compute; ``cores`` of them at once, with an equal share of the cores each."""

    def __init__(self, cores: int | None = None) -> None:
        self._cores = cores or len(os.sched_getaffinity(0))
        self._computing = ThreadPoolExecutor(self._cores, "footnote-computing")
        self._changing = threading.Lock()
        self._taken = 0

    def run(self, compute: Callable[[], T], *, is_much: bool = False) -> T:
        """Return what ``compute`` returns, or raise what it raises, once it had its turn.

        It computes on one core, or on a share of them where it ``is_much``; it takes no further turn.
        Raises Stopped where nobody awaits the answer any more; its turn then goes to the next.
        """
        within = contextvars.copy_context()
        turn = self._computing.submit(within.run, self._turn, compute, is_much)
        try:
            while wait({turn}, LOOK).not_done:
                go_on()
        finally:
            turn.cancel()
        return turn.result()

    def _turn(self, compute: Callable[[], T], is_much: bool) -> T:
        _calm_blas()
        self._count(+1)
        try:
            if torch := sys.modules.get("torch"):  # what does without it need not wait until it is imported
                torch.set_num_threads(max(1, self._cores // self._taken) if is_much else 1)
            return compute()
        finally:
            self._count(-1)

    def _count(self, by: int) -> None:
        with self._changing:
            self._taken += by


@cache
def _calm_blas() -> None:
    from threadpoolctl import threadpool_limits

    threadpool_limits(limits=1, user_api="blas")

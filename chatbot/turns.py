"""Whose turn it is to compute: as many answers at once as there are processor cores.

More would only hold each other up, each finishing as late as the last; and a model that runs
alone may use all cores, while several that each do so wait for one another's threads.
A question or a sentence is too little to share: more threads would spin for nothing.
NumPy's BLAS gets one thread for good: its matrices are small here, and its other threads
only spin on the cores that the models need (docs/load.md has the figures).
"""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache


class Turns:
    """Turns to compute; ``cores`` of them at once, with an equal share of the cores each."""

    def __init__(self, cores: int | None = None) -> None:
        self._cores = cores or len(os.sched_getaffinity(0))
        self._free = threading.Semaphore(self._cores)
        self._changing = threading.Lock()
        self._taken = 0

    @contextmanager
    def taken(self, *, is_much: bool = False) -> Iterator[None]:
        """Wait for a turn and hold it; compute on one core, or on a share of them where it ``is_much``."""
        import torch

        _calm_blas()
        with self._free:
            self._count(+1)
            torch.set_num_threads(max(1, self._cores // self._taken) if is_much else 1)
            try:
                yield
            finally:
                self._count(-1)

    def _count(self, by: int) -> None:
        with self._changing:
            self._taken += by


@cache
def _calm_blas() -> None:
    from threadpoolctl import threadpool_limits

    threadpool_limits(limits=1, user_api="blas")

"""Whose turn it is to compute: as many answers at once as there are processor cores.

More would only hold each other up, each finishing as late as the last; and a model that runs
alone may use all cores, while several that each do so wait for one another's threads.
"""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager


class Turns:
    """Turns to compute; ``cores`` of them at once, with an equal share of the cores each."""

    def __init__(self, cores: int | None = None) -> None:
        self._cores = cores or len(os.sched_getaffinity(0))
        self._free = threading.Semaphore(self._cores)
        self._changing = threading.Lock()
        self._taken = 0

    @contextmanager
    def taken(self) -> Iterator[None]:
        """Wait for a turn and hold it; what this thread computes uses its share of the cores."""
        import torch

        with self._free:
            self._count(+1)
            torch.set_num_threads(max(1, self._cores // self._taken))
            try:
                yield
            finally:
                self._count(-1)

    def _count(self, by: int) -> None:
        with self._changing:
            self._taken += by

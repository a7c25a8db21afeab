"""Retrieval alone, in this process, by as many threads as there were users: what quoted answers are compared with."""

import threading
import time
from itertools import count
from pathlib import Path
from typing import Any

import numpy as np
from users import QUESTIONS

from index.library import Library
from index.settings import IndexSettings


def bare(data: Path, number: int, seconds: float) -> dict[str, Any]:
    """Return searches a second and their times, in milliseconds."""
    taken: list[float] = []
    with Library.open(IndexSettings(data=data)) as library:
        library.search(QUESTIONS[0])
        end = time.monotonic() + seconds
        numbers = count()

        def search() -> None:
            while (began := time.monotonic()) < end:
                library.search(f"{QUESTIONS[next(numbers) % len(QUESTIONS)]} ({next(numbers)})")
                taken.append(time.monotonic() - began)

        threads = [threading.Thread(target=search) for _ in range(number)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    p50, p95 = np.percentile(np.array(taken) * 1000, [50, 95]).round(1).tolist()
    return {"searches_a_second": round(len(taken) / seconds, 2), "p50": p50, "p95": p95}

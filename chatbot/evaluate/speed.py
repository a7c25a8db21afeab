"""Timings of replies -> p50 and p95 of each stage, in seconds."""

from collections.abc import Mapping, Sequence

import numpy as np

from chatbot.evaluate.types import Asked, Latency

EMBEDDING = "embedding"
EVIDENCE = "until_evidence"
ALL = "all"
_LAST_BEFORE_ANSWER = "judge"


def latency(asked: Sequence[Asked]) -> Mapping[str, Latency]:
    """Return how long each stage took, by its name in ``Reply.timings`` and in their order.

    ``embedding`` is one embedding of a question, measured beside each question and the
    unit of the multiples that are reported; ``until_evidence`` is everything before the
    answer, ``all`` everything.
    """
    if not asked:
        return {}
    timings = [each.reply.timings for each in asked]
    found = {EMBEDDING: _of([each.embedding for each in asked])}
    for stage in dict.fromkeys(stage for each in timings for stage in each):
        found[stage] = _of([each[stage] for each in timings if stage in each])
    found[EVIDENCE] = _of([_until_evidence(each) for each in timings])
    found[ALL] = _of([sum(each.values()) for each in timings])
    return found


def _until_evidence(timings: Mapping[str, float]) -> float:
    stages = list(timings)
    last = stages.index(_LAST_BEFORE_ANSWER) + 1 if _LAST_BEFORE_ANSWER in timings else len(stages)
    return sum(timings[stage] for stage in stages[:last])


def _of(seconds: Sequence[float]) -> Latency:
    p50, p95 = np.quantile(np.asarray(seconds, dtype=np.float64), [0.5, 0.95])
    return Latency(float(p50), float(p95), len(seconds))

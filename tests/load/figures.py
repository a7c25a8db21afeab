"""What users saw -> the figures of a load."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from prometheus_client.parser import text_string_to_metric_families
from users import Asked

Streams = Mapping[str, Mapping[str, float]]


def figures(asked: Sequence[Asked], streams: Streams, memory: Sequence[tuple[float, int]]) -> dict[str, Any]:
    """Return the figures; times in milliseconds, memory in MB and MB a minute.

    ``overhead`` is the time from question to whole answer less what the writer took from its
    request to its last token; ``before_first`` the time until the first written word is
    there, less the writer's own; ``stopped_after`` the time from a reader's leaving until
    the writer's stream had ended.
    """
    whole = [each for each in asked if each.ended and not each.left and not each.error]
    written = [(each, streams[each.mark]) for each in whole if "last" in streams.get(each.mark, {})]
    left = [(each, streams[each.mark]) for each in asked if each.left]
    seconds = max(each.ended for each in asked) - min(each.began for each in asked)
    return {
        "questions": len(asked),
        "answered": len(whole),
        "left": len(left),
        "errors": sum(bool(each.error) for each in asked),
        "first_errors": [each.error for each in asked if each.error][:3],
        "crossed": sum(bool(each.foreign) for each in asked),
        "without_own_words": sum(not each.first for each in whole) if streams else 0,
        "questions_a_second": round(len(whole) / seconds, 2),
        "answer_ms": _spread([each.ended - each.began for each in whole]),
        "overhead_ms": _spread(
            [each.ended - each.began - (told["last"] - told["asked"]) for each, told in written]
        ),
        "before_first_ms": _spread([each.first - each.began - _SECOND_TOKEN for each, told in written]),
        "after_last_ms": _spread([each.ended - told["last"] for each, told in written]),
        "stopped_after_ms": _spread(
            [max(0.0, told["ended"] - each.ended) for each, told in left if "ended" in told]
        ),
        "never_stopped": sum("ended" not in told for _, told in left),
        "memory_mb": _memory(memory),
    }


_SECOND_TOKEN = 1 / 20
"""Seconds after which the writer says the mark, which is its second token."""


def _spread(seconds: Sequence[float]) -> dict[str, float] | None:
    if not seconds:
        return None
    found = np.percentile(np.array(seconds) * 1000, [50, 95, 99, 100])
    return dict(zip(("p50", "p95", "p99", "most"), np.round(found, 1).tolist(), strict=True))


def _memory(samples: Sequence[tuple[float, int]]) -> dict[str, float]:
    """Return the memory at the start and the end, and its slope over the last two thirds."""
    moments, held = np.array(samples).T
    late = slice(len(samples) // 3, None)
    slope = np.polyfit(moments[late] / 60, held[late] / 1e6, 1)[0] if len(samples) > 5 else 0.0
    return {
        "first": round(held[0] / 1e6, 1),
        "last": round(held[-1] / 1e6, 1),
        "slope_a_minute": round(float(slope), 2),
    }


def stages(told: str) -> dict[str, float]:
    """Return the mean milliseconds of each stage, from the server's own figures."""
    sums: dict[str, float] = {}
    counts: dict[str, float] = {}
    for family in text_string_to_metric_families(told):
        if family.name == "footnote_stage_seconds":
            for sample in family.samples:
                kept = {"footnote_stage_seconds_sum": sums, "footnote_stage_seconds_count": counts}
                if sample.name in kept:
                    kept[sample.name][sample.labels["stage"]] = sample.value
    return {stage: round(1000 * total / counts[stage], 1) for stage, total in sums.items()}

"""Rankings of articles against gold articles, scored by ``trec_eval`` through ``pytrec_eval``."""

from collections.abc import Sequence
from dataclasses import dataclass

MEASURES = {
    "hit@1": "success_1",
    "hit@5": "success_5",
    "hit@10": "success_10",
    "mrr": "recip_rank",
    "ndcg@10": "ndcg_cut_10",
    "recall@10": "recall_10",
}
"""Our names, which the field uses, and trec_eval's."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """One ranking of article ids, best first, and the ids that are right."""

    ids: Sequence[str]
    right: Sequence[str]


def scores(rankings: Sequence[Ranked]) -> dict[str, list[float]]:
    """Return each measure's value for each ranking, 0 to 1, in their order."""
    import pytrec_eval

    evaluator = pytrec_eval.RelevanceEvaluator(
        {str(number): dict.fromkeys(each.right, 1) for number, each in enumerate(rankings)},
        {"success.1,5,10", "recip_rank", "ndcg_cut.10", "recall.10"},
    )
    found = evaluator.evaluate(
        {
            str(number): {key: float(-place) for place, key in enumerate(each.ids)}
            for number, each in enumerate(rankings)
        }
    )
    return {
        name: [float(found.get(str(number), {}).get(theirs, 0.0)) for number in range(len(rankings))]
        for name, theirs in MEASURES.items()
    }

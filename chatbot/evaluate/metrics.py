"""Questions asked -> figures on retrieval, evidence, citations and verdicts.

Each function returns an empty part where the files hold nothing that it could score.
"""

from collections.abc import Sequence

import numpy as np

from chatbot.evaluate.intervals import Indices, bootstrap, mean, share
from chatbot.evaluate.ranking import Ranked, scores
from chatbot.evaluate.types import Asked, Checked, Figure, Part, span_of
from chatbot.types import Verdict

SHARES = ("hit@1", "hit@5", "hit@10")


def retrieval(asked: Sequence[Asked]) -> Part:
    """Return how well the product ranks articles, on answerable questions with gold articles."""
    judged = [each for each in asked if each.question.answerable and each.target.articles]
    if not judged:
        return {}
    found = scores([Ranked(each.ranking, each.target.articles) for each in judged])
    return {
        name: share([value > 0 for value in values]) if name in SHARES else mean(values)
        for name, values in found.items()
    }


def followups(asked: Sequence[Asked]) -> Part:
    """Return nDCG@10 of follow-ups by the last turn alone, as the product asks, and by a person's rewrite.

    ``share_of_gain`` is how much of what the person's rewrite gains over the last turn the
    product gains; it is left out where the rewrite gains nothing.
    """
    judged = [each for each in asked if each.last_turn is not None and each.question.answerable]
    if not judged:
        return {}

    def ndcg(rankings: Sequence[Sequence[str] | None]) -> list[float]:
        ranked = [Ranked(ids or (), each.target.articles) for ids, each in zip(rankings, judged, strict=True)]
        return scores(ranked)["ndcg@10"]

    last = ndcg([each.last_turn for each in judged])
    ours = ndcg([each.ranking for each in judged])
    rewrite = ndcg([each.rewritten for each in judged])
    part = {"last_turn": mean(last), "ours": mean(ours), "rewrite": mean(rewrite)}
    if sum(rewrite) > sum(last):
        part["share_of_gain"] = _share_of_gain(last, ours, rewrite)
    return part


def evidence(asked: Sequence[Asked]) -> Part:
    """Return how well the evidence and the answer find the gold sentences of answerable questions.

    ``gold@k``: a gold sentence is among the first k of the evidence; ``both@6``: every
    gold sentence is among the first six, on questions whose gold stands in several
    articles. Precision, recall and F1 compare the sentences that are selected to be quoted
    with the gold ones, whether or not the reply was then a refusal: refusal has a part of
    its own.
    """
    judged = [each for each in asked if each.question.answerable and each.target.sentences]
    if not judged:
        return {}
    met = [[each.target.met_by(span_of(found)) for found in each.reply.evidence] for each in judged]
    part = {
        f"gold@{first}": share([any(numbers[:first]) for numbers in met])  # an empty set is no hit
        for first in (1, 3, 6)
    }
    several = [
        set().union(*numbers[:6]) == set(range(len(each.target.sentences)))
        for each, numbers in zip(judged, met, strict=True)
        if len({place.article_id for places in each.target.sentences for place in places}) > 1
    ]
    if several:
        part["both@6"] = share(several)
    overlaps = [_overlap(each) for each in judged]
    for number, name in enumerate(("precision", "recall", "f1")):
        part[name] = mean([overlap[number] for overlap in overlaps])
    return part


def citation_figures(asked: Sequence[Asked]) -> Part:
    """Return whether citations are exact, and whether they hit what people marked.

    ``valid`` is the share of all citations whose quote stands at their offsets in the
    article as the library keeps it. On answered answerable questions with gold sentences,
    as means over questions: ``precision`` is the share of citations that hit a gold
    sentence, ``recall`` the share of the answer's sentences with at least one citation
    that does. After ALCE (Gao et al. 2023, arXiv:2305.14627), with people's sentences for
    its judge.
    """
    exact = [right for each in asked for right in each.exact]
    part: dict[str, Figure] = {"valid": share(exact)} if exact else {}
    judged = [
        each for each in asked if each.question.answerable and each.target.sentences and each.reply.answered
    ]
    hits = [
        [
            [bool(each.target.met_by(span_of(cited))) for cited in claim.citations]
            for claim in each.reply.claims
        ]
        for each in judged
    ]
    cited = [[hit for claim in claims for hit in claim] for claims in hits]
    if judged:
        part["precision"] = mean([sum(each) / len(each) if each else 0.0 for each in cited])
        part["recall"] = mean([sum(map(any, claims)) / len(claims) for claims in hits])
    return part


def verdicts(checked: Sequence[Checked]) -> Part:
    """Return the balanced accuracy of "supported or not", the mean of the sets' where there are several."""
    sets = sorted({each.set for each in checked})
    members = [[each for each in checked if each.set == name] for name in sets]
    judged = [each for each in members if len({one.line.supported for one in each}) == 2]
    if not judged:
        return {}
    rows = [one for each in judged for one in each]
    kinds = [2 * number + one.line.supported for number, each in enumerate(judged) for one in each]
    right = [(one.verdict is Verdict.SUPPORTED) == one.line.supported for one in rows]

    def balanced(drawn: Sequence[int]) -> float:
        totals = [[0, 0] for _ in range(2 * len(judged))]
        for number in drawn:
            totals[kinds[number]][0] += right[number]
            totals[kinds[number]][1] += 1
        return sum(hits / number for hits, number in totals) / len(totals)

    return {"balanced_accuracy": bootstrap(lambda drawn: balanced(drawn.tolist()), len(rows), groups=kinds)}


def _overlap(asked: Asked) -> tuple[float, float, float]:
    """Return precision, recall and F1 of the sentences that are selected to be quoted."""
    met = [asked.target.met_by(span) for span in asked.selected]
    hits = frozenset().union(*met)
    if not hits:
        return 0.0, 0.0, 0.0
    precision = sum(map(bool, met)) / len(met)
    recall = len(hits) / len(asked.target.sentences)
    return precision, recall, 2 * precision * recall / (precision + recall)


def _share_of_gain(last: Sequence[float], ours: Sequence[float], rewrite: Sequence[float]) -> Figure:
    low, middle, high = (np.asarray(values) for values in (last, ours, rewrite))

    def gained(drawn: Indices) -> float:
        gain = float(high[drawn].sum() - low[drawn].sum())
        return float(middle[drawn].sum() - low[drawn].sum()) / gain if gain > 0 else float("nan")

    return bootstrap(gained, len(last))

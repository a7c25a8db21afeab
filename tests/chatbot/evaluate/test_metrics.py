"""Every figure against one worked out by hand."""

import pytest
from made_replies import asked

from chatbot.evaluate import metrics, refusal, speed, wording, worst
from chatbot.evaluate.ranking import Ranked, scores
from chatbot.evaluate.types import Checked, ClaimLine, Span
from chatbot.types import Verdict


def values(part: metrics.Part) -> dict[str, float]:
    return {name: figure.value for name, figure in part.items()}


def test_spans_meet_if_they_share_half_of_the_shorter() -> None:
    assert Span("a", 0, 10).meets(Span("a", 5, 100))
    assert not Span("a", 0, 10).meets(Span("a", 6, 100))
    assert not Span("a", 0, 10).meets(Span("a", 10, 20))
    assert not Span("a", 0, 10).meets(Span("b", 0, 10))
    assert not Span("a", 3, 3).meets(Span("a", 0, 10))


def test_rankings_are_scored_as_trec_eval_does() -> None:
    found = scores(
        [
            Ranked(("x", "a", "y"), ("a", "b")),
            Ranked(("c",), ("c",)),
            Ranked((), ("d",)),
        ]
    )
    assert found["hit@1"] == [0.0, 1.0, 0.0]
    assert found["hit@5"] == [1.0, 1.0, 0.0]
    assert found["mrr"] == [0.5, 1.0, 0.0]
    assert found["recall@10"] == [0.5, 1.0, 0.0]
    assert found["ndcg@10"][0] == pytest.approx(0.6309 / (1 + 0.6309), abs=1e-3)  # 1/log2(3) of the ideal


def test_retrieval_is_scored_where_a_person_named_articles() -> None:
    part = metrics.retrieval(
        [
            asked([("a", 0)], ranking=("a", "b")),
            asked([("a", 0)], ranking=("b", "a")),
            asked(),
            asked([("a", 0)], ranking=("a",), answerable=False),
        ]
    )
    assert values(part) == pytest.approx(
        {"hit@1": 0.5, "hit@5": 1, "hit@10": 1, "mrr": 0.75, "ndcg@10": (1 + 0.6309) / 2, "recall@10": 1},
        abs=1e-3,
    )
    assert part["hit@1"].count == 2
    assert metrics.retrieval([asked()]) == {}


def test_evidence_counts_gold_sentences_first_and_selected() -> None:
    part = metrics.evidence(
        [
            asked([("a", 0)], [("a", 0)], [[("a", 0)], [("a", 5)]]),  # P .5, R 1, F1 2/3
            asked(
                [("a", 0), ("b", 0)], [("a", 9), ("a", 0), ("b", 0)], selected=[("a", 0)]
            ),  # refused: P 1, R .5
            asked([("a", 0), ("b", 0)], [("c", number) for number in range(6)] + [("a", 0)]),
            asked(answerable=False),
        ]
    )
    assert values(part) == pytest.approx(
        {
            "gold@1": 1 / 3,
            "gold@3": 2 / 3,
            "gold@6": 2 / 3,
            "both@6": 1 / 2,
            "precision": 1.5 / 3,
            "recall": 1.5 / 3,
            "f1": 4 / 9,
        }
    )
    assert part["both@6"].count == 2
    assert metrics.evidence([asked()]) == {}


def test_citations_hit_gold_by_citation_and_by_claim() -> None:
    part = metrics.citation_figures(
        [
            asked([("a", 0)], claims=[[("a", 0), ("a", 5)], [], [("a", 0)]]),
            asked([("a", 0)]),  # refused: of no citation can it be said
            asked(claims=[[("z", 0)]], answerable=False, exact=False),
        ]
    )
    assert values(part) == pytest.approx({"valid": 3 / 4, "precision": 2 / 3, "recall": 2 / 3})
    assert part["valid"].count == 4 and part["precision"].count == 1
    assert metrics.citation_figures([asked()]) == {}


def test_a_followup_is_placed_between_the_last_turn_and_the_rewrite() -> None:
    gold = [("a", 0)]
    part = metrics.followups(
        [
            asked(gold, last_turn=(), ranking=("b", "a"), rewritten=("a",)),
            asked(gold, last_turn=("a",), ranking=("a",), rewritten=("a",)),
            asked(gold, ranking=("a",)),
        ]
    )
    assert values(part) == pytest.approx(
        {"last_turn": 0.5, "ours": (0.6309 + 1) / 2, "rewrite": 1.0, "share_of_gain": 0.6309}, abs=1e-3
    )
    none = metrics.followups([asked(gold, last_turn=("a",), ranking=("a",), rewritten=("a",))])
    assert "share_of_gain" not in none
    assert metrics.followups([asked(gold)]) == {}


def checked(name: str, label: str, verdict: Verdict) -> Checked:
    return Checked(ClaimLine("It rained.", "It rained.", label), name, verdict)  # type: ignore[arg-type]


def test_verdicts_are_balanced_within_a_set_and_averaged_over_sets() -> None:
    yes, partly, no = Verdict.SUPPORTED, Verdict.PARTLY, Verdict.UNSUPPORTED
    part = metrics.verdicts(
        [
            checked("one", "supported", yes),
            checked("one", "supported", yes),
            checked("one", "supported", no),
            checked("one", "not_supported", no),
            checked("two", "supported", yes),
            checked("two", "partially_supported", yes),
            checked("three", "supported", partly),  # one class only: says nothing
        ]
    )
    assert part["balanced_accuracy"].value == pytest.approx(((2 / 3 + 1) / 2 + (1 + 0) / 2) / 2)
    assert part["balanced_accuracy"].count == 6
    assert metrics.verdicts([]) == {}


def test_refusal_figures_and_the_cost_of_each_threshold() -> None:
    right = [asked(claims=[[("a", 0)]], confidence=each / 100) for each in range(50, 70)]
    wrong = [asked(answerable=False, confidence=each / 100) for each in (10, 20, 30, 90)]
    part = refusal.refusal([*right, *wrong])
    assert values(part) == pytest.approx(
        {"auc": 0.75, "refused_at_10pct_false": 0.75, "answered": 1.0, "refused": 1.0}
    )
    told = refusal.curves([*right, *wrong])
    assert told is not None and (told.answerable, told.unanswerable) == (20, 4)
    at = {point.threshold: point for point in told.points}
    assert (at[0.0].false_refused, at[0.0].right_refused) == (0, 0)
    assert (at[0.5].false_refused, at[0.5].right_refused, at[0.5].precision) == (0, 0.75, 1.0)
    assert (at[0.9].false_refused, at[0.9].right_refused) == (1, 0.75)
    assert sum(each.answerable.count for each in told.bins) == 24
    assert refusal.curves(right) is None and set(refusal.refusal(right)) == {"answered"}
    assert set(refusal.refusal(wrong)) == {"refused"}


def test_answers_are_held_against_the_best_of_a_persons() -> None:
    part = wording.answers(
        [
            asked(claims=[[("a", 0)]], text="It was in Brussels.", answers=("Paris", "Brussels")),
            asked(answers=("Paris",)),
            asked(claims=[[("a", 0)]], text="Це було в Києві.", answers=("в Києві",)),
        ]
    )
    assert values(part) == pytest.approx(
        {"contain": 2 / 3, "f1": (0.4 + 0 + 2 / 3) / 3, "rouge_l": (0.4 + 0 + 2 / 3) / 3}
    )
    assert wording.answers([asked()]) == {}


def test_times_are_by_stage_with_evidence_and_the_whole_summed_up() -> None:
    found = speed.latency(
        [asked(timings={"retrieve": 0.1, "judge": 0.2, "write": 1.0}), asked(timings={"retrieve": 0.3})]
    )
    assert list(found) == ["embedding", "retrieve", "judge", "write", "until_evidence", "all"]
    assert found["retrieve"].p50 == pytest.approx(0.2)
    assert found["until_evidence"].p50 == pytest.approx(0.3)
    assert found["all"].p95 == pytest.approx(1.3 - 0.05 * 1.0)
    assert speed.latency([]) == {}


def test_the_worst_cases_come_by_kind_and_the_surest_first() -> None:
    sure = asked(claims=[[("z", 0)]], answerable=False, confidence=0.9)
    less = asked(claims=[[("z", 0)]], answerable=False, confidence=0.6)
    broken = asked([("a", 0)], [("a", 0)], [[("a", 0)]], exact=False)
    refused = asked([("a", 0)], [("b", 0)])
    groups = worst.groups([less, sure, broken, refused])
    assert [group.worst for group in groups] == [(broken,), (sure, less), (refused,), (refused,)]
    assert worst.groups([asked([("a", 0)], [("a", 0)], [[("a", 0)]])]) == []

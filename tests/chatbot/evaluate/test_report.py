"""What people see of an evaluation: the page, Markdown, JSON and the table."""

import json
import re
from dataclasses import replace
from html.parser import HTMLParser

import numpy as np
import pytest
from made_replies import asked

from chatbot.evaluate import charts, metrics, refusal, report, speed
from chatbot.evaluate.page import page
from chatbot.evaluate.types import About, Asked, Evaluation, Figure, Latency, Problem

HOSTILE = "<script>alert(1)</script>\"' onload=x | `code` \x00\u202e ]]> &amp;"
STAGES = {"condense": 0.0001, "retrieve": 0.011, "judge": 0.09, "write": 7.5}


def questions(number: int = 120) -> list[Asked]:
    """Questions of every outcome, confidence about as good as ours."""
    random = np.random.default_rng(1)
    made = []
    for place in range(number):
        answerable = place % 3 > 0
        confidence = float(np.clip(random.normal(0.7 if answerable else 0.4, 0.2), 0.01, 0.99))
        hit = random.random() < 0.8
        each = asked(
            [("a", 0)] if answerable else [],
            [("a", 0 if hit else 7), ("b", 3)],
            [[("a", 0 if hit else 7)]] if confidence > 0.5 else [],
            answerable=answerable,
            confidence=confidence,
            answers=("7 March 2024",) if answerable else (),
            ranking=("a", "b"),
            timings={stage: seconds * float(random.lognormal(0, 0.3)) for stage, seconds in STAGES.items()},
        )
        text = f"When did country number {place} join, and who had delayed it for so long?"
        made.append(replace(each, question=replace(each.question, question=text, id=f"q{place}")))
    return made


def evaluation(made: list[Asked], *problems: Problem, partial: bool = False) -> Evaluation:
    about = About(
        moment="2026-11-23T12:00:00+00:00",
        articles_from="/articles",
        questions_from="/articles/questions.jsonl",
        articles=2,
        passages=3,
        questions=len(made),
        asked=len(made),
        claims=0,
        checked=0,
        unchecked=1,
        writer="local",
        writers={"local": 60, "quote": 2},
        model="hash",
        threshold=0.5,
        limit=None,
        partial=partial,
    )
    parts = {
        "retrieval": metrics.retrieval(made),
        "evidence": metrics.evidence(made),
        "refusal": refusal.refusal(made),
        "citations": metrics.citation_figures(made),
    }
    return Evaluation(about, parts, speed.latency(made), tuple(made), (), problems)


class Checker(HTMLParser):
    """Notes every element and attribute, and that all that was opened is closed."""

    VOID = frozenset("meta line circle polyline".split())

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.elements: set[str] = set()
        self.attributes: set[str] = set()

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.elements.add(tag)
        self.attributes.update(name for name, _ in attributes)
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.elements.add(tag)
        self.attributes.update(name for name, _ in attributes)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def parsed(text: str) -> Checker:
    checker = Checker()
    checker.feed(text)
    assert checker.open == []
    return checker


def test_the_page_has_every_plot_with_axes_and_legend_and_is_well_formed() -> None:
    text = page(evaluation(questions()))
    checker = parsed(text)
    assert text.count('class="plot"') == 4
    for axis in ("threshold of confidence", "share refused", "recall: ", "precision: ", "confidence told"):
        assert axis in text
    for key in ("refused, rightly", "refused, wrongly", "perfectly calibrated", "p50, the median"):
        assert key in text
    assert "FOOTNOTE_THRESHOLD" in text
    assert checker.elements.isdisjoint({"script", "link", "img", "iframe", "object", "a"})
    assert not re.search(r"\b(?:nan|inf)\b", text)


def test_nothing_from_a_file_becomes_markup() -> None:
    made = [
        replace(
            each,
            question=replace(each.question, question=HOSTILE, id=HOSTILE, answers=(HOSTILE,)),
            reply=replace(
                each.reply,
                standalone_question=HOSTILE,
                evidence=tuple(
                    replace(found, sentence=replace(found.sentence, text=HOSTILE))
                    for found in each.reply.evidence
                ),
            ),
        )
        for each in questions(12)
    ]
    found = evaluation(made, Problem(f"/a/{HOSTILE}.jsonl", 3, HOSTILE))
    text = page(found)
    checker = parsed(text)
    assert "script" not in checker.elements and "onload" not in checker.attributes
    assert "\x00" not in text and "&lt;script&gt;" in text
    rows = [line for line in report.markdown(found).splitlines() if "<script>" in line]
    assert rows and all(re.fullmatch(r"- (`+) .* \1", line) for line in rows)


def test_a_page_of_almost_nothing_is_a_page_too() -> None:
    one = evaluation([asked(answerable=False)])
    assert parsed(page(one)) and report.table(one)
    none = replace(one, parts={}, latency={}, asked=())
    assert parsed(page(none)) and report.table(none) and report.markdown(none)


def test_json_has_the_same_names_thrice() -> None:
    found = evaluation(questions(), Problem("/articles/questions.jsonl", 3, "no"))
    told = json.loads(json.dumps(report.full_json(found)))
    for part in found.parts:
        assert set(told[part]) == set(told["intervals"][part]) == set(told["counts"][part])
        for name, value in told[part].items():
            low, high = told["intervals"][part][name]
            assert low <= value <= high
    assert told["latency"]["embedding"] == {
        "p50": 0.01,
        "p95": 0.01,
        "p50_embeddings": 1,
        "p95_embeddings": 1,
    }
    assert told["latency"]["until_evidence"]["p50_embeddings"] == pytest.approx(10, abs=3)
    assert len(told["questions"]) == 120 and told["questions"][1]["id"] == "q1"
    assert told["problems"] == [{"file": "/articles/questions.jsonl", "line": 3, "message": "no"}]


def test_what_was_stopped_says_so_everywhere() -> None:
    found = evaluation(questions(9), partial=True)
    assert report.to_json(found)["about"]["partial"] is True  # type: ignore[index]
    for text in (report.table(found), report.markdown(found), page(found)):
        assert "PARTIAL" in text
    assert "2 by quote in its place" in report.table(found)
    assert "1 of the questions are drafts" in report.table(found)


def test_numbers_are_shown_as_people_write_them() -> None:
    assert [report.shown(value) for value in (0.9654, 1.0, 0.0, -0.25)] == [".965", "1.000", ".000", "-.250"]
    assert report.interval(Figure(0.5, 0.0, 1.0, 3)) == ".00–1.00"
    assert report.interval(Figure(10.5, 10.25, 10.75, 3)) == "10.25–10.75"
    assert [report.seconds(value) for value in (0.00731, 1.25)] == ["7.3 ms", "1.25 s"]


def test_times_from_microseconds_to_minutes_stay_within_the_plot() -> None:
    text = charts.times([("condense", Latency(1e-6, 1e-4, 3)), ("write", Latency(20.0, 95.0, 3))], str)
    places = [float(value) for value in re.findall(r'cx="([\d.]+)"', text)][2:]  # two are the legend's
    assert len(places) == 4 and all(100 <= place <= charts.WIDTH for place in places)

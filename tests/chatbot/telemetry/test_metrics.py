"""What Prometheus reads: every answer and request counted, and nothing private in a label."""

import re

import pytest
from prometheus_client.parser import text_string_to_metric_families

from index.errors import QuestionError

SECRET = "zebra"


def test_answers_are_counted_by_outcome_and_writer_and_timed_by_stage(watched, asks):
    asks()
    asks(writer="scripted:model")
    watched.chain.invoke({"question": "When did Sweden join NATO?", "threshold": 1.0})
    count = "footnote_questions_total"
    assert watched.figure(count, outcome="answered", writer="quote") == 1
    assert watched.figure(count, outcome="answered", writer="scripted") == 1
    assert watched.figure(count, outcome="refused", writer="quote") == 1
    assert watched.figure("footnote_stage_seconds_count", stage="judge") == 3
    assert watched.figure("footnote_stage_seconds_count", stage="write") == 1
    assert watched.figure("footnote_stage_seconds_count", stage="verify") == 1
    assert watched.figure("footnote_answer_seconds_count") == 3
    assert watched.figure("footnote_answers_in_progress") == 0


def test_a_writer_that_fails_is_seen_though_the_quoted_answer_stands(watched, asks):
    reply = asks(writer="failing:model")
    assert reply.answered and reply.note
    assert watched.figure("footnote_stage_failures_total", stage="write") == 1
    assert watched.figure("footnote_questions_total", outcome="answered", writer="quote") == 1


def test_an_answer_that_is_left_is_stopped_and_no_longer_in_progress(watched):
    steps = watched.chain.stream({"question": "When did Sweden join NATO?", "writer": "scripted:model"})
    next(steps)
    assert watched.figure("footnote_answers_in_progress") == 1
    steps.close()
    assert watched.figure("footnote_answers_in_progress") == 0
    assert watched.figure("footnote_questions_total", outcome="stopped", writer="") == 1


def test_a_question_that_cannot_be_asked_is_no_failure_of_ours(watched, asks):
    with pytest.raises(QuestionError):
        asks("")
    assert watched.figure("footnote_questions_total", outcome="rejected", writer="") == 1


async def test_who_takes_the_reply_and_no_more_is_counted_alike(watched):
    steps = watched.chain.astream({"question": "When did Sweden join NATO?"})
    async for step in steps:
        last = step
    await steps.aclose()
    assert last.reply.answered
    assert watched.figure("footnote_questions_total", outcome="answered", writer="quote") == 1


def test_the_page_of_figures_can_be_read_and_tells_of_library_jobs_and_requests(watched, asks):
    asks(f"What is a {SECRET}?")
    browser = watched.browser()
    browser.get(f"/conversations/{SECRET}/md?{SECRET}")
    browser.get(f"/{SECRET}/nowhere", headers={"host": "elsewhere.example"})
    answered = browser.get("/metrics")
    assert answered.status_code == 200 and answered.headers["content-type"].startswith("text/plain")
    found = {family.name: family.samples for family in text_string_to_metric_families(answered.text)}
    assert found["footnote_articles"][0].value == 3
    assert {
        (each.labels["follower"], each.labels["state"]): each.value
        for each in found["footnote_follower_state"]
    }["terms", "ready"] == 1
    assert sum(each.value for each in found["footnote_jobs"]) == 0
    requests = {tuple(each.labels.values()) for each in found["footnote_http_requests"]}
    assert ("GET", "/conversations/{key}/{form}", "404") in requests
    assert ("GET", "other", "403") in requests
    assert "process_resident_memory_bytes" in found
    assert SECRET not in answered.text and str(watched.services.library.data) not in answered.text


def test_the_page_of_figures_speaks_openmetrics_to_whom_asks_for_it(watched):
    answered = watched.browser().get(
        "/metrics", headers={"accept": "application/openmetrics-text; version=1.0.0"}
    )
    assert answered.headers["content-type"].startswith("application/openmetrics-text")
    assert answered.text.endswith("# EOF\n")


def test_figures_stand_when_the_catalog_cannot_be_read(watched, monkeypatch: pytest.MonkeyPatch):
    from index.errors import DataDirectoryError

    def fail():
        raise DataDirectoryError("the catalog cannot be read")

    monkeypatch.setattr(type(watched.services.library.catalog), "counts", lambda _: fail())
    text = watched.browser().get("/metrics").text
    assert re.search(r"^footnote_catalog_readable 0\.0$", text, re.M)
    assert "footnote_jobs" in text and "footnote_articles" not in text

"""Logs: a line each in the form that was chosen, with no secret in it, and at “info” nothing that was asked."""

import json
import logging
from collections.abc import Callable, Iterator

import pytest

from chatbot.settings import Settings
from chatbot.telemetry import configure_logs

KEY = "sk-nobody-may-see"


@pytest.fixture
def logged(capsys: pytest.CaptureFixture[str]) -> Iterator[Callable[..., Callable[[], list[str]]]]:
    """Give a function that sets up logging and returns what gives the lines since."""
    root, ours = logging.getLogger(), logging.getLogger("chatbot")
    before = root.handlers[:], root.level, ours.level, logging.getLogger("index").level

    def lines() -> list[str]:
        return capsys.readouterr().err.splitlines()

    for name in ("uvicorn", "uvicorn.error"):  # another server of these tests may have set them up
        logging.getLogger(name).handlers.clear()
        logging.getLogger(name).propagate = True
        logging.getLogger(name).setLevel(logging.NOTSET)

    def start(**given: object) -> Callable[[], list[str]]:
        capsys.readouterr()
        configure_logs(Settings(writer_api_key=KEY, catalog_url="postgresql://me:pass-word@db/x", **given))
        return lines

    yield start
    root.handlers[:], root.level = before[:2]
    ours.setLevel(before[2])
    logging.getLogger("index").setLevel(before[3])


def test_text_and_json_say_the_same(logged):
    lines = logged(log_format="text")
    logging.getLogger("chatbot.page").warning("the %s index has failed", "terms")
    (text,) = lines()
    assert text.endswith("Z WARNING chatbot.page: the terms index has failed")
    lines = logged(log_format="json")
    logging.getLogger("chatbot.page").warning("the %s index has failed", "terms", extra={"follower": "terms"})
    (line,) = lines()
    told = json.loads(line)
    assert told["level"] == "warning" and told["logger"] == "chatbot.page" and told["follower"] == "terms"
    assert told["message"] == "the terms index has failed" and told["time"].endswith("Z")


@pytest.mark.parametrize("form", ["text", "json"])
def test_no_secret_and_no_second_line_comes_out(logged, form: str):
    lines = logged(log_format=form)
    try:
        raise ValueError(f"asked with {KEY}")
    except ValueError:
        logging.getLogger("chatbot").exception(
            "failed at postgresql://me:pass-word@db/x\nWARNING forged: line"
        )
    shown = lines()
    assert "forged" in shown[0] and not any(line.startswith("WARNING forged") for line in shown)
    assert KEY not in str(shown) and "pass-word" not in str(shown) and "ValueError" in str(shown)
    assert form == "text" or len(shown) == 1


def test_uvicorn_and_others_speak_in_the_same_form_and_no_more_than_warnings(logged):
    lines = logged(log_format="json", log_level="debug")
    logging.getLogger("uvicorn.error").warning("Invalid HTTP request received.")
    logging.getLogger("httpx").info("HTTP Request: POST /secret")
    logging.getLogger("chatbot").debug("ours")
    assert [json.loads(line)["message"] for line in lines()] == ["Invalid HTTP request received.", "ours"]


def test_at_info_stands_what_was_done_and_not_what_was_asked(logged, watched, asks):
    lines = logged(log_format="json", log_level="info")
    asks("When did the zebra join NATO?")
    asks("When did the zebra join NATO?", writer="failing:model")
    watched.browser().get("/conversations/zebra/md")
    shown = lines()
    told = [json.loads(line) for line in shown if line.startswith("{")]
    assert [each["outcome"] for each in told if "outcome" in each] == ["answered", "answered"]
    assert [each["status"] for each in told if each.get("route") == "/conversations/{key}/{form}"] == [404]
    assert "zebra" not in "".join(shown)

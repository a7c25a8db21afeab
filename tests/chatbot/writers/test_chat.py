import logging
import threading
from collections.abc import Callable
from dataclasses import replace

import pytest
from langchain_core.callbacks import BaseCallbackHandler
from scripted_server import (
    LONG,
    Behaviour,
    ScriptedServer,
    cut,
    ends_early,
    fails_after,
    never_ends,
    says,
    sends,
    stalls,
    status,
)

from chatbot.types import Evidence, Turn
from chatbot.writers import ChatWriter
from chatbot.writers.stream import MOST_CHARACTERS, THREAD
from index.errors import WriterError

KEY = "sk-a-key-that-nobody-may-see"
QUESTION = "When did Sweden join?"
Made = Callable[..., ChatWriter]
GOOD = says("Sweden joined ", "in 2024 [1].")


def readers() -> set[threading.Thread]:
    return {thread for thread in threading.enumerate() if thread.name == THREAD}


@pytest.fixture
def writer(writer_with: Made) -> ChatWriter:
    return writer_with()


@pytest.fixture
def evidence(evidence_of: Callable[..., tuple[Evidence, ...]]) -> tuple[Evidence, ...]:
    return evidence_of("Sweden joined NATO on 7 March 2024.", "Turkey had delayed it.")


def test_a_good_stream_is_passed_on_as_it_is(
    writer: ChatWriter, server: ScriptedServer, evidence: tuple[Evidence, ...]
) -> None:
    server.then(GOOD)
    assert "".join(writer.write(QUESTION, evidence)) == "Sweden joined in 2024 [1]."
    (call,) = server.calls
    assert call.headers["Authorization"] == f"Bearer {KEY}"
    assert call.body["temperature"] == 0 and call.body["max_tokens"] == 1024 and call.body["stream"]
    assert "tools" not in call.body
    assert "[1] Sweden joined NATO on 7 March 2024." in server.prompt()


def test_no_character_is_lost(
    writer: ChatWriter, server: ScriptedServer, evidence: tuple[Evidence, ...]
) -> None:
    server.then(says("Ґанок ", "e\u0301te\u0301 👨‍👩‍👧 ", "שלום", " [2]."))
    assert "".join(writer.write("Що?", evidence)) == "Ґанок e\u0301te\u0301 👨‍👩‍👧 שלום [2]."


@pytest.mark.parametrize(
    ("pieces", "whole"),
    [
        (("Good \ud83d", "\ude00 [1]."), "Good \U0001f600 [1]."),
        (("Good \ud83d", " [1]."), "Good \ufffd [1]."),
        (("Good [1]. \ud83d",), "Good [1]. \ufffd"),
        (("\ude00 Good [1].",), "\ufffd Good [1]."),
    ],
)
def test_a_character_in_two_halves_is_put_together(
    writer: ChatWriter,
    server: ScriptedServer,
    evidence: tuple[Evidence, ...],
    pieces: tuple[str, ...],
    whole: str,
) -> None:
    server.then(says(*pieces))
    assert "".join(writer.write(QUESTION, evidence)) == whole


def test_what_was_said_before_is_told(
    writer: ChatWriter, server: ScriptedServer, evidence: tuple[Evidence, ...]
) -> None:
    history = [Turn("user", "When did Finland join?"), Turn("assistant", "On 4 April 2023 [1][3].")]
    server.then(GOOD)
    list(writer.write("And Sweden?", evidence, history))
    assert "User: When did Finland join?\nAssistant: On 4 April 2023.\n" in server.prompt()


@pytest.mark.parametrize(
    "first",
    [
        status(429, Retry_After="0"),
        status(429, Retry_After="Wed, 21 Oct 2015 07:28:00 GMT"),
        status(429, Retry_After="soon"),
        status(500),
        status(503),
        status(408),
        cut(),
        ends_early(),
        fails_after(),
        says(),
        says(" \n"),
        says("<think>Who knows.</think>"),
        sends("data: [DONE]\n\n"),
        sends('data: {"id": \n\n'),
        sends('data: {"choices": null}\n\n'),
        sends("<html>Welcome</html>", content_type="text/html"),
        sends('{"object": "error"}', content_type="application/json"),
    ],
)
def test_a_failure_that_may_pass_is_tried_again(
    first: Behaviour, writer: ChatWriter, server: ScriptedServer, evidence: tuple[Evidence, ...]
) -> None:
    server.then(first, GOOD)
    assert "".join(writer.write(QUESTION, evidence)) == "Sweden joined in 2024 [1]."
    assert len(server.calls) == 2


def test_it_is_tried_three_times_at_most(
    writer: ChatWriter, server: ScriptedServer, evidence: tuple[Evidence, ...]
) -> None:
    server.then(status(500), status(502), status(503), GOOD)
    with pytest.raises(WriterError, match=r"openai:scripted has a fault of its own \(HTTP 503\)") as raised:
        list(writer.write(QUESTION, evidence))
    assert len(server.calls) == 3
    assert raised.value.help


@pytest.mark.parametrize(
    ("behaviour", "message"),
    [
        (status(401, f"Incorrect API key provided: {KEY}"), "does not accept the key"),
        (status(403, KEY), "may not be used with this key"),
        (status(404, KEY), "is not there"),
        (
            status(400, f"temperature is not for {KEY} nor sk-proj-1234567890abc"),
            "temperature is not for … nor …",
        ),
        (status(429, Retry_After="3600"), "asks to wait 3600 seconds"),
        (says(reason="content_filter"), "declined"),
        (says("<think>Hm", reason="length"), "did not come to an end"),
    ],
)
def test_what_will_not_pass_is_told_at_once_and_without_the_key(
    behaviour: Behaviour,
    message: str,
    writer: ChatWriter,
    server: ScriptedServer,
    evidence: tuple[Evidence, ...],
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    server.then(behaviour)
    with pytest.raises(WriterError, match=message) as raised:
        list(writer.write(QUESTION, evidence))
    error = raised.value
    assert len(server.calls) == 1 and error.help
    assert KEY not in str(error) + error.help + repr(writer) + caplog.text
    assert error.__cause__ is None and error.__context__ is None


@pytest.mark.parametrize(
    ("behaviour", "message"),
    [
        (cut("Sweden "), "broke off"),
        (ends_early("Sweden "), "broke off"),
        (fails_after("Sweden "), "reported an error"),
        (says("Sweden ", reason="length"), "did not come to an end"),
        (says("Sweden ", "</think> It", reason="stop"), "mixes its thoughts"),
    ],
)
def test_nothing_is_tried_again_once_text_was_shown(
    behaviour: Behaviour,
    message: str,
    writer: ChatWriter,
    server: ScriptedServer,
    evidence: tuple[Evidence, ...],
) -> None:
    server.then(behaviour, GOOD)
    with pytest.raises(WriterError, match=message):
        list(writer.write(QUESTION, evidence))
    assert len(server.calls) == 1


def test_a_first_token_that_does_not_come_is_not_waited_for(
    writer_with: Made, server: ScriptedServer, evidence: tuple[Evidence, ...]
) -> None:
    server.then(stalls(), GOOD)
    with pytest.raises(WriterError, match=r"wrote nothing for 0\.2 seconds") as raised:
        list(writer_with(writer_first_token_timeout=0.2).write(QUESTION, evidence))
    assert "FOOTNOTE_WRITER_FIRST_TOKEN_TIMEOUT" in raised.value.help
    assert len(server.calls) == 1


def test_an_empty_first_chunk_is_no_token(
    writer_with: Made, server: ScriptedServer, evidence: tuple[Evidence, ...]
) -> None:
    server.then(stalls("", ""))
    with pytest.raises(WriterError, match="wrote nothing"):
        list(writer_with(writer_first_token_timeout=0.2).write(QUESTION, evidence))


def test_a_stream_that_stalls_ends_and_so_does_its_thread(
    writer_with: Made, server: ScriptedServer, evidence: tuple[Evidence, ...]
) -> None:
    before = readers()
    server.then(stalls("Sweden "))
    written = writer_with(writer_first_token_timeout=0.5).write(QUESTION, evidence)
    assert next(written) == "Sweden "
    (reader,) = readers() - before
    assert reader.daemon
    with pytest.raises(WriterError, match="wrote nothing for"):
        list(written)
    reader.join(LONG)
    assert not reader.is_alive()


def test_an_endless_answer_is_given_up(
    writer_with: Made, server: ScriptedServer, evidence: tuple[Evidence, ...]
) -> None:
    server.then(never_ends())
    with pytest.raises(WriterError, match=r"had not finished after 0\.5 seconds"):
        list(writer_with(writer_timeout=0.5).write(QUESTION, evidence))
    assert server.left.wait(LONG)


def test_an_answer_as_long_as_a_book_is_given_up(
    writer: ChatWriter, server: ScriptedServer, evidence: tuple[Evidence, ...]
) -> None:
    server.then(never_ends("and on " * 1000))
    pieces = []
    with pytest.raises(WriterError, match="did not come to an end"):
        pieces.extend(writer.write(QUESTION, evidence))
    assert sum(map(len, pieces)) <= MOST_CHARACTERS
    assert server.left.wait(LONG)


def test_closing_stops_the_model(
    writer: ChatWriter, server: ScriptedServer, evidence: tuple[Evidence, ...]
) -> None:
    before = readers()
    server.then(never_ends())
    written = writer.write(QUESTION, evidence)
    assert next(written) == "and on "
    (reader,) = readers() - before
    written.close()  # type: ignore[attr-defined]
    assert server.left.wait(LONG)
    reader.join(LONG)
    assert not reader.is_alive()


def test_a_server_that_is_not_there_is_told(writer_with: Made, evidence: tuple[Evidence, ...]) -> None:
    with pytest.raises(WriterError, match="cannot be reached") as raised:
        list(writer_with(writer_base_url="http://127.0.0.1:9/v1").write(QUESTION, evidence))
    assert "FOOTNOTE_WRITER_BASE_URL" in raised.value.help


def test_thoughts_are_left_out(
    writer: ChatWriter, server: ScriptedServer, evidence: tuple[Evidence, ...]
) -> None:
    server.then(says("<thi", "nk>Is it [1]?", " Yes.</thi", "nk>\n\n", "In 2024 [1]."))
    assert "".join(writer.write(QUESTION, evidence)) == "In 2024 [1]."


def test_no_retry_where_none_is_wanted(
    writer: ChatWriter, server: ScriptedServer, evidence: tuple[Evidence, ...]
) -> None:
    server.then(status(500), GOOD)
    with pytest.raises(WriterError):
        list(replace(writer, retries=0).write(QUESTION, evidence))
    assert len(server.calls) == 1


def test_callbacks_hear_of_the_model(
    writer: ChatWriter, server: ScriptedServer, evidence: tuple[Evidence, ...]
) -> None:
    class Tokens(BaseCallbackHandler):
        def __init__(self) -> None:
            self.seen: list[str] = []

        def on_llm_new_token(self, token: str, **kwargs: object) -> None:
            self.seen.append(token)

    tokens = Tokens()
    server.then(GOOD)
    list(writer.write(QUESTION, evidence, config={"callbacks": [tokens]}))
    assert "".join(tokens.seen) == "Sweden joined in 2024 [1]."

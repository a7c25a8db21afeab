"""What is heard of a tab whose stream of events ends, and what is stopped for it."""

import pytest

from chatbot.page.closing import Closing, Running

STREAM = {
    "type": "http",
    "path": "/gradio_api/queue/data",
    "query_string": b"session_hash=one",
    "headers": [],
}
CUT = {"type": "http.disconnect"}


async def _heard_by(running: Running, scope: dict[str, object], *sent: dict[str, object]) -> None:
    """Have an application send a response, and then hear that its client is gone."""

    async def application(scope, receive, send):
        for message in sent:
            await send(message)
        assert await receive() == CUT

    async def receive():
        return CUT

    async def send(message):
        pass

    await Closing(application, running)(scope, receive, send)


@pytest.mark.parametrize(
    ("scope", "more", "stopped"),
    [
        (STREAM, True, ["mine"]),
        (STREAM, False, []),  # told to its end, it was not cut off
        ({**STREAM, "query_string": b"session_hash=another"}, True, []),
        ({**STREAM, "path": "/gradio_api/queue/join"}, True, []),
    ],
)
async def test_a_tab_whose_stream_is_cut_off_stops_its_own_answers(scope, more, stopped):
    running, seen = Running(), []
    with running.shown_in("one", lambda: seen.append("mine")):
        with running.shown_in("one", lambda: seen.append("ended")):
            pass
        await _heard_by(running, scope, {"type": "http.response.body", "body": b"", "more_body": more})
    assert seen == stopped
    running.close("one")
    assert seen == stopped

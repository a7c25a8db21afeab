"""An answer in the making: its markers, its order, what stopping leaves, and what is closed."""

import asyncio
from dataclasses import replace

import pytest
from page_replies import citation, claim, evidence, reply

from chatbot.page import chat, texts, writing
from chatbot.page.conversation import Conversation
from chatbot.types import Answered, Asked, EvidenceFound, Quoted, Written

EVIDENCE = tuple(replace(evidence(10 * rank), rank=rank) for rank in (1, 2, 7))
BOTH = "<sup>1</sup><sup>2</sup>"


@pytest.mark.parametrize(
    ("text", "html"),
    [
        (
            "It is [7]. So [1] and [7].",
            "It is<sup>1</sup>. So<sup>2</sup> and<sup>1</sup>.",
        ),
        ("Both [1][2], or [1, 2]", f"Both{BOTH}, or{BOTH}"),
        ("None [9] <b>", "None [9] &lt;b&gt;"),
        ("Begun [1", "Begun"),
        ("Begun [", "Begun"),
        ("", ""),
    ],
)
def test_markers_are_raised_as_they_are_met_and_all_else_is_plain(text: str, html: str):
    assert writing.written(text, EVIDENCE) == html


class Slow:
    """A chain that writes and then waits until it is closed."""

    def __init__(self, *steps: object) -> None:
        self.steps = steps
        self.is_closed = False
        self.waits = asyncio.Event()

    async def astream(self, asked):
        try:
            for step in self.steps:
                yield step
            self.waits.set()
            await asyncio.Event().wait()
        finally:
            self.is_closed = True


FOUND = EvidenceFound(EVIDENCE, 0.9, 17)


async def _stopped(chain: Slow, conversation: Conversation) -> list[chat.Update]:
    async def stop() -> None:
        await chain.waits.wait()
        conversation.stop()

    stopping = asyncio.ensure_future(stop())
    updates = [each async for each in chat.ask(chain, {"question": "Who?"}, conversation)]
    await stopping
    return updates


async def test_stopping_closes_the_stream_and_keeps_the_quoted_answer():
    conversation = Conversation()
    chain = Slow(Asked("Who is it?"), FOUND, Quoted((claim(citation(10)),)), Written("It [1]"))
    updates = await _stopped(chain, conversation)
    assert chain.is_closed
    assert [each.is_writing for each in updates] == [False, True, True, False]
    assert updates[1].opened and updates[1].opened.active == citation(10)
    assert updates[2].shown["written"] == "It<sup>1</sup>"
    last = updates[-1].shown
    assert last["is_done"] and texts.STOPPED_QUOTED in last["html"] and "A quote." in last["html"]
    assert "Who is it?" in last["html"] and "fn-written" not in last["html"]
    assert conversation.turns[-1].content == "A quote." and not conversation.running


async def test_stopping_before_anything_is_quoted_says_so_and_keeps_nothing():
    conversation = Conversation()
    updates = await _stopped(Slow(FOUND), conversation)
    assert texts.STOPPED in updates[-1].shown["html"] and not conversation.turns


async def test_a_new_conversation_ends_what_is_being_written_without_a_word():
    conversation = Conversation()
    chain = Slow(FOUND, Quoted((claim(citation(10)),)))
    shown = []
    async for update in chat.ask(chain, {"question": "Who?"}, conversation):
        shown.append(update)
        if update.is_writing:
            conversation.clear()
    assert chain.is_closed and not any(each.shown["is_done"] for each in shown)
    assert not conversation.turns


async def test_a_tab_that_is_closed_closes_the_stream():
    conversation = Conversation()
    chain = Slow(FOUND, Quoted((claim(citation(10)),)))
    asking = chat.ask(chain, {"question": "Who?"}, conversation)
    async for update in asking:
        if update.is_writing:
            break
    await asking.aclose()
    assert chain.is_closed and not conversation.running


async def test_while_it_is_being_made_no_live_region_speaks_and_the_reply_does():
    made = replace(reply(claim(citation(10)), evidence=EVIDENCE), writer="local")
    chain = Slow(FOUND, Quoted(made.claims), Written("It [1]"), Answered(made))
    updates = await _stopped(chain, Conversation())
    done = [each.shown for each in updates if each.shown["is_done"]]
    making = [each.shown for each in updates if not each.shown["is_done"]]
    assert len(making) == 3
    for shown in making:
        assert '</h3><div aria-live="off">' in shown["html"]
    assert 'aria-live="off"' not in done[0]["html"]
    assert done[0]["html"].count("fn-claim") == 1

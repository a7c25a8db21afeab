"""Whoever leaves while a model is silent is not answered on: the answer ends though the model does not."""

import asyncio
from collections.abc import Callable
from pathlib import Path

from scripted_server import ScriptedServer, says, stalls

from chatbot import FootnoteChain, Settings
from chatbot.team import Team
from chatbot.telemetry import Telemetry
from chatbot.types import Answered, Written
from chatbot.writers import ChatWriter
from index.library import Library


async def test_leaving_a_silent_model_ends_the_answer(
    server: ScriptedServer, writer_with: Callable[..., ChatWriter], library: Library, articles: Path
):
    library.sync([articles])
    settings, telemetry = Settings(data=library.data, threshold=0.0), Telemetry()
    team = Team(settings, library.embedder)
    team.take(writer_with())
    chain = FootnoteChain(library, settings, team=team, callbacks=telemetry.callbacks())
    asked = {"question": "When did Sweden join NATO?", "writer": "openai:scripted"}
    server.then(stalls("Sweden "), says("Sweden joined NATO on 7 March 2024 [1]."))

    steps = chain.astream(asked)
    async for step in steps:
        if isinstance(step, Written):
            break
    silent = asyncio.ensure_future(anext(steps))
    await asyncio.sleep(0.1)
    silent.cancel()
    await asyncio.gather(silent, return_exceptions=True)
    while telemetry.metrics.answers_in_progress():
        await asyncio.sleep(0.05)
    sample = telemetry.metrics.registry.get_sample_value
    assert sample("footnote_questions_total", {"outcome": "stopped", "writer": ""}) == 1
    assert sample("footnote_stage_failures_total", {"stage": "write"}) is None
    assert not server.over.is_set()  # the model is silent still

    *_, last = [step async for step in chain.astream(asked)]
    assert isinstance(last, Answered) and last.reply.writer == "openai:scripted"

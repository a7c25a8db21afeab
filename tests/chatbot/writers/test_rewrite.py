from collections.abc import Callable

import pytest
from langchain_core.language_models import FakeListChatModel
from scripted_server import Behaviour, ScriptedServer, cut, says, stalls, status

from chatbot.types import Turn
from chatbot.writers import ChatWriter, rewrite
from chatbot.writers.prompt import messages

HISTORY = (
    Turn("user", "When did Sweden join NATO?"),
    Turn("assistant", "Sweden joined NATO on 7 March 2024 [1]. Turkey and Hungary had delayed it [2]."),
)
QUESTION = "Why did Hungary do that?"
ALONE = "Why did Hungary delay that Sweden joined NATO?"
Made = Callable[..., ChatWriter]


def test_a_follow_up_is_made_whole(writer_with: Made, server: ScriptedServer) -> None:
    server.then(says("Why did Hungary delay ", "that Sweden joined NATO?"))
    assert rewrite(writer_with(), QUESTION, HISTORY) == ALONE
    told = server.prompt()
    assert "User: When did Sweden join NATO?\nAssistant: Sweden joined NATO on 7 March 2024." in told
    assert told.endswith(f"Last question: {QUESTION}")
    assert "[1]" not in told


@pytest.mark.parametrize(
    "said",
    [
        f"<think>Hungary…</think>\n{ALONE}",
        f"Standalone question: “{ALONE}”",
        f"Question: {ALONE}\n",
        f"**{ALONE}**",
    ],
)
def test_what_is_around_the_question_is_left_out(said: str) -> None:
    assert rewrite(FakeListChatModel(responses=[said]), QUESTION, HISTORY) == ALONE


@pytest.mark.parametrize(
    "said",
    [
        "",
        "   ",
        "?",
        "Hungary wanted respect from Sweden.",
        "Hungary wanted an apology for criticism of its democracy, judges and press. Is that all right?",
        f"{ALONE}\nIt wanted an apology.",
        "Why did Hungary delay Sweden " + "and Sweden " * 40 + "?",
        "Hungary… </think> Why?",
    ],
)
def test_nonsense_is_not_taken(said: str) -> None:
    assert rewrite(FakeListChatModel(responses=[said]), QUESTION, HISTORY) is None


def test_a_request_may_stay_one() -> None:
    model = FakeListChatModel(responses=["Tell me more about Hungary and NATO."])
    assert rewrite(model, "Tell me more about Hungary", HISTORY) == "Tell me more about Hungary and NATO."


@pytest.mark.parametrize("behaviour", [status(500), status(401), cut("Why "), cut(), says(), stalls("Why ")])
def test_a_failure_is_no_question_and_not_tried_again(
    behaviour: Behaviour, writer_with: Made, server: ScriptedServer
) -> None:
    server.then(behaviour, says(ALONE))
    writer = writer_with(writer_first_token_timeout=0.5)
    assert rewrite(writer, QUESTION, HISTORY, seconds=0.5) is None
    assert len(server.calls) == 1


@pytest.mark.parametrize("history", [(), (Turn("assistant", "Welcome."),)])
def test_without_a_question_before_no_model_is_asked(
    history: tuple[Turn, ...], writer_with: Made, server: ScriptedServer
) -> None:
    assert rewrite(writer_with(), QUESTION, history) is None
    assert server.calls == []


def test_a_writer_without_a_chat_model_rewrites_nothing() -> None:
    class Other:
        name = "other"
        write = staticmethod(messages)

    assert rewrite(Other(), QUESTION, HISTORY) is None  # type: ignore[arg-type]


def test_a_long_conversation_is_bounded(writer_with: Made, server: ScriptedServer) -> None:
    server.then(says(ALONE))
    history = [Turn("user", f"{number} Hungary delayed Sweden joining NATO? " * 500) for number in range(50)]
    assert rewrite(writer_with(), QUESTION, history) == ALONE
    assert len(server.prompt()) < 2000

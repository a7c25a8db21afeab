"""A reasoning model's stream -> what it says: its thoughts in ``<think>`` are left out.

DeepSeek-R1, Qwen 3 and others think aloud before they answer where their server does not
separate the two.
"""

import re
from collections.abc import Iterable, Iterator

from chatbot.writers.failures import Failure

_OPENS = ("<think>", "<thinking>", "<thought>", "<reasoning>")
_CLOSES = re.compile(r"</(?:think|thinking|thought|reasoning)>")
_LONGEST = len("</reasoning>")


def without_thoughts(deltas: Iterable[str]) -> Iterator[str]:
    """Yield ``deltas`` without the thoughts and white space before the answer, none empty.

    Raises Failure where thoughts end that were never marked as begun (some chat
    templates begin them in the prompt): all that came before was no answer.
    """
    held, answering, tail = "", False, ""
    for delta in deltas:
        if answering:
            tail = (tail + delta)[-len(delta) - _LONGEST :]
            _refuse_thoughts(tail)
            if delta:
                yield delta
            continue
        held = _after_thoughts(held + delta)
        if held and not _may_be_thought(held):
            _refuse_thoughts(held)
            yield held
            answering, tail, held = True, held, ""
    if held and not held.startswith(_OPENS):
        yield held


def _after_thoughts(text: str) -> str:
    """Return ``text`` without whole thoughts at its start."""
    text = text.lstrip()
    while text.startswith(_OPENS) and (closed := _CLOSES.search(text)):
        text = text[closed.end() :].lstrip()
    return text


def _may_be_thought(text: str) -> bool:
    return text.startswith(_OPENS) or any(opens.startswith(text) for opens in _OPENS)


def _refuse_thoughts(text: str) -> None:
    if _CLOSES.search(text):
        raise Failure(
            "mixes its thoughts into its answer",
            "switch on the reasoning parser of its server, or the model's thinking off",
        )

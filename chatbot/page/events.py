"""What the events of the page have in common: how they are queued, and what a browser sends with them."""

from typing import Any

import gradio as gr

from chatbot.access import Visitor, visitor_of

ASKING_AT_ONCE = 100
"""Answers that are made at once; further questions wait. Most of them wait for a model's next word."""

THREADS = ASKING_AT_ONCE + 28
"""Events of all kinds that Gradio handles at once: those beside the answers must not wait for them."""

QUIET: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
LIGHT: dict[str, Any] = {**QUIET, "concurrency_limit": None}
EACH: dict[str, Any] = {**LIGHT, "trigger_mode": "multiple"}
ASKING: dict[str, Any] = {**QUIET, "concurrency_limit": ASKING_AT_ONCE, "concurrency_id": "ask"}
LAST: dict[str, Any] = {"trigger_mode": "always_last"}
"""Loses what an event carries."""

Values = dict[Any, Any]
"""Component -> its new value; components that are not named stay as they are."""


def sent(event: gr.EventData, name: str) -> object:
    """Return a value that the browser sent with an event, if it sent one."""
    return event._data.get(name) if isinstance(event._data, dict) else None


def visitor(request: gr.Request) -> Visitor:
    """Return who caused an event; nobody with any right, where no request did."""
    return visitor_of(request.request.scope) if request.request else Visitor()

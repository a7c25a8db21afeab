"""The page's own HTML components: each a fixed frame, a script of its own, and a value to show."""

from importlib.resources import files
from typing import Any

import gradio as gr

from chatbot.page import texts
from chatbot.report import drawing

STATIC = files("chatbot.page") / "static"

STYLES = ("page.css", "answers.css", "conversations.css", "library.css", "map.css", "reading.css")
"""The page's style sheets, the general one first."""


def static(name: str) -> str:
    """Return one of the page's own styles or scripts."""
    return (STATIC / name).read_text("utf-8")


def scripted(frame: str, script: str, value: Any = None, **given: Any) -> gr.HTML:
    """Return a component whose script shows its value inside ``frame``.

    The frame never holds a value: Gradio runs what a template evaluates to, so foreign
    text only ever comes in by ``props.value``.
    """
    return gr.HTML(
        value, html_template=frame, js_on_load=static(script), apply_default_css=False, padding=False, **given
    )


def plain(value: str = "", **given: Any) -> gr.HTML:
    """Return a component that shows HTML as it is; its events are never listened to."""
    return gr.HTML(value, js_on_load=None, apply_default_css=False, padding=False, **given)


def head() -> str:
    """Return what stands in the page's head; as ``css`` Gradio would rewrite the styles' selectors."""
    styles = "".join((*map(static, STYLES), drawing.STYLE))
    spoken = f'data-lang="{texts.language()}" data-dir="{texts.DIRECTION}"'
    return f"<style>{styles}</style><script {spoken}>{{{static('session.js')}}}</script>"

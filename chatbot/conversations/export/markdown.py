"""A conversation as Markdown with footnotes (``[^1]``, as Pandoc and GitHub read them)."""

import re

from chatbot.conversations.cited import footnotes
from chatbot.conversations.export.wording import named, said
from chatbot.conversations.export.words import Words
from chatbot.conversations.types import Kept, Summary
from chatbot.types import Reply
from index.text import fold

_SPECIAL = re.compile(r"[\\`*_{}\[\]<>#|~$&!^]|^[-+=]|(?<=^\d)[.)]|(?<=^\d\d)[.)]|(?<=^\d{4})[.)]")


def markdown(summary: Summary, answers: list[Kept], words: Words) -> str:
    """Return the conversation; footnotes are numbered by answer."""
    parts = [f"# {literal(summary.title)}"]
    for number, each in enumerate(answers, 1):
        parts += [f"## {literal(each.reply.question)}", *_answer(number, each.reply, words)]
        parts.append(f"*{each.moment:%Y-%m-%d %H:%M} UTC, {words.searched(each.reply.searched)}*")
    return "\n\n".join(parts) + "\n"


def literal(text: str) -> str:
    """Return foreign text on one line so that it is read as it is, never as Markdown or HTML."""
    return _SPECIAL.sub(r"\\\g<0>", fold(text))


def _answer(number: int, reply: Reply, words: Words) -> list[str]:
    notes = (
        f"[^{number}-{note}]: “{literal(each.quote)}” *{literal(each.title)}*, "
        f"{literal(named(reply, each, words))}."
        for note, each in enumerate(footnotes(reply).values(), 1)
    )
    answer = said(reply, words, literal, lambda note: f"[^{number}-{note}]", between="\n\n")
    return [*filter(None, (*answer, *_nearest(number, reply), "\n\n".join(notes)))]


def _nearest(number: int, reply: Reply) -> list[str]:
    if reply.answered or not reply.evidence:
        return []
    found = enumerate(footnotes(reply).values(), 1)
    return ["\n".join(f"- {literal(each.quote)}[^{number}-{note}]" for note, each in found)]

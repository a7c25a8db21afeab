"""A conversation as one HTML file to be read: no script, and nothing that a browser would fetch."""

import hashlib
from base64 import b64encode
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from chatbot.conversations.cited import borne_by, footnotes, lines, place
from chatbot.conversations.export.wording import doubt, named, refusal
from chatbot.conversations.export.words import ENGLISH, Words
from chatbot.conversations.types import Kept, Summary


def share(summary: Summary, answers: list[Kept], words: Words = ENGLISH) -> str:
    """Return the page; everything foreign in it is escaped, and its own policy lets nothing load."""
    return _template().render(summary=summary, answers=answers, words=words, policy=policy())


def policy() -> str:
    """Return the page's Content-Security-Policy: its own style, known by its digest, and nothing else."""
    digest = hashlib.sha256(_style().encode()).digest()
    allowed = f"style-src 'sha256-{b64encode(digest).decode()}'"
    return f"default-src 'none'; {allowed}; base-uri 'none'; form-action 'none'"


@cache
def _style() -> str:
    return _environment().get_template("share.css").render()


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("chatbot.conversations.export", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@cache
def _template() -> Template:
    """Return the template, with what it asks about an answer."""
    environment = _environment()
    environment.globals |= {
        "borne_by": borne_by,
        "doubt": doubt,
        "footnotes": footnotes,
        "lines": lines,
        "named": named,
        "place": place,
        "refusal": refusal,
    }
    return environment.get_template("share.html")

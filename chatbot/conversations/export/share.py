"""A conversation as one HTML file to be read: no script, and nothing that a browser would fetch."""

from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from chatbot.conversations.cited import borne_by, footnotes, place
from chatbot.conversations.export.wording import doubt, named, refusal
from chatbot.conversations.types import Kept, Summary


def share(summary: Summary, answers: list[Kept]) -> str:
    """Return the page; everything foreign in it is escaped, and its own policy lets nothing load."""
    return _template().render(summary=summary, answers=answers)


@cache
def _template() -> Template:
    """Return the template, with what it asks about an answer."""
    environment = Environment(
        loader=PackageLoader("chatbot.conversations.export", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals |= {
        "borne_by": borne_by,
        "doubt": doubt,
        "footnotes": footnotes,
        "named": named,
        "place": place,
        "refusal": refusal,
    }
    return environment.get_template("share.html")

"""An article that is named in the question with “@”: those that are meant, listed as the name is typed."""

import re
from collections.abc import Sequence
from typing import TypedDict

import gradio as gr

from chatbot.page import texts
from chatbot.page.escape import escaped, isolated
from chatbot.page.events import EACH, Values, sent
from chatbot.page.parts import scripted
from index.library import Library
from index.types import ArticleSummary, Listing

MOST = 8
"""Articles that are listed; who looks for another types more of its name."""

LOOKED_AT = 200
"""Articles, by title, of which those are listed first that have a word which begins with the name."""

LONGEST = 100
"""Characters of a name that are looked for."""


class Named(TypedDict):
    """The articles that what was ``typed`` names: the list's items, and how many in words."""

    typed: str
    html: str
    said: str


class Naming:
    """The list above the question's box, which its script opens, and its event."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self.shown = scripted(frame(), "naming.js", elem_id="fn-naming")

    def connect(self) -> None:
        """Join the event to its handler."""
        self.shown.look(self.look, None, [self.shown], **EACH)

    def look(self, event: gr.EventData) -> Values:
        """List the articles whose title holds what was typed, a word's beginning first."""
        typed = sent(event, "typed")
        if not isinstance(typed, str):
            return {self.shown: gr.skip()}
        name = typed.strip()[:LONGEST]
        found, number = self.library.listed(Listing(name, by_title=True), limit=LOOKED_AT)
        begins = re.compile(rf"\b{re.escape(name)}", re.IGNORECASE)
        first = sorted(found, key=lambda each: not begins.search(each.title))[:MOST]
        return {self.shown: Named(typed=typed, html=named(first), said=texts.articles_named(number))}


def frame() -> str:
    """Return what the script shows the list in."""
    return (
        f'<div class="fn-named"><ul id="fn-named" role="listbox" aria-label="{texts.NAMED}" hidden></ul>'
        '<div role="status" class="fn-heard"></div></div>'
    )


def named(articles: Sequence[ArticleSummary]) -> str:
    """Return articles as the list's items."""
    return "".join(
        f'<li role="option" id="fn-named-{number}" data-article="{escaped(each.id)}">'
        f"<strong>{isolated(each.title)}</strong> <span>{_facts(each)}</span></li>"
        for number, each in enumerate(articles)
    )


def _facts(article: ArticleSummary) -> str:
    """Return what tells an article from another of its title: its date, and the end of its source."""
    source = article.sources[0].rstrip("/").rpartition("/")[2] if article.sources else ""
    facts = (texts.short_date(article.metadata.published), source)
    return " · ".join(isolated(fact) for fact in facts if fact)

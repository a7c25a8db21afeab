"""What else may be asked after an answer: only what the chain answers with that sentence."""

import threading
import time
from pathlib import Path

import pytest

from chatbot import FootnoteChain, Settings
from chatbot.conversations.cited import cited, place
from chatbot.suggest.suggester import Suggester
from index.library import Library

LONG = 60.0
"""Seconds that a machine that does much else beside may take."""

ARTICLE = """Sweden joined NATO on 7 March 2024. It had applied with Finland. The alliance grew by it.

Hungary delayed Sweden for months. Norway ordered 52 fighters from Lockheed in 2008. He went home in 2009.

President Katalin Novák signed nothing and resigned over a scandal of Hungary. In 2023 Turkey wanted more.
"""


@pytest.fixture
def telling(library: Library, tmp_path: Path) -> Library:
    folder = tmp_path / "telling"
    folder.mkdir()
    (folder / "sweden.txt").write_text(ARTICLE, "utf-8")
    (folder / "bread.txt").write_text("The bakery of Lund was founded in 1931. Lund is a town.", "utf-8")
    library.sync([folder])
    return library


def _chain(library: Library, threshold: float = 0.0) -> FootnoteChain:
    return FootnoteChain(library, Settings(data=library.data, threshold=threshold))


def test_each_suggestion_is_answered_with_the_sentence_that_it_was_made_from(telling: Library):
    chain = _chain(telling)
    reply = chain.ask("Who delayed Sweden for months?")
    used = {place(each) for each in cited(reply)}
    made = Suggester(telling, chain, 3, LONG).suggestions(reply, {})
    assert made
    for each in made:
        again = chain.ask(each.question)
        assert place(again.claims[0].citations[0]) == place(each.citation)
        assert place(each.citation) not in used


def test_nothing_is_suggested_that_the_chain_would_refuse_or_that_was_asked(telling: Library):
    chain = _chain(telling)
    reply = chain.ask("Who delayed Sweden for months?")
    made = [each.question for each in Suggester(telling, chain, 3, LONG).suggestions(reply, {})]
    assert Suggester(telling, chain, 3, LONG).suggestions(reply, {"threshold": 1.0}) == []
    assert Suggester(telling, chain, 1, LONG).suggestions(reply, {}) and len(made) <= 3
    again = Suggester(telling, chain, 3, LONG).suggestions(reply, {}, known=made)
    assert not {each.question for each in again} & set(made)


def test_it_gives_way_to_who_asks_and_ends_once_it_is_given_up(telling: Library):
    chain = _chain(telling)
    reply = chain.ask("Who delayed Sweden for months?")
    suggester, ended = Suggester(telling, chain, 3, LONG), threading.Event()
    found: list[object] = []

    def make() -> None:
        found.extend(suggester.suggestions(reply, {}))
        ended.set()

    with telling.asked():
        threading.Thread(target=make, daemon=True).start()
        time.sleep(0.5)
        assert not ended.is_set()
    assert ended.wait(LONG) and found
    assert suggester.suggestions(reply, {}, is_given_up=lambda: True) == []

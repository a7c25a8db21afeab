"""Searching in the open article, and its keys, in a real browser."""

from collections.abc import Callable

import pytest
from page_articles import ARTICLES, ScriptedChain, claim, evidence_of, reply_of, sentence_with
from page_support import CONTRAST, Site, Visit

from chatbot.types import Reply
from index.library import Library

pytestmark = pytest.mark.browser

TRICKY = """# The Café “Éclair”

It’s a café — a CAFÉ, they say. 🎂 The cafe opened
in 1999.

A list of prices:

- cafe au lait
- Straße 5, ﬁne
"""


@pytest.fixture(scope="module")
def shelf(serving: Callable[..., Site]) -> Site:
    def scripted(library: Library) -> ScriptedChain:
        everything = evidence_of(library)
        cited = [claim(sentence_with(library, words)) for words in ("rape oil", "every morning")]

        def answer(question: str) -> Reply:
            return reply_of(question, cited, everything)

        return ScriptedChain(answer)

    return serving({**ARTICLES, "cafe.md": TRICKY}, chain_of=scripted)


def _read(visit: Visit, site: Site, title: str) -> None:
    visit.open(site.address)
    visit.see_library()
    visit.page.locator(".fn-title", has_text=title).click()
    visit.page.wait_for_selector(".fn-source")
    visit.page.wait_for_selector(".fn-finder", state="visible")


def _find(visit: Visit, words: str) -> tuple[str, list[str], list[str]]:
    """Type words; return where the finder says it is, what is lit, and what of it is the active one."""
    visit.page.fill(".fn-finder input", words)
    return _found(visit)


def _found(visit: Visit) -> tuple[str, list[str], list[str]]:
    lit = visit.page.evaluate(
        "['fn-found', 'fn-found-active'].map(name => [...CSS.highlights.get(name)].map(String))"
    )
    return visit.text(".fn-finder [role=status]"), lit[0], lit[1]


def test_matches_are_found_whatever_their_case_accents_and_quotes(shelf: Site, visit: Visit):
    _read(visit, shelf, "Éclair")
    at, others, active = _find(visit, "CAFE")
    assert at == "1 of 5"
    assert sorted([*others, *active]) == sorted(["Café", "café", "CAFÉ", "cafe", "cafe"])
    assert _find(visit, "it's a café - a")[0] == "1 of 1"
    assert _find(visit, '"eclair"')[2] == ["“Éclair”"]
    assert _find(visit, "fine")[2] == ["ﬁne"]
    assert _find(visit, "the cafe opened in 1999.") == ("1 of 1", [], ["The cafe opened in 1999."])
    assert _find(visit, "prices: cafe") == ("Not in this article", [], [])
    assert _find(visit, "  ") == ("", [], [])


def test_enter_steps_shift_enter_steps_back_and_escape_ends(shelf: Site, visit: Visit):
    _read(visit, shelf, "Éclair")
    _find(visit, "cafe")
    page = visit.page
    page.keyboard.press("Shift+Enter")
    assert _found(visit)[0] == "5 of 5"
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    assert _found(visit)[0] == "2 of 5"
    page.get_by_label("Previous match").click()
    assert _found(visit)[0] == "1 of 5"
    page.focus(".fn-finder input")
    page.keyboard.press("Escape")
    assert _found(visit) == ("", [], [])
    assert page.evaluate("document.activeElement.className") == "fn-viewer"


def test_the_keys_come_from_all_over_the_page_but_not_out_of_a_text(shelf: Site, visit: Visit):
    page = visit.open(shelf.address)
    assert not page.locator(".fn-finder").is_visible()
    page.keyboard.press("/")
    visit.ask("Who built it?")
    page.wait_for_selector(".fn-viewer mark.fn-active")
    page.locator("#fn-ask textarea").press_sequentially("n/p")
    assert page.input_value("#fn-ask textarea") == "n/p"
    assert page.locator(".fn-source").get_attribute("data-active") == "1"
    page.focus(".fn-log")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.matches('.fn-finder input')")
    assert page.input_value(".fn-finder input") == ""
    page.keyboard.press("Escape")
    page.focus(".fn-viewer")
    page.keyboard.press("Control+f")
    assert page.evaluate("document.activeElement.matches('.fn-finder input')")


@pytest.mark.parametrize(("width", "theme"), [(1280, "light"), (390, "dark")])
def test_it_fits_and_is_read_easily(shelf: Site, visit_at: Callable[..., Visit], width: int, theme: str):
    visit = visit_at(width, 844)
    page = visit.open(shelf.address, theme)
    visit.see_library()
    page.locator(".fn-title", has_text="Éclair").click()
    page.wait_for_selector(".fn-finder", state="visible")
    assert _find(visit, "cafe")[0] == "1 of 5"
    assert page.evaluate("document.documentElement.scrollWidth") == width
    assert min(page.evaluate(CONTRAST, ".fn-finder :is(input, span)")) >= 4.5

"""The page for everybody, in each of its states.

axe-core (its own script, on this machine) finds no serious violation, the keyboard alone reaches
every control and shows where it is, and nothing moves for those who asked for that.
"""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from page_articles import ARTICLES, ScriptedChain, claim, evidence_of, reply_of, sentence_with
from page_support import Site, Visit, violations
from playwright.sync_api import Page

from chatbot.page.offers import Offers, WriterOffer
from chatbot.types import Claim, Conflict, Reply, Standing, Verdict
from chatbot.weights import Cost
from index.library import Library
from index.types import Facets

pytestmark = pytest.mark.browser

SEEN = Standing(by_vectors=2, by_terms=1, fused=0.0488, similarity=0.6, coverage=0.75, reading=2.0)
PDF = "how-a-country-joins-nato.pdf"
SHELF = {
    **ARTICLES,
    PDF: (Path("seeds") / PDF).read_bytes(),
    "broken.pdf": b"%PDF-1.7\n" + bytes(range(256)) * 4,
}
COSTS = tuple(Cost(each / 20, each / 40, each / 30, each / 20) for each in range(1, 20))
FACETS = Facets({"/x/a": 2, "/x/b": 1}, "2021", "2024-11", {"en": 2, "sv": 1}, {"press": 1, "reports": 2})

WATCH = """() => {
  window.reached = new Set();
  window.unseen = new Set();
  addEventListener('focusin', ({target}) => {
    reached.add(target);
    const {outlineStyle, outlineWidth} = getComputedStyle(target);
    if (!target.matches(':focus-visible')) return;
    if (outlineStyle === 'none' || outlineWidth === '0px') unseen.add(target.outerHTML.slice(0, 120));
  });
}"""
UNREACHED = """() => {
  const controls = 'a[href], button, input, select, textarea, summary, [tabindex="0"]';
  const grouped = each => each.type === 'radio' && [...reached].some(other => other.name === each.name);
  return [...document.querySelectorAll(`#fn-page :is(${controls})`)]
    .filter(each => each.checkVisibility({visibilityProperty: true, opacityProperty: true})
      && !each.matches(':disabled, [tabindex="-1"]') && !each.closest('[inert]')
      && !reached.has(each) && !grouped(each))
    .map(each => each.outerHTML.slice(0, 120));
}"""
"""Gives what can be used and was not reached; of a group of radio buttons the arrows reach the others."""
MOVING = """() => [...document.querySelectorAll('#fn-page *')].filter(each => {
  const {transitionDuration, animationName, scrollBehavior} = getComputedStyle(each);
  return transitionDuration.split(', ').some(time => time !== '0s') || animationName !== 'none'
    || scrollBehavior === 'smooth';
}).map(each => each.outerHTML.slice(0, 120))"""


def _scripted(library: Library) -> ScriptedChain:
    everything = [replace(each, standing=SEEN) for each in evidence_of(library)]

    def answer(question: str) -> Reply:
        if question == "nothing":
            return replace(reply_of(question, [], everything[:3], confidence=0.08), threshold=0.5)
        claims = [claim(sentence_with(library, words)) for words in ("rape oil", "every morning")]
        claims += [
            claim(sentence_with(library, "lives there"), Verdict.PARTLY),
            Claim("The ferry is red.", (), Verdict.UNSUPPORTED, 0.1, ("red",)),
        ]
        conflict = Conflict("the oil", claims[0].citations[0], claims[1].citations[0])
        made = reply_of(question, claims, everything, standalone="two of them")
        return replace(made, writer="local", missing=("how high",), conflicts=(conflict,), threshold=0.5)

    return ScriptedChain(answer)


@pytest.fixture(scope="module")
def scripted(serving: Callable[..., Site]) -> Site:
    def offers(library: Library) -> Offers:
        writers = (WriterOffer("quote"), WriterOffer("local", False, 1_117_320_768))
        return Offers(lambda: FACETS, 0.5, COSTS, lambda: writers, article=library.article)

    return serving(SHELF, chain_of=_scripted, offers_of=offers)


def _answered(visit: Visit) -> None:
    """Ask, and unfold all that belongs to the answer."""
    visit.ask("two")
    visit.page.wait_for_selector("mark.fn-active", state="attached")
    for summary in visit.page.locator(".fn-turn details > summary").all():
        summary.click()


def _sees(page: Page, side: str, ready: str) -> None:
    page.locator(f"[data-side={side}]:visible").first.click()
    page.wait_for_selector(ready)


@pytest.mark.parametrize(("theme", "width"), [("light", 1280), ("dark", 1280), ("light", 390), ("dark", 390)])
def test_no_state_of_the_page_has_a_serious_violation(
    scripted: Site, visit_at: Callable[..., Visit], theme: str, width: int
):
    visit = visit_at(width, 844)
    page = visit.open(scripted.address, theme)
    found = {"welcome": violations(page)}
    page.locator(".fn-answering > summary").click()
    page.wait_for_selector("#fn-cost")
    found["choices"] = violations(page)
    page.locator(".fn-answering > summary").click()
    _answered(visit)
    page.locator("[data-edit]").click()
    found["answer"] = violations(page)
    visit.ask("nothing")
    page.locator(".fn-why > summary").last.click()
    found["refusal"] = violations(page)
    page.locator(".fn-chip").first.click()
    page.wait_for_selector("mark.fn-active")
    found["viewer"] = violations(page)
    page.keyboard.press("Escape")
    _sees(page, "library", ".fn-failed > summary")
    page.locator(".fn-failed > summary").click()
    found["library"] = violations(page)
    page.locator(".fn-shelf tr", has_text="ferry").locator("[data-remove]").click()
    page.wait_for_selector("[data-undo]:visible")
    found["removed"] = violations(page)
    page.locator("[data-undo]:visible").click()
    page.wait_for_selector("[data-undo]:visible", state="detached")
    page.locator(".fn-title", has_text="NATO").first.click()
    page.locator("[data-view=pages]").click()
    page.wait_for_selector(".fn-printed img")
    found["pages"] = violations(page)
    page.locator("[data-view=text]").click()
    page.keyboard.press("Escape")
    _sees(page, "conversations", ".fn-talks")
    found["conversations"] = violations(page)
    page.locator(".fn-talks button:has-text('Delete')").first.click()
    page.wait_for_selector("[data-undo]:visible")
    found["deleted"] = violations(page)
    assert {state: violations for state, violations in found.items() if violations} == {}


@pytest.mark.parametrize("width", [1280, 390])
def test_the_keyboard_alone_reaches_every_control_and_shows_where_it_is_and_nothing_moves(
    scripted: Site, visit_at: Callable[..., Visit], width: int
):
    visit = visit_at(width, 844)
    page = visit.open(scripted.address)
    page.locator(".fn-answering > summary").click()
    page.wait_for_selector("#fn-cost")
    _answered(visit)
    page.evaluate(WATCH)
    sides = (("article", ".fn-viewer mark"), ("library", ".fn-title"), ("conversations", ".fn-talks"))
    for side, ready in sides:
        if width == 390 and side == "article":
            page.locator(".fn-chip").first.click()
        else:
            page.evaluate("side => document.querySelector(`#fn-tabs [data-side=${side}]`).click()", side)
        page.wait_for_selector(ready)
        for _ in range(30):
            if not page.evaluate(UNREACHED):
                break
            for _ in range(8):
                page.keyboard.press("Tab")
        assert page.evaluate(UNREACHED) == [], side
        assert page.evaluate("[...unseen]") == [], side
        assert page.evaluate(MOVING) == [], side


def test_an_empty_library_has_no_serious_violation(serving: Callable[..., Site], visit: Visit):
    page = visit.open(serving(articles={}).address)
    assert violations(page) == []

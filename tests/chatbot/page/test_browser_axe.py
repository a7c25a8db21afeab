"""axe-core (its own script, on this machine) finds no serious violation in any state of the page."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from page_articles import ScriptedChain, claim, evidence_of, reply_of, sentence_with
from page_support import Site, Visit, violations

from chatbot.types import Claim, Conflict, Reply, Standing, Verdict
from index.library import Library

pytestmark = pytest.mark.browser

SEEN = Standing(by_vectors=2, by_terms=1, fused=0.0488, similarity=0.6, coverage=0.75, reading=2.0)


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
    return serving(chain_of=_scripted)


@pytest.mark.parametrize(("theme", "width"), [("light", 1280), ("dark", 1280), ("light", 390), ("dark", 390)])
def test_no_state_of_the_page_has_a_serious_violation(
    scripted: Site, visit_at: Callable[..., Visit], theme: str, width: int
):
    visit = visit_at(width, 844)
    page = visit.open(scripted.address, theme)
    found = {"welcome": violations(page)}
    visit.ask("two")
    page.wait_for_selector("mark.fn-active", state="attached")
    for summary in page.locator(".fn-turn details > summary").all():
        summary.click()
    page.locator("[data-edit]").click()
    found["answer"] = violations(page)
    visit.ask("nothing")
    page.locator(".fn-why > summary").last.click()
    found["refusal"] = violations(page)
    page.locator(".fn-chip").first.click()
    page.wait_for_selector("mark.fn-active")
    found["viewer"] = violations(page)
    page.keyboard.press("Escape")
    for side, ready in (("library", ".fn-title"), ("conversations", ".fn-talks")):
        page.locator(f"[data-side={side}]:visible").first.click()
        page.wait_for_selector(ready)
        found[side] = violations(page)
        page.keyboard.press("Escape")
    assert {state: violations for state, violations in found.items() if violations} == {}


def test_an_empty_library_has_no_serious_violation(serving: Callable[..., Site], visit: Visit):
    page = visit.open(serving(articles={}).address)
    assert violations(page) == []

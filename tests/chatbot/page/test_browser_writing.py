"""An answer that a model writes, in a real browser: it grows, can be stopped, and is told once."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from page_articles import ScriptedChain, Writing, claim, evidence_of, reply_of, sentence_with
from page_support import CONTRAST, Site, Visit, violations, wait_until
from playwright.sync_api import Page

from chatbot.page.offers import Offers, WriterOffer
from chatbot.types import Citation, Claim, Conflict, Reply, Verdict
from chatbot.weights import Cost
from index.library import Library
from index.types import Facets

pytestmark = pytest.mark.browser

BUILT = "The lighthouse of Sandvik was built in 1874 by the engineer Olaf Brandt."
TEXT = "Olaf Brandt built it in 1874 [1]. It cost 300 crowns [2]. It is red."


def _chain(library: Library) -> ScriptedChain:
    everything = evidence_of(library)
    built, ferry, baker = (sentence_with(library, each) for each in ("1874", "at seven", "at three"))
    evidence = [replace(each, rank=rank) for rank, each in enumerate((built, ferry, *everything[:4]), 1)]
    claims = [
        Claim("Olaf Brandt built it in 1874.", (Citation.of(built),), Verdict.SUPPORTED, 0.97),
        Claim("It cost 300 crowns.", (Citation.of(ferry),), Verdict.PARTLY, 0.5, ("300",)),
        Claim("It is red.", (), Verdict.UNSUPPORTED, 0.1),
    ]
    conflict = Conflict("when the day begins", Citation.of(baker), Citation.of(ferry))

    def answer(question: str) -> Reply:
        if question == "fall back":
            note = "the local model stalled"
            return replace(reply_of(question, [claim(built)], evidence), note=note)
        reply = reply_of(question, claims, evidence, standalone="How was it built?")
        return replace(reply, writer="local", missing=("who paid",), conflicts=(conflict,))

    return ScriptedChain(answer, Writing([claim(built)], TEXT))


def _offers(_: Library) -> Offers:
    facets = Facets(languages={"en": 2, "sv": 1}, since="2021", until="2024")
    costs = (Cost(0.2, 0.01, 0.3, 0.5), Cost(0.5, 0.1, 0.5, 0.8))
    return Offers(lambda: facets, 0.5, costs, lambda: (WriterOffer("quote"), WriterOffer("openai:gpt-5.5")))


@pytest.fixture(scope="module")
def site(serving: Callable[..., Site]) -> Site:
    return serving(chain_of=_chain, offers_of=_offers)


@pytest.fixture
def model(site: Site) -> Iterator[Writing]:
    writing: Writing = site.chain._writing  # type: ignore[attr-defined]  # the scripted chain's
    writing.allowed = 0
    yield writing
    writing.allowed = len(TEXT)


def _begin(visit: Visit, site: Site) -> Page:
    page = visit.open(site.address)
    page.fill("#fn-ask textarea", "How?")
    page.press("#fn-ask textarea", "Enter")
    page.wait_for_selector(".fn-turn .fn-claim")
    return page


def _wait_for_text(page: Page, words: str) -> None:
    page.wait_for_function(
        "w => (document.querySelector('.fn-written')?.textContent ?? '').includes(w)", arg=words
    )


def test_the_quoted_answer_stands_until_the_model_writes_and_its_footnotes_open(
    site: Site, model: Writing, visit: Visit
):
    page = _begin(visit, site)
    assert visit.text(".fn-claim") == BUILT and page.locator(".fn-written").count() == 0
    assert "A model is about to write" in visit.text(".fn-status")
    page.locator(".fn-turn .fn-chip").first.click()
    page.wait_for_selector(".fn-viewer mark.fn-active")
    model.allowed = 20
    _wait_for_text(page, TEXT[:20].strip())
    assert not page.locator(".fn-meanwhile .fn-claim").is_visible()
    page.locator(".fn-meanwhile summary").click()
    assert page.locator(".fn-meanwhile .fn-claim").inner_text() == BUILT


def test_the_text_grows_in_its_place_and_nothing_else_moves(site: Site, model: Writing, visit: Visit):
    page = _begin(visit, site)
    model.allowed = 12
    _wait_for_text(page, "Olaf Brandt")
    page.locator(".fn-meanwhile summary").click()
    page.locator(".fn-meanwhile summary").focus()
    places = "['.fn-question', '.fn-written', '#fn-ask textarea'].map(s => document.querySelector(s).getBoundingClientRect().top)"
    page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    before = page.evaluate(places)
    model.allowed = 34
    _wait_for_text(page, "in 1874")
    page.wait_for_selector(".fn-written sup")
    assert page.locator(".fn-written").text_content() == "Olaf Brandt built it in 18741. "
    assert page.evaluate(places) == before
    assert page.locator(".fn-meanwhile").get_attribute("open") is not None
    assert page.evaluate("document.activeElement.matches('.fn-meanwhile summary')")


def test_screen_readers_are_told_the_answer_once_and_not_its_growth(site: Site, model: Writing, visit: Visit):
    live = "s => document.querySelector(s).closest('[aria-live]').getAttribute('aria-live')"
    page = _begin(visit, site)
    assert page.evaluate(live, ".fn-claim") == "off"
    model.allowed = 12
    _wait_for_text(page, "Olaf")
    assert page.evaluate(live, ".fn-written") == "off"
    assert page.locator(".fn-turn").get_attribute("aria-busy") == "true"
    model.allowed = len(TEXT)
    page.wait_for_selector(".fn-turn .fn-about")
    assert page.evaluate(live, ".fn-claim") == "polite"
    assert page.locator(".fn-turn").get_attribute("aria-busy") == "false"
    assert page.locator(".fn-turn [aria-live]").count() == 0


def test_stop_is_reached_by_keyboard_and_keeps_the_quoted_answer(site: Site, model: Writing, visit: Visit):
    page = _begin(visit, site)
    model.allowed = 12
    _wait_for_text(page, "Olaf")
    page.focus("#fn-ask textarea")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent").strip() == "Stop"
    page.keyboard.press("Enter")
    page.wait_for_selector(".fn-turn .fn-about")
    assert visit.text(".fn-claim") == BUILT
    assert visit.text(".fn-note") == "The writing was stopped; this is the quoted answer."
    wait_until(lambda: model.is_closed)
    page.get_by_role("button", name="Ask", exact=True).wait_for()
    visit.ask("fall back")
    assert site.chain.asked[-1]["history"][-1].content == BUILT  # type: ignore[attr-defined]


def test_a_new_conversation_ends_the_writing(site: Site, model: Writing, visit: Visit):
    page = _begin(visit, site)
    page.locator("[data-new]").click()
    page.wait_for_selector(".fn-welcome")
    wait_until(lambda: model.is_closed)
    page.get_by_role("button", name="Ask", exact=True).wait_for()
    assert page.locator(".fn-turn").count() == 0


def test_a_tab_that_is_closed_ends_the_writing_while_the_model_is_silent(
    site: Site, model: Writing, visit: Visit
):
    page = _begin(visit, site)
    page.close()
    wait_until(lambda: model.is_closed)


@pytest.fixture
def written(site: Site, model: Writing, visit: Visit) -> Page:
    model.allowed = len(TEXT)
    page = visit.open(site.address)
    visit.ask("How?")
    return page


def test_each_sentence_says_how_far_it_is_borne_out(written: Page, visit: Visit):
    assert [each.strip() for each in written.locator(".fn-verdict").all_inner_texts()] == [
        "partly supported; in no cited sentence: 300",
        "not supported",
    ]
    assert written.locator(".fn-verdict svg").count() == 2
    odd = written.locator(".fn-unfounded")
    assert odd.all_inner_texts() == ["300"] and odd.get_attribute("title") == "stands in no cited sentence"
    styles = written.evaluate(
        "[...document.querySelectorAll('.fn-claim')].map(e => getComputedStyle(e)).map(s => [s.fontStyle, s.textDecorationStyle])"
    )
    assert styles == [["normal", "solid"], ["normal", "solid"], ["italic", "dashed"]]
    assert written.locator(".fn-answer .fn-chip").count() == 2
    assert "written by the local model" in " ".join(written.locator(".fn-turn .fn-about").all_inner_texts())


def test_what_is_missing_and_where_articles_disagree_is_shown_and_both_light(written: Page, visit: Visit):
    assert visit.text(".fn-missing") == "The articles do not say: who paid"
    conflict = visit.text(".fn-conflict")
    for part in ("The articles disagree about when the day begins", "at three", "March 2022", "bakery.txt"):
        assert part in conflict
    written.locator(".fn-conflict .fn-chip").first.click()
    written.wait_for_function("document.querySelector('mark.fn-active')?.textContent.includes('at three')")
    lit = written.evaluate(
        "[...document.querySelectorAll('.fn-conflict .fn-quote > span:not(.fn-marks)')].map(e => getComputedStyle(e).backgroundColor)"
    )
    assert len(lit) == 2 and len(set(lit)) == 1 and lit[0] != "rgba(0, 0, 0, 0)"
    assert {"bakery.txt", "The ferry to Sandvik"} <= set(written.locator(".fn-tab bdi").all_inner_texts())
    written.locator(".fn-conflict .fn-chip").nth(1).click()
    written.wait_for_function("document.querySelector('mark.fn-active')?.textContent.includes('at seven')")


def test_another_writer_than_the_chosen_one_is_a_calm_line(site: Site, visit: Visit):
    page = visit.open(site.address)
    visit.ask("fall back")
    assert visit.text(".fn-note") == "The local model stalled."
    assert page.locator(".fn-problem").count() == 0
    assert page.locator("#fn-hint [data-writers]").count() == 0
    page.locator("#fn-answering summary").first.click()
    page.locator("#fn-answering input[value='openai:gpt-5.5']").check()
    page.locator("#fn-answering summary").first.click()
    visit.ask("fall back")
    page.wait_for_selector("#fn-hint [data-writers]")
    assert "quoted sentences stand in" in visit.text("#fn-hint")
    page.click("[data-writers]")
    assert page.evaluate("document.activeElement.value") == "openai:gpt-5.5"
    assert violations(page) == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_it_can_be_read_on_a_phone_too(
    site: Site, model: Writing, visit_at: Callable[..., Visit], theme: str
):
    visit = visit_at(390, 844)
    model.allowed = len(TEXT)
    page = visit.open(site.address, theme)
    visit.ask("How?")
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    assert page.evaluate("document.querySelector('.fn-log').scrollWidth <= 390")
    page.locator(".fn-answering summary").click()
    texts = ".fn-claim, .fn-unfounded, .fn-verdict, .fn-missing, .fn-conflict h4, .fn-chosen, "
    texts += ".fn-choices :is(legend, label, p, span, select, button)"
    found = page.evaluate(CONTRAST, texts)
    assert len(found) > 10 and min(found) >= 4.5

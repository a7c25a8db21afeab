"""The choices for the answers in a real browser: they reach the chain, and stay for the session."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from page_articles import ScriptedChain, evidence_of, reply_of
from page_support import Site, Visit, violations, wait_until
from playwright.sync_api import Page

from chatbot.page.offers import Offers, OnFetched, WriterOffer
from chatbot.weights import Cost
from index.library import Library
from index.types import Facets, Filter

pytestmark = pytest.mark.browser

COSTS = tuple(Cost(each / 20, each / 40, each / 30, each / 20) for each in range(1, 20))
FACETS = Facets({"/x/a": 2, "/x/b": 1}, "2021", "2024-11", {"en": 2, "sv": 1}, {"press": 1, "reports": 2})


@dataclass(slots=True)
class Model:
    """A model's file that is fetched in two steps."""

    is_here: bool = False
    goes_on: threading.Event = field(default_factory=threading.Event)

    def fetch(self, tell: OnFetched, is_cancelled: Callable[[], bool]) -> None:
        tell(400_000_000, 1_117_320_768)
        while not self.goes_on.wait(0.02):
            if is_cancelled():
                return
        self.is_here = True

    def writers(self) -> tuple[WriterOffer, ...]:
        return (WriterOffer("quote"), WriterOffer("local", self.is_here, 1_117_320_768))


MODEL = Model()


@pytest.fixture(scope="module")
def site(serving: Callable[..., Site]) -> Site:
    def chain(library: Library) -> ScriptedChain:
        return ScriptedChain(
            lambda question: reply_of(question, [], evidence_of(library)[:2], confidence=0.1)
        )

    return serving(
        chain_of=chain,
        offers_of=lambda _: Offers(lambda: FACETS, 0.5, COSTS, MODEL.writers, fetch=MODEL.fetch),
    )


def _opened(visit: Visit, site: Site) -> Page:
    page = visit.open(site.address)
    page.locator(".fn-answering summary").click()
    page.locator(".fn-choices select[name=collection]").wait_for()
    return page


def _chosen(page: Page, *words: str) -> None:
    said = (
        "document.querySelector('.fn-limits').textContent + document.querySelector('.fn-chosen').textContent"
    )
    page.wait_for_function(f"words => words.every(each => ({said}).includes(each))", arg=words)


def _asked(site: Site) -> dict[str, object]:
    return site.chain.asked[-1]  # type: ignore[attr-defined,no-any-return]  # the scripted chain's


def test_filters_reach_the_chain_and_a_refusal_says_what_was_searched(site: Site, visit: Visit):
    page = _opened(visit, site)
    assert _asked_nothing_yet(page)
    page.select_option("select[name=collection]", "press")
    page.select_option("select[name=language]", "sv")
    page.fill("input[name=since]", "2024-01-01")
    _chosen(page, "since 1 January 2024", "collection press", "Swedish")
    visit.ask("Who?")
    expected = Filter(since="2024-01-01", languages=("sv",), collections=("press",))
    assert _asked(site)["where"] == expected
    about = visit.text(".fn-turn .fn-about")
    assert about.startswith("Searched 3 of 3 articles: since 1 January 2024, collection press, Swedish")


def test_a_filter_is_a_chip_beside_the_question_and_is_taken_off_there(site: Site, visit: Visit):
    page = _opened(visit, site)
    page.select_option("select[name=collection]", "press")
    page.fill("input[name=since]", "2024-01-01")
    _chosen(page, "since 1 January 2024", "collection press")
    page.locator(".fn-answering summary").click()
    assert page.locator("[data-off=collection]").is_visible()
    name = page.locator("[data-off=collection]").get_attribute("aria-label")
    assert name == "Take off: collection press"
    page.locator("[data-off=collection]").focus()
    page.keyboard.press("Enter")
    page.wait_for_function("document.querySelectorAll('.fn-limits button').length === 1")
    assert page.evaluate("document.activeElement.matches('#fn-ask textarea')")
    assert violations(page) == []
    visit.ask("Who?")
    assert _asked(site)["where"] == Filter(since="2024-01-01")
    page.locator("[data-off=since]").click()
    page.wait_for_function("document.querySelectorAll('.fn-limits button').length === 0")
    visit.ask("Who?")
    assert not _asked(site)["where"]


def _asked_nothing_yet(page: Page) -> bool:
    return page.locator(".fn-turn").count() == 0


def test_the_slider_says_what_it_costs_and_the_keyboard_moves_it(site: Site, visit: Visit):
    page = _opened(visit, site)
    slider = page.locator("input[name=threshold]")
    before = visit.text("#fn-cost")
    assert before.startswith("Of 100 questions that the articles answer, about 25 are refused.")
    slider.focus()
    page.keyboard.press("ArrowRight")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    _chosen(page, "refuses more")
    assert visit.text("#fn-cost") != before
    assert slider.get_attribute("aria-valuetext") == visit.text("#fn-cost")
    visit.ask("Who?")
    assert _asked(site)["threshold"] == 0.55
    page.keyboard.press("Home") if slider.evaluate("e => e === document.activeElement") else slider.fill("0")
    _chosen(page, "answers more")


def test_choices_stay_for_the_session_are_each_visitors_own_and_can_be_undone(
    site: Site, visit: Visit, visit_at: Callable[..., Visit]
):
    page = _opened(visit, site)
    page.select_option("select[name=source]", "/x/b")
    _chosen(page, "from /x/b")
    page.reload()
    page.wait_for_selector(".fn-welcome")
    _chosen(page, "from /x/b")
    assert page.locator(".fn-choices select[name=source]").input_value() == "/x/b"
    visit.ask("Who?")
    assert _asked(site)["where"] == Filter(sources=("/x/b",))
    other = visit_at()
    other.open(site.address)
    other.ask("Who?")
    assert not _asked(site)["where"]
    page.locator(".fn-answering summary").click()
    page.locator(".fn-answering [type=reset]").click()
    page.wait_for_function("!document.querySelector('.fn-limits').textContent.includes('/x/b')")
    visit.ask("Who?")
    assert not _asked(site)["where"] and "threshold" not in _asked(site)


def test_the_local_model_is_fetched_with_progress_and_then_offered(site: Site, visit: Visit):
    page = _opened(visit, site)
    assert page.locator("input[value=local]").is_disabled()
    page.get_by_role("button", name="Fetch it (1.1 GB)").click()
    page.wait_for_selector(".fn-fetching progress[value='400000000']")
    assert "400\u00a0MB of 1.1\u00a0GB" in visit.text(".fn-fetching")
    page.locator("[data-cancel]").click()
    page.wait_for_function("!document.querySelector('.fn-fetching progress')")
    page.get_by_role("button", name="Fetch it (1.1 GB)").click()
    page.wait_for_selector(".fn-fetching progress")
    MODEL.goes_on.set()
    page.wait_for_selector("input[value=local]:enabled")
    page.locator("input[value=local]").check()
    _chosen(page, "the local model")
    visit.ask("Who?")
    assert _asked(site)["writer"] == "local"


def test_it_is_hidden_where_there_is_nothing_to_choose(serving: Callable[..., Site], visit: Visit):
    plain = serving(offers_of=lambda _: Offers(Facets, 0.5))
    page = visit.open(plain.address)
    assert not page.locator("#fn-answering").is_visible()


def test_on_a_phone_the_choices_leave_the_question_in_reach(site: Site, visit_at: Callable[..., Visit]):
    visit = visit_at(390, 844)
    page = _opened(visit, site)
    box = page.locator(".fn-choices").bounding_box()
    question = page.locator("#fn-ask textarea").bounding_box()
    assert box and question and box["y"] + box["height"] <= question["y"]
    assert question["y"] + question["height"] <= 844
    page.locator("[type=reset]").scroll_into_view_if_needed()
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    wait_until(lambda: page.locator("[type=reset]").is_visible())

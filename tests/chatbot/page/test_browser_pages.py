"""A PDF as it was printed, with the cited sentences lit on its pages, in a real browser."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from page_articles import ARTICLES, ScriptedChain, claim, evidence_of, reply_of, sentence_with
from page_support import Site, Visit, violations
from playwright.sync_api import Route
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import Paragraph, SimpleDocTemplate

from index.library import Library

pytestmark = pytest.mark.browser

NAME = "how-a-country-joins-nato.pdf"
PLACE = """() => {
  const mark = document.querySelector('.fn-printed mark.fn-active').getBoundingClientRect();
  const box = document.querySelector('.fn-viewer').getBoundingClientRect();
  const picture = document.querySelector('.fn-printed img');
  return {isSeen: mark.top >= box.top && mark.bottom <= box.bottom && mark.left >= box.left,
          isWide: document.documentElement.scrollWidth > innerWidth, drawn: picture.naturalWidth};
}"""


SENT = "The chapel of Skarvik was consecrated in the cold spring of 1788, and its bell was cast from the anchors of three wrecks."
SEEN = """(selector) => {
  const box = document.querySelector('.fn-viewer').getBoundingClientRect();
  return [...document.querySelectorAll(selector)].map((mark) => mark.getBoundingClientRect()).every((mark) => (
    mark.top >= box.top && mark.bottom <= box.bottom && mark.left >= box.left && mark.right <= box.right));
}"""


def _long_pdf() -> bytes:
    """Return a PDF of some ten pages whose one sentence about a chapel is on a late one."""
    told = [
        f"On day {day} the keeper of pier {day} counted boats. " + "The wind was fair. " * 25
        for day in range(70)
    ]
    told.insert(60, SENT)
    made = BytesIO()
    SimpleDocTemplate(made, invariant=1).build(
        [Paragraph(each, getSampleStyleSheet()["BodyText"]) for each in told]
    )
    return made.getvalue()


@pytest.fixture
def long(serving: Callable[..., Site]) -> Site:
    def scripted(library: Library) -> ScriptedChain:
        found = sentence_with(library, "chapel")
        return ScriptedChain(lambda question: reply_of(question, [claim(found)], [found]))

    return serving({"piers.pdf": _long_pdf()}, chain_of=scripted)


@pytest.fixture
def printed(serving: Callable[..., Site]) -> Site:
    def scripted(library: Library) -> ScriptedChain:
        everything = evidence_of(library)
        last = [each for each in everything if each.article.sources[0].endswith(NAME)][-1]
        first, other = (sentence_with(library, words) for words in ("no fixed timetable", "rape oil"))
        cited = [claim(each) for each in (first, last, other)]
        return ScriptedChain(lambda question: reply_of(question, cited, everything))

    return serving({**ARTICLES, NAME: (Path("seeds") / NAME).read_bytes()}, chain_of=scripted)


@pytest.mark.parametrize(("width", "theme"), [(1280, "light"), (390, "dark")])
def test_cited_sentences_are_lit_on_the_printed_page(
    printed: Site, visit_at: Callable[..., Visit], width: int, theme: str
):
    visit = visit_at(width, 844)
    page = visit.open(printed.address, theme)
    visit.ask("How?")
    page.locator(".fn-turn .fn-chip").first.click()
    page.wait_for_selector(".fn-views", state="visible")
    assert page.locator(".fn-text").is_visible()
    page.locator("[data-view=pages]").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector(".fn-printed mark.fn-active")
    page.wait_for_function("document.querySelector('.fn-printed img').naturalWidth")
    assert not page.locator(".fn-text").is_visible()
    page.wait_for_function(f"({PLACE})().isSeen")
    assert page.evaluate(PLACE) == {"isSeen": True, "isWide": False, "drawn": 1240}
    assert page.locator(".fn-printed img").nth(1).get_attribute("alt") == "Page 2 of 2"
    assert page.get_attribute("[data-view=pages]", "aria-pressed") == "true"

    assert violations(page) == []

    page.focus(".fn-viewer")
    page.keyboard.press("n")
    page.wait_for_selector("figure:nth-child(2) mark.fn-active")
    page.wait_for_function(f"({PLACE})().isSeen")

    page.keyboard.press("/")
    page.wait_for_selector(".fn-text", state="visible")
    assert page.get_attribute("[data-view=text]", "aria-pressed") == "true"
    assert page.locator(".fn-text mark.fn-active").is_visible()


def test_what_was_chosen_holds_for_other_pdfs_and_no_others(printed: Site, visit: Visit):
    page = visit.open(printed.address)
    visit.ask("How?")
    page.locator(".fn-turn .fn-chip").first.click()
    page.click("[data-view=pages]")
    page.wait_for_selector(".fn-printed mark.fn-active")
    page.locator(".fn-turn .fn-chip").nth(2).click()
    page.wait_for_selector(".fn-source mark >> text=rape oil")
    assert not page.locator(".fn-views").is_visible()
    visit.see_library()
    page.locator(".fn-title", has_text="joins NATO").click()
    page.wait_for_selector(".fn-printed figure")
    assert page.locator(".fn-printed figure").count() == 2 and page.locator(".fn-printed mark").count() == 0


def test_a_pdf_that_has_changed_is_shown_as_its_text_with_a_word_on_why(printed: Site, visit: Visit):
    page = visit.open(printed.address)
    visit.see_library()
    (printed.sources / NAME).write_bytes(b"%PDF-1.7 something else")
    page.locator(".fn-title", has_text="joins NATO").click()
    page.click("[data-view=pages]")
    page.wait_for_selector(".fn-views [role=status]:not(:empty)")
    assert visit.text(".fn-views [role=status]") == "The PDF is away, or has changed since it was read."
    assert page.locator(".fn-text").is_visible()


@pytest.mark.parametrize("width", [1280, 390])
def test_a_sentence_that_alone_is_cited_is_seen_whole_in_a_long_pdf_and_its_page_is_drawn_first(
    long: Site, visit_at: Callable[..., Visit], width: int
):
    visit = visit_at(width, 844)
    page = visit.open(long.address)
    visit.ask("When?")
    page.locator(".fn-turn .fn-chip").first.click()
    page.wait_for_selector(".fn-text mark.fn-active")
    page.wait_for_function(SEEN, arg=".fn-text mark")

    held: list[Route] = []
    page.route("**/pages/*", lambda route: held.append(route))  # noqa: PLW0108 - playwright keeps something at it
    page.click("[data-view=pages]")
    page.wait_for_function(SEEN, arg=".fn-printed mark")
    page.wait_for_function("document.querySelectorAll('.fn-printed img[src]').length > 0")
    page.wait_for_timeout(300)
    (first,) = held
    first.continue_()
    page.wait_for_selector("figure.fn-drawn mark.fn-active")
    assert page.locator("figure.fn-drawn").count() == 1


def test_a_page_that_cannot_be_drawn_is_told(long: Site, visit: Visit):
    page = visit.open(long.address)
    page.route("**/pages/*", lambda route: route.abort())
    visit.ask("When?")
    page.locator(".fn-turn .fn-chip").first.click()
    page.click("[data-view=pages]")
    page.wait_for_selector(".fn-views [role=status]:not(:empty)")
    assert visit.text(".fn-views [role=status]") == "The pages cannot be shown."

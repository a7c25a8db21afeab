"""Asking one article alone, from where it is read, in a real browser."""

from collections.abc import Callable

import pytest
from page_support import CONTRAST, Site, Visit, violations

pytestmark = pytest.mark.browser

QUESTION = "Who built the lighthouse of Sandvik?"
FERRY = "The ferry to Sandvik"


@pytest.fixture(scope="module")
def asked(serving: Callable[..., Site]) -> Site:
    return serving()


def _alone(visit: Visit, title: str) -> None:
    visit.see_library()
    visit.page.locator(".fn-title", has_text=title).click()
    visit.page.locator("[data-only]").click()
    visit.page.wait_for_selector(".fn-only")


@pytest.mark.parametrize(("width", "theme"), [(1280, "light"), (390, "dark")])
def test_one_article_is_asked_until_all_are_asked_again(
    asked: Site, visit_at: Callable[..., Visit], width: int, theme: str
):
    visit = visit_at(width, 844)
    page = visit.open(asked.address, theme)
    _alone(visit, FERRY)
    assert page.evaluate("document.activeElement.closest('#fn-ask') !== null")
    assert visit.text(".fn-only") == f"Asking one article alone: {FERRY}\nAsk all articles"
    assert min(page.evaluate(CONTRAST, ".fn-only :is(span, strong, button)")) >= 4.5
    assert page.evaluate("document.documentElement.scrollWidth") == width
    visit.ask(QUESTION)
    assert f"Searched 1 of 3 articles: only “{FERRY}”" in visit.text(".fn-turn .fn-about")
    assert page.locator(".fn-turn .fn-refusal").count() == 1
    page.locator("[data-all]").click()
    page.wait_for_selector(".fn-only", state="detached")
    visit.ask(QUESTION)
    assert "Olaf Brandt" in page.locator(".fn-turn .fn-claim").last.inner_text()
    assert "3 articles searched" in visit.text(".fn-turn:last-child > .fn-about")


def test_it_outlives_a_reload(asked: Site, visit: Visit):
    page = visit.open(asked.address)
    _alone(visit, FERRY)
    page.reload()
    page.wait_for_selector(".fn-only")
    visit.ask("When does the ferry leave?")
    assert f"only “{FERRY}”" in visit.text(".fn-turn .fn-about")


SELECT = """words => {
  const texts = document.createTreeWalker(document.querySelector('.fn-text'), NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const at = texts.currentNode.data.indexOf(words);
    if (at >= 0) return getSelection().setBaseAndExtent(texts.currentNode, at, texts.currentNode, at + words.length);
  }
}"""


@pytest.mark.parametrize(("width", "theme"), [(1280, "light"), (390, "dark")])
def test_selected_words_are_asked_about_until_they_are_taken_off(
    asked: Site, visit_at: Callable[..., Visit], width: int, theme: str
):
    visit = visit_at(width, 844)
    page = visit.open(asked.address, theme)
    visit.see_library()
    page.locator(".fn-title", has_text="lighthouse").click()
    page.wait_for_selector(".fn-text")
    assert not page.locator(".fn-selected").is_visible()
    page.evaluate(SELECT, "The tower needs new paint")
    page.wait_for_selector(".fn-selected", state="visible")
    assert min(page.evaluate(CONTRAST, ".fn-selected")) >= 4.5
    box = page.locator(".fn-selected").bounding_box()
    assert box and box["x"] >= 0 and box["x"] + box["width"] <= width and box["y"] + box["height"] <= 844
    assert violations(page) == []
    page.click(".fn-selected")
    page.wait_for_selector(".fn-only q")
    assert visit.text(".fn-only q").strip("“”") == "The tower needs new paint"
    assert page.evaluate("document.activeElement.closest('#fn-ask') !== null")
    visit.ask("How often?")
    assert "every seven years" in page.locator(".fn-turn .fn-claim").last.inner_text()
    page.locator("[data-all]").click()
    page.wait_for_selector(".fn-only", state="detached")

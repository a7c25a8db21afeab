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


@pytest.mark.parametrize(("width", "theme"), [(1280, "light"), (390, "dark")])
def test_an_article_is_named_in_the_question(
    asked: Site, visit_at: Callable[..., Visit], width: int, theme: str
):
    visit = visit_at(width, 844)
    page = visit.open(asked.address, theme)
    page.type("#fn-ask textarea", "When does it leave? @FERRY")
    page.wait_for_selector("#fn-named li", state="visible")
    assert [each.inner_text().splitlines()[0] for each in page.locator("#fn-named li").all()] == [FERRY]
    assert visit.text(".fn-heard") == "1 article: arrow keys choose, Enter takes one."
    assert min(page.evaluate(CONTRAST, ".fn-named :is(strong, span, .fn-heard)")) >= 4.5
    box = page.locator(".fn-named").bounding_box()
    assert box and box["x"] >= 0 and box["x"] + box["width"] <= width and box["y"] >= 0
    assert violations(page) == []
    page.keyboard.press("Enter")
    page.wait_for_selector(".fn-only")
    assert visit.text(".fn-only strong") == FERRY
    assert page.locator("#fn-named li").count() == 0 and page.locator(".fn-turn").count() == 0
    assert page.input_value("#fn-ask textarea") == "When does it leave? "
    page.keyboard.press("Enter")
    page.wait_for_selector(".fn-turn .fn-about")
    assert visit.text(".fn-turn .fn-question").endswith("When does it leave?")
    assert f"only “{FERRY}”" in visit.text(".fn-turn .fn-about")


def test_the_named_are_stepped_through_left_and_clicked(asked: Site, visit: Visit):
    page = visit.open(asked.address)
    question = page.locator("#fn-ask textarea")
    page.type("#fn-ask textarea", "@")
    page.wait_for_function("document.querySelectorAll('#fn-named li').length === 3")
    marked = page.locator("#fn-named [aria-selected=true]")
    titles = [each.inner_text() for each in page.locator("#fn-named strong").all()]
    assert marked.locator("strong").inner_text() == titles[0]
    page.keyboard.press("ArrowUp")
    assert marked.locator("strong").inner_text() == titles[-1]
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    assert marked.get_attribute("id") == question.get_attribute("aria-activedescendant") == "fn-named-1"
    page.keyboard.press("Escape")
    assert not page.locator("#fn-named").is_visible() and question.input_value() == "@"
    page.keyboard.type("ferry")
    page.locator("#fn-named li", has_text=FERRY).click()
    page.wait_for_selector(".fn-only")
    assert question.input_value() == "" and question.evaluate("each => each === document.activeElement")


def test_an_address_and_a_name_that_nothing_has_are_only_asked(asked: Site, visit: Visit):
    page = visit.open(asked.address)
    page.type("#fn-ask textarea", "Who is olaf@brandt.example")
    page.wait_for_timeout(500)
    assert not page.locator("#fn-named").is_visible()
    page.type("#fn-ask textarea", " @xyzzy")
    page.wait_for_timeout(500)
    assert not page.locator("#fn-named").is_visible()
    page.keyboard.press("Enter")
    page.wait_for_selector(".fn-turn .fn-about")
    assert visit.text(".fn-turn .fn-question").endswith("olaf@brandt.example @xyzzy")

"""The page in Ukrainian, and in a language that is written from right to left, in a real browser."""

from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType

import pytest
from page_support import Site, Visit, violations
from playwright.sync_api import expect

from chatbot.page.texts import LANGUAGES, english

pytestmark = pytest.mark.browser

WIDTHS = pytest.mark.parametrize("width", [1280, 390])
OVERLAPPING = """() => {
  const boxes = [...document.querySelectorAll('#fn-page :is(button, summary, textarea)')]
    .filter(each => each.checkVisibility() && !each.closest('[inert]'))
    .map(each => [each, each.getBoundingClientRect()]);
  const apart = (a, b) => a.right <= b.left + 1 || b.right <= a.left + 1 || a.bottom <= b.top + 1 || b.bottom <= a.top + 1;
  return boxes.flatMap(([one, a], n) => boxes.slice(n + 1)
    .filter(([other, b]) => !one.contains(other) && !other.contains(one) && !apart(a, b))
    .map(([other]) => one.outerHTML.slice(0, 80) + ' and ' + other.outerHTML.slice(0, 80)));
}"""


@pytest.fixture(scope="module")
def mirrored(serving: Callable[..., Site]) -> Iterator[Site]:
    """English, as if it were written from right to left."""
    made = ModuleType("mirrored")
    vars(made).update({**vars(english), "DIRECTION": "rtl"})
    patch = pytest.MonkeyPatch()
    patch.setitem(LANGUAGES, "ar", made)
    yield serving()
    patch.undo()


@WIDTHS
def test_the_page_speaks_ukrainian_from_the_first_sight_to_the_footnote(
    site: Site, visit_at: Callable[..., Visit], width: int
):
    visit = visit_at(width, 844, "uk-UA")
    page = visit.open(site.address)
    assert page.evaluate("[document.documentElement.lang, document.documentElement.dir]") == ["uk", "ltr"]
    assert visit.text(".fn-welcome h2") == "Запитуйте свої статті."
    visit.ask("What does the ferry cost?")
    assert "переглянуто" in visit.text(".fn-about")
    assert page.locator(".fn-chip").first.get_attribute("aria-label").startswith("виноска 1, цитата з «")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert violations(page) == []
    key = page.evaluate("sessionStorage.getItem('footnote-conversation')")
    page.goto(f"{site.address}?__theme=light")
    with page.expect_download() as coming:
        page.evaluate("path => { location.href = path; }", f"/conversations/{key}/html")
    assert '<html lang="uk"' in Path(coming.value.path()).read_text("utf-8")


def test_two_visitors_at_once_each_read_their_own_language(site: Site, visit_at: Callable[..., Visit]):
    english, ukrainian = visit_at(locale="en-GB"), visit_at(locale="uk-UA")
    for visit in (english, ukrainian):
        visit.open(site.address)
        visit.page.fill("#fn-ask textarea", "What does the ferry cost?")
    for visit in (english, ukrainian):
        visit.page.press("#fn-ask textarea", "Enter")
    for visit, searched, ready, placeholder in (
        (english, "searched", "ready", "Ask, or @ an article"),
        (ukrainian, "переглянуто", "готово", "Запит або @ стаття"),
    ):
        visit.page.wait_for_selector(".fn-about")
        assert searched in visit.text(".fn-about")
        assert visit.page.locator("#fn-ask textarea").get_attribute("placeholder") == placeholder
        visit.see_library()
        assert ready in visit.text(".fn-shelf")


def test_a_visitor_chooses_a_language_and_keeps_the_conversation(site: Site, visit_at: Callable[..., Visit]):
    visit = visit_at(locale="de-DE")
    page = visit.open(site.address)
    visit.ask("What does the ferry cost?")
    for chosen, title in (("uk", "Бібліотека"), ("en", "Library")):
        page.locator(f"[data-language={chosen}]:visible").click()
        page.wait_for_function(f"document.documentElement.lang === '{chosen}'")
        page.wait_for_selector(".fn-turn .fn-about")
        assert page.locator("#fn-tabs [data-side=library]").text_content() == title
        assert page.locator(f"[data-language={chosen}]").count() == 0


def test_a_language_is_chosen_on_a_phone_and_kept_for_the_next_visit(
    site: Site, visit_at: Callable[..., Visit]
):
    page = visit_at(390, 844).open(site.address)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.locator("[data-language=uk]:visible").click()
    page.wait_for_function("document.documentElement.lang === 'uk'")
    page.wait_for_selector(".fn-welcome")
    fits = "each => each.getBoundingClientRect().right <= innerWidth"
    assert all(each.evaluate(fits) for each in page.locator(".fn-masthead button:visible").all())
    again = page.context.new_page()
    again.goto(site.address)
    again.wait_for_selector(".fn-welcome")
    assert again.evaluate("document.documentElement.lang") == "uk"


@pytest.mark.parametrize("side", ["library", "conversations"])
def test_on_a_phone_the_keyboard_alone_reaches_the_language_in_a_conversation(
    site: Site, visit_at: Callable[..., Visit], side: str
):
    visit = visit_at(390, 844)
    page = visit.open(site.address)
    visit.ask("What does the ferry cost?")
    page.locator(f".fn-masthead [data-side={side}]").press("Enter")
    other = page.locator("#fn-foot [data-language=uk]")
    for _ in range(60):
        page.keyboard.press("Tab")
        if other.evaluate("each => each === document.activeElement"):
            break
    expect(other).to_be_in_viewport(ratio=1)
    page.keyboard.press("Enter")
    page.wait_for_function("document.documentElement.lang === 'uk'")
    page.wait_for_selector(".fn-turn .fn-about")
    page.locator(f".fn-masthead [data-side={side}]").click()
    assert visit.text("#fn-foot").split() == ["Мова", "English"]


@WIDTHS
def test_the_page_is_mirrored_where_a_language_is_and_nothing_overlaps(
    mirrored: Site, visit_at: Callable[..., Visit], width: int
):
    visit = visit_at(width, 844, "ar")
    page = visit.open(mirrored.address)
    assert page.evaluate("document.documentElement.dir") == "rtl"
    visit.ask("What does the ferry cost?")
    if width > 860:
        chat, side = (page.locator(part).bounding_box() for part in ("#fn-chat", "#fn-side"))
        assert side["x"] < chat["x"]
    assert page.evaluate(OVERLAPPING) == []
    visit.see_library()
    assert page.evaluate(OVERLAPPING) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")

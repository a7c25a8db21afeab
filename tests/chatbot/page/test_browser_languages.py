"""The page in Ukrainian, and in a language that is written from right to left, in a real browser."""

import sys
from collections.abc import Callable, Iterator
from types import ModuleType

import pytest
from page_support import Site, Visit, violations

from chatbot.page import texts
from chatbot.page.texts import english

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
def ukrainian(serving: Callable[..., Site]) -> Iterator[Site]:
    texts.speak("uk")
    yield serving()
    texts.speak("en")


@pytest.fixture(scope="module")
def mirrored(serving: Callable[..., Site]) -> Iterator[Site]:
    """English, as if it were written from right to left."""
    made = ModuleType("mirrored")
    vars(made).update({**vars(english), "DIRECTION": "rtl"})
    patch = pytest.MonkeyPatch()
    patch.setattr(sys.modules["chatbot.page.texts.spoken"], "LANGUAGES", {"en": english, "ar": made})
    texts.speak("ar")
    yield serving()
    texts.speak("en")
    patch.undo()


@WIDTHS
def test_the_page_speaks_ukrainian_from_the_first_sight_to_the_footnote(
    ukrainian: Site, visit_at: Callable[..., Visit], width: int
):
    visit = visit_at(width, 844)
    page = visit.open(ukrainian.address)
    assert page.evaluate("[document.documentElement.lang, document.documentElement.dir]") == ["uk", "ltr"]
    assert visit.text(".fn-welcome h2") == "Запитуйте свої статті."
    visit.ask("What does the ferry cost?")
    assert "переглянуто" in visit.text(".fn-about")
    assert page.locator(".fn-chip").first.get_attribute("aria-label").startswith("виноска 1, цитата з «")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert violations(page) == []


@WIDTHS
def test_the_page_is_mirrored_where_a_language_is_and_nothing_overlaps(
    mirrored: Site, visit_at: Callable[..., Visit], width: int
):
    visit = visit_at(width, 844)
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

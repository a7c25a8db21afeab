"""What else may be asked, and conversations that are shared, in a real browser."""

from collections.abc import Callable

import pytest
from page_articles import ARTICLES
from page_support import CONTRAST, Site, Visit, violations

pytestmark = pytest.mark.browser

MORE = {
    **ARTICLES,
    "history.md": "The town of Sandvik was founded in 1312. Marta Lind sold 40 boats to Norway in 1999.\n",
}
OVEN = "What heats the oven of the bakery?"


@pytest.fixture(scope="module")
def telling(serving: Callable[..., Site]) -> Site:
    return serving(articles=MORE, suggests=True)


@pytest.mark.parametrize(("width", "theme"), [(1280, "light"), (390, "dark")])
def test_what_the_articles_also_answer_stands_under_the_last_answer_and_is_asked_by_one_press(
    telling: Site, visit_at: Callable[..., Visit], width: int, theme: str
):
    visit = visit_at(width, 844)
    page = visit.open(telling.address, theme)
    visit.ask("When was Sandvik founded?")
    first = page.locator("#fn-turn-1 .fn-further button").first
    first.wait_for()
    question = first.inner_text()
    assert question in ("How many boats did Marta Lind sell to Norway in 1999?", "When did Marta Lind sell 40 boats to Norway?",
                        "When was the lighthouse of Sandvik built by the engineer Olaf Brandt?")  # fmt: skip
    assert min(page.evaluate(CONTRAST, ".fn-further :is(h4, button)")) >= 4.5
    assert page.evaluate("document.documentElement.scrollWidth") == width
    assert violations(page) == []
    first.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("#fn-turn-2 .fn-answer")
    assert visit.text("#fn-turn-2 .fn-question").endswith(question)
    assert not page.locator("#fn-turn-1 .fn-further").is_visible()
    assert page.evaluate("document.activeElement.matches('#fn-ask textarea')")
    page.wait_for_function("document.querySelector('mark.fn-active')")


def test_it_comes_back_with_a_reload(telling: Site, visit: Visit):
    page = visit.open(telling.address)
    visit.ask("When was Sandvik founded?")
    page.wait_for_selector(".fn-further button")
    page.reload()
    page.wait_for_selector("#fn-turn-1 .fn-further button")


def test_a_conversation_is_shared_as_a_page_to_be_read_until_its_owner_ends_it(
    telling: Site, visit_at: Callable[..., Visit]
):
    visit, reader = visit_at(), visit_at(390, 844)
    page = visit.open(telling.address)
    visit.ask(OVEN)
    page.locator("[data-side=conversations]:visible").first.click()
    page.locator(".fn-share > summary").first.press("Enter")
    page.locator("[data-share]").first.press("Enter")
    link = page.locator(".fn-share a").first
    link.wait_for()
    assert page.locator("[data-public=true]").count() == 0
    assert "1 answer · for those who may read here" in page.locator(".fn-share .fn-facts").first.inner_text()
    assert "shared" in page.locator(".fn-talks .fn-facts").first.inner_text()
    assert violations(page) == []
    path = link.get_attribute("href")
    shown = reader.page
    shown.goto(f"{telling.address}{path}")
    assert shown.locator("h2").inner_text() == OVEN
    note = shown.locator("sup a").first
    note.click()
    assert "birch wood" in shown.locator(".notes li:target q").inner_text()
    assert shown.evaluate("document.documentElement.scrollWidth") == 390
    assert shown.evaluate("getComputedStyle(document.body).maxWidth") == "640px"
    assert shown.locator("form, input, button, script, textarea").count() == 0
    page.locator("[data-revoke]").first.press("Enter")
    page.locator("[data-share]").first.wait_for()
    assert shown.goto(f"{telling.address}{path}").status == 404
    assert "not shared any more" in shown.locator("h1").inner_text()


@pytest.mark.parametrize("width", [1280, 390])
def test_an_answer_leads_to_where_its_conversation_is_shared_whatever_was_looked_for_there(
    telling: Site, visit_at: Callable[..., Visit], width: int
):
    visit = visit_at(width, 844)
    page = visit.open(telling.address)
    visit.ask(OVEN)
    key = page.evaluate("sessionStorage.getItem('footnote-conversation')")
    page.locator("[data-side=conversations]:visible").first.click()
    page.fill("#fn-conversations input[type=search]", "nothing that was ever asked")
    page.wait_for_function("!document.querySelector('.fn-share')")
    if width < 860:
        page.keyboard.press("Escape")
    way = page.get_by_role("button", name="Share conversation")
    way.press("Enter")
    opened = page.locator(f"[data-sharing='{key}'][open]")
    opened.wait_for()
    assert page.evaluate("document.activeElement.dataset.share") == key
    page.keyboard.press("Enter")
    page.locator(f"[data-sharing='{key}'] a").wait_for()
    assert page.evaluate("document.activeElement.matches('.fn-share a')")
    assert violations(page) == []
    if width < 860:
        page.keyboard.press("Escape")
        assert page.evaluate("document.activeElement.dataset.showSharing") == key

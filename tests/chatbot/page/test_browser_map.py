"""The map of the library in a real browser: topics, an answer's place among them, the way to the article."""

from collections.abc import Callable

import pytest
from page_articles import ARTICLES
from page_support import Site, Visit, violations
from playwright.sync_api import Page

pytestmark = pytest.mark.browser

WIDTHS = pytest.mark.parametrize("width", [1280, 390])


BREADS = {
    f"bread{n}.md": f"# {name} bread\n\n{name} bread is baked from {name} flour. The baker kneads the dough and lets it rise."
    for n, name in enumerate(("Rye", "Wheat", "Barley", "Oat"))
}


@pytest.fixture(scope="module")
def mapped(serving: Callable[..., Site]) -> Site:
    return serving({**ARTICLES, **BREADS})


def _see(page: Page) -> None:
    page.locator("[data-side=map]:visible").first.click()
    page.wait_for_selector(".fn-map [data-passage]", timeout=30_000)


@WIDTHS
def test_the_map_shows_topics_and_opens_the_passage_of_a_point(
    mapped: Site, visit_at: Callable[..., Visit], width: int
):
    visit = visit_at(width, 844)
    page = visit.open(mapped.address)
    if width < 860:
        page.locator("[data-side=library]:visible").first.click()
    _see(page)
    assert page.locator(".fn-topics details").count() >= 2
    page.locator(".fn-topics summary").first.click()
    title = page.locator(".fn-topics .fn-title:visible").first
    named = title.inner_text()
    title.click()
    page.wait_for_selector(".fn-source mark.fn-active")
    assert page.locator(".fn-source h2").inner_text() == named
    assert page.locator("#fn-article").is_visible()


@WIDTHS
def test_an_answer_has_its_place_on_the_map_and_its_articles_in_time(
    mapped: Site, visit_at: Callable[..., Visit], width: int
):
    visit = visit_at(width, 844)
    page = visit.open(mapped.address)
    visit.ask("What does the ferry cost?")
    if width < 860:
        page.locator("[data-side=library]:visible").first.click()
    _see(page)
    page.wait_for_selector(".fn-map .fn-asked")
    assert page.locator(".fn-map .fn-cited text").first.text_content() == "1"
    assert page.locator(".fn-topics em").count() == 1
    page.locator(".fn-timeline .fn-title").first.click()
    page.wait_for_selector(".fn-source mark.fn-active")
    assert "twelve crowns" in page.locator(".fn-source mark.fn-active").inner_text()


LAMPS = {
    f"lamp{n}.md": f"# Lamp {n}\n\nLamp {n} of the harbour burns {n} litres of oil. Its keeper trims the wick."
    for n in range(4)
}


def test_a_sign_opens_what_it_was_drawn_for_after_the_library_has_changed(
    serving: Callable[..., Site], visit: Visit
):
    site = serving(LAMPS)
    page = visit.open(site.address)
    _see(page)
    signs = page.locator(".fn-map [data-passage]")
    drawn = {signs.nth(n).locator("title").text_content(): n for n in range(signs.count())}
    (site.sources / "lamp0.md").unlink()
    changed = site.sources / "lamp3.md"
    changed.write_text(changed.read_text("utf-8").replace("3 litres", "9 litres"), "utf-8")
    for name, text in BREADS.items():
        (site.sources / name).write_text(text, "utf-8")
    site.jobs.sync([site.sources], "what has changed")
    site.settled()
    for title, number in drawn.items():
        signs.nth(number).dispatch_event("click")
        lamp = str(title).partition(":")[0]
        page.wait_for_function(f"document.querySelector('.fn-source h2')?.innerText === '{lamp}'")
        shown = page.locator(".fn-source mark").all_inner_texts()
        assert f"{lamp} of the harbour burns {lamp[-1]} litres of oil." in " ".join(shown)
        assert page.locator(".fn-source .fn-changed").count() == (lamp in ("Lamp 0", "Lamp 3"))


def test_a_passage_that_is_none_is_said_to_be_gone(mapped: Site, visit: Visit):
    page = visit.open(mapped.address)
    _see(page)
    sign = page.locator(".fn-map [data-passage]").first
    named = str(sign.get_attribute("data-passage"))
    article = named.partition("/")[0]
    for passage in ("0", "x/1/0-9", article, f"{article}/1/9-2", f"{article}/1/0-99999", f"{article}/7/0-9"):
        for pressed, seen in ((named, ".fn-source"), (passage, ".fn-nothing")):
            sign.evaluate("(sign, passage) => { sign.dataset.passage = passage; }", pressed)
            sign.dispatch_event("click")
            page.wait_for_selector(f"#fn-article {seen}")
        assert "cannot be read any more" in page.locator(".fn-nothing").inner_text()


def test_what_a_title_holds_is_text_on_the_map_too(serving: Callable[..., Site], visit: Visit):
    hostile = (
        "---\ntitle: <img src=x onerror=alert(1)> ${alert(2)}\n---\n\nThe lamp is lit at dusk. It burns oil."
    )
    site = serving({f"{n}.md": f"{hostile} Lamp {n} stands alone on its rock." for n in range(4)})
    page = visit.open(site.address)
    _see(page)
    assert page.locator(".fn-overview img").count() == 0
    assert "<img src=x" in page.locator(".fn-map title").first.text_content()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_serious_on_the_map(mapped: Site, visit: Visit, theme: str):
    page = visit.open(mapped.address, theme)
    visit.ask("What does the ferry cost?")
    _see(page)
    page.wait_for_selector(".fn-asked")
    page.locator(".fn-topics summary").first.click()
    assert violations(page) == []
    assert visit.outside == []

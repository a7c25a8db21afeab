"""Adding by name, narrowing the list, trying again and the first minutes, in a real browser."""

from collections.abc import Callable, Iterator

import pytest
from page_support import Site, Visit, violations, wait_until
from playwright.sync_api import Page

from chatbot.changes.adding import shipped_seeds
from chatbot.page.offers import Offers
from index.library import Library

pytestmark = pytest.mark.browser

ARTICLES = {
    f"{kind}{n}.{ending}": f"{front}Note {n} on {kind} is short.\n"
    for kind, ending, front in (
        ("birds", "md", "---\ndate: 2024-03-01\n---\n\n"),
        ("ships", "txt", ""),
    )
    for n in range(3)
}
BROKEN = b"%PDF-1.7\n" + bytes(range(256)) * 4


@pytest.fixture(scope="module")
def own_site(serving: Callable[..., Site]) -> Iterator[Site]:
    site = serving(articles=ARTICLES)
    second = site.sources.parent / "second"
    second.mkdir()
    (second / "mill.md").write_text("The windmill of Norr grinds barley.\n", "utf-8")
    site.jobs.sync([second], "second", "mills")
    site.settled()
    return site


@pytest.fixture(params=[(1280, 800), (390, 844)], ids=["desk", "phone"])
def page(request: pytest.FixtureRequest, own_site: Site, visit: Visit) -> Page:
    width, height = request.param
    visit.page.set_viewport_size({"width": width, "height": height})
    visit.open(own_site.address)
    visit.see_library()
    return visit.page


def _count(page: Page, number: int) -> None:
    page.wait_for_function("n => document.querySelectorAll('.fn-title').length === n", arg=number)


def test_the_list_is_narrowed_and_each_chip_is_taken_off(page: Page, visit: Visit):
    _count(page, 7)
    page.locator(".fn-narrow-by summary").click()
    page.focus(".fn-narrow-by select[name=format]")
    page.select_option(".fn-narrow-by select[name=format]", "text/markdown")
    _count(page, 4)
    assert page.evaluate("document.activeElement.name") == "format"
    assert page.locator(".fn-narrow-by").get_attribute("open") is not None
    page.fill(".fn-narrow-by input[name=since]", "2024-01-01")
    _count(page, 3)
    page.select_option(".fn-narrow-by select[name=state]", "ready")
    page.wait_for_selector("#fn-shelf [data-off=state]")
    page.locator("#fn-search :is(input, textarea)").fill("birds1")
    _count(page, 1)
    chips = page.locator("#fn-shelf .fn-worn button")
    assert [each.split("×")[0].strip() for each in chips.all_inner_texts()] == [
        "Markdown", "since 1 January 2024", "searchable",
    ]  # fmt: skip
    assert violations(page) == []
    page.locator("#fn-search :is(input, textarea)").fill("")
    _count(page, 3)
    page.locator("#fn-shelf [data-off=since]").click()
    _count(page, 4)
    page.locator("#fn-shelf [data-off=format]").click()
    page.locator("#fn-shelf [data-off=state]").click()
    page.wait_for_function("!document.querySelector('#fn-shelf .fn-worn')")
    _count(page, 7)
    page.select_option(".fn-narrow-by select[name=collection]", "mills")
    _count(page, 1)
    page.locator("#fn-shelf [data-off=collection]").click()
    _count(page, 7)


def test_a_folder_is_not_added_from_where_nobody_said_that_it_may_be(page: Page, own_site: Site):
    page.fill("#fn-place :is(input, textarea)", str(own_site.sources))
    page.press("#fn-place :is(input, textarea)", "Enter")
    page.wait_for_selector("#fn-place-problem [role=alert]")
    assert "FOOTNOTE_ADD_FROM" in page.locator("#fn-place-problem").inner_text()
    page.fill("#fn-place :is(input, textarea)", "https://example.org/feed.xml")
    page.press("#fn-place :is(input, textarea)", "Enter")
    page.wait_for_function(
        "document.querySelector('#fn-place-problem').textContent.includes('ADD_ADDRESSES')"
    )
    assert violations(page) == []


def test_what_failed_is_tried_again_one_by_one_and_all_at_once(own_site: Site, visit: Visit):
    page = visit.open(own_site.address)
    visit.see_library()
    for name in ("one.pdf", "two.pdf", "three.pdf"):
        (own_site.sources / name).write_bytes(BROKEN)
    page.locator("#fn-reindex").click()
    page.wait_for_selector(".fn-failed")
    page.locator(".fn-failed summary").click()
    assert page.locator("#fn-failures [data-retry]").count() == 3
    (own_site.sources / "one.pdf").write_text("One lock was built at Sluice.", "utf-8")
    page.locator("#fn-failures [data-retry$='one.pdf']").click()
    page.wait_for_function("document.querySelectorAll('#fn-failures [data-retry]').length === 2")
    page.locator(".fn-narrow-by summary").click()
    page.select_option(".fn-narrow-by select[name=state]", "failed")
    page.wait_for_selector(".fn-listed-failures")
    assert violations(page) == []
    for name in ("two.pdf", "three.pdf"):
        (own_site.sources / name).write_text(f"The lock of {name} is wide.", "utf-8")
    page.locator(".fn-listed-failures [data-retry-all]").click()
    page.wait_for_selector(".fn-failed", state="detached")
    wait_until(lambda: own_site.library.failed() == ([], 0))


@pytest.mark.parametrize("size", [(1280, 800), (390, 844)], ids=["desk", "phone"])
def test_an_empty_library_offers_the_seeds_and_one_press_indexes_them(
    serving: Callable[..., Site], visit: Visit, size: tuple[int, int]
):
    def offers(library: Library) -> Offers:
        return Offers(library.facets, 0.5, article=library.article, seeds=shipped_seeds())

    empty = serving(articles={}, offers_of=offers)
    visit.page.set_viewport_size({"width": size[0], "height": size[1]})
    page = visit.open(empty.address)
    assert "nothing to ask yet" in visit.text(".fn-welcome h2")
    assert violations(page) == []
    if size[0] < 800:  # once is enough: the seeds take some seconds
        return
    page.locator(".fn-welcome [data-seeds]").click()
    wait_until(lambda: bool(empty.jobs.latest(1)))
    page.wait_for_function("!document.querySelector('.fn-welcome [data-seeds]')", timeout=60_000)
    empty.settled()
    assert empty.library.articles("how-sweden")[1] == 1


def test_a_part_of_the_index_that_is_away_is_told_until_it_is_back(own_site: Site, visit: Visit):
    page = visit.open(own_site.address)
    vectors = own_site.library.followers[1]
    vectors._problem = "it was damaged"
    page.wait_for_selector("#fn-banner p", timeout=15_000)
    assert "built anew" in visit.text("#fn-banner p")
    assert violations(page) == []
    own_site.library.rebuild()
    page.wait_for_selector("#fn-banner p", state="detached", timeout=15_000)

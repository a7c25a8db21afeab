"""The library in a real browser: dropping files, following the work, removing, while the chat goes on."""

from collections.abc import Callable
from pathlib import Path

import pytest
from page_articles import FERRY
from page_support import Site, Visit, wait_until
from playwright.sync_api import Page

pytestmark = pytest.mark.browser

WINDMILL = (
    "# The windmill of Norr\n\nThe windmill of Norr grinds barley on Tuesdays. Its miller is Eva Strand.\n"
)


@pytest.fixture
def own_site(serving: Callable[..., Site]) -> Site:
    return serving()


def _drop(visit: Visit, site: Site, *files: Path) -> None:
    visit.page.set_input_files("#fn-drop input[type=file]", [str(file) for file in files])
    wait_until(lambda: bool(site.jobs.latest(1)))
    site.settled()


def _titles(visit: Visit) -> list[str]:
    return visit.page.locator(".fn-title").all_inner_texts()


def test_the_list_tells_what_each_article_is_and_opens_it(site: Site, visit: Visit):
    page = visit.open(site.address)
    visit.see_library()
    rows = [row.split("\t") for row in page.locator(".fn-shelf tbody tr").all_inner_texts()]
    assert [[cell.strip() for cell in row[:5]] for row in rows] == [
        ["bakery.txt", "undated", "Text", "3", "ready"],
        ["The ferry to Sandvik", "Mar 2022", "Markdown", "3", "ready"],
        ["The lighthouse of Sandvik", "14 May 2021", "Markdown", rows[2][3].strip(), "ready"],
    ]
    page.locator(".fn-title", has_text="ferry").click()
    page.wait_for_function("document.querySelector('.fn-source h2')?.textContent === 'The ferry to Sandvik'")
    assert page.locator(".fn-viewer mark").count() == 0
    assert "twelve crowns" in visit.text(".fn-text")


def test_a_search_narrows_the_list(site: Site, visit: Visit):
    page = visit.open(site.address)
    visit.see_library()
    page.locator("#fn-search :is(input, textarea)").press_sequentially("FERRY.md")
    page.wait_for_function("document.querySelectorAll('.fn-title').length === 1")
    assert _titles(visit) == ["The ferry to Sandvik"]
    page.locator("#fn-search :is(input, textarea)").fill("no such thing")
    page.wait_for_selector(".fn-none")
    assert visit.text(".fn-none") == "No article matches."


def test_a_long_library_comes_in_pages(serving: Callable[..., Site], visit: Visit):
    notes = {f"{n:03}.md": f"---\ntitle: note {n:03}\n---\n\nNote {n} is about birds.\n" for n in range(120)}
    many = serving(articles=notes)
    page = visit.open(many.address)
    visit.see_library()
    assert len(_titles(visit)) == 50 and _titles(visit)[0] == "note 000"
    assert page.locator("[data-turn='-1']").is_disabled()
    page.locator("[data-turn='1']").click()
    page.wait_for_function("document.querySelector('.fn-title').textContent === 'note 050'")
    page.locator("[data-turn='1']").click()
    page.wait_for_function("document.querySelectorAll('.fn-title').length === 20")
    assert visit.text(".fn-pager span") == "101 to 120 of 120"
    assert page.locator("[data-turn='1']").is_disabled()


def test_dropped_files_are_indexed_while_the_chat_goes_on(own_site: Site, visit: Visit, tmp_path: Path):
    page = visit.open(own_site.address)
    visit.see_library()
    dropped = [tmp_path / "windmill.md", tmp_path / "picture.png"]
    dropped[0].write_text(WINDMILL, "utf-8")
    dropped[1].write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(64))
    page.set_input_files("#fn-drop input[type=file]", [str(file) for file in dropped])
    visit.ask("Who built the lighthouse of Sandvik?")
    assert "Olaf Brandt" in visit.text(".fn-claim")
    page.wait_for_selector(".fn-job[data-state=done]")
    job = visit.text(".fn-job")
    assert "Adding 2 files" in job and "1 indexed" in job and "picture.png skipped" in job
    page.wait_for_function("document.querySelectorAll('.fn-title').length === 4")
    assert "The windmill of Norr" in _titles(visit)
    visit.ask("What does the windmill of Norr grind on Tuesdays?")
    assert "grinds barley" in visit.text(".fn-turn:last-child .fn-claim")
    assert sorted(file.name for file in own_site.uploads.iterdir()) == ["picture.png", "windmill.md"]


def test_a_name_dropped_again_is_a_new_version_and_old_answers_say_so(
    own_site: Site, visit: Visit, tmp_path: Path
):
    page = visit.open(own_site.address)
    visit.see_library()
    mill = tmp_path / "windmill.md"
    mill.write_text(WINDMILL, "utf-8")
    _drop(visit, own_site, mill)
    visit.ask("What does the windmill of Norr grind on Tuesdays?")
    first = own_site.library.articles("windmill")[0][0]
    mill.write_text(WINDMILL.replace("barley", "oats"), "utf-8")
    _drop(visit, own_site, mill)
    wait_until(lambda: own_site.library.articles("windmill")[0][0].version == first.version + 1)
    assert own_site.library.articles("windmill")[0][0].id == first.id
    page.locator(".fn-turn .fn-chip").first.click()
    page.locator("nav [data-side=library]").first.click()
    page.locator("nav [data-side=article]").first.click()
    page.locator(".fn-title").first.wait_for(state="hidden")
    visit.ask("Who is the miller of the windmill of Norr?")
    page.locator(".fn-turn").first.locator(".fn-chip").first.click()
    page.wait_for_selector(".fn-changed")
    assert "Changed or removed since this answer" in visit.text(".fn-changed")
    assert (
        page.locator(".fn-viewer mark.fn-active").inner_text()
        == "The windmill of Norr grinds barley on Tuesdays."
    )


def test_a_footnote_of_the_article_that_is_open_says_that_it_has_changed_meanwhile(
    own_site: Site, visit: Visit, tmp_path: Path
):
    page = visit.open(own_site.address)
    mill = tmp_path / "mill of change.md"
    mill.write_text(WINDMILL.replace("Norr", "Vik"), "utf-8")
    _drop(visit, own_site, mill)
    visit.ask("What does the windmill of Vik grind on Tuesdays?")
    page.wait_for_selector(".fn-viewer mark.fn-active")
    assert page.locator(".fn-changed").count() == 0
    mill.write_text(WINDMILL.replace("Norr", "Vik").replace("barley", "oats"), "utf-8")
    _drop(visit, own_site, mill)
    wait_until(lambda: own_site.library.articles("mill of change")[0][0].version == 2)
    page.locator(".fn-turn .fn-chip").first.click()
    page.wait_for_selector(".fn-changed")
    assert visit.text(".fn-viewer mark.fn-active") == "The windmill of Vik grinds barley on Tuesdays."


def _looked(page: Page) -> None:
    page.locator("#fn-reindex").click()
    page.wait_for_function(
        "document.querySelector('.fn-job-title')?.textContent.includes('Looking for changes')"
    )
    page.wait_for_selector(".fn-job[data-state=done]")


def test_what_was_removed_stays_away_until_it_is_brought_back(own_site: Site, visit: Visit, tmp_path: Path):
    page = visit.open(own_site.address)
    visit.see_library()
    mill = tmp_path / "windmill.md"
    mill.write_text(WINDMILL, "utf-8")
    _drop(visit, own_site, mill)
    page.wait_for_function("document.querySelectorAll('.fn-title').length === 4")
    page.locator(".fn-shelf tr", has_text="windmill").locator("[data-remove]").focus()
    page.keyboard.press("Enter")
    page.wait_for_function("document.querySelectorAll('.fn-title').length === 3")
    assert visit.text(".fn-undo span") == "Removed: The windmill of Norr"
    assert page.evaluate("document.activeElement.matches('[data-undo]')")
    _looked(page)
    assert own_site.library.articles("windmill")[1] == 0
    assert not (own_site.uploads / "windmill.md").exists()

    page.locator("[data-undo]").click()
    page.wait_for_function("document.querySelectorAll('.fn-title').length === 4")
    assert (own_site.uploads / "windmill.md").read_text("utf-8") == WINDMILL
    assert page.locator(".fn-undo").count() == 0
    _looked(page)
    assert own_site.library.articles("windmill")[1] == 1


def test_a_file_of_a_folder_comes_back_too(own_site: Site, visit: Visit):
    page = visit.open(own_site.address)
    visit.see_library()
    before = page.locator(".fn-title").count()
    page.locator(".fn-shelf tr", has_text="ferry").locator("[data-remove]").click()
    page.wait_for_function(f"document.querySelectorAll('.fn-title').length === {before - 1}")
    _looked(page)
    assert page.locator(".fn-title").count() == before - 1 and (own_site.sources / "ferry.md").exists()
    page.locator("[data-undo]").click()
    page.wait_for_function(f"document.querySelectorAll('.fn-title').length === {before}")


def test_the_list_is_sorted_and_stays_so_while_it_is_searched(own_site: Site, visit: Visit):
    page = visit.open(own_site.address)
    visit.see_library()
    by_title = _titles(visit)
    page.locator("[data-sort]").select_option("newest first")
    page.wait_for_function("document.querySelector('.fn-title').textContent === 'The ferry to Sandvik'")
    by_date = _titles(visit)
    assert sorted(by_date, key=str.lower) == by_title and by_date != by_title
    page.fill("#fn-search textarea, #fn-search input", "sandvik")
    page.wait_for_function("document.querySelectorAll('.fn-title').length === 2")
    assert _titles(visit) == ["The ferry to Sandvik", "The lighthouse of Sandvik"]
    assert page.input_value("[data-sort]") == "newest"


def test_looking_for_changes_finds_what_was_edited_added_and_deleted(own_site: Site, visit: Visit):
    page = visit.open(own_site.address)
    visit.see_library()
    renamed = FERRY.replace("The ferry to Sandvik", "The boat to Sandvik", 1)
    (own_site.sources / "ferry.md").write_text(renamed, "utf-8")
    (own_site.sources / "mill.md").write_text(WINDMILL, "utf-8")
    (own_site.sources / "bakery.txt").unlink()
    page.locator("#fn-reindex").click()
    page.wait_for_selector(".fn-job[data-state=done]")
    for outcome in ("1 indexed", "1 updated", "1 removed", "1 unchanged"):
        assert outcome in visit.text(".fn-job")
    page.wait_for_function("document.querySelector('.fn-title').textContent === 'The boat to Sandvik'")
    assert _titles(visit) == ["The boat to Sandvik", "The lighthouse of Sandvik", "The windmill of Norr"]


def test_a_file_that_cannot_be_read_is_listed_with_the_reason(own_site: Site, visit: Visit, tmp_path: Path):
    page = visit.open(own_site.address)
    visit.see_library()
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"%PDF-1.7\n" + bytes(range(256)) * 4)
    _drop(visit, own_site, broken)
    page.wait_for_selector(".fn-failed")
    assert "Files that were not indexed" in visit.text(".fn-failed summary")
    page.locator(".fn-failed summary").click()
    assert (
        "broken.pdf" in visit.text(".fn-failed li")
        and len(visit.text(".fn-failed li")) > len("broken.pdf") + 10
    )

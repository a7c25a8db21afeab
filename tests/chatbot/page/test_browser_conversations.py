"""Kept conversations in a real browser: they come back whole, are found, renamed, deleted, gone on with."""

from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from page_articles import FERRY, ScriptedChain, claim, evidence_of, reply_of, sentence_with
from page_support import CONTRAST, Site, Visit, wait_until
from playwright.sync_api import Page

from chatbot.conversations import ConversationStore, Feedback, Rating
from chatbot.types import Claim, Reply, Verdict
from index.library import Library

pytestmark = pytest.mark.browser

HOSTILE = "<img src=x onerror=alert(1)> ${alert(2)} {{value}}"


def _scripted(library: Library) -> ScriptedChain:
    everything = evidence_of(library)

    def answer(question: str) -> Reply:
        if question.startswith("two"):
            claims = [claim(sentence_with(library, words)) for words in ("rape oil", "every morning")]
            claims.insert(1, claim(sentence_with(library, "lives there"), Verdict.PARTLY))
            claims.append(Claim("The ferry is red.", (), Verdict.UNSUPPORTED, 0.1))
            return reply_of(question, claims, everything)
        if question == "stored":
            return reply_of(question, [claim(sentence_with(library, "twelve crowns"))], everything)
        return reply_of(question, [], everything[:3], confidence=0.08)

    return ScriptedChain(answer)


@pytest.fixture
def talking(serving: Callable[..., Site]) -> Site:
    return serving(chain_of=_scripted)


def test_a_long_conversation_shows_its_end_and_earlier_answers_as_they_are_looked_for(
    talking: Site, visit: Visit
):
    page = visit.open(talking.address)
    visit.ask("stored")
    key = page.evaluate("sessionStorage.getItem('footnote-conversation')")
    with closing(ConversationStore(talking.library.data)) as store:
        reply = store.answers(key)[0].reply
        for number in range(2, 26):
            store.add(key, replace(reply, question=f"stored {number}"))
    page.reload()
    page.wait_for_selector("#fn-turn-25")
    assert page.locator(".fn-turn").count() == 10
    page.evaluate("document.querySelector('.fn-log').scrollTop = 0")
    page.wait_for_selector("#fn-turn-13")
    assert page.locator("#fn-turn-16").evaluate("each => each.getBoundingClientRect().bottom > 0")
    before = page.locator(".fn-turn").count()
    page.locator(".fn-earlier").press("Enter")
    page.wait_for_function(f"document.querySelectorAll('.fn-turn').length > {before}")
    page.wait_for_function(
        "() => { document.querySelector('.fn-log').scrollTop = 0; return !document.querySelector('.fn-earlier'); }"
    )
    questions = [each.splitlines()[-1] for each in page.locator(".fn-question").all_text_contents()]
    assert [each.rpartition("stored")[2] for each in questions] == ["", *(f" {n}" for n in range(2, 26))]
    assert page.locator(".fn-earlier").count() == 0
    page.locator("#fn-turn-1 .fn-chip").first.click()
    page.wait_for_selector(".fn-source mark.fn-active")


def _see(page: Page) -> None:
    page.locator("[data-side=conversations]:visible").first.click()
    page.wait_for_selector(".fn-kept :is(.fn-talks, .fn-none)")


def _titles(page: Page) -> list[str]:
    return page.locator(".fn-talks .fn-title").all_inner_texts()


def _shows(page: Page, *titles: str) -> None:
    page.wait_for_function(
        "titles => JSON.stringify([...document.querySelectorAll('.fn-talks .fn-title')].map(e => e.textContent))"
        " === JSON.stringify(titles)",
        arg=list(titles),
    )


def test_a_reload_shows_the_same_answer_and_goes_on_with_it(talking: Site, visit: Visit):
    page = visit.open(talking.address)
    visit.ask("two")
    visit.ask("nothing")
    body = page.locator(".fn-turn").first.locator(".fn-answer").all_inner_texts()
    page.reload()
    page.wait_for_selector(".fn-turn")
    assert page.locator(".fn-turn").count() == 2
    assert page.locator(".fn-turn").first.locator(".fn-answer").all_inner_texts() == body
    assert page.locator(".fn-verdict").count() == 2
    page.locator(".fn-turn").first.locator(".fn-chip").nth(2).click()
    page.wait_for_function("document.querySelector('mark.fn-active')?.textContent.includes('every morning')")
    visit.ask("more")
    assert page.locator(".fn-turn").count() == 3
    heard = talking.chain.asked[-1]["history"]  # type: ignore[attr-defined]  # the scripted chain's
    assert [turn.content for turn in heard if turn.role == "user"] == ["two", "nothing"]
    _see(page)
    _shows(page, "two")
    assert "3 answers" in visit.text(".fn-talks .fn-facts")


def test_another_day_and_another_server_it_opens_the_version_that_was_cited(
    talking: Site, serving: Callable[..., Site], visit_at: Callable[..., Visit]
):
    first = visit_at()
    first.open(talking.address)
    first.ask("stored")
    (talking.sources / "ferry.md").write_text(FERRY.replace("twelve", "thirteen"), "utf-8")
    talking.jobs.sync([talking.sources], "changed")
    talking.settled()
    again = visit_at()
    page = again.open(talking.address)
    _see(page)
    page.locator(".fn-talks .fn-title").click()
    page.wait_for_selector(".fn-turn")
    page.locator(".fn-side-head [data-side=article]").click()
    page.wait_for_selector("mark.fn-active")
    assert "twelve crowns" in again.text("mark.fn-active")
    assert "Changed or removed since" in again.text(".fn-changed")
    assert "version 1" in again.text(".fn-source > header")


def test_they_are_listed_by_day_searched_renamed_deleted_and_brought_back(talking: Site, visit: Visit):
    page = visit.open(talking.address)
    _see(page)
    assert "is kept here" in visit.text(".fn-kept")
    visit.ask("two")
    page.locator("[data-new]").first.click()
    page.wait_for_selector(".fn-welcome")
    visit.ask(HOSTILE)
    _shows(page, HOSTILE, "two")
    assert page.locator(".fn-kept h3").all_inner_texts() == ["Today"]
    page.fill("#fn-conversations-search", "RAPE oil")
    _shows(page, "two")
    page.fill("#fn-conversations-search", "<img")
    _shows(page, HOSTILE)
    page.fill("#fn-conversations-search", "no such words")
    page.wait_for_function(
        "document.querySelector('.fn-kept').textContent.includes('No conversation matches')"
    )
    page.fill("#fn-conversations-search", "")
    _shows(page, HOSTILE, "two")
    page.get_by_role("button", name="Rename: two").click()
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == "New title"
    page.keyboard.type("The lamp & the keeper")
    page.keyboard.press("Enter")
    _shows(page, HOSTILE, "The lamp & the keeper")
    page.get_by_role("button", name="Rename: The lamp & the keeper").click()
    page.keyboard.type("unwanted")
    page.keyboard.press("Escape")
    assert _titles(page)[1] == "The lamp & the keeper"
    page.locator(".fn-talks li").first.get_by_text("Delete").click()
    page.wait_for_selector(".fn-undo")
    _shows(page, "The lamp & the keeper")
    assert HOSTILE in visit.text(".fn-undo")
    page.wait_for_selector(".fn-welcome")
    page.get_by_role("button", name="Undo").click()
    _shows(page, HOSTILE, "The lamp & the keeper")
    assert page.locator(".fn-undo").count() == 0


def test_the_keyboard_alone_opens_a_conversation_on_a_phone(talking: Site, visit_at: Callable[..., Visit]):
    visit = visit_at(390, 844)
    page = visit.open(talking.address)
    visit.ask("two " + "very " * 60 + HOSTILE)
    page.locator("[data-new]:visible").click()
    page.wait_for_selector(".fn-welcome")
    page.focus(".fn-masthead [data-side=conversations]")
    page.keyboard.press("Enter")
    page.wait_for_selector(".fn-talks")
    assert page.locator("#fn-side").get_attribute("role") == "dialog"
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    widest = page.evaluate(
        "Math.max(...[...document.querySelectorAll('#fn-conversations *, .fn-masthead > *')]"
        ".filter(e => e.checkVisibility() && !e.closest('.fn-hidden'))"
        ".map(e => e.getBoundingClientRect().right))"
    )
    assert widest <= 390 - 8
    page.focus("#fn-conversations-search")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector(".fn-turn .fn-chip")
    assert not page.locator("#fn-side").is_visible()


def test_a_conversation_that_is_gone_leaves_a_fresh_page(talking: Site, visit: Visit):
    page = visit.open(talking.address)
    visit.ask("two")
    page.wait_for_function("sessionStorage.getItem('footnote-conversation')")
    store = ConversationStore(talking.library.data)
    store.delete(page.evaluate("sessionStorage.getItem('footnote-conversation')"))
    store.close()
    page.reload()
    page.wait_for_selector(".fn-welcome")
    visit.ask("stored")
    assert page.locator(".fn-turn").count() == 1


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_list_can_be_read_in_the_light_and_in_the_dark(talking: Site, visit: Visit, theme: str):
    page = visit.open(talking.address, theme)
    visit.ask("two")
    _see(page)
    page.wait_for_selector(".fn-talks")
    found = page.evaluate(CONTRAST, ".fn-kept :is(h3, .fn-title, .fn-facts, .fn-plain), .fn-side-head button")
    assert len(found) > 5 and min(found) >= 4.5


@pytest.mark.parametrize("width", [1280, 390])
def test_a_conversation_is_taken_along_and_an_answer_copied(
    talking: Site, visit_at: Callable[..., Visit], tmp_path: Path, width: int
):
    visit = visit_at(width, 844)
    page = visit.open(talking.address)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    visit.ask("two")
    page.get_by_role("button", name="Copy with footnotes").press("Enter")
    page.wait_for_function("document.querySelector('[data-copy]').textContent === 'Copied'")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert (
        "[3] “The ferry to Sandvik leaves the harbour of Lund every morning at seven.” The ferry to" in copied
    )
    assert "The ferry is red. (NOT SUPPORTED)" in copied and "ferry.md" in copied

    def taken(around: str, labels: tuple[str, ...]) -> None:
        files = page.locator(f"{around} > ul")
        box = files.bounding_box()
        assert box and box["x"] >= 0 and box["x"] + box["width"] <= width
        for label in labels:
            with page.expect_download() as coming:
                files.get_by_role("link", name=label, exact=True).click()
            coming.value.save_as(tmp_path / label)
            assert coming.value.suggested_filename.startswith("two.")

    page.get_by_role("button", name="Export conversation").press("Enter")
    taken(".fn-turn > .fn-actions", ("Markdown",))
    _see(page)
    page.locator(".fn-export > summary").press("Enter")
    taken(".fn-export", ("HTML", "BibTeX"))
    assert "ferry.md" in (tmp_path / "Markdown").read_text()
    shared = visit_at(width, 844)
    (tmp_path / "HTML").rename(tmp_path / "shared.html")
    shared.page.goto((tmp_path / "shared.html").as_uri())
    shared.outside.clear()  # the file itself
    assert shared.text("h2") == "two"
    shared.page.locator("sup a").last.click()
    assert "every morning" in shared.text("li:target q")
    assert shared.page.evaluate("document.documentElement.scrollWidth") == width


def test_a_file_of_a_conversation_that_is_not_known_is_none(talking: Site, visit: Visit):
    page = visit.open(talking.address)
    for path in ("conversations/nobody/html", "conversations/..%2f/json"):
        assert page.request.get(f"{talking.address}{path}").status == 404


@pytest.mark.parametrize("width", [1280, 390])
def test_a_rating_and_a_word_are_kept_with_the_answer(
    talking: Site, visit_at: Callable[..., Visit], width: int
):
    visit = visit_at(width, 844)
    page = visit.open(talking.address)
    visit.ask("two")
    page.get_by_role("button", name="Good", exact=True).press("Enter")
    page.get_by_role("button", name="Bad", exact=True).press("Enter")
    page.get_by_label("A word on it").fill(f"The ferry is blue. {HOSTILE}")
    page.keyboard.press("Enter")
    store = ConversationStore(talking.library.data)
    (summary,) = store.find()[0]
    wait_until(
        lambda: (
            store.answers(summary.key)[0].feedback == Feedback(Rating.BAD, f"The ferry is blue. {HOSTILE}")
        )
    )
    assert page.evaluate("document.documentElement.scrollWidth") == width
    assert min(page.evaluate(CONTRAST, ".fn-turn .fn-actions button, .fn-feedback [role=status]")) >= 4.5
    page.reload()
    page.wait_for_selector("[data-rating=bad][aria-pressed=true]")
    assert page.get_by_label("A word on it").input_value() == f"The ferry is blue. {HOSTILE}"
    page.get_by_role("button", name="Bad", exact=True).click()
    wait_until(lambda: store.answers(summary.key)[0].feedback == Feedback())
    assert not page.get_by_label("A word on it").is_visible()
    store.close()

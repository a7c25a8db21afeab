"""Reading an answer in a real browser: why these sentences, asking again, editing, and the way back."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from page_articles import ScriptedChain, claim, evidence_of, reply_of, sentence_with
from page_support import CONTRAST, Site, Visit, wait_until

from chatbot.conversations import ConversationStore
from chatbot.types import Reply, Standing
from index.library import Library

pytestmark = pytest.mark.browser

EVIL = "<img src=x onerror=alert(1)>"
SEEN = Standing(by_vectors=2, by_terms=1, fused=0.0488, similarity=0.6, coverage=0.75, reading=2.0)

APART = """([within, marks]) => {
  const root = document.querySelector(within);
  const before = (mark) => {
    const words = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    words.currentNode = mark;
    while (words.previousNode()) {
      const said = words.currentNode.data.trimEnd();
      if (!said || words.currentNode.parentElement.closest(marks)) continue;
      const last = document.createRange();
      last.setStart(words.currentNode, said.length - 1);
      last.setEnd(words.currentNode, said.length);
      return last.getBoundingClientRect();
    }
  };
  const apart = [];
  for (let width = 240; width < 480; width += 3) {
    root.style.width = `${width}px`;
    for (const mark of [...root.querySelectorAll(marks)].filter(each => each.checkVisibility())) {
      const [number, word] = [mark.getBoundingClientRect(), before(mark)];
      if (number.top >= word.bottom || number.bottom <= word.top) apart.push(`${width} px: ${mark.outerHTML}`);
    }
  }
  return apart;
}"""
"""Gives the footnotes' numbers that stand on another line than the word before them, at many widths."""


def _scripted(library: Library) -> ScriptedChain:
    everything = [replace(each, standing=SEEN) for each in evidence_of(library)]

    def answer(question: str) -> Reply:
        if question.startswith("nothing"):
            return replace(reply_of(question, [], everything[:3], confidence=0.08), threshold=0.5)
        claims = [claim(sentence_with(library, words)) for words in ("rape oil", "every morning")]
        made = reply_of(question, claims, everything, standalone=f"{question} {EVIL}")
        return replace(made, threshold=0.5, writer="local" if question.startswith("written") else "quote")

    return ScriptedChain(answer)


@pytest.fixture(scope="module")
def reading(serving: Callable[..., Site]) -> Site:
    return serving(chain_of=_scripted)


def _questions(visit: Visit) -> list[str]:
    return [each.removeprefix("You asked: ") for each in visit.page.locator(".fn-question").all_inner_texts()]


def _shows(visit: Visit, *questions: str) -> None:
    visit.page.wait_for_function(
        "asked => JSON.stringify([...document.querySelectorAll('.fn-question')]"
        ".map(e => e.textContent.replace(/^You asked: /, ''))) === JSON.stringify(asked)"
        " && !document.querySelector('.fn-turn[aria-busy=true]')",
        arg=list(questions),
    )


@pytest.mark.parametrize(("width", "theme"), [(1280, "light"), (390, "dark")])
def test_why_these_sentences_is_told_of_an_answer_and_of_a_refusal(
    reading: Site, visit_at: Callable[..., Visit], width: int, theme: str
):
    visit = visit_at(width, 844)
    page = visit.open(reading.address, theme)
    visit.ask("written")
    page.locator(".fn-why > summary").focus()
    page.keyboard.press("Enter")
    words = visit.text(".fn-why")
    assert EVIL in words and "93% likely; Footnote answers from 50% on." in words
    assert page.locator(".fn-why table").count() == 2
    first = page.locator(".fn-why tbody tr").first
    assert first.locator("td").all_inner_texts() == ["2.", "1.", "0.049", "75%", "88%", "1.0"]
    assert min(page.evaluate(CONTRAST, ".fn-why :is(p, th, td, caption, dt, dd, sup)")) >= 4.5
    assert page.evaluate("document.documentElement.scrollWidth") == width
    right = page.evaluate(
        "Math.max(...[...document.querySelectorAll('.fn-why *')].filter(e => e.checkVisibility())"
        ".map(e => e.getBoundingClientRect().right))"
    )
    assert right <= (width if width < 860 else width / 2)
    visit.ask("nothing")
    page.locator(".fn-why > summary").last.click()
    assert "8% likely, which is too little" in page.locator(".fn-why").last.inner_text()


def test_an_edited_question_takes_the_place_of_all_after_it_and_can_be_brought_back(
    reading: Site, visit: Visit
):
    page = visit.open(reading.address)
    for question in ("one", "two", "three"):
        visit.ask(question)
    page.locator("[data-edit]").nth(1).press("Enter")
    box = page.locator(".fn-again textarea").nth(1)
    assert box.evaluate("each => each === document.activeElement")
    box.fill(f"two {EVIL}")
    page.keyboard.press("Escape")
    assert not box.is_visible() and box.input_value() == "two"
    page.locator("[data-edit]").nth(1).press("Enter")
    box.fill(f"two {EVIL}")
    page.keyboard.press("Enter")
    _shows(visit, "one", f"two {EVIL}")
    heard = reading.chain.asked[-1]["history"]  # type: ignore[attr-defined]  # the scripted chain's
    assert [turn.content for turn in heard if turn.role == "user"] == ["one"]
    assert page.evaluate("document.activeElement.matches('#fn-ask textarea')")
    page.wait_for_selector("[data-restore]")
    page.reload()
    _shows(visit, "one", f"two {EVIL}")
    page.locator(".fn-turn").nth(1).locator("[data-again]").click()
    page.locator("[data-restore]").press("Enter")
    _shows(visit, "one", f"two {EVIL}")
    visit.ask("four")
    _shows(visit, "one", f"two {EVIL}", "four")
    store = ConversationStore(reading.library.data)
    key = page.evaluate("sessionStorage.getItem('footnote-conversation')")
    wait_until(lambda: [kept.reply.question for kept in store.answers(key)] == ["one", f"two {EVIL}", "four"])
    store.close()


def test_the_first_question_is_edited_and_brought_back_with_all_that_followed(reading: Site, visit: Visit):
    page = visit.open(reading.address)
    visit.ask("first")
    visit.ask("second")
    page.locator("[data-edit]").first.click()
    page.locator(".fn-again textarea").first.fill("nothing")
    page.locator(".fn-again [data-ask]").first.click()
    _shows(visit, "nothing")
    page.locator("[data-restore]").click()
    _shows(visit, "first", "second")
    page.reload()
    _shows(visit, "first", "second")


def test_one_answer_is_asked_for_in_quotes_only(reading: Site, visit: Visit):
    page = visit.open(reading.address)
    visit.ask("written")
    page.get_by_role("button", name="Quotes only").click()
    page.wait_for_function("document.querySelector('#fn-turn-2:not([aria-busy=true]) .fn-about')")
    assert reading.chain.asked[-1]["writer"] == "quote"  # type: ignore[attr-defined]  # the scripted chain's
    visit.ask("two")
    assert "writer" not in reading.chain.asked[-1]  # type: ignore[attr-defined]  # as above
    assert page.get_by_role("button", name="Quotes only").count() == 1


def test_a_footnotes_number_never_begins_a_line_without_its_sentences_last_word(reading: Site, visit: Visit):
    page = visit.open(reading.address)
    for question in ("one", "written", "nothing"):
        visit.ask(question)
    assert page.locator(".fn-chip:visible").count() > 6
    assert page.evaluate(APART, [".fn-log", ".fn-chip"]) == []
    assert "\u2060" not in page.locator(".fn-log").inner_text()  # nor in what is copied
    key = page.evaluate("sessionStorage.getItem('footnote-conversation')")
    page.set_content(page.request.get(f"{reading.address}conversations/{key}/html").text())
    assert page.locator("sup").count() == 4
    assert page.evaluate(APART, ["body", "sup"]) == []

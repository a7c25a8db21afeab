"""The page in a real browser: asking, checking a source, the keyboard, a phone, the dark."""

import re
from collections.abc import Callable

import pytest
from page_articles import EXAMPLES, ScriptedChain, claim, evidence_of, reply_of, sentence_with
from page_support import CONTRAST, Site, Visit

from chatbot.types import Claim, Reply, Verdict
from index.library import Library

pytestmark = pytest.mark.browser

BUILT = "The lighthouse of Sandvik was built in 1874 by the engineer Olaf Brandt."
LAMP = "🗼 Its lamp 👩‍🚒 burned rape oil until 1931."
LEAVES = "The ferry to Sandvik leaves the harbour of Lund every morning at seven."


def _scripted(library: Library) -> ScriptedChain:
    everything = evidence_of(library)

    def answer(question: str) -> Reply:
        if question == "broken":
            raise RuntimeError("a secret of the server")
        if question == "two":
            found = [sentence_with(library, words) for words in ("rape oil", "lives there", "every morning")]
            claims = [claim(found[0]), claim(found[1], Verdict.PARTLY), claim(found[2])]
            claims.append(Claim("The ferry is red.", (), Verdict.UNSUPPORTED, 0.1))
            return reply_of(question, claims, everything, standalone="two, made whole")
        return reply_of(question, [], everything[:3], confidence=0.08)

    return ScriptedChain(answer)


@pytest.fixture(scope="module")
def scripted(serving: Callable[..., Site]) -> Site:
    return serving(chain_of=_scripted)


def _lit(visit: Visit, active: bool = False) -> list[str]:
    marks = visit.page.locator(".fn-viewer mark.fn-active" if active else ".fn-viewer mark")
    return marks.all_text_contents()


def test_a_first_visit_says_what_this_is_and_an_example_is_one_click_from_its_answer(
    site: Site, visit: Visit
):
    page = visit.open(site.address)
    assert "3 articles to ask" in visit.text(".fn-welcome")
    assert page.locator(".fn-example").all_inner_texts() == list(EXAMPLES)
    page.locator(".fn-example").first.click()
    page.wait_for_selector(".fn-viewer mark")
    assert visit.text(".fn-turn .fn-question").endswith(EXAMPLES[0])
    assert visit.text(".fn-turn .fn-claim") == BUILT
    assert _lit(visit, active=True) == [BUILT]
    assert page.locator(".fn-welcome").count() == 0
    about = visit.text(".fn-turn .fn-about")
    assert "3 articles searched" in about and "sure (" in about
    assert re.search(r"\d\u00a0m?s$", about), about


def test_the_viewer_opens_at_the_sentence_and_tells_what_the_article_is(site: Site, visit: Visit):
    page = visit.open(site.address)
    visit.ask("Who built the lighthouse of Sandvik?")
    page.wait_for_selector(".fn-viewer mark.fn-active")
    head = visit.text(".fn-source > header")
    for part in (
        "The lighthouse of Sandvik",
        "Ida Holm",
        "14 May 2021",
        "Markdown",
        "version 1",
        "lighthouse.md",
    ):
        assert part in head
    assert page.locator(".fn-changed").count() == 0
    assert page.locator(".fn-text th").all_inner_texts() == ["Year", "Visitors"]
    assert page.locator(".fn-text td").all_inner_texts()[:2] == ["2019", "38,000"]
    assert visit.text(".fn-text blockquote") == "The light never failed in my time."
    assert page.locator(".fn-text h4").inner_text() == "What it needs"
    box = page.locator(".fn-viewer mark.fn-active").bounding_box()
    assert box and 0 < box["y"] < 800


def test_hover_and_focus_show_a_card_and_escape_hides_it(site: Site, visit: Visit):
    page = visit.open(site.address)
    visit.ask("When does the ferry leave?")
    chip = page.locator(".fn-turn .fn-chip").first
    assert chip.get_attribute("aria-label") == "footnote 1, quote from The ferry to Sandvik, March 2022"
    card = page.locator(f"#{chip.get_attribute('aria-describedby')}")
    assert not card.is_visible()
    chip.hover()
    assert card.is_visible()
    assert (
        LEAVES in card.inner_text()
        and "The ferry to Sandvik" in card.inner_text()
        and "March 2022" in card.inner_text()
    )
    page.mouse.move(5, 5)
    assert not card.is_visible()
    page.focus(".fn-log")
    page.keyboard.press("Tab")
    assert chip.evaluate("each => each === document.activeElement")
    assert card.is_visible()
    page.keyboard.press("Escape")
    assert not card.is_visible()


def test_the_keyboard_alone_asks_opens_and_steps(scripted: Site, visit: Visit):
    page = visit.open(scripted.address)
    visit.ask("two")
    page.wait_for_selector(".fn-viewer mark.fn-active")
    page.focus(".fn-log")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"
    page.keyboard.press("Enter")
    page.wait_for_function("document.querySelector('mark.fn-active').textContent.includes('One keeper')")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.wait_for_function("document.querySelector('mark.fn-active').textContent.includes('every morning')")
    page.focus(".fn-tab")
    page.keyboard.press("Enter")
    page.wait_for_selector(".fn-steps")
    page.focus("[data-step='1']")
    page.keyboard.press("Enter")
    assert visit.text(".fn-position") == "2 of 2"
    page.keyboard.press("p")
    assert visit.text(".fn-position") == "1 of 2"


def test_all_cited_sentences_are_lit_exactly_and_the_active_one_brighter(scripted: Site, visit: Visit):
    page = visit.open(scripted.address)
    visit.ask("two")
    page.wait_for_selector(".fn-viewer mark")
    assert _lit(visit) == [LAMP, "One keeper lives there."]
    assert _lit(visit, active=True) == [LAMP]
    colours = page.evaluate(
        "[...document.querySelectorAll('.fn-viewer mark')].map(m => getComputedStyle(m).backgroundColor)"
    )
    assert len(set(colours)) == 2
    page.locator(".fn-chip[data-note='2']").first.click()
    assert _lit(visit, active=True) == ["One keeper lives there."]


def test_several_cited_articles_have_tabs(scripted: Site, visit: Visit):
    page = visit.open(scripted.address)
    visit.ask("two")
    page.wait_for_selector(".fn-tab")
    assert page.locator(".fn-tab bdi").all_inner_texts() == [
        "The lighthouse of Sandvik",
        "The ferry to Sandvik",
    ]
    page.locator(".fn-tab").nth(1).click()
    page.wait_for_function("document.querySelector('.fn-source h2').textContent === 'The ferry to Sandvik'")
    assert _lit(visit, active=True) == [LEAVES]
    assert page.locator(".fn-tab[aria-current]").inner_text().endswith("The ferry to Sandvik")


def test_of_quick_clicks_the_last_one_counts(scripted: Site, visit: Visit):
    page = visit.open(scripted.address)
    visit.ask("two")
    page.wait_for_selector(".fn-viewer mark.fn-active")
    for order in ("3 1", "3 1 3", "1 3 1", "3 2 1 3", "1 3"):
        page.evaluate(
            "order => order.split(' ').forEach(n => document.querySelector(`.fn-chip[data-note='${n}']`).click())",
            order,
        )
        words = {"1": "rape oil", "3": "every morning"}[order[-1]]
        page.wait_for_function(
            "w => document.querySelector('mark.fn-active')?.textContent.includes(w)", arg=words
        )
        page.wait_for_timeout(400)
        assert words in _lit(visit, active=True)[0]


def test_verdicts_are_told_by_shape_and_word_and_the_real_question_is_shown(scripted: Site, visit: Visit):
    page = visit.open(scripted.address)
    visit.ask("two")
    assert [each.strip() for each in page.locator(".fn-verdict").all_inner_texts()] == [
        "partly supported",
        "not supported",
    ]
    assert page.locator(".fn-verdict svg").count() == 2
    assert visit.text(".fn-about") == "asked as: two, made whole"


def test_the_evidence_unfolds_and_its_sentences_open_too(scripted: Site, visit: Visit):
    page = visit.open(scripted.address)
    visit.ask("two")
    page.locator(".fn-turn details:not(.fn-why) > summary").click()
    goats = page.locator(".fn-evidence li", has_text="Two goats").locator(".fn-chip")
    goats.click()
    page.wait_for_function("document.querySelector('mark.fn-active')?.textContent.includes('Two goats')")
    assert len(_lit(visit)) == 3


def test_a_refusal_shows_the_nearest_sentences_and_they_open(site: Site, visit: Visit):
    page = visit.open(site.address)
    visit.ask("What is the boiling point of tungsten in Kelvin?")
    assert visit.text(".fn-refusal") == "The articles do not answer this."
    assert "3 articles searched" in visit.text(".fn-about")
    nearest = page.locator(".fn-evidence .fn-chip").first
    nearest.click()
    page.wait_for_selector(".fn-viewer mark.fn-active")
    card = page.locator(f"#{nearest.get_attribute('aria-describedby')} .fn-quote").text_content()
    assert _lit(visit, active=True) == [card]


def test_earlier_chips_go_on_working_and_the_chain_hears_the_conversation(scripted: Site, visit: Visit):
    page = visit.open(scripted.address)
    visit.ask("two")
    visit.ask("nothing")
    visit.ask("more")
    page.locator(".fn-turn").first.locator(".fn-chip[data-note='3']").first.click()
    page.wait_for_function("document.querySelector('mark.fn-active')?.textContent.includes('every morning')")
    heard = scripted.chain.asked[-1]["history"]  # type: ignore[attr-defined]  # the scripted chain's
    assert [(turn.role, turn.content) for turn in heard if turn.role == "user"] == [
        ("user", "two"),
        ("user", "nothing"),
    ]
    page.locator("[data-new]").click()
    page.wait_for_selector(".fn-welcome")
    assert page.locator(".fn-turn").count() == 0
    visit.ask("again")
    assert scripted.chain.asked[-1]["history"] == ()  # type: ignore[attr-defined]


def test_bad_questions_get_a_calm_answer(site: Site, scripted: Site, visit: Visit):
    page = visit.open(site.address)
    page.fill("#fn-ask textarea", "   ")
    page.press("#fn-ask textarea", "Enter")
    page.wait_for_selector("#fn-hint p")
    assert visit.text("#fn-hint p") == "Type a question first."
    assert page.locator(".fn-turn").count() == 0
    visit.ask("why " * 25_000)
    assert "The question has" in visit.text(".fn-problem") and "2,000 are the most" in visit.text(
        ".fn-problem"
    )
    assert len(visit.text(".fn-turn .fn-question")) < 600
    visit.open(scripted.address)
    visit.ask("broken")
    assert "Something went wrong" in visit.text(".fn-problem")
    assert "secret" not in page.content()


def test_on_a_phone_the_source_comes_up_as_a_sheet(scripted: Site, visit_at: Callable[..., Visit]):
    visit = visit_at(390, 844)
    page = visit.open(scripted.address)
    visit.ask("two")
    side = page.locator("#fn-side")
    assert not side.is_visible()
    chip = page.locator(".fn-chip[data-note='2']").first
    chip.focus()
    page.keyboard.press("Enter")
    page.wait_for_function("document.querySelector('mark.fn-active')?.textContent.includes('One keeper')")
    box = side.bounding_box()
    assert box and [round(box[side]) for side in ("x", "y", "width", "height")] == [0, 0, 390, 844]
    assert side.get_attribute("role") == "dialog"
    assert page.evaluate("document.activeElement.textContent") == "Close"
    mark = page.locator("mark.fn-active").bounding_box()
    assert mark and 0 < mark["y"] < 844
    page.keyboard.press("Escape")
    assert not side.is_visible()
    assert chip.evaluate("each => each === document.activeElement")
    chip.click()
    page.locator("[data-close]").click()
    assert not side.is_visible()
    visit.see_library()
    assert page.locator(".fn-title").count() == 3
    assert page.evaluate("document.documentElement.scrollWidth") == 390


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_text_can_be_read_in_the_light_and_in_the_dark(scripted: Site, visit: Visit, theme: str):
    page = visit.open(scripted.address, theme)
    visit.ask("two")
    page.wait_for_selector("mark.fn-active")
    ground = page.evaluate("getComputedStyle(document.querySelector('#fn-page')).backgroundColor")
    assert (sum(int(part) for part in ground[4:-1].split(",")) < 150) == (theme == "dark")
    texts = "mark, .fn-claim, .fn-chip, .fn-from, .fn-about, .fn-verdict, .fn-facts, .fn-byline, .fn-tab, .fn-steps"
    found = page.evaluate(
        CONTRAST, f"{texts}, .fn-question, summary span, .submit-button, #fn-ask label span"
    )
    assert len(found) > 15
    assert min(found) >= 4.5


def test_an_empty_library_explains_itself(serving: Callable[..., Site], visit: Visit):
    empty = serving(articles={})
    page = visit.open(empty.address)
    welcome = visit.text(".fn-welcome")
    assert "nothing to ask yet" in welcome and "footnote serve --index FOLDER" in welcome
    visit.ask("Who?")
    assert "no article" in visit.text(".fn-problem")
    page.locator(".fn-side-head [data-side=library]").click()
    assert "The library is empty" in visit.text(".fn-none")

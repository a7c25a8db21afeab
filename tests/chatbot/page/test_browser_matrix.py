"""The matrix of foreign texts and the places that show them: nothing runs, nothing is fetched.

Each payload stands in the title, the author, the address, the name and the body of an article of its
own, and in a question, a model's sentence, a conversation's title, a collection and the reader's word.
"""

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from page_articles import ScriptedChain, claim, evidence_of, reply_of
from page_support import FILES, Site, Visit
from xss_payloads import PAYLOADS

from chatbot.conversations import ConversationStore, Feedback
from chatbot.conversations.export import FORMATS
from chatbot.page.offers import Offers, WriterOffer
from chatbot.types import Citation, Claim, Conflict, Reply, Verdict
from index.library import Library
from index.types import Facets

pytestmark = pytest.mark.browser

MARKUP = ":is(img, script, iframe, style, form, a, object, embed, video, audio, math, base, meta, link, template, dialog)"
LINES = [each.replace("\n", " ") for each in PAYLOADS]
ALL = " ".join(LINES)


def _article(number: int, payload: str) -> tuple[str, str]:
    quoted = payload.replace("\\", "\\\\").replace('"', '\\"')
    name = payload.replace("/", "∕").encode()[:120].decode(errors="ignore")
    front = (
        f'---\ntitle: "Title {number} {quoted}"\nauthor: "By {quoted}"\nurl: "{_url(number, quoted)}"\n---\n'
    )
    return f"{number} {name}.txt", f"{front}\nBody {number} says: {payload} and stops.\n"


def _url(number: int, payload: str) -> str:
    """Return an address with as much of ``payload`` as an address can hold; with more it is none, and left out."""
    return f"https://example.org/{number}?" + re.sub(r"[\s<>\"\\\\]+", "/", payload)


def _answers(library: Library) -> ScriptedChain:
    everything = evidence_of(library)
    cited = (Citation.of(everything[0]), Citation.of(everything[1]))
    said = [Claim(f"{each} is 7.", cited, Verdict.PARTLY, 0.5, (each, "7")) for each in LINES]

    def answer(question: str) -> Reply:
        if question.startswith("quote"):
            return reply_of(question, [claim(each) for each in everything], everything, standalone=ALL)
        return replace(
            reply_of(question, said, everything),
            writer=f"openai:{LINES[0]}",
            note=ALL,
            missing=tuple(LINES),
            conflicts=tuple(Conflict(each, *cited) for each in LINES[:20]),
        )

    return ScriptedChain(answer)


def _offers(library: Library) -> Offers:
    names = dict.fromkeys(LINES, 1)
    return Offers(
        lambda: Facets(sources=names, languages=names, collections=names),
        0.5,
        writers=lambda: (WriterOffer("quote"), *map(WriterOffer, names)),
    )


@pytest.fixture(scope="module")
def hostile(serving: Callable[..., Site]) -> Site:
    articles = dict(_article(number, payload) for number, payload in enumerate(LINES))
    return serving(articles=articles, chain_of=_answers, offers_of=_offers)


ADDRESS = ".fn-facts a[href^='https://example.org/'][rel='noopener noreferrer']"
"""An article's own address, which is followed by whoever presses it, and told nothing of where from."""


def _nothing_ran(visit: Visit, within: str, own: str = "none") -> None:
    """Hold ``within`` to no markup; elements of the name ``own`` are the page's, if they lead nowhere else."""
    assert visit.page.evaluate("window.__ran") is None
    assert visit.page.locator(f"{within} {MARKUP}:not({own})").count() == 0
    anywhere = ":is([href*='203.0.113'], [href^=javascript], [action], [src])"
    leading = visit.page.locator(f"{within} {anywhere}:not({ADDRESS})")
    assert leading.count() == 0


def test_there_are_as_many_payloads_as_promised():
    assert len(set(PAYLOADS)) >= 60


def test_articles_answers_and_sentences_of_models_are_only_read(hostile: Site, visit: Visit):
    page = visit.open(hostile.address)
    for question in ("quote all", "write all"):
        visit.ask(f"{question} {ALL}"[:1500])
        _nothing_ran(visit, ".fn-turn", own=FILES)
    shown = page.locator(".fn-turn").nth(1).text_content() or ""
    assert all(each in shown for each in LINES)
    for details in page.locator(".fn-turn summary").all():
        details.click()
    page.locator(".fn-turn .fn-chip").first.click()
    page.wait_for_selector(".fn-source")
    _nothing_ran(visit, ":is(.fn-turn, .fn-source)", own=f":is({ADDRESS}, {FILES})")
    page.locator(".fn-answering summary").click()
    _nothing_ran(visit, "#fn-answering", own="form")


def test_the_library_shows_each_article_as_it_is(hostile: Site, visit: Visit):
    page = visit.open(hostile.address)
    visit.see_library()
    titles = page.locator(".fn-title").all_text_contents()
    assert titles and all(each.startswith("Title ") for each in titles)
    for number in range(0, len(titles), 8):
        page.locator("nav [data-side=library]").first.click()
        page.locator(".fn-title").nth(number).click()
        page.wait_for_function(
            "t => document.querySelector('.fn-source h2')?.textContent === t", arg=titles[number]
        )
        assert "https://example.org/" in (page.locator(".fn-facts").text_content() or "")
    _nothing_ran(visit, ":is(.fn-source, .fn-shelves)", own=ADDRESS)


def test_a_kept_conversation_is_only_read_on_the_page_and_as_a_file(
    hostile: Site, visit: Visit, tmp_path: Path
):
    store = ConversationStore(hostile.library.data)
    chain = hostile.chain._answer  # type: ignore[attr-defined]  # the scripted chain's
    number = store.add("hostile", chain(f"write {ALL}"))
    store.add("hostile", chain(f"quote {ALL}"))
    store.rename("hostile", ALL[:200])
    store.rate(number, Feedback(word=ALL[:200]))
    summary, answers = store.summary("hostile"), store.answers("hostile")
    assert summary is not None
    page = visit.open(hostile.address)
    page.locator("[data-side=conversations]:visible").first.click()
    page.locator("[data-open]").first.click()
    page.wait_for_function("document.querySelectorAll('.fn-turn').length === 2")
    _nothing_ran(visit, ".fn-turn", own=FILES)
    _nothing_ran(visit, ".fn-kept", own="a")
    file = tmp_path / "shared.html"
    file.write_text(FORMATS["html"].write(summary, answers), "utf-8")
    page.goto(file.as_uri())
    assert page.evaluate("window.__ran") is None
    assert (
        page.locator(
            "body :is(img, script, iframe, form, object, embed, video, audio, math, base, link)"
        ).count()
        == 0
    )
    assert all(each in (page.locator("body").text_content() or "") for each in LINES)
    visit.outside[:] = [each for each in visit.outside if each != file.as_uri()]
    store.close()

"""Foreign text in every place that shows any: it is read, never run, and nothing leaves this machine."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from page_articles import ScriptedChain, Writing, claim, evidence_of, reply_of
from page_support import FILES, Site, Visit

from chatbot.page.offers import Offers, WriterOffer
from chatbot.types import Citation, Claim, Conflict, Reply, Verdict
from index.errors import QuestionError
from index.library import Library
from index.types import Facets

pytestmark = pytest.mark.browser

PAYLOADS = (
    "<img src=x onerror=alert(1)>",
    "<script>alert(1)</script>",
    "<svg onload=alert(1)>",
    "![picture](http://203.0.113.7/leak.png)",
    "[click](javascript:alert(1))",
    "\"><iframe src='http://203.0.113.7/'>",
    "' onmouseover='alert(1)' x='",
    "$$\\href{javascript:alert(1)}{x}$$",
    "${alert(1)}",
    "`${alert(1)}`",
    "{{constructor.constructor('alert(1)')()}}",
    "</mark></article><style>*{background:url(http://203.0.113.7/)}</style>",
    "<a href='http://203.0.113.7/'>x</a>",
    "<form action='http://203.0.113.7/'><button>go</button></form>",
    "&lt;img src=x&gt; &#60;b&#62;",
    "before \u202e txt.exe after",
    "null \x00 byte",
    "<!-- -->]]><![CDATA[",
)


def _article(number: int, payload: str) -> str:
    quoted = payload.replace("\x00", "").replace("\\", "\\\\").replace('"', '\\"')
    return f'---\ntitle: "Title {number} {quoted}"\nauthor: "{quoted}"\n---\n\nBody {number} says: {payload} and stops.\n'


def _name(number: int, payload: str) -> str:
    return f"file {number} {payload.replace('/', '-').replace(chr(0), '')}.txt"


def _echo(library: Library) -> ScriptedChain:
    everything = evidence_of(library)

    def answer(question: str) -> Reply:
        if question.startswith("refuse"):
            raise QuestionError(f"bad: {question}", f"help: {question}")
        return reply_of(
            question, [claim(each) for each in everything[:25]], everything, standalone=question + "!"
        )

    return ScriptedChain(answer)


def _written(library: Library) -> ScriptedChain:
    """A model that repeats every payload, as text, as what is missing, in dispute and unfounded."""
    everything = evidence_of(library)
    said = " and ".join(PAYLOADS).replace("\x00", "")
    cited = (Citation.of(everything[0]), Citation.of(everything[1]))
    claims = [Claim(f"{each} is 7.", cited, Verdict.PARTLY, 0.5, (each, "7")) for each in PAYLOADS]

    def answer(question: str) -> Reply:
        return replace(
            reply_of(question, claims, everything),
            writer=f"openai:{PAYLOADS[1]}",
            note=said,
            missing=PAYLOADS,
            conflicts=tuple(Conflict(each, *cited) for each in PAYLOADS),
        )

    writing = Writing([claim(everything[0])], f"{said} [1] [999] {said}")
    return ScriptedChain(answer, writing)


def _offers(library: Library) -> Offers:
    """Sources, collections, languages and writers with foreign names."""
    names = {each.replace("\x00", ""): 1 for each in PAYLOADS}
    return Offers(
        lambda: Facets(sources=names, languages=names, collections=names),
        0.5,
        writers=lambda: (WriterOffer("quote"), *map(WriterOffer, names)),
    )


@pytest.fixture(scope="module")
def writing(serving: Callable[..., Site]) -> Site:
    articles = {f"{number}.txt": f"Sentence {number} stands here." for number in range(3)}
    return serving(articles=articles, chain_of=_written, offers_of=_offers)


@pytest.fixture(scope="module")
def hostile(serving: Callable[..., Site]) -> Site:
    articles = {_name(number, payload): _article(number, payload) for number, payload in enumerate(PAYLOADS)}
    return serving(articles=articles, chain_of=_echo)


def _open_everything(visit: Visit) -> None:
    for details in visit.page.locator(".fn-turn summary").all():
        details.click()
    for chip in visit.page.locator(".fn-turn .fn-chip").all()[:60]:
        chip.hover()


def test_titles_names_and_bodies_are_shown_literally_wherever_they_appear(hostile: Site, visit: Visit):
    page = visit.open(hostile.address)
    visit.see_library()
    titles = page.locator(".fn-title").all_text_contents()
    assert len(titles) == hostile.library.articles()[1] == len(PAYLOADS)
    assert set(titles) == {article.title for article in hostile.library.articles()[0]}
    for number, title in enumerate(titles):
        page.locator("nav [data-side=library]").first.click()
        page.locator(".fn-title").nth(number).click()
        page.wait_for_function("t => document.querySelector('.fn-source h2')?.textContent === t", arg=title)
        article = next(each for each in hostile.library.articles()[0] if each.title == title)
        text = hostile.library.article(article.id).text  # type: ignore[union-attr]  # it is listed
        assert page.locator(".fn-text").text_content() in (text, text.replace("\x00", "\ufffd"))
        assert article.sources[0] in page.locator(".fn-facts").text_content()
    assert (
        page.locator(":is(.fn-source, .fn-shelves) :is(img, script, iframe, svg, style, form, a)").count()
        == 0
    )


def test_answers_cards_and_tabs_show_quotes_literally(hostile: Site, visit: Visit):
    page = visit.open(hostile.address)
    visit.ask("everything")
    quotes = page.locator(".fn-turn .fn-claim").all_text_contents()
    assert quotes == [
        each.sentence.text.replace("\x00", "\ufffd") for each in evidence_of(hostile.library)[:25]
    ]
    _open_everything(visit)
    page.wait_for_selector(".fn-tab")
    assert (
        page.locator(
            f":is(.fn-turn, .fn-source) :is(img, script, iframe, style, form, a:not({FILES}))"
        ).count()
        == 0
    )
    assert page.locator(".fn-source svg").count() == 0


@pytest.mark.parametrize("prefix", ["", "refuse "])
def test_questions_are_shown_literally_answered_or_not(hostile: Site, visit: Visit, prefix: str):
    page = visit.open(hostile.address)
    for number, payload in enumerate(PAYLOADS):
        question = prefix + payload.replace("\x00", "")
        visit.ask(question)
        page.wait_for_function(f"document.querySelectorAll('.fn-turn').length === {number + 1}")
        shown = page.locator(".fn-turn").nth(number).locator(".fn-question").text_content()
        assert shown == f"You asked: {question}"
    assert page.locator(f".fn-turn :is(img, script, iframe, style, form, a:not({FILES}))").count() == 0


def test_a_turned_around_title_does_not_turn_its_neighbours(hostile: Site, visit: Visit):
    page = visit.open(hostile.address)
    visit.ask("everything")
    isolated = page.locator(".fn-from cite bdi", has_text="txt.exe").first
    assert isolated.evaluate("each => getComputedStyle(each).unicodeBidi") == "isolate"


def test_made_up_footnotes_and_articles_open_nothing(hostile: Site, visit: Visit):
    page = visit.open(hostile.address)
    visit.ask("everything")
    chip = page.locator(".fn-turn .fn-chip").first
    for answer, note in (("1", "9999"), ("77", "1"), ("-1", "0"), ("1e300", "NaN"), ("__proto__", "x")):
        chip.evaluate("(each, [a, n]) => { each.dataset.answer = a; each.dataset.note = n; }", [answer, note])
        chip.click()
        page.wait_for_selector(".fn-nothing")
        assert "cannot be read any more" in visit.text(".fn-nothing")
        page.locator(".fn-turn .fn-chip").nth(1).click()
        page.wait_for_selector(".fn-source")
    visit.see_library()
    page.locator(".fn-title").first.evaluate("each => each.dataset.article = '../../etc/passwd'")
    page.locator(".fn-title").first.click()
    page.wait_for_selector(".fn-nothing")


FOREIGN = f":is(.fn-turn, #fn-answering) :is(img, script, iframe, style, a:not({FILES}), object, math)"


def test_what_a_model_writes_is_read_and_never_run(writing: Site, visit: Visit):
    script = writing.chain._writing  # type: ignore[attr-defined]  # the scripted chain's
    script.allowed = len(script.text) - 5
    page = visit.open(writing.address)
    page.fill("#fn-ask textarea", "write")
    page.press("#fn-ask textarea", "Enter")
    page.wait_for_function("(document.querySelector('.fn-written')?.textContent ?? '').includes('[999]')")
    shown = page.locator(".fn-written").text_content()
    assert shown and all(each.replace("\x00", "") in shown for each in PAYLOADS)
    assert page.locator(FOREIGN).count() == 0 and page.locator(".fn-written sup").count() == 1
    script.allowed = len(script.text)
    page.wait_for_selector(".fn-turn .fn-about")
    readable = [each.replace("\x00", "\ufffd") for each in PAYLOADS]
    assert page.locator(".fn-claim").all_text_contents() == [f"{each} is 7." for each in readable]
    assert page.locator(".fn-missing q").all_text_contents() == readable
    assert page.locator(".fn-conflict h4 bdi").all_text_contents() == readable
    assert readable[0] in visit.text(".fn-note") and readable[1] in visit.text(".fn-about")
    assert page.locator(FOREIGN).count() == 0


def test_foreign_filters_and_writers_are_chosen_by_name_and_shown_literally(writing: Site, visit: Visit):
    page = visit.open(writing.address)
    page.locator(".fn-answering summary").click()
    names = [each.replace("\x00", "") for each in PAYLOADS]
    for number, name in enumerate(names, 1):
        for select in ("collection", "language", "source"):
            page.select_option(f"select[name={select}]", index=number)
        page.locator("input[name=writer]").nth(number).check()
        page.wait_for_function("n => document.querySelector('.fn-chosen').textContent.includes(n)", arg=name)
        options = page.locator(".fn-choices select[name=source] option").all_text_contents()
        assert options[number] == f"{name} (1)"
    assert page.locator(FOREIGN).count() == 0
    page.evaluate('sessionStorage.setItem(\'footnote-choices\', \'{"writer": {"a": [1]}, "x": "<img>"}\')')
    page.reload()
    page.wait_for_selector(".fn-welcome")
    page.evaluate("sessionStorage.setItem('footnote-choices', 'no json')")
    page.reload()
    page.wait_for_selector(".fn-welcome")
    visit.page.wait_for_function("document.querySelector('.fn-chosen').textContent !== ''")

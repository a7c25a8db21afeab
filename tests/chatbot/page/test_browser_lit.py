"""Every sentence of an article is lit exactly, whatever it is written in, and the article keeps its form."""

from collections.abc import Callable

import pytest
from page_articles import ScriptedChain, claim, evidence_of, reply_of
from page_support import Site, Visit

from chatbot.types import Reply
from index.library import Library

pytestmark = pytest.mark.browser

WRITTEN = (
    "The 👩‍🚒 keeper of the lamp waved 🇺🇦 to the ferry. A cafe\u0301 in A\u030arhus sells wa\u0308ffles to Zoë.\r\n"
    "It stands on the pier.\r\n\r\n"
    "שלום עולם, אמר השומר. הוא בא מן הים.\r\n\r\n"
    "وصلت السفينة إلى الميناء. كان البحر هادئا.\r\n\r\n"
    "𝔘nusual letters 🧑🏽‍🤝‍🧑🏻 end here. นี่คือประโยคหนึ่ง\r\nLast words \u202eare turned\u202c round.\r\n"
)
MADE = """<html><head><title>A harbour</title><meta name="author" content="Ida Holm">
<meta property="article:published_time" content="2021-05-14"><link rel="canonical" href="https://lund.example/harbour">
</head><body><article><h1>A harbour</h1><p>The harbour has two piers 🗼 and a crane.</p><h2>What it needs</h2>
<ul><li>One crane driver lives there.</li><li>Two goats keep the grass short.</li></ul><h3>Figures</h3>
<table><tr><th>Year</th><th>Ships</th></tr><tr><td>2019</td><td>38,000</td></tr></table>
<blockquote><p>The harbour never froze in my time.</p></blockquote><pre><code>crane = on</code></pre>
<p>The last ship of the harbour left in the year 1999 for Lund.</p></article></body></html>"""
MARKED = """# A pier

It is long.

## What it needs

- One board.
- Two nails.

1. First the board.

| Year | Boards |
|---|---|
| 2020 | 9,000 |

> Never walk on it.
"""
_ACTIVE = "[...document.querySelectorAll('mark.fn-active')].map(e => e.textContent)"
# A stream of events may be closed by either side first; the browser calls it failed if it was the page.
_ENDS = """() => {
  window.ends = 0;
  new PerformanceObserver((seen) => {
    window.ends += seen.getEntries().filter((each) => each.name.includes('queue/data')).length;
  }).observe({ type: 'resource' });
}"""


def _everything(library: Library) -> ScriptedChain:
    found = evidence_of(library)

    def answer(question: str) -> Reply:
        told = [each for each in found if question in each.article.sources[0]]
        return reply_of(question, [claim(each) for each in told], told)

    return ScriptedChain(answer)


@pytest.fixture(scope="module")
def lit(serving: Callable[..., Site]) -> Site:
    articles = {"written.txt": WRITTEN, "made.html": MADE, "marked.md": MARKED}
    return serving(articles=articles, chain_of=_everything)


@pytest.mark.parametrize(("name", "fewest"), [("written.txt", 8), ("made.html", 7), ("marked.md", 6)])
def test_the_text_of_each_lit_range_is_the_quote(lit: Site, visit: Visit, name: str, fewest: int):
    page = visit.open(lit.address)
    visit.ask(name)
    told = [each for each in evidence_of(lit.library) if name in each.article.sources[0]]
    assert len(told) >= fewest
    for number, each in enumerate(told, 1):
        page.locator(f".fn-chip[data-note='{number}']").first.click()
        page.wait_for_function(f"document.querySelector('.fn-source')?.dataset.active === '{number}'")
        cells = each.sentence.text.split(" | ")
        shown = page.evaluate(_ACTIVE)
        assert shown == cells or shown == [each.sentence.text]
    step = page.locator(".fn-position")
    for key, by in (("n", 1), ("n", 1), ("p", -1)):
        before = int(step.inner_text().split(" ")[0])
        page.keyboard.press(key)
        assert int(step.inner_text().split(" ")[0]) == (before - 1 + by) % len(told) + 1
    assert page.evaluate("document.querySelectorAll('mark').length") >= len(told)


def test_html_and_markdown_keep_headings_lists_and_tables_and_say_what_they_are(lit: Site, visit: Visit):
    page = visit.open(lit.address)
    visit.ask("made.html")
    page.wait_for_selector(".fn-text")
    assert page.locator(".fn-text :is(h4, h5)").all_inner_texts() == ["What it needs", "Figures"]
    assert page.locator(".fn-text li").count() == 2
    assert page.locator(".fn-text :is(th, td)").all_inner_texts() == ["Year", "Ships", "2019", "38,000"]
    assert page.locator(".fn-text th").count() == 2
    assert page.locator(".fn-text :is(blockquote, pre)").count() == 2
    head = visit.text(".fn-source > header")
    for part in ("A harbour", "Ida Holm", "14 May 2021", "HTML", "version 1", "made.html"):
        assert part in head
    source = page.locator(".fn-source > header a")
    assert source.get_attribute("href") == "https://lund.example/harbour"
    assert source.get_attribute("rel") == "noopener noreferrer"
    visit.ask("marked.md")
    page.wait_for_function("document.querySelector('.fn-source h2').textContent === 'A pier'")
    assert page.locator(".fn-text h4").all_inner_texts() == ["What it needs"]
    assert page.locator(".fn-text li").count() == 3 and page.locator(".fn-text :is(th, td)").count() == 4


def test_an_article_that_is_open_is_not_sent_again(lit: Site, visit: Visit):
    page = visit.open(lit.address)
    visit.ask("written.txt")
    page.wait_for_selector("mark.fn-active")
    page.evaluate("document.querySelector('.fn-source').dataset.mine = 'yes'")
    page.evaluate(_ENDS)
    page.locator(".fn-chip[data-note='3']").first.click()
    page.wait_for_function("window.ends > 0")
    assert page.evaluate(_ACTIVE) == ["It stands on the pier."]
    assert page.evaluate("document.querySelector('.fn-source').dataset.mine") == "yes"
    changed = lit.sources / "written.txt"
    changed.write_text(WRITTEN + "And more of it.", "utf-8", newline="")
    lit.jobs.sync([lit.sources], "changed")
    lit.settled()
    page.locator(".fn-chip[data-note='2']").first.click()
    page.wait_for_selector(".fn-changed")
    assert page.evaluate(_ACTIVE) == ["A cafe\u0301 in A\u030arhus sells wa\u0308ffles to Zoë."]

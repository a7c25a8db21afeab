"""How the page keeps up in a real browser: seconds to evidence and answer, and the longest that it is held up.

    .venv/bin/python tests/bench/browser.py [--questions 12] [--answers 200] [--lit 500]

Prints JSON. ``evidence`` and ``answer`` are seconds from Enter until the page shows either, each as a
multiple of what the chain itself took for it (the reply's own timings). ``held_up`` is, for a long
conversation and a long article, how long the longest event of each interaction took: until the next frame was
painted, and in the page's own handlers; and the page's longest task. All in milliseconds, as Chromium's own
PerformanceObserver tells them; what is under 16, or a task under 50, it does not tell.
"""

import argparse
import json
import statistics
import tempfile
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from playwright.sync_api import Page
from serving import SEEDS, chromium, seeded

from chatbot.conversations import ConversationStore
from chatbot.types import Citation, Claim, Reply, Verdict
from index.library import Library

LONG_ARTICLE = 1_000_000
"""Characters."""

WATCH = """() => {
  window.held = { events: [], tasks: [] };
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (entry.interactionId) held.events.push([entry.duration, entry.processingEnd - entry.processingStart]);
  }).observe({ type: 'event', durationThreshold: 16 });
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) held.tasks.push(entry.duration);
  }).observe({ type: 'longtask' });
}"""

SEEN = """() => {
  window.seen = {};
  const note = (name) => { seen[name] ??= performance.now(); };
  new MutationObserver(() => {
    const turn = document.querySelector('.fn-turn:last-child');
    if (!turn || turn.id === seen.before) return;
    if (turn.querySelector('.fn-evidence, .fn-answer, .fn-refusal')) note('evidence');
    if (turn.querySelector('.fn-about')) note('answer');
  }).observe(document.querySelector('.fn-log'), { childList: true, subtree: true });
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter') return;
    seen = { enter: performance.now(), before: document.querySelector('.fn-turn:last-child')?.id };
  }, true);
}"""


def _long_article() -> str:
    """Return an article whose paragraphs come again and again: equal passages are embedded once."""
    told = [
        " ".join(
            f"In the year {1700 + year} the keeper of pier {each} wrote of storms and of herring."
            for each in range(4)
        )
        for year in range(50)
    ]
    times = LONG_ARTICLE // sum(len(each) + 2 for each in told) + 1
    return "\n\n".join(["# The long chronicle of Lund", *told * times])


def asked(page: Page, questions: list[str], store: ConversationStore) -> dict[str, object]:
    """Ask, and tell how long the browser took for what the chain took."""
    page.evaluate(SEEN)
    evidence, answer, took = [], [], []
    for question in questions:
        page.fill("#fn-ask textarea", question)
        page.press("#fn-ask textarea", "Enter")
        page.wait_for_function("window.seen?.answer && !document.querySelector('.fn-turn[aria-busy=true]')")
        seen = page.evaluate("seen")
        key = page.evaluate("sessionStorage.getItem('footnote-conversation')")
        page.wait_for_timeout(1000)
        timings = store.answers(key, 1)[0].reply.timings
        whole = sum(timings.values())
        took.append(whole)
        evidence.append((seen["evidence"] - seen["enter"]) / 1000 / (whole - timings["answer"]))
        answer.append((seen["answer"] - seen["enter"]) / 1000 / whole)
    return {
        "questions": len(questions),
        "chain_seconds": _spread(took),
        "evidence": _spread(evidence),
        "answer": _spread(answer),
    }


def conversation(
    page: Page, at: str, store: ConversationStore, reply: Reply, answers: int
) -> dict[str, object]:
    """Open a conversation of ``answers`` answers, and use it."""
    key = "b" * 32
    for number in range(answers - 1):
        store.add(key, replace(reply, question=f"Question {number} of many?"))
    page.goto(at)
    page.evaluate(f"sessionStorage.setItem('footnote-conversation', '{key}')")
    page.goto(at)
    page.wait_for_selector(f"#fn-turn-{answers - 1}")
    opened = _held(page)
    page.fill("#fn-ask textarea", "Who delayed Sweden?")
    return {
        "answers": answers,
        "open": opened,
        "type": _during(page, lambda: page.type("#fn-ask textarea", "Who delayed Sweden?", delay=120)),
        "ask": _during(page, lambda: _ask(page)),
        "scroll": _during(page, lambda: _scroll(page, ".fn-log")),
        "earlier": _during(page, lambda: _earlier(page)),
        "footnote": _during(page, page.locator("#fn-turn-3 .fn-chip").first.click),
        "unfold": _during(page, page.locator("#fn-turn-4 .fn-why > summary").click),
    }


def article(page: Page, at: str, store: ConversationStore, library: Library, lit: int) -> dict[str, object]:
    """Open an article of a million characters with ``lit`` sentences lit, and read in it."""
    (found,) = [each for each in library.articles()[0] if each.title.startswith("The long chronicle")]
    cited = [
        Citation(found.id, found.version, each.start, each.end, each.text, found.title, "", "")
        for passage in library.passages(found.id)
        for each in passage.sentences
    ]
    some = cited[:: max(1, len(cited) // lit)][:lit]
    claims = tuple(Claim(each.quote, (each,), Verdict.SUPPORTED, 1.0) for each in some)
    reply = Reply("What is told?", "What is told?", True, 0.9, claims, (), 24, {"answer": 0.01})
    store.add("c" * 32, reply)
    page.goto(at)
    page.evaluate(f"sessionStorage.setItem('footnote-conversation', '{'c' * 32}')")
    page.goto(at)
    page.wait_for_selector(".fn-viewer mark.fn-active", timeout=60_000)
    opened = _held(page)
    chip = page.locator(".fn-turn .fn-chip")
    return {
        "characters": len(library.article(found.id).text),  # type: ignore[union-attr]  # it was just listed
        "lit": page.locator(".fn-viewer mark").count(),
        "open": opened,
        "next": _during(page, lambda: (page.keyboard.press("Escape"), *_pressed(page, "n", 5))),
        "footnote": _during(page, chip.nth(250).click),
        "another": _during(page, chip.nth(480).click),
        "scroll": _during(page, lambda: _scroll(page, ".fn-viewer")),
        "find": _during(page, lambda: page.type(".fn-finder input", "herring")),
    }


def _pressed(page: Page, key: str, times: int) -> list[None]:
    page.locator(".fn-viewer").focus()
    return [page.keyboard.press(key) for _ in range(times)]


def _ask(page: Page) -> None:
    page.press("#fn-ask textarea", "Enter")
    page.wait_for_selector(".fn-turn:last-child .fn-about")


def _earlier(page: Page) -> None:
    """Scroll up to the first answer."""
    while page.locator(".fn-earlier").count():
        page.evaluate("document.querySelector('.fn-log').scrollTop = 0")
        page.wait_for_timeout(50)


def _scroll(page: Page, selector: str) -> None:
    page.hover(selector)
    for _ in range(20):
        page.mouse.wheel(0, 900)
        page.wait_for_timeout(20)


def _during(page: Page, act: object) -> dict[str, float]:
    page.wait_for_timeout(500)
    page.evaluate("held.events.length = held.tasks.length = 0")
    act()  # type: ignore[operator]  # a lambda of this module
    page.wait_for_timeout(1500)
    return _held(page)


def _looked_at(page: Page) -> None:
    """Have frames of ``page`` painted as they come: nobody looks at a browser without a screen, and it waits."""
    session = page.context.new_cdp_session(page)
    session.on(
        "Page.screencastFrame",
        lambda frame: session.send("Page.screencastFrameAck", {"sessionId": frame["sessionId"]}),
    )
    session.send("Page.startScreencast", {"format": "jpeg", "quality": 1, "maxWidth": 64, "maxHeight": 64})


def _held(page: Page) -> dict[str, float]:
    page.wait_for_timeout(500)
    held = page.evaluate("held")
    return {
        "to_next_paint_ms": max((duration for duration, _ in held["events"]), default=0),
        "own_work_ms": round(max((work for _, work in held["events"]), default=0)),
        "task_ms": round(max(held["tasks"], default=0)),
    }


def _spread(values: list[float]) -> dict[str, float]:
    return {"median": round(statistics.median(values), 3), "most": round(max(values), 3)}


def main() -> None:
    """Measure, and print."""
    given = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    given.add_argument("--questions", type=int, default=12)
    given.add_argument("--answers", type=int, default=200)
    given.add_argument("--lit", type=int, default=500)
    chosen = given.parse_args()
    lines = (SEEDS / "questions.jsonl").read_text("utf-8").splitlines()
    questions = [each["question"] for each in map(json.loads, lines) if not each.get("history")]
    with tempfile.TemporaryDirectory() as folder:
        long = Path(folder) / "long.md"
        long.write_text(_long_article(), "utf-8")
        with (
            seeded(Path(folder), long) as (at, library, chain),
            closing(ConversationStore(library.data)) as store,
            chromium() as browser,
        ):
            page = browser.new_page(viewport={"width": 1280, "height": 800}, reduced_motion="reduce")
            page.add_init_script(f"({WATCH})()")
            page.goto(at)
            page.wait_for_selector(".fn-welcome")
            reply = chain.ask("How long did Sweden wait?")
            multiples = asked(page, questions[: chosen.questions], store)
            _looked_at(page)
            found = {
                "multiples": multiples,
                "conversation": conversation(page, at, store, reply, chosen.answers),
                "article": article(page, at, store, library, chosen.lit),
            }
    print(json.dumps(found, indent=2))


if __name__ == "__main__":
    main()

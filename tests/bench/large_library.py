"""A library of many articles in a real browser: the page's own work at each interaction.

    python tests/bench/large_library.py --articles 50000 --out /tmp/large.json

The articles are made up and embedded by token hashes, so that making them costs minutes, not hours.
Of each interaction it reports the longest task of the page's main thread and the longest event
(Event Timing: from the key or press to the next frame), and the seconds until the list has changed,
which are the server's work too.
"""

import argparse
import json
import random
import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).parents[1] / "support"))

from hash_embedder import HashEmbedder
from playwright.sync_api import Page
from serving import chromium, served

from chatbot.chain import FootnoteChain
from chatbot.settings import Settings
from index.library import Library

A_FILE = 1000
WORDS = "harbour ferry mill bridge lock tower market school river forest winter council bread".split()
OBSERVE = """() => {
  window.seen = { task: 0, event: 0 };
  new PerformanceObserver((list) => {
    for (const each of list.getEntries()) seen.task = Math.max(seen.task, each.duration);
  }).observe({ type: 'longtask' });
  new PerformanceObserver((list) => {
    for (const each of list.getEntries()) seen.event = Math.max(seen.event, each.duration);
  }).observe({ type: 'event', durationThreshold: 16 });
}"""
CHANGED = "old => { const now = document.querySelector('#fn-shelf').innerText; return now !== old && now; }"


def made(folder: Path, articles: int) -> list[Path]:
    """Write the articles as files of JSON lines, in three folders, and return those."""
    chance = random.Random(5)
    for first in range(0, articles, A_FILE):
        place = folder / ("news", "notes", "letters")[first // A_FILE % 3]
        place.mkdir(exist_ok=True)
        lines = []
        for number in range(first, min(first + A_FILE, articles)):
            said = " ".join(chance.choices(WORDS, k=12))
            about = {"title": f"The {said[:40]} {number}", "text": f"Number {number}: {said}."}
            if number % 5:
                about["date"] = f"{2000 + number % 25}-{1 + number % 12:02}-{1 + number % 28:02}"
            lines.append(json.dumps(about))
        (place / f"{first:06}.jsonl").write_text("\n".join(lines), "utf-8")
    return sorted(path for path in folder.iterdir() if path.is_dir())


def measured(page: Page, does: Callable[[], object]) -> dict[str, float]:
    """Do one thing, wait until the list has changed, and return milliseconds of each kind."""
    before = page.locator("#fn-shelf").inner_text()
    page.evaluate("() => { seen.task = 0; seen.event = 0; }")
    started = time.monotonic()
    does()
    page.wait_for_function(CHANGED, arg=before, timeout=60_000)
    waited = time.monotonic() - started
    page.wait_for_timeout(400)  # event timings are told after the frame
    seen = page.evaluate("seen")
    return {
        "longest_task_ms": seen["task"],
        "longest_event_ms": seen["event"],
        "until_shown_ms": round(1000 * waited),
    }


def interactions(page: Page) -> dict[str, Callable[[], object]]:
    """Return what is measured, in order."""
    field = page.locator("#fn-search :is(input, textarea)")
    narrow = ".fn-narrow-by"
    return {
        "next page": lambda: page.click("[data-turn='1']"),
        "third page": lambda: page.click("[data-turn='1']"),
        "newest first": lambda: page.select_option("[data-sort]", "newest"),
        "longest first": lambda: page.select_option("[data-sort]", "longest"),
        "added last first": lambda: page.select_option("[data-sort]", "added"),
        "by title": lambda: page.select_option("[data-sort]", "title"),
        "search": lambda: field.fill("harbour 4999"),
        "search, letter by letter": lambda: field.press_sequentially("9"),
        "all again": lambda: field.fill(""),
        "one folder": lambda: page.select_option(f"{narrow} select[name=source]", index=1),
        "since 2015": lambda: page.fill(f"{narrow} input[name=since]", "2015-01-01"),
        "searchable": lambda: page.select_option(f"{narrow} select[name=state]", "ready"),
        "chip off": lambda: page.click("#fn-shelf [data-off=source]"),
    }


def browse(at: str) -> dict[str, dict[str, float]]:
    """Open the page, do everything, and return the figures."""
    with chromium() as browser:
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        page.add_init_script(f"({OBSERVE})()")
        page.goto(at)
        page.wait_for_selector(".fn-welcome")
        page.wait_for_selector("#fn-shelf table", state="attached", timeout=60_000)
        page.evaluate("() => { seen.task = 0; seen.event = 0; }")
        started = time.monotonic()
        page.locator("[data-side=library]:visible").first.click()
        page.wait_for_selector("#fn-shelf table")
        opened = time.monotonic() - started
        page.wait_for_timeout(400)
        seen = page.evaluate("seen")
        found = {
            "open the library": {
                "longest_task_ms": seen["task"],
                "longest_event_ms": seen["event"],
                "until_shown_ms": round(1000 * opened),
            }
        }
        page.click(".fn-narrow-by summary")
        for name, does in interactions(page).items():
            found[name] = measured(page, does)
    return found


def main() -> None:
    """Make the library, serve it, and print the figures."""
    given = argparse.ArgumentParser(description=__doc__)
    given.add_argument("--articles", type=int, default=50_000)
    given.add_argument("--data", type=Path, help="keep the library here, and use it again")
    given.add_argument("--out", type=Path)
    asked = given.parse_args()
    with TemporaryDirectory() as temporary:
        folder = (asked.data or Path(temporary)).resolve()
        folder.mkdir(exist_ok=True)
        settings = Settings(data=folder / "data")
        with Library(settings, HashEmbedder()) as library:
            if not library.extent().articles:
                library.sync(made(folder, asked.articles), print)
            with served(settings, library, FootnoteChain(library, settings)) as at:
                found = {"articles": library.extent().articles, **browse(at)}
    print(json.dumps(found, indent=2))
    if asked.out:
        asked.out.write_text(json.dumps(found, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    main()

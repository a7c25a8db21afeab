"""Ten things that somebody does who has never seen the page: how many steps each takes, and how many seconds.

    .venv/bin/python tests/bench/newcomer.py [--width 390] [--shots FOLDER]

Each task goes only by what can be seen: words on buttons and labels. A step is a click, a key or a text that
is typed; a second is the page's, for the script neither reads nor thinks. Prints a Markdown table.
"""

import argparse
import re
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Browser, Locator, Page, expect
from serving import chromium, seeded

NEW = "The bakery of Lund opened in 1931. Its oven is heated with birch wood.\n"


class Newcomer:
    """Somebody with the page open, whose steps are counted."""

    def __init__(self, page: Page, folder: Path) -> None:
        self.page, self.folder, self.steps = page, folder, 0

    def click(self, what: Locator) -> None:
        """Click what can be seen."""
        self.steps += 1
        what.locator("visible=true").first.click()

    def button(self, name: str) -> None:
        """Click the button, tab or disclosure that bears ``name``."""
        self.click(self.page.locator("button, summary").filter(has_text=re.compile(f"^{name}")))

    def ask(self, question: str) -> Locator:
        """Type a question, press Enter, and wait for what stands under it."""
        turns = self.page.locator(".fn-turn").count()
        self.steps += 2
        self.page.get_by_label("Your question").fill(question)
        self.page.keyboard.press("Enter")
        turn = self.page.locator(".fn-turn").nth(turns)
        turn.locator(".fn-about").first.wait_for()
        return turn

    def back(self) -> None:
        """Go back to the chat, where the side covers it."""
        close = self.page.get_by_role("button", name="Close", exact=True)
        if close.is_visible():
            self.click(close)


def ask(who: Newcomer) -> None:
    """Ask a first question"""
    who.click(who.page.locator(".fn-example"))
    expect(who.page.locator(".fn-claim").first).to_contain_text("Andrii Sybiha is urging")


def check(who: Newcomer) -> None:
    """Check a sentence against its source"""
    turn = who.ask("Who is urging NATO leaders to invite Ukraine?")
    quote = turn.locator(".fn-claim").first.inner_text()
    who.click(turn.locator(".fn-chip"))
    expect(who.page.locator("mark.fn-active").first).to_be_in_viewport()
    assert who.page.locator("mark.fn-active").first.inner_text() == quote


def add(who: Newcomer) -> None:
    """Add a file, and ask it"""
    path = who.folder / "bakery.txt"
    path.write_text(NEW, "utf-8")
    who.button("Library")
    who.steps += 1
    who.page.locator("#fn-drop input[type=file]").set_input_files(path)
    expect(who.page.locator(".fn-job[data-state=done]")).to_contain_text("1 indexed", timeout=20_000)
    who.back()
    turn = who.ask("When did the bakery of Lund open?")
    expect(turn.locator(".fn-claim").first).to_contain_text("1931")


def refused(who: Newcomer) -> None:
    """Find out why it did not answer"""
    turn = who.ask("What is the price of bread in Lisbon?")
    expect(turn.locator(".fn-refusal")).to_be_visible()
    who.button("Why these sentences")
    expect(turn.locator(".fn-why")).to_contain_text("which is too little")


def limit(who: Newcomer) -> None:
    """Ask one article only"""
    turn = who.ask("How long did Sweden wait?")
    who.click(turn.locator(".fn-chip"))
    who.button("Ask this article alone")
    turn = who.ask("Which countries delayed it?")
    expect(turn.locator(".fn-about").filter(has_text="Searched 1 of")).to_be_visible()


def export(who: Newcomer) -> None:
    """Take the answer along with its footnotes"""
    who.ask("How long did Sweden wait?")
    who.button("Conversations")
    who.button("Export")
    with who.page.expect_download() as coming:
        who.click(who.page.get_by_role("link", name="Markdown"))
    text = Path(coming.value.path()).read_text("utf-8")
    assert "[^1-1]:" in text and "characters" in text


def tomorrow(who: Newcomer) -> None:
    """Come back tomorrow"""
    who.ask("What was decided in Bucharest?")
    who.page.evaluate("sessionStorage.clear()")
    who.page.reload()
    who.page.wait_for_selector(".fn-welcome")
    who.button("Conversations")
    who.click(who.page.get_by_role("button", name="What was decided in Bucharest?", exact=True))
    chip = who.page.locator(".fn-turn .fn-chip").first
    chip.wait_for()
    who.back()
    who.click(chip)
    expect(who.page.locator("mark.fn-active").first).to_be_in_viewport()


def compare(who: Newcomer) -> None:
    """Compare what two articles say"""
    turn = who.ask("How long did Sweden wait?")
    assert turn.locator(".fn-answer").count() == 2
    who.click(turn.locator(".fn-chip"))
    first = who.page.locator(".fn-source h2").inner_text()
    who.click(who.page.locator(".fn-tab").nth(1))
    expect(who.page.locator(".fn-source h2")).not_to_have_text(first)
    expect(who.page.locator("mark.fn-active").first).to_be_in_viewport()


def pdf(who: Newcomer) -> None:
    """Read a PDF at the cited sentence"""
    turn = who.ask("How long did Sweden wait?")
    who.click(turn.locator(".fn-chip"))
    who.button("Pages")
    expect(who.page.locator(".fn-printed mark.fn-active").first).to_be_in_viewport(timeout=20_000)


def undo(who: Newcomer) -> None:
    """Take back a removal"""
    title = "How Sweden became the 32nd ally"
    who.button("Library")
    who.click(who.page.get_by_role("button", name=f"Remove: {title}"))
    expect(who.page.get_by_role("button", name=title, exact=True)).to_have_count(0)
    who.button("Undo")
    expect(who.page.get_by_role("button", name=title, exact=True)).to_be_visible(timeout=20_000)


TASKS: tuple[Callable[[Newcomer], None], ...] = (
    *(ask, check, add, refused, limit),
    *(export, tomorrow, compare, pdf, undo),
)


def tried(browser: Browser, at: str, task: Callable[[Newcomer], None], width: int, shots: Path | None) -> str:
    """Do one task as somebody new; return its row."""
    height = 800 if width > 860 else 844
    context = browser.new_context(viewport={"width": width, "height": height}, reduced_motion="reduce")
    context.set_default_timeout(15_000)
    with tempfile.TemporaryDirectory() as folder:
        who = Newcomer(context.new_page(), Path(folder))
        who.page.goto(at)
        who.page.wait_for_selector(".fn-welcome")
        start, outcome = time.monotonic(), "done"
        try:
            task(who)
        except Exception as error:  # a task that cannot be done is a finding
            outcome = f"not done: {str(error).splitlines()[0][:100]}"
        took = time.monotonic() - start
        if shots:
            who.page.screenshot(path=shots / f"{task.__name__}-{width}.png")
        context.close()
    return f"| {task.__doc__} | {who.steps} | {took:.1f} | {outcome} |"


def main() -> None:
    """Try all tasks, and print the table."""
    given = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    given.add_argument("--width", type=int, default=1280)
    given.add_argument("--shots", type=Path)
    chosen = given.parse_args()
    print(f"| task at {chosen.width} px | steps | seconds | |\n|---|---|---|---|")
    with (
        tempfile.TemporaryDirectory() as folder,
        seeded(Path(folder)) as (at, *_),
        chromium() as browser,
    ):
        for task in TASKS:
            print(tried(browser, at, task, chosen.width, chosen.shots), flush=True)


if __name__ == "__main__":
    main()

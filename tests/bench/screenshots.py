"""The pictures of the page in docs/screenshots, made in Chromium over the seeds.

    .venv/bin/python tests/bench/screenshots.py [--into docs/screenshots] [--only NAME …]

Each function is one sight of the page and is called as its picture is. What a model writes is scripted; it is
checked as any other.
"""

import argparse
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from langchain_core.language_models import FakeListChatModel
from playwright.sync_api import Browser, Page
from serving import EXAMPLE, SEEDS, chromium, served

from chatbot.access import Accounts
from chatbot.chain import FootnoteChain
from chatbot.changes.adding import shipped_seeds
from chatbot.page import Offers, WriterOffer
from chatbot.settings import Settings
from chatbot.team import Team
from chatbot.weights import Weights
from chatbot.writers import ChatWriter
from index.library import Library

WAITED = "How long did Sweden wait?"
MODEL = "openai:gpt-5.5"
WRITTEN = (
    "Sweden waited 20 months, because of Turkey and Hungary [1]. Finland was through in April 2023 [2]. "
    "It paid 9 billion for it."
)
PHONE, DESK = (390, 844), (1280, 800)


class Slow(FakeListChatModel):
    """A model that writes as fast as one reads."""

    sleep: float | None = 0.04


def ask(page: Page, question: str) -> None:
    """Ask, and wait for the answer and for what else may be asked."""
    turns = page.locator(".fn-turn").count()
    page.fill("#fn-ask textarea", question)
    page.press("#fn-ask textarea", "Enter")
    page.locator(".fn-turn").nth(turns).locator(".fn-about").first.wait_for()
    page.wait_for_function("!document.querySelector('.fn-turn[aria-busy=true]')")
    page.wait_for_timeout(1500)


def side(page: Page, name: str) -> None:
    """Show a part of the side."""
    if not page.locator(f"[data-side={name}]:visible").count():
        page.locator("[data-side=library]:visible").first.click()
    page.locator(f"[data-side={name}]:visible").first.click()
    page.wait_for_timeout(700)


def write(page: Page) -> None:
    """Let the model write the answers."""
    page.locator("#fn-answering summary").first.click()
    page.locator(f"#fn-answering input[value='{MODEL}']").check()
    page.locator("#fn-answering summary").first.click()
    page.wait_for_timeout(500)


def welcome(_: Page) -> None: ...


def answer(page: Page) -> None:
    ask(page, EXAMPLE)


def phone(page: Page) -> None:
    answer(page)


def dark(page: Page) -> None:
    ask(page, WAITED)


def card(page: Page) -> None:
    answer(page)
    page.locator(".fn-chip").first.hover()


def refusal(page: Page) -> None:
    ask(page, "What is the price of bread in Lisbon?")


def table(page: Page) -> None:
    ask(page, "When was the protocol of North Macedonia signed?")


def edit(page: Page) -> None:
    ask(page, WAITED)
    page.locator("[data-edit]").click()


def why(page: Page) -> None:
    ask(page, WAITED)
    page.locator(".fn-why > summary").click()
    page.locator(".fn-why").evaluate("each => each.scrollIntoView({ block: 'start' })")


def answering(page: Page) -> None:
    page.locator("#fn-answering summary").first.click()


def answering_phone(page: Page) -> None:
    answering(page)


def refusal_filtered(page: Page) -> None:
    answering(page)
    page.fill("#fn-answering input[name=until]", "2022-12-31")
    page.keyboard.press("Tab")
    page.locator("#fn-answering summary").first.click()
    ask(page, "When did Sweden become the 32nd ally?")


def written(page: Page) -> None:
    write(page)
    ask(page, WAITED)


def written_dark(page: Page) -> None:
    written(page)


def written_phone(page: Page) -> None:
    written(page)


def writing(page: Page) -> None:
    write(page)
    page.fill("#fn-ask textarea", WAITED)
    page.press("#fn-ask textarea", "Enter")
    page.wait_for_function("document.querySelector('.fn-written')?.textContent.length > 60", timeout=60_000)


def feedback_phone(page: Page) -> None:
    answer(page)
    page.locator("[data-rating=good]").click()
    page.locator(".fn-word input").fill("Names the one who asked.")


def pages(page: Page) -> None:
    ask(page, WAITED)
    page.locator(".fn-chip").first.click()
    page.locator("[data-view=pages]").click()
    page.locator(".fn-printed mark.fn-active").first.wait_for(timeout=30_000)
    page.wait_for_timeout(1500)


def pages_phone(page: Page) -> None:
    pages(page)


def selected(page: Page) -> None:
    answer(page)
    page.locator(".fn-source mark.fn-active").first.select_text()
    page.mouse.move(900, 400)
    page.wait_for_timeout(500)


def library(page: Page) -> None:
    side(page, "library")
    page.locator(".fn-narrow-by summary").click()
    page.locator(".fn-narrow-by input[name=since]").fill("2024-06-01")
    page.keyboard.press("Tab")
    page.wait_for_timeout(1000)


def library_phone(page: Page) -> None:
    side(page, "library")


def indexing(page: Page) -> None:
    side(page, "library")
    with tempfile.TemporaryDirectory() as folder:
        drop = Path(folder) / "harbour.txt"
        told = "On day {0} the harbour master of Lund counted {0} boats, and wrote of the wind at pier {0}."
        drop.write_text("\n\n".join(told.format(day) for day in range(6000)), "utf-8")
        page.locator("#fn-drop input[type=file]").set_input_files(drop)
        page.wait_for_function(
            "/,/.test(document.querySelector('.fn-job progress + *, .fn-job')?.textContent ?? '')"
        )
        page.wait_for_timeout(4000)


def conversations_export(page: Page) -> None:
    for question in ("What was decided in Bucharest?", WAITED, EXAMPLE):
        page.locator("[data-new]").click()
        page.wait_for_selector(".fn-welcome")
        ask(page, question)
    side(page, "conversations")
    page.locator("#fn-keeping summary").filter(has_text="Export").first.click()


def conversations_phone(page: Page) -> None:
    side(page, "conversations")


def shared(page: Page) -> None:
    ask(page, WAITED)
    side(page, "conversations")
    page.locator(".fn-share > summary").first.click()
    page.locator("[data-share]").first.click()
    link = page.locator(".fn-share a").first
    link.wait_for()
    page.goto(str(link.evaluate("each => each.href")))


def map(page: Page) -> None:
    ask(page, WAITED)
    side(page, "map")
    page.wait_for_selector(".fn-map .fn-asked", timeout=60_000)
    page.wait_for_timeout(500)


def ukrainian(page: Page) -> None:
    page.locator("[data-language=uk]:visible").click()
    page.wait_for_function("document.documentElement.lang === 'uk'")
    page.wait_for_selector(".fn-welcome")
    answer(page)


SIGHTS: tuple[Callable[[Page], None], ...] = (
    *(welcome, answer, phone, dark, card, refusal, table, edit, why, answering, answering_phone),
    refusal_filtered,
    *(written, written_dark, written_phone, writing, feedback_phone, pages, pages_phone, selected),
    *(library, library_phone, map, ukrainian, shared, conversations_export, conversations_phone, indexing),
)
"""In their order: what is asked and added stays."""


def taken(browser: Browser, at: str, sight: Callable[[Page], None], into: Path) -> None:
    """Take the picture of one sight."""
    name = sight.__name__.replace("_", "-")
    width, height = PHONE if "phone" in name else DESK
    context = browser.new_context(
        viewport={"width": width, "height": height}, reduced_motion="reduce", locale="en-GB"
    )
    page = context.new_page()
    page.goto(f"{at}?__theme={'dark' if 'dark' in name else 'light'}")
    page.wait_for_selector("#password" if sight is login else ".fn-welcome")
    page.wait_for_timeout(500)
    sight(page)
    page.screenshot(path=into / f"{name}.png")
    context.close()


def _offers(held: Library, threshold: float) -> Offers:
    writers = (
        WriterOffer("quote"),
        WriterOffer("local", False, 1_100_000_000, "footnote models fetch"),
        WriterOffer(MODEL),
    )
    return Offers(
        held.facets,
        threshold,
        Weights.shipped().costs,
        lambda: writers,
        article=held.article,
        seeds=shipped_seeds(),
    )


def _seen(folder: Path, sources: list[Path], users: tuple[str, ...] = ()) -> Iterator[Any]:
    settings = Settings(data=folder, questions_per_minute=10_000)
    with Library(settings) as held:
        held.sync(sources)
        team = Team(settings, held.embedder)
        team.take(ChatWriter(Slow(responses=[WRITTEN]), MODEL))
        chain = FootnoteChain(held, settings, team=team)
        if sources:
            chain.ask(EXAMPLE)
        accounts = Accounts(folder)
        for user in users:
            accounts.users.add(user, "a password of four words")
        offers = _offers(held, chain.threshold)
        with served(settings, held, chain, offers, accounts if users else None) as at:
            yield at


def main() -> None:
    """Take the pictures."""
    given = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    given.add_argument("--into", type=Path, default=SEEDS.parent / "docs/screenshots")
    given.add_argument("--only", nargs="*", default=[])
    chosen = given.parse_args()
    wanted = [each for each in SIGHTS if not chosen.only or each.__name__.replace("_", "-") in chosen.only]
    with tempfile.TemporaryDirectory(prefix="footnote-") as folder, chromium() as browser:
        articles = Path(shutil.copytree(SEEDS, Path(folder) / "articles"))
        for at in _seen(Path(folder) / "seeds", [articles]):
            for sight in wanted:
                started = time.monotonic()
                taken(browser, at, sight, chosen.into)
                print(f"{sight.__name__} {time.monotonic() - started:.1f} s", flush=True)
        if not chosen.only or "empty" in chosen.only:
            for at in _seen(Path(folder) / "empty", []):
                taken(browser, at, empty, chosen.into)
        if not chosen.only or "login" in chosen.only:
            for at in _seen(Path(folder) / "shut", [], users=("anna",)):
                taken(browser, at, login, chosen.into)


def empty(page: Page) -> None:
    """An empty library."""
    side(page, "library")


def login(page: Page) -> None:
    """The page of those who are not in yet."""
    page.get_by_label("Name").fill("anna")


if __name__ == "__main__":
    main()

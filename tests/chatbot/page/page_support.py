"""A page that is served, and a visitor to it."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from chatbot.changes.jobs import Jobs
from index.library import Library

CONTRAST = """selector => {
  const light = text => {
    const [r, g, b] = text.match(/[\\d.]+/g).map(Number).map(v => v / 255)
      .map(v => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const behind = element => {
    for (let at = element; at; at = at.parentElement) {
      const colour = getComputedStyle(at).backgroundColor;
      if (!/^rgba\\(.*, 0\\)$/.test(colour)) return colour;
    }
  };
  return [...document.querySelectorAll(selector)].filter(e => e.checkVisibility()).map(element => {
    const pair = [light(getComputedStyle(element).color), light(behind(element))].sort((a, b) => b - a);
    return (pair[0] + 0.05) / (pair[1] + 0.05);
  });
}"""
"""Gives the contrast (WCAG 2.2, 1.4.3) of each visible element that a selector finds."""


FILES = ".fn-files a[href^='conversations/'][download]"
"""The conversation as files, below an answer."""


@dataclass(slots=True)
class Site:
    """A page that is being served, and what it is made of."""

    address: str
    library: Library
    chain: object
    jobs: Jobs
    uploads: Path
    sources: Path

    def settled(self) -> None:
        """Wait until nothing is being indexed."""
        wait_until(lambda: self.jobs.busy() is None)


def wait_until(is_so: Callable[[], bool], seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < end, "it did not come about in time"
        time.sleep(0.05)


@dataclass(slots=True)
class Visit:
    """One visitor's browser tab, and everything that should not happen in it."""

    page: Page
    outside: list[str] = field(default_factory=list)
    dialogs: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def open(self, at: str, theme: str = "light") -> Page:
        self.page.goto(f"{at}?__theme={theme}")
        self.page.wait_for_selector(".fn-welcome")
        return self.page

    def ask(self, question: str) -> None:
        """Ask, and wait until the turn shows a reply or a problem."""
        turns = self.page.locator(".fn-turn").count()
        self.page.fill("#fn-ask textarea", question)
        self.page.press("#fn-ask textarea", "Enter")
        self.page.wait_for_function(
            f"document.querySelectorAll('.fn-turn').length > {turns} && "
            "document.querySelector('.fn-turn:last-child :is(.fn-about, .fn-problem)')"
        )

    def text(self, selector: str) -> str:
        return self.page.locator(selector).first.inner_text()

    def see_library(self) -> None:
        self.page.locator("[data-side=library]:visible").first.click()
        self.page.wait_for_selector(".fn-shelf, .fn-none")


def violations(page: Page, within: str = "#fn-page") -> list[str]:
    """Return what axe-core finds of serious violations in the page's own elements."""
    found = Axe().run(page, context=within, options={"resultTypes": ["violations"]}).response
    return [
        f"{each['id']}: {node['html'][:300]} ({node['failureSummary']})"
        for each in found["violations"]
        if each["impact"] in ("serious", "critical")
        for node in each["nodes"]
    ]

"""What is quoted of a list, a table and code has its form in the answer too, in a real browser."""

from collections.abc import Callable

import pytest
from page_support import CONTRAST, Site, Visit, violations
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

WIDE = " | ".join(f"measured in the harbour number {number}" for number in range(9))
MANUAL = f"""# The crane of Lund

## Key

To turn the crane on, type:

```
crane turn --on
    --slowly
```

## Parts

The crane consists of these parts:

- a jib <b>of steel</b>. It is long.
- a hook

## Loads

| Reach | Load |
|---|---|
| ten metres | 40 tons |
| twenty metres | 18 tons |

## Tides

| {WIDE} |
|{"---|" * 9}
| {WIDE.replace("measured", "flood")} |
"""

LAMPS = "# Lamps\n\n| Quay | Watts |\n|---|---|\n" + "".join(
    f"| quay {number} | {number * 1000} |\n" for number in range(1, 60)
)


@pytest.fixture(scope="module")
def manual(serving: Callable[..., Site]) -> Site:
    return serving({"crane.md": MANUAL, "lamps.md": LAMPS})


@pytest.mark.parametrize(("width", "theme"), [(1280, "light"), (390, "dark")])
def test_lists_tables_and_code_keep_their_form_and_their_chips_open_them(
    manual: Site, visit_at: Callable[..., Visit], width: int, theme: str
):
    visit = visit_at(width, 844)
    page = visit.open(manual.address, theme)
    visit.ask("What do I type to turn the crane on?")
    turn = page.locator(".fn-turn").last
    assert "To turn the crane on, type:" in turn.locator(".fn-answer").inner_text()
    assert turn.locator(".fn-answer pre").inner_text() == "crane turn --on\n    --slowly"
    visit.ask("Which parts does the crane consist of?")
    turn = page.locator(".fn-turn").last
    assert turn.locator(".fn-items .fn-claim").all_inner_texts()[:2] == ["a jib of steel.", "a hook"]
    visit.ask("Which load at a reach of twenty metres?")
    turn = page.locator(".fn-turn").last
    table = turn.locator(".fn-answer .fn-rows").first
    assert table.locator("th").all_inner_texts() == ["Reach", "Load"]
    assert table.locator("tbody tr").first.locator("td").all_inner_texts()[:2] == ["twenty metres", "18 tons"]
    assert min(page.evaluate(CONTRAST, ".fn-rows :is(th, td), .fn-items li, .fn-answer code")) >= 4.5
    table.locator(".fn-chip").first.click()
    page.wait_for_selector("mark.fn-active")
    lit = page.locator(".fn-text tr:has(mark.fn-active)")
    assert lit.locator("td").all_inner_texts() == ["twenty metres", "18 tons"]
    if width == 390:
        page.keyboard.press("Escape")
    visit.ask("Which flood is measured in the harbour number 4?")
    assert page.locator(".fn-turn").last.locator(".fn-rows").count()
    assert page.evaluate("document.documentElement.scrollWidth") == width
    for summary in page.locator(".fn-turn details > summary").all():
        summary.click()
    assert violations(page) == []


def test_a_row_far_down_a_table_is_brought_into_sight_when_it_is_first_shown(
    manual: Site, visit_at: Callable[..., Visit]
):
    visit = visit_at(1280, 800)
    page = visit.open(manual.address, "light")
    visit.ask("What are the watts of the lamps at quay 57?")
    lit = page.locator("mark.fn-active").first
    expect(lit).to_have_text("quay 57")
    expect(lit).to_be_in_viewport(ratio=1)
    page.fill(".fn-finder input", "quay 30")
    page.press(".fn-finder input", "Enter")
    expect(page.locator(".fn-text td", has_text="quay 30")).to_be_in_viewport(ratio=1)

"""People who log in, as they meet the page: two who share the library and nothing else."""

import json
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
from page_support import CONTRAST, Site, Visit, violations
from playwright.sync_api import Page

from chatbot.access import Accounts, Limits, Scope

pytestmark = pytest.mark.browser

PASSWORD = "four words nobody knows"
QUESTION = "How high is the tower?"


def _accounts(data: Path) -> Accounts:
    accounts = Accounts(data)
    accounts.users.add("anna", PASSWORD)
    accounts.users.add("bert@example.org", PASSWORD, [Scope.READ])
    accounts.users.add("carl", PASSWORD)
    return accounts


@pytest.fixture(scope="module")
def site(serving: Callable[..., Site]) -> Site:
    return serving(accounts_of=_accounts, limits=Limits(a_minute=2))


def _log_in(page: Page, at: str, name: str) -> None:
    page.goto(at)
    page.get_by_label("Name").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    page.wait_for_selector(".fn-who")


def test_a_visitor_logs_in_asks_and_logs_out(site: Site, visit: Visit):
    page = visit.page
    page.goto(f"{site.address}?__theme=light")
    assert page.title() == "Log in · Footnote" and "/login?next=" in page.url
    page.get_by_label("Name").fill("anna")
    page.get_by_label("Password").fill("not the password")
    page.keyboard.press("Enter")
    assert page.get_by_role("alert").inner_text() == "That name and password do not belong together."
    assert page.get_by_label("Name").input_value() == "anna"
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_selector(".fn-welcome")
    assert page.url == f"{site.address}?__theme=light"
    assert visit.text(".fn-who span") == "anna"
    visit.ask(QUESTION)
    assert page.locator(".fn-turn").count() == 1
    page.get_by_role("button", name="Log out").click()
    page.wait_for_selector("#password")
    assert page.url == f"{site.address}login"
    page.go_back()
    page.reload()
    assert page.locator("#password").count() == 1
    events = [json.loads(line) for line in (site.library.data / "audit.jsonl").read_text().splitlines()]
    assert [each["event"] for each in events] == ["login failed", "logged in", "asked", "logged out"]
    assert events[2]["user"] == "anna" and events[2]["characters"] == len(QUESTION)


def test_what_one_asked_is_not_there_for_another(site: Site, visit_at: Callable[..., Visit]):
    first, second = visit_at(), visit_at()
    _log_in(first.page, site.address, "anna")
    key = json.loads(first.page.request.get(f"{site.address}config").text()) and _kept(first)
    _log_in(second.page, site.address, "carl")
    assert _kept(second) == ""
    path = f"{site.address}conversations/{key}/markdown"
    assert first.page.request.get(path).status == 200
    assert second.page.request.get(path).status == 404
    assert httpx.get(path).status_code == 401


def test_who_may_only_read_is_shown_nothing_else(site: Site, visit: Visit):
    page = visit.page
    _log_in(page, site.address, "bert@example.org")
    page.wait_for_selector(".fn-masthead[data-lacks='ask write']")
    assert not page.locator("#fn-ask").is_visible()
    visit.see_library()
    assert page.locator(".fn-shelf .fn-title").first.is_visible()
    for hidden in ("#fn-drop", "#fn-reindex", ".fn-shelf .fn-remove"):
        assert not page.locator(hidden).first.is_visible(), hidden
    number = len(site.jobs.latest(99))
    page.evaluate("document.querySelector('#fn-reindex').click()")
    page.evaluate("document.querySelector('.fn-shelf [data-remove]').click()")
    page.wait_for_timeout(500)
    assert len(site.jobs.latest(99)) == number
    page.add_style_tag(content="#fn-page #fn-ask { display: block !important }")
    page.fill("#fn-ask textarea", QUESTION)
    page.press("#fn-ask textarea", "Enter")
    page.wait_for_selector("#fn-hint p")
    assert visit.text("#fn-hint p").startswith("You may read here, and not ask.")
    assert page.locator(".fn-turn").count() == 0


def test_who_asks_too_much_is_told_so_and_keeps_the_question(site: Site, visit: Visit):
    _log_in(visit.page, site.address, "carl")
    visit.page.wait_for_selector(".fn-welcome")
    for _ in range(2):
        visit.ask(QUESTION)
    visit.page.fill("#fn-ask textarea", QUESTION)
    visit.page.press("#fn-ask textarea", "Enter")
    visit.page.wait_for_selector("#fn-hint p")
    assert visit.text("#fn-hint p").startswith("You have asked 2 questions within a minute. Ask again in ")
    assert visit.page.locator("#fn-ask textarea").input_value() == QUESTION


def test_a_login_that_has_ended_leads_back_to_the_login_but_takes_no_question_away(site: Site, visit: Visit):
    page = visit.page
    _log_in(page, site.address, "anna")
    page.wait_for_selector(".fn-welcome")
    page.fill("#fn-ask textarea", "A long question")
    page.context.clear_cookies()
    page.locator("[data-side=conversations]:visible").first.click()
    page.wait_for_selector("text=You are not logged in: load the page anew")
    assert page.locator("#fn-ask textarea").input_value() == "A long question"
    page.fill("#fn-ask textarea", "")
    page.evaluate("document.querySelector('[data-side=conversations]').click()")
    page.wait_for_selector("#password")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_login_is_read_and_reached_on_a_narrow_screen(
    site: Site, visit_at: Callable[..., Visit], scheme: str
):
    visit = visit_at(width=390, height=844)
    visit.page.emulate_media(color_scheme=scheme)
    visit.page.goto(f"{site.address}login")
    assert min(visit.page.evaluate(CONTRAST, "p, label, button, input, h1")) >= 4.5
    assert visit.page.evaluate("document.documentElement.scrollWidth") <= 390
    assert violations(visit.page, "html") == []
    assert all(
        box and box["height"] >= 40
        for box in (each.bounding_box() for each in visit.page.locator("input:visible, button").all())
    )
    _log_in(visit.page, site.address, "bert@example.org")
    assert visit.page.evaluate("document.documentElement.scrollWidth") <= 390
    assert visit.page.get_by_role("button", name="Log out").is_visible()


def _kept(visit: Visit) -> str:
    """Return the key of the newest conversation that the page lists."""
    visit.page.wait_for_selector(".fn-welcome")
    visit.page.locator("[data-side=conversations]:visible").first.click()
    visit.page.wait_for_selector(".fn-kept > *")
    titles = visit.page.locator(".fn-kept [data-open]")
    return (titles.first.get_attribute("data-open") or "") if titles.count() else ""

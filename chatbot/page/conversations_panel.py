"""The conversations that are kept -> HTML: by day, the newest first, each to open, rename or delete."""

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from chatbot.conversations import ConversationStore, Share, Shares, Summary
from chatbot.page import texts
from chatbot.page.downloads import files
from chatbot.page.escape import escaped, isolated
from chatbot.page.pager import pager
from chatbot.page.sharing import sharing
from chatbot.page.undo import undo

PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class Listed:
    """What one visitor looks at in the list; ``deleted`` is the conversation that can be brought back."""

    search: str = ""
    page: int = 0
    deleted: Summary | None = None


def frame() -> str:
    """Return what the list's script shows conversations in: the search, and a place for the list."""
    return (
        f'<label class="fn-hidden" for="fn-conversations-search">{texts.CONVERSATIONS_SEARCH}</label>'
        f'<input type="search" id="fn-conversations-search" maxlength="200" autocomplete="off" '
        f'placeholder="{texts.CONVERSATIONS_SEARCH_PLACEHOLDER}">'
        f'<div class="fn-kept" data-title="{texts.RENAME_TO}" data-yes="{texts.RENAME_YES}" '
        f'data-no="{texts.RENAME_NO}"></div>'
    )


def shelf(store: ConversationStore, listed: Listed, opened: str, *, may_be_public: bool = False) -> str:
    """Return one page of the conversations that match; ``opened`` is the key of the one that is open.

    ``may_be_public`` says whether one can be shared with those who cannot log in.
    """
    found, total = store.find(listed.search, listed.page * PER_PAGE, PER_PAGE)
    notice = undo(texts.deleted(listed.deleted.title)) if listed.deleted else ""
    if not found:
        nothing = texts.NO_CONVERSATION_MATCHES if listed.search else texts.NO_CONVERSATIONS
        return f'{notice}<p class="fn-none">{nothing}</p>{_pager(listed, 0, total)}'
    today = datetime.now().astimezone().date()
    pages = Shares(store).shared(each.key for each in found)
    days = groupby(found, key=lambda each: each.changed.astimezone().date())

    def item(each: Summary) -> str:
        page = pages.get(each.key)
        return _item(each, page, each.key == opened, may_be_public)

    sections = (
        f'<section><h3>{escaped(texts.day(day, today))}</h3><ul class="fn-talks">'
        f"{''.join(map(item, each_day))}</ul></section>"
        for day, each_day in days
    )
    return f"{notice}{''.join(sections)}{_pager(listed, len(found), total)}"


def _item(summary: Summary, shared: Share | None, is_open: bool, may_be_public: bool) -> str:
    key, name = escaped(summary.key), escaped(summary.title)
    current = ' aria-current="true"' if is_open else ""
    moment = f"{summary.changed.astimezone():%H:%M}"
    actions = "".join(
        f'<button type="button" class="fn-plain" data-{action}="{key}" aria-label="{word}: {name}">'
        f"{word}</button>"
        for action, word in (("rename", texts.RENAME), ("delete", texts.DELETE))
    )
    actions += (
        f'<details class="fn-export"><summary class="fn-plain" aria-label="{texts.EXPORT}: {name}">'
        f"{texts.EXPORT}</summary><ul>{files(summary.key)}</ul></details>"
    )
    actions += sharing(summary, shared, may_be_public=may_be_public)
    facts = [moment, texts.answers(summary.answers), *([texts.SHARED] if shared else [])]
    return (
        f'<li><button type="button" class="fn-title" data-open="{key}"{current}>{isolated(summary.title)}'
        f'</button><p class="fn-facts">{" · ".join(facts)}</p>'
        f'<div class="fn-actions">{actions}</div></li>'
    )


def _pager(listed: Listed, shown: int, total: int) -> str:
    if total <= PER_PAGE:
        return ""
    first = listed.page * PER_PAGE + 1
    last = first + shown - 1
    return pager(texts.range_of(first, last, total), listed.page > 0, last < total)

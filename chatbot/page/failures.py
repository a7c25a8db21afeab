"""The files that could not be read -> HTML: each with the reason and the button that tries it again."""

from chatbot.page import texts
from chatbot.page.escape import escaped, isolated
from index.library import Library

SHOWN = 50


def failures(library: Library) -> str:
    """Return the first files that failed, folded; nothing where none did."""
    found, total = library.failed(0, SHOWN)
    if not total:
        return ""
    return (
        f"<details class='fn-failed'><summary>{texts.NOT_INDEXED} <span>{total:,}</span></summary>"
        f"{failed_list([(each.path, each.reason) for each in found], total)}</details>"
    )


def failed_list(found: list[tuple[str, str]], total: int) -> str:
    """Return files with their reasons, and how to try them again: one, or all ``total`` that failed."""
    items = "".join(
        f"<li><div><span>{isolated(path)}</span> {escaped(reason)}</div>"
        f'<button type="button" class="fn-plain" data-retry="{escaped(path)}" '
        f'aria-label="{texts.RETRY}: {escaped(path)}">{texts.RETRY}</button></li>'
        for path, reason in found
    )
    every = (
        f'<button type="button" class="fn-plain" data-retry-all="true">{texts.retry_all(total)}</button>'
        if total > 1
        else ""
    )
    return f"{every}<ul>{items}</ul>"

"""What narrows a list or a question, as chips, each with the button that takes it off."""

from collections.abc import Iterable

from chatbot.page import texts
from chatbot.page.escape import escaped, isolated

Chip = tuple[str, str]
"""The name by which it is taken off, and what it says."""


def chips(worn: Iterable[Chip]) -> str:
    """Return the chips as a list; nothing where there are none."""
    items = "".join(
        f'<li><button type="button" data-off="{escaped(name)}" aria-label="{escaped(texts.take_off(said))}">'
        f'{isolated(said)}<span aria-hidden="true">×</span></button></li>'
        for name, said in worn
    )
    return f'<ul class="fn-worn" aria-label="{texts.NARROWED}">{items}</ul>' if items else ""

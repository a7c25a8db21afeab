"""The notice of what was taken out of a list, with the button that brings it back."""

from chatbot.page import texts
from chatbot.page.escape import escaped


def undo(told: str) -> str:
    """Return the notice that says ``told``."""
    return (
        f'<p class="fn-undo" role="status"><span>{escaped(told)}</span>'
        f'<button type="button" class="fn-plain" data-undo="true">{texts.UNDO}</button></p>'
    )

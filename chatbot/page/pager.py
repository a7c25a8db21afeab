"""The buttons that turn the pages of a list, around what of it is shown."""

from chatbot.page import texts


def pager(span: str, back: bool, on: bool) -> str:
    """Return ``span`` between the two buttons; ``back`` and ``on`` say which lead anywhere."""
    return (
        f'<div class="fn-pager">{_turner(-1, texts.PREVIOUS_PAGE, back)}<span>{span}</span>'
        f"{_turner(1, texts.NEXT_PAGE, on)}</div>"
    )


def _turner(by: int, name: str, is_there: bool) -> str:
    disabled = "" if is_there else " disabled"
    return f'<button type="button" class="fn-plain" data-turn="{by}"{disabled}>{name}</button>'

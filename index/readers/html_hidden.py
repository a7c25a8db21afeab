"""A page's tree -> the same without what a visitor would not see.

Text that is hidden from people must not be cited to them, nor reach a language model.
"""

import re
from collections.abc import Sequence
from typing import Any

from index.readers.css import declared, hidden_by, hides, is_sized, is_tiny
from index.readers.css_media import is_elsewhere

_NEVER_SHOWN = frozenset(
    "noscript template iframe object embed svg canvas audio video datalist noembed noframes".split()
)
_LONGEST_STYLE = 10_000
"""A longer style is no work of an honest author, and is not searched."""
_KEPT = ("html", "body", "head")
_WHITE = re.compile(
    r"(?:^|;)color:\s*(?:white|snow|ivory|#f{3,4}|#(?:f[a-f\d]){3,4}|rgba?\(\s*25[0-5]\s*,?\s*25[0-5]\s*,?\s*25[0-5][^)]*\))\s*(?:;|$)",
    re.IGNORECASE,
)
_BACKGROUND = re.compile(
    r"(?:^|;)background(?:-color|-image)?:\s*(?!none|transparent|white|#f{3}|inherit|initial)", re.IGNORECASE
)


def remove_hidden(tree: Any, sheets: Sequence[str] = ()) -> None:
    """Remove from an lxml ``tree`` the elements that are not shown, with all inside them.

    ``sheets`` are style sheets beside the page's own.
    """
    own = [element.text or "" for element in tree.iter("style") if _applies(element)]
    linked = (
        any(True for element in tree.iter("link") if "stylesheet" in (element.get("rel") or ""))
        and not sheets
    )
    by_sheets = hidden_by(tree, [*sheets, *own])
    for element in list(tree.iter()):
        if (element in by_sheets or _is_hidden(element, linked or bool(own or sheets))) and _removable(
            element
        ):
            element.drop_tree()
        elif isinstance(element.tag, str) and is_tiny(_style(element)):
            _remove_tiny(element)


def _applies(style: Any) -> bool:
    """Say whether a style sheet is one for a wide screen, of a page whose scripts run."""
    is_shown = not any(True for _ in style.iterancestors(*_NEVER_SHOWN))
    return is_shown and not is_elsewhere(style.get("media") or "")


def _remove_tiny(element: Any) -> None:
    """Remove the text that has the size of ``element``, too small to be read."""
    element.text = None
    for child in element:
        child.tail = None
        if not is_sized(_style(child)):
            _remove_tiny(child)


def _removable(element: Any) -> bool:
    return element.tag not in _KEPT and element.getparent() is not None


def _is_hidden(element: Any, styled: bool) -> bool:
    if not isinstance(element.tag, str):
        return False
    if element.tag in _NEVER_SHOWN or element.get("hidden") is not None:
        return True
    if element.tag == "dialog" and element.get("open") is None:
        return True
    if (element.get("aria-hidden") or "").strip().lower() == "true":
        return True
    style = _style(element)
    return len(style) > _LONGEST_STYLE or hides(style) or _is_white_on_white(element, style, styled)


def _style(element: Any) -> str:
    style = element.get("style") or ""
    return declared(style) if 0 < len(style) <= _LONGEST_STYLE else style


def _is_white_on_white(element: Any, style: str, styled: bool) -> bool:
    """Say whether the text is white, and nothing around it that may have another background.

    Where there are style sheets, a class or an id may give it one.
    """
    white = _WHITE.search(style) or (element.tag == "font" and _WHITE.search(f"color:{element.get('color')}"))
    if not white:
        return False
    for around in (element, *element.iterancestors()):
        if around.get("bgcolor") or around.get("background") or _BACKGROUND.search(_style(around)):
            return False
        if styled and (around.get("class") or around.get("id")):
            return False
    return True

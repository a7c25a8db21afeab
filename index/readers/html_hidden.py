"""A page's tree -> the same without what a visitor would not see.

Text that is hidden from people must not be cited to them, nor reach a language model.
"""

import re
from typing import Any

_NEVER_SHOWN = "noscript|template|iframe|object|embed|svg|canvas|audio|video"
_HIDING = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|content-visibility\s*:\s*hidden"
    r"|font-size\s*:\s*0+(?:\.0+)?(?:px|pt|r?em|%|v[wh])?\s*(?:;|!|$)"
    r"|(?:^|[;\s])(?:left|top|right|bottom|text-indent|margin-left|margin-top)\s*:\s*-\d{3,}(?:\.\d+)?(?:px|pt|r?em|%|v[wh])"
    r"|(?:left|top)\s*:\s*-\d{2,}(?:\.\d+)?r?em",
    re.IGNORECASE,
)
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_LONGEST_STYLE = 10_000
"""A longer style is no work of an honest author, and is not searched."""
_KEPT = ("html", "body", "head")


def remove_hidden(tree: Any) -> None:
    """Remove from an lxml ``tree`` the elements that are not shown, with all inside them."""
    for element in list(tree.iter()):
        if _is_hidden(element) and element.getparent() is not None:
            element.drop_tree()


def _is_hidden(element: Any) -> bool:
    if not isinstance(element.tag, str) or element.tag in _KEPT:
        return False
    if element.tag in _NEVER_SHOWN.split("|") or element.get("hidden") is not None:
        return True
    if (element.get("aria-hidden") or "").strip().lower() == "true":
        return True
    style = element.get("style")
    return bool(style) and (len(style) > _LONGEST_STYLE or bool(_HIDING.search(_COMMENT.sub("", style))))

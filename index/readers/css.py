"""A page's own style sheets -> the elements that they hide.

Selectors are matched by ``cssselect``, rules parsed by ``tinycss2``. The reader of the page is
taken to sit before a wide screen; what scripts would change is not known.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from index.readers.css_media import is_elsewhere

_LONGEST = 2_000_000
_MOST_RULES = 3_000
"""Rules of one page that are looked at: matching each costs a walk of the page."""

_HIDES = re.compile(
    r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|content-visibility\s*:\s*hidden"
    r"|opacity\s*:\s*(?:0*\.?0+%?|0*\.0[0-4]\d*)\s*(?:!|;|$)"
    r"|(?:left|top|right|bottom|text-indent)\s*:\s*-\d{3,}(?:\.\d+)?(?:px|pt|r?em|%|v[wh])"
    r"|margin-(?:left|top)\s*:\s*-(?:[5-9]\d\d|\d{4,})(?:\.\d+)?(?:px|pt|r?em|%|v[wh])"
    r"|(?:left|top|text-indent)\s*:\s*-\d{2,}(?:\.\d+)?r?em"
    r"|color\s*:\s*(?:transparent|(?:rgb|hsl)a?\([^)]*[,/]\s*0*\.?0+%?\s*\))\s*(?:!|;|$)"
    r"|(?:-webkit-)?text-fill-color\s*:\s*transparent"
    r"|clip\s*:\s*rect\(\s*(?:0|1px)[^)]*\)|clip-path\s*:\s*inset\(\s*(?:50|100)%"
    r"|transform\s*:[^;]*(?:scale[xy3d]*\(\s*0*\.?0*\s*[,)]|translate[xy3d]*\([^)]*-\d{3,}))",
    re.IGNORECASE,
)
_TINY = re.compile(
    r"(?:^|;)\s*font(?:-size)?\s*:\s*(?:[^;]*\s)?"
    r"(?:0*\.?0+(?:px|pt|r?em|%|v[wh])?|0*[01](?:\.\d+)?p[xt]|0*\.\d+p[xt]|0*\.0\d*r?em)"
    r"(?:/[^;\s]*)?\s*(?:!|;|$|\s\w)",
    re.IGNORECASE,
)
_SIZED = re.compile(
    r"(?:^|;)\s*font(?:-size)?\s*:\s*(?:[^;]*\s)?(?:0*(?:[2-9]|[1-9]\d+)(?:\.\d+)?(?:px|pt)|0*[1-9]\d*(?:\.\d+)?rem"
    r"|(?:x{1,2}-)?(?:small|large)|medium)(?:/[^;\s]*)?\s*(?:!|;|$|\s\w)",
    re.IGNORECASE,
)
"""A size that does not go by that of what is around."""

_SHOWS = re.compile(
    r"(?:^|;)\s*(?:display\s*:(?!\s*none)|visibility\s*:\s*visible|opacity\s*:\s*(?:1|\.[5-9]))",
    re.IGNORECASE,
)
_NO_HEIGHT = re.compile(
    r"(?:^|;)\s*(?:max-)?(?:height|width)\s*:\s*[01](?:px|pt|r?em|%)?\s*(?:!|;|$)", re.IGNORECASE
)
_CLIPPED = re.compile(r"(?:^|;)\s*overflow(?:-[xy])?\s*:\s*(?:hidden|clip)", re.IGNORECASE)


def hides(declarations: str) -> bool:
    """Say whether CSS ``declarations`` keep an element, and all in it, from being seen."""
    return bool(_HIDES.search(declarations)) or bool(
        _NO_HEIGHT.search(declarations) and _CLIPPED.search(declarations)
    )


def is_tiny(declarations: str) -> bool:
    """Say whether text is too small to be read, but for what inside has a size of its own."""
    return bool(_TINY.search(declarations))


def is_sized(declarations: str) -> bool:
    """Say whether text has a size that can be read, whatever that around it is."""
    return bool(_SIZED.search(declarations)) and not is_tiny(declarations)


def hidden_by(tree: Any, sheets: Sequence[str]) -> set[Any]:
    """Return the elements of an lxml ``tree`` that ``sheets`` hide; a later or closer rule may show one."""
    from cssselect import HTMLTranslator

    translator = HTMLTranslator()
    hidden: dict[Any, tuple[int, int, int]] = {}
    shown: dict[Any, tuple[int, int, int]] = {}
    rules = [rule for sheet in sheets for rule in _rules(sheet)][:_MOST_RULES]
    if not any(hiding for _, hiding in rules):
        return set()
    for selectors, hiding in rules:
        for selector in _parsed(selectors):
            found = hidden if hiding else shown
            try:
                matched = tree.xpath(translator.selector_to_xpath(selector))
            except Exception:  # a selector of another time, or of another language
                continue
            for element in matched:
                found[element] = max(found.get(element, (0, 0, 0)), selector.specificity())
    return {element for element, weight in hidden.items() if shown.get(element, (-1, 0, 0)) < weight}


def _parsed(selectors: str) -> list[Any]:
    from cssselect import SelectorError, parse

    try:
        return [selector for selector in parse(selectors) if selector.pseudo_element is None]
    except SelectorError:
        return []


def _rules(sheet: str) -> Iterator[tuple[str, bool]]:
    """Yield the selectors of each rule that hides or shows, and which of the two it does."""
    import tinycss2

    if len(sheet) <= _LONGEST:
        yield from _of(tinycss2.parse_stylesheet(sheet, skip_comments=True, skip_whitespace=True))


def _of(nodes: Sequence[Any]) -> Iterator[tuple[str, bool]]:
    import tinycss2

    for node in nodes:
        if (
            node.type == "at-rule"
            and node.content
            and node.lower_at_keyword in ("media", "supports", "layer")
        ):
            if node.lower_at_keyword != "media" or not is_elsewhere(tinycss2.serialize(node.prelude)):
                yield from _of(
                    tinycss2.parse_rule_list(node.content, skip_comments=True, skip_whitespace=True)
                )
        elif node.type == "qualified-rule":
            declarations = declared(node.content)
            hiding = hides(declarations) or is_tiny(declarations)
            if hiding or _SHOWS.search(declarations):
                yield tinycss2.serialize(node.prelude), hiding


def declared(style: Any) -> str:
    """Return the declarations of a ``style``, text or tokens, without comments and escapes."""
    import tinycss2

    found = tinycss2.parse_blocks_contents(style, skip_comments=True, skip_whitespace=True)
    return ";".join(
        f"{each.lower_name}:{tinycss2.serialize(each.value).strip()}"
        for each in found
        if each.type == "declaration"
    )

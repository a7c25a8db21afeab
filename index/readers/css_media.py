"""Media queries -> whether they are of another place than before a wide screen.

https://www.w3.org/TR/mediaqueries-4/
"""

import re

_SCREEN = 1280
"""CSS pixels of the screen that a page is taken to be read on."""

_EM = 16
"""CSS pixels of an em in a media query."""

_OTHER = re.compile(
    r"\b(?:print|speech|handheld|aural|braille|embossed|tty|projection|tv)\b"
    r"|\((?:\s*(?:scripting|forced-colors|inverted-colors|update|max-(?!(?:device-)?width)))"
    r"|prefers-(?!color-scheme\s*:\s*light|[\w-]+\s*:\s*no-preference)"
    r"|orientation\s*:\s*portrait|(?:hover|pointer)\s*:\s*(?:none|coarse)",
    re.IGNORECASE,
)
_LENGTH = r"(?P<{0}>\d+(?:\.\d+)?)\s*(?P<{0}_unit>px|r?em)"
_AT_MOST = re.compile(
    rf"(?:max-(?:device-)?width\s*:|width\s*<=?)\s*{_LENGTH.format('after')}|{_LENGTH.format('before')}\s*>=?\s*width",
    re.IGNORECASE,
)
_AT_LEAST = re.compile(
    rf"(?:min-(?:device-)?width\s*:|width\s*>=?)\s*{_LENGTH.format('after')}|{_LENGTH.format('before')}\s*<=?\s*width",
    re.IGNORECASE,
)
_NOT = re.compile(r"\s*not\b", re.IGNORECASE)


def is_elsewhere(media: str) -> bool:
    """Say whether none of the queries of ``media`` holds for who reads the page on a wide screen."""
    queries = media.split(",")
    return bool(media.strip()) and all(map(_is_elsewhere, queries))


def _is_elsewhere(query: str) -> bool:
    negation = _NOT.match(query)
    if negation:
        return not _is_elsewhere(query[negation.end() :])
    return (
        bool(_OTHER.search(query))
        or any(_pixels(match) < _SCREEN for match in _AT_MOST.finditer(query))
        or any(_pixels(match) > _SCREEN for match in _AT_LEAST.finditer(query))
    )


def _pixels(match: re.Match[str]) -> float:
    number, unit = match["after"] or match["before"], match["after_unit"] or match["before_unit"]
    return float(number) * (1 if unit.lower() == "px" else _EM)

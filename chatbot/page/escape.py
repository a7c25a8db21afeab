"""Foreign text -> HTML that can only be read: the one door for titles, bodies, names and questions."""

import html
import re

_UNSHOWABLE = re.compile("[\x00\ud800-\udfff]")


def escaped(text: str) -> str:
    """Return ``text`` so that it stands literally in HTML, inside or outside an attribute.

    What no page can carry (null, half of a surrogate pair) becomes U+FFFD, one for one.
    """
    return html.escape(_UNSHOWABLE.sub("\ufffd", text), quote=True)


def isolated(text: str) -> str:
    """Return ``text`` escaped, in its own direction: it cannot turn around what stands beside it."""
    return f'<bdi dir="auto">{escaped(text)}</bdi>'

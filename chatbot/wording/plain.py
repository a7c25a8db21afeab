"""What a model writes -> plain text: no link, picture or tag, and no address but the evidence's.

A client that renders Markdown fetches a picture without a click, and its address can carry what
was asked to a stranger. So an address stays only where the evidence has it, letter for letter.
"""

import re
from collections.abc import Sequence

_ADDRESS = re.compile(
    r"(?:(?<![a-z\d+.-])[a-z][a-z\d+.-]{1,20}://|(?<![a-z\d])(?:javascript|data|vbscript|mailto|blob|file):(?=\S)"
    r"|(?<![a-z\d])www\.(?=\w)|(?<![a-z\d/:])//(?=\w+[.:]))[^\s<>\"“”»)\]]*",
    re.IGNORECASE,
)
_LINK = re.compile(r"\](?=\(|\[[^\]\d])|^ {0,3}\[[^\]\n]+\](?=:)", re.MULTILINE)
_TAG = re.compile(r"<(?=[^\W\d]|[/!?])")
_CODE = re.compile(r"\s*\[[0-9a-f]{16}\]")
"""As ``chatbot.writers.prompt`` makes them; what it shows of articles has no square brackets."""

_ENDING = ".,;:!?'’*_"
_OPEN = re.compile(r"[\x21-\x7e]+$")


def plain(text: str, evidence: Sequence[str]) -> str:
    """Return ``text`` with links taken apart, and an ellipsis for an address that ``evidence`` has not.

    A fence's code in brackets, which a small model takes for a marker, is left out.
    """
    apart = _LINK.sub(lambda found: f"{found[0]} ", _CODE.sub("", text))
    return _TAG.sub("‹", _ADDRESS.sub(lambda found: _kept(found[0], evidence), apart))


def settled(text: str) -> str:
    """Return ``text``, which is still being written, as far as no address can be open at its end."""
    return _OPEN.sub("", text)


def _kept(address: str, evidence: Sequence[str]) -> str:
    bare = address.rstrip(_ENDING)
    same = re.compile(re.escape(bare) + r"(?![\w/?&=%#-])")
    return address if any(same.search(each) for each in evidence) else f"…{address[len(bare) :]}"

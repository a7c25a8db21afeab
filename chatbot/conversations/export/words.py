"""The words that an exported conversation is put in: English, or those that a page hands in."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """What a file says beside what was asked, answered and quoted, in one language.

    Names in braces are filled in: ``about`` names what articles disagree about, ``one`` and
    ``other`` are footnotes, ``parts``, ``words`` and ``names`` lists, the others numbers.
    """

    language: str
    """Its ISO 639-1 code."""
    direction: str
    made: str
    refused: str
    nothing: str
    partly: str
    unsupported: str
    unfounded: str
    disagree: str
    missing: str
    footnote: str
    where: str
    columns: str
    searched: Callable[[int], str]


def _searched(articles: int) -> str:
    return f"{articles:,} {'article' if articles == 1 else 'articles'} searched"


ENGLISH = Words(
    language="en",
    direction="ltr",
    made="Answers from articles, each sentence with its source; made with Footnote.",
    refused="The articles do not answer this. Nearest sentences:",
    nothing="The articles do not answer this, and no sentence comes near the question.",
    partly="partly supported",
    unsupported="NOT SUPPORTED",
    unfounded="in no cited sentence: {words}",
    disagree="The articles disagree about {about}: {one} against {other}.",
    missing="The articles do not say: {parts}.",
    footnote="footnote {number}",
    where="version {version}, characters {start}-{end}",
    columns="columns: {names}",
    searched=_searched,
)
"""What the command line, the API and other programs write."""

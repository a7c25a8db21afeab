"""An answer while it is being made -> HTML: the evidence, the quoted answer, then the text as it grows.

All of it stands in a region that screen readers do not follow; they are told the answer
once, when it is whole.
"""

import re
from collections.abc import Iterable, Sequence

from chatbot.page import claims, texts
from chatbot.page.escape import escaped
from chatbot.page.footnotes import Footnotes, unnumbered
from chatbot.types import Evidence, EvidenceFound, Reply

_MARKER = re.compile(r"\s*\[(\d{1,3}(?:\s*,\s*\d{1,3})*)\]")
_BEGUN = re.compile(r"\s*\[[\d,\s]*$")
"""A marker that the model has only begun to write."""


def searching() -> str:
    """Return what stands in an answer's place before anything is known."""
    return f'<p class="fn-status">{texts.SEARCHING}</p>'


def evidence_found(found: EvidenceFound) -> str:
    """Return the evidence, shown while the answer is made from it."""
    articles = len({item.article.id for item in found.evidence})
    status = texts.reading(len(found.evidence), articles)
    items = "".join(map(unnumbered, found.evidence[:3]))
    return _quiet(f'<p class="fn-status">{status}</p><ul class="fn-evidence">{items}</ul>')


def quoted(number: int, reply: Reply) -> str:
    """Return the quoted answer, which stands while a model prepares to write."""
    notes = Footnotes.of(number, reply)
    return _quiet(
        f'{claims.quoted(reply.claims, notes)}<p class="fn-status">{texts.PREPARING}</p>'
        f'<div class="fn-cards">{notes.cards()}</div>'
    )


def frame(number: int, reply: Reply) -> str:
    """Return the place of the written text, with the quoted answer folded below it."""
    notes = Footnotes.of(number, reply)
    return _quiet(
        '<div class="fn-answer"><p class="fn-written" dir="auto"></p></div>'
        f'<p class="fn-status">{texts.WRITING}</p>'
        f'<details class="fn-meanwhile"><summary>{texts.MEANWHILE}</summary>'
        f'{claims.quoted(reply.claims, notes)}</details><div class="fn-cards">{notes.cards()}</div>'
    )


def written(text: str, evidence: Sequence[Evidence]) -> str:
    """Return what a model has written so far: plain text, its markers as small raised numbers.

    They are numbered as they are met, as the footnotes will be; what names no evidence is
    left as it was written.
    """
    numbers: dict[int, int] = {}
    known = {item.rank for item in evidence}
    done, parts = 0, []
    shown = _BEGUN.sub("", text)
    for marker in _MARKER.finditer(shown):
        ranks = [int(rank) for rank in marker[1].split(",")]
        if not known.issuperset(ranks):
            continue
        raised = _raised(numbers.setdefault(rank, len(numbers) + 1) for rank in ranks)
        parts += [escaped(shown[done : marker.start()]), raised]
        done = marker.end()
    return "".join(parts) + escaped(shown[done:])


def _raised(numbers: Iterable[int]) -> str:
    return "".join(f"<sup>{number}</sup>" for number in numbers)


def _quiet(html: str) -> str:
    return f'<div aria-live="off">{html}</div>'

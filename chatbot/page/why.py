"""Why these sentences -> HTML: what was seen of each, what was decided by it, and how long it took.

All of it is in the reply; nothing is asked or computed anew.
"""

import math
from collections.abc import Iterable, Sequence

from chatbot.conversations.cited import borne_by
from chatbot.page import texts
from chatbot.page.escape import escaped
from chatbot.page.footnotes import Footnotes
from chatbot.types import Citation, Claim, Evidence, Reply, Standing

_SHOWN = 96
"""Characters of a sentence that a row shows."""

_QUOTED = "quote"
"""The writer of ``Reply.writer`` whose sentences need no check."""

Row = tuple[str, Sequence[str]]
"""A row's head, as HTML, and the text of each of its cells."""


def why(reply: Reply, notes: Footnotes) -> str:
    """Return the disclosure of a reply; empty where there is no evidence to speak of."""
    if not reply.evidence:
        return ""
    checked = _checked(reply.claims, notes) if reply.answered and reply.writer != _QUOTED else ""
    return (
        f'<details class="fn-why"><summary>{texts.WHY}</summary>{_decided(reply)}'
        f"{_found(reply.evidence, notes)}{checked}{_took(reply)}</details>"
    )


def _decided(reply: Reply) -> str:
    lines = [texts.decided(reply.confidence, reply.threshold, reply.answered)]
    if reply.standalone_question != reply.question:
        lines.insert(0, texts.searched_as(reply.standalone_question))
    return "".join(f'<p dir="auto">{escaped(line)}</p>' for line in lines)


def _found(evidence: Sequence[Evidence], notes: Footnotes) -> str:
    rows = [
        (_head(each.sentence.text, [Citation.of(each)], notes), _cells(each.standing, each.score))
        for each in evidence
    ]
    legend = "".join(
        f"<dt>{name}</dt><dd>{said}</dd>"
        for name, said in zip(texts.WHY_COLUMNS, texts.WHY_LEGEND, strict=True)
    )
    table = _table(texts.WHY_FOUND, texts.WHY_SENTENCE, texts.WHY_COLUMNS, rows)
    return f'{table}<dl class="fn-legend">{legend}</dl>'


def _cells(standing: Standing | None, score: float) -> list[str]:
    if standing is None:
        return [*[texts.UNKNOWN] * (len(texts.WHY_COLUMNS) - 1), f"{score:.1f}"]
    reading = texts.UNKNOWN if standing.reading is None else texts.per_cent(_probability(standing.reading))
    return [
        texts.place(standing.by_vectors),
        texts.place(standing.by_terms),
        texts.UNKNOWN if standing.fused is None else f"{standing.fused:.3f}",
        texts.per_cent(standing.coverage),
        reading,
        f"{score:.1f}",
    ]


def _checked(claims: Iterable[Claim], notes: Footnotes) -> str:
    rows = [
        (
            _head(claim.text, borne_by(claim), notes),
            (
                texts.verdict_named(claim.verdict),
                texts.per_cent(claim.score),
                ", ".join(claim.unfounded) or texts.UNKNOWN,
            ),
        )
        for claim in claims
    ]
    return _table(texts.CHECKED, texts.CHECKED_SENTENCE, texts.CHECKED_COLUMNS, rows)


def _took(reply: Reply) -> str:
    if not reply.timings:
        return ""
    stages = (f"{texts.stage(name)} {texts.seconds(taken)}" for name, taken in reply.timings.items())
    return f'<p class="fn-about">{escaped(" · ".join(stages))}</p>'


def _table(caption: str, first: str, columns: Sequence[str], rows: Iterable[Row]) -> str:
    heads = "".join(f'<th scope="col">{name}</th>' for name in (first, *columns))
    body = "".join(
        f'<tr><th scope="row">{head}</th>'
        + "".join(
            f'<td data-column="{name}">{escaped(cell)}</td>'
            for name, cell in zip(columns, cells, strict=True)
        )
        + "</tr>"
        for head, cells in rows
    )
    return f"<table><caption>{caption}</caption><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>"


def _head(text: str, citations: Iterable[Citation], notes: Footnotes) -> str:
    """Return the beginning of a sentence with the numbers of its footnotes, which open above."""
    numbers = " ".join(str(notes.number(each)) for each in citations)
    shown = text if len(text) <= _SHOWN else f"{text[:_SHOWN].rstrip()}…"
    return f'<bdi dir="auto">{escaped(shown)}</bdi><sup>{numbers}</sup>'


def _probability(log_odds: float) -> float:
    return 1 / (1 + math.exp(-max(-50.0, min(50.0, log_odds))))

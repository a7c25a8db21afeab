"""Claims -> HTML: each sentence with its chips, how far it is borne out, and what stands nowhere."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby

from chatbot.conversations.cited import borne_by, formed
from chatbot.page import texts
from chatbot.page.body import OWN_BULLET, has_own_bullet
from chatbot.page.escape import escaped
from chatbot.page.footnotes import Footnotes, attribution
from chatbot.page.quotes import code, rows
from chatbot.types import Citation, Claim, Verdict
from index.types import BlockKind

_MARKS = {
    Verdict.PARTLY: '<svg viewBox="0 0 12 12" aria-hidden="true"><circle cx="6" cy="6" r="5" fill="none"/>'
    '<path d="M6 1a5 5 0 0 1 0 10z" stroke="none"/></svg>',
    Verdict.UNSUPPORTED: '<svg viewBox="0 0 12 12" aria-hidden="true">'
    '<path d="M6 1.5 11 10.5H1z" fill="none"/></svg>',
}


def quoted(claims: Sequence[Claim], notes: Footnotes) -> str:
    """Return quoted claims, in the form of their articles; those after each other of one share its name."""
    return "".join(_sourced(_formed(run, notes), run) for run in _runs(claims, _articles))


def written(claims: Sequence[Claim], notes: Footnotes) -> str:
    """Return written claims as the one paragraph that they are, with all its sources below."""
    return _sourced(_paragraph(claims, notes), claims)


def underlined(text: str, unfounded: Iterable[str]) -> str:
    """Return ``text`` escaped, with each whole occurrence of the ``unfounded`` words underlined."""
    words = sorted({re.escape(word) for word in unfounded if word}, key=len, reverse=True)
    if not words:
        return escaped(text)
    whole = re.compile(rf"(?<!\w)(?<!\d[.,])({'|'.join(words)})(?!\w|[.,]\d)")
    return "".join(
        f'<u class="fn-unfounded" title="{texts.UNFOUNDED}">{escaped(piece)}</u>' if odd else escaped(piece)
        for piece, odd in zip(whole.split(text), _alternating(), strict=False)
    )


def _alternating() -> Iterable[bool]:
    while True:
        yield False
        yield True


def _runs(claims: Iterable[Claim], alike: Callable[[Claim], object]) -> Iterator[list[Claim]]:
    for _, run in groupby(claims, key=alike):
        yield list(run)


def _formed(claims: Sequence[Claim], notes: Footnotes) -> str:
    """Return paragraphs, lists, tables and code, as many claims after each other in one as it can hold."""
    return "".join(_SHOWN[_form(run[0])[0]](run, notes) for run in _runs(claims, _form))


def _form(claim: Claim) -> tuple[BlockKind, str]:
    """Return what a claim is quoted as, with the columns of its table."""
    cited = formed(claim)
    return (cited.kind, cited.columns) if cited else (BlockKind.PARAGRAPH, "")


def _paragraph(claims: Sequence[Claim], notes: Footnotes) -> str:
    return f'<p dir="auto">{" ".join(_claim(claim, notes) for claim in claims)}</p>'


def _list(claims: Sequence[Claim], notes: Footnotes) -> str:
    items = "".join(
        f'<li dir="auto"{OWN_BULLET if has_own_bullet(claim.text) else ""}>{_claim(claim, notes)}</li>'
        for claim in claims
    )
    return f'<ul class="fn-items">{items}</ul>'


def _table(claims: Sequence[Claim], notes: Footnotes) -> str:
    cited = [(claim.citations[0], notes.chips(claim.citations)) for claim in claims]
    return rows(cited, ' class="fn-claim"')


def _code(claims: Sequence[Claim], notes: Footnotes) -> str:
    return "".join(
        f'<div class="fn-claim">{code(claim.citations[0])}{notes.chips(claim.citations)}</div>'
        for claim in claims
    )


_SHOWN = {
    BlockKind.PARAGRAPH: _paragraph,
    BlockKind.ITEM: _list,
    BlockKind.ROW: _table,
    BlockKind.CODE: _code,
}


def _sourced(body: str, claims: Iterable[Claim]) -> str:
    """Return what an answer says with the articles below that it says it from."""
    sources: dict[str, Citation] = {}
    for claim in claims:
        for citation in borne_by(claim):
            sources.setdefault(citation.article_id, citation)
    named = "".join(map(attribution, sources.values()))
    return f'<div class="fn-answer">{body}{named}</div>'


def _claim(claim: Claim, notes: Footnotes) -> str:
    text = underlined(claim.text, claim.unfounded)
    shown = f'<span class="fn-claim" data-verdict="{claim.verdict.value}">{text}</span>'
    return f"{shown}{notes.chips(borne_by(claim))}{_said(claim)}"


def _said(claim: Claim) -> str:
    """Return how far the claim is borne out, in shape and words; nothing where it wholly is."""
    mark = _MARKS.get(claim.verdict, "")
    said = [f"<span>{mark}&#160;{texts.verdict(claim.verdict)}</span>"] if mark else []
    said += [escaped(texts.unfounded(claim.unfounded))] if claim.unfounded else []
    return f' <span class="fn-verdict">{"; ".join(said)}</span>' if said else ""


def _articles(claim: Claim) -> tuple[str, ...]:
    return tuple(sorted({citation.article_id for citation in borne_by(claim)}))

"""Reply -> HTML: the sentences of an answer with their footnotes, or a refusal made as well."""

from collections.abc import Iterable, Sequence
from itertools import groupby

from chatbot.page import texts
from chatbot.page.escape import escaped
from chatbot.page.footnotes import Footnotes, attribution, cited, unnumbered
from chatbot.types import Citation, Claim, EvidenceFound, Reply, Verdict

_MARKS = {
    Verdict.PARTLY: '<svg viewBox="0 0 12 12" aria-hidden="true"><circle cx="6" cy="6" r="5" fill="none"/>'
    '<path d="M6 1a5 5 0 0 1 0 10z" stroke="none"/></svg>',
    Verdict.UNSUPPORTED: '<svg viewBox="0 0 12 12" aria-hidden="true">'
    '<path d="M6 1.5 11 10.5H1z" fill="none"/></svg>',
}


def turn(question: str, answer: str) -> str:
    """Return one turn of the conversation: the question as it was typed, and what came of it."""
    return (
        f'<h3 class="fn-question" dir="auto"><span class="fn-hidden">{texts.YOU_ASKED}: </span>'
        f"{escaped(question)}</h3>{answer}"
    )


def searching() -> str:
    """Return what stands in an answer's place before anything is known."""
    return f'<p class="fn-status">{texts.SEARCHING}</p>'


def evidence_found(found: EvidenceFound) -> str:
    """Return the evidence, shown while the answer is made from it."""
    articles = len({item.article.id for item in found.evidence})
    status = f'<p class="fn-status">{texts.reading(len(found.evidence), articles)}</p>'
    return status + _list("".join(map(unnumbered, found.evidence[:3])))


def problem(what: str, help: str) -> str:
    """Return a problem that the visitor can mend, calmly."""
    more = f"<p>{escaped(texts.sentence(help))}</p>" if help else ""
    said = f"<p><strong>{escaped(texts.sentence(what))}</strong></p>"
    return f'<div class="fn-problem" role="note">{said}{more}</div>'


def answer(number: int, reply: Reply) -> str:
    """Return a reply: an answer with its evidence folded, or a refusal with the nearest sentences."""
    notes = Footnotes.of(number, reply)
    shown = {notes.number(citation) for citation in cited(reply)}
    others = [item for item in map(Citation.of, reply.evidence) if notes.number(item) not in shown]
    body = _claims(reply.claims, notes) + _about(reply) + _folded(others, notes)
    if not reply.answered:
        body = f'<p class="fn-refusal">{texts.REFUSAL}</p>{_about(reply)}{_nearest(others, notes)}'
    return f'{body}<div class="fn-cards">{notes.cards()}</div>'


def _claims(claims: Sequence[Claim], notes: Footnotes) -> str:
    """Return the claims; those after each other with the same article share one paragraph."""
    paragraphs = []
    for _, run in groupby(claims, key=_articles):
        group = list(run)
        sentences = " ".join(_claim(claim, notes) for claim in group)
        sources = {citation.article_id: citation for citation in group[0].citations}
        named = "".join(map(attribution, sources.values()))
        paragraphs.append(f'<div class="fn-answer"><p dir="auto">{sentences}</p>{named}</div>')
    return "".join(paragraphs)


def _claim(claim: Claim, notes: Footnotes) -> str:
    chips = "".join(notes.chip(citation) for citation in claim.citations)
    mark = _MARKS.get(claim.verdict)
    verdict = f'<span class="fn-verdict">{mark} {texts.verdict(claim.verdict)}</span>' if mark else ""
    return f'<span class="fn-claim">{escaped(claim.text)}</span>&#8288;{chips}{verdict}'


def _about(reply: Reply) -> str:
    """Return the quiet lines: what was really asked, what was searched, how sure, how long."""
    asked = ""
    if _folded_case(reply.standalone_question) != _folded_case(reply.question):
        asked = (
            f'<p class="fn-about">{texts.ASKED_AS} <q dir="auto">{escaped(reply.standalone_question)}</q></p>'
        )
    facts = (
        texts.searched(reply.searched),
        texts.sureness(reply.confidence, reply.answered),
        texts.seconds(sum(reply.timings.values())),
    )
    return f'{asked}<p class="fn-about">{" · ".join(facts)}</p>'


def _folded(others: Sequence[Citation], notes: Footnotes) -> str:
    if not others:
        return ""
    summary = f"{texts.EVIDENCE} <span>{len(others)} {texts.EVIDENCE_MORE}</span>"
    return f"<details><summary>{summary}</summary>{_cited_list(others, notes)}</details>"


def _nearest(others: Sequence[Citation], notes: Footnotes) -> str:
    if not others:
        return f'<p class="fn-about">{texts.NOTHING_NEAR}</p>'
    return f'<h4 class="fn-nearest">{texts.NEAREST}</h4>{_cited_list(others[:5], notes)}'


def _cited_list(citations: Iterable[Citation], notes: Footnotes) -> str:
    return _list(
        "".join(
            f'<li><p class="fn-quote"><span dir="auto">{escaped(citation.quote)}</span>'
            f"&#8288;{notes.chip(citation)}</p>{attribution(citation)}</li>"
            for citation in citations
        )
    )


def _list(items: str) -> str:
    return f'<ul class="fn-evidence">{items}</ul>' if items else ""


def _articles(claim: Claim) -> tuple[str, ...]:
    return tuple(sorted({citation.article_id for citation in claim.citations}))


def _folded_case(text: str) -> str:
    return " ".join(text.split()).casefold()

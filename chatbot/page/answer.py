"""Reply -> HTML: an answer with its footnotes and what is to be said of it, or a refusal made as well."""

from collections.abc import Iterable, Sequence

from chatbot.conversations import Feedback, Rating
from chatbot.conversations.cited import NEAREST, borne_by, cited
from chatbot.conversations.export import plain
from chatbot.conversations.store import WORD
from chatbot.page import claims, texts, why
from chatbot.page.choices import Scope
from chatbot.page.downloads import files
from chatbot.page.escape import escaped
from chatbot.page.footnotes import Footnotes, attribution
from chatbot.page.quotes import quotation
from chatbot.types import Citation, Conflict, Reply

QUOTED = "quote"
"""The writer of ``Reply.writer`` that quotes."""


def turn(question: str, answer: str) -> str:
    """Return one turn of the conversation: the question as it was typed, and what came of it."""
    return (
        f'<h3 class="fn-question" dir="auto"><span class="fn-hidden">{texts.YOU_ASKED}: </span>'
        f"{escaped(question)}</h3>{answer}"
    )


def problem(what: str, help: str) -> str:
    """Return a problem that the visitor can mend, calmly."""
    more = f"<p>{escaped(texts.sentence(help))}</p>" if help else ""
    said = f"<p><strong>{escaped(texts.sentence(what))}</strong></p>"
    return f'<div class="fn-problem" role="note">{said}{more}</div>'


def answer(
    number: int,
    reply: Reply,
    scope: Scope | None = None,
    feedback: Feedback | None = None,
    *,
    key: str = "",
) -> str:
    """Return a reply: an answer with its evidence folded, or a refusal with the nearest sentences.

    ``scope`` is what was searched, where that was not the whole library; ``feedback`` what the
    reader has said of the answer; ``key`` that of its conversation, empty where none is kept.
    """
    notes = Footnotes.of(number, reply)
    shown = {notes.number(citation) for citation in cited(reply)}
    others = [item for item in map(Citation.of, reply.evidence) if notes.number(item) not in shown]
    if reply.answered:
        body = _claims(reply, notes) + _asides(reply, notes) + _about(reply, scope) + _folded(others, notes)
    else:
        body = (
            f'<p class="fn-refusal">{texts.REFUSAL}</p>{_note(reply.note)}{_about(reply, scope)}'
            f"{_conflicts(reply.conflicts, notes)}{_nearest(others, notes)}"
        )
    return (
        f"{body}{why.why(reply, notes)}{_actions(number, reply, key, feedback or Feedback())}"
        f'<div class="fn-cards">{notes.cards()}</div>'
    )


def _actions(number: int, reply: Reply, key: str, feedback: Feedback) -> str:
    along = (
        f'<button type="button" class="fn-plain" data-export="true" aria-expanded="false" '
        f'aria-label="{texts.EXPORT_TALK}">{texts.EXPORT}</button>'
        f'<ul class="fn-files" hidden>{files(key)}</ul>'
        f'<button type="button" class="fn-plain" data-show-sharing="{escaped(key)}" '
        f'aria-label="{texts.SHARE_TALK}">{texts.SHARE}</button>'
        if key
        else ""
    )
    return (
        f'<div class="fn-actions"><button type="button" class="fn-plain" data-copy="true" '
        f'data-done="{texts.COPIED}">{texts.COPY}</button><span class="fn-hidden" role="status"></span>'
        f"<pre hidden>{escaped(plain(reply, texts.EXPORTED))}</pre>"
        f"{_again(number, reply)}{_rating(number, feedback)}{along}</div>"
    )


def _again(number: int, reply: Reply) -> str:
    """Return the ways to ask anew: the same, in quoted sentences, or with another question."""
    is_written = reply.answered and reply.writer != QUOTED
    quotes = (
        f'<button type="button" class="fn-plain" data-again="true" data-quoted="true">'
        f"{texts.QUOTES_ONLY}</button>"
        if is_written
        else ""
    )
    return (
        f'<div class="fn-again" data-answer="{number}">'
        f'<button type="button" class="fn-plain" data-again="true">{texts.AGAIN}</button>{quotes}'
        f'<button type="button" class="fn-plain" data-edit="true" aria-expanded="false">{texts.EDIT}</button>'
        f'<div class="fn-edit" hidden>'
        f'<textarea name="question" rows="2" dir="auto" aria-label="{texts.EDIT}">'
        f"{escaped(reply.question)}</textarea><p>{texts.EDIT_HOW}</p>"
        f'<button type="button" class="fn-plain" data-ask="true">{texts.ASK}</button>'
        f'<button type="button" class="fn-plain" data-cancel="true">{texts.EDIT_CANCEL}</button></div></div>'
    )


def _rating(number: int, feedback: Feedback) -> str:
    buttons = "".join(
        f'<button type="button" class="fn-plain" data-rating="{rating}" '
        f'aria-pressed="{str(feedback.rating is rating).lower()}">{sign} {name}</button>'
        for rating, sign, name in (
            (Rating.GOOD, "<span aria-hidden=true>&#9650;</span>", texts.GOOD),
            (Rating.BAD, "<span aria-hidden=true>&#9660;</span>", texts.BAD),
        )
    )
    hidden = "" if feedback.rating else " hidden"
    return (
        f'<div class="fn-feedback" role="group" aria-label="{texts.FEEDBACK}" data-answer="{number}">'
        f'{buttons}<div class="fn-word"{hidden}>'
        f'<input name="word" maxlength="{WORD}" dir="auto" autocomplete="off" aria-label="{texts.WORD}" '
        f'placeholder="{texts.WORD}" value="{escaped(feedback.word)}">'
        f'<button type="button" class="fn-plain" data-keep="true">{texts.WORD_KEEP}</button></div>'
        f'<span role="status" data-said="{texts.THANKS}"></span></div>'
    )


def _claims(reply: Reply, notes: Footnotes) -> str:
    arranged = claims.quoted if reply.writer == QUOTED else claims.written
    return arranged(reply.claims, notes)


def _asides(reply: Reply, notes: Footnotes) -> str:
    """Return what the answer lacks, where articles contradict each other, and who did not write it."""
    return _missing(reply.missing) + _conflicts(reply.conflicts, notes) + _note(reply.note)


def _missing(parts: Sequence[str]) -> str:
    if not parts:
        return ""
    named = "; ".join(f'<q dir="auto">{escaped(part)}</q>' for part in parts)
    return f'<p class="fn-missing"><strong>{texts.MISSING}</strong> {named}</p>'


def _conflicts(conflicts: Sequence[Conflict], notes: Footnotes) -> str:
    return "".join(
        f'<section class="fn-conflict"><h4>{texts.CONFLICT} <bdi dir="auto">{escaped(conflict.about)}</bdi>'
        f"</h4>{_cited_list((conflict.one, conflict.other), notes)}</section>"
        for conflict in conflicts
    )


def _note(note: str) -> str:
    return f'<p class="fn-note">{escaped(texts.sentence(note))}</p>' if note else ""


def _about(reply: Reply, scope: Scope | None) -> str:
    """Return the quiet lines: what was really asked, what was searched, how sure, how long, by whom."""
    asked = ""
    if reply.taken_along:
        asked = f'<p class="fn-about">{texts.ASKED_WITH} <q dir="auto">{escaped(reply.taken_along)}</q></p>'
    elif _folded_case(reply.standalone_question) != _folded_case(reply.question):
        asked = (
            f'<p class="fn-about">{texts.ASKED_AS} <q dir="auto">{escaped(reply.standalone_question)}</q></p>'
        )
    searched = scope.searched(reply.searched) if scope else texts.searched(reply.searched)
    facts = [searched, texts.sureness(reply.confidence, reply.answered)]
    facts += [texts.ONE_SOURCE] if _has_one_source(reply) else []
    facts += [texts.seconds(sum(reply.timings.values()))] if reply.timings else []
    facts += [texts.written_by(reply.writer)] if reply.answered and reply.writer != QUOTED else []
    return f'{asked}<p class="fn-about">{" · ".join(map(escaped, facts))}</p>'


def _has_one_source(reply: Reply) -> bool:
    """Say whether an answer rests on one article where there were others to rest on."""
    sources = {citation.article_id for claim in reply.claims for citation in borne_by(claim)}
    return reply.searched > 1 and len(sources) == 1


def _folded(others: Sequence[Citation], notes: Footnotes) -> str:
    if not others:
        return ""
    summary = f"{texts.EVIDENCE} <span>{len(others)} {texts.EVIDENCE_MORE}</span>"
    return f"<details><summary>{summary}</summary>{_cited_list(others, notes)}</details>"


def _nearest(others: Sequence[Citation], notes: Footnotes) -> str:
    if not others:
        return f'<p class="fn-about">{texts.NOTHING_NEAR}</p>'
    return f'<h4 class="fn-nearest">{texts.NEAREST}</h4>{_cited_list(others[:NEAREST], notes)}'


def _cited_list(citations: Iterable[Citation], notes: Footnotes) -> str:
    items = "".join(
        f"<li>{quotation(citation, notes.chips([citation]))}{attribution(citation)}</li>"
        for citation in citations
    )
    return f'<ul class="fn-evidence">{items}</ul>'


def _folded_case(text: str) -> str:
    return " ".join(text.split()).casefold()

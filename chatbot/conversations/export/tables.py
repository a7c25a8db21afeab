"""A conversation as JSON, whole, and as CSV, one footnote a row."""

import csv
import io
import json

from chatbot.conversations.cited import about, borne_by
from chatbot.conversations.export.words import Words
from chatbot.conversations.types import Kept, Summary
from chatbot.types import Citation, Claim

COLUMNS = (
    *("conversation", "asked", "question", "answered", "sentence", "verdict"),
    *("quote", "columns", "article", "author", "published", "source", "version", "start", "end"),
    *("rating", "word"),
)
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def as_json(summary: Summary, answers: list[Kept], _words: Words) -> str:
    """Return the conversation as JSON; each answer as ``footnote ask --json`` prints it."""
    whole = {
        "title": summary.title,
        "begun": summary.begun.isoformat(timespec="seconds"),
        "answers": [
            {
                "asked": each.moment.isoformat(timespec="seconds"),
                "rating": each.feedback.rating,
                "word": each.feedback.word,
                **each.reply.to_json(),
            }
            for each in answers
        ],
    }
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


def as_csv(summary: Summary, answers: list[Kept], _words: Words) -> str:
    """Return a row for each footnote of each sentence, with the column names first.

    A refusal, and a sentence that nothing supports, has a row without a source. A cell that a
    spreadsheet would take for a formula begins with an apostrophe (OWASP, CSV injection).
    """
    out = io.StringIO()
    rows = csv.writer(out)
    rows.writerow(COLUMNS)
    for each in answers:
        for claim in each.reply.claims or (None,):
            for citation in (borne_by(claim) if claim else ()) or (None,):
                rows.writerow(map(_safe, _row(summary, each, claim, citation)))
    return out.getvalue()


def _row(summary: Summary, kept: Kept, claim: Claim | None, citation: Citation | None) -> list[object]:
    reply = kept.reply
    row: list[object] = [summary.title, kept.moment.isoformat(timespec="seconds"), reply.question]
    row += ["yes" if reply.answered else "no", claim.text if claim else "", claim.verdict if claim else ""]
    feedback = [kept.feedback.rating, kept.feedback.word]
    if citation is None:
        return [*row, *[""] * (len(COLUMNS) - len(row) - len(feedback)), *feedback]
    row += [citation.quote, citation.columns, citation.title, about(reply, citation).author]
    row += [citation.published, citation.source, citation.version, citation.start, citation.end]
    return [*row, *feedback]


def _safe(value: object) -> object:
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value

"""The articles that a conversation cites, for a bibliography: BibTeX and CSL-JSON.

CSL-JSON: https://docs.citationstyles.org/en/stable/specification.html, appendix IV.
"""

import json
import re
from dataclasses import dataclass, field

from chatbot.conversations.cited import about, footnotes
from chatbot.conversations.export.words import Words
from chatbot.conversations.types import Kept, Summary
from chatbot.types import Citation
from index.text import fold
from index.types import Metadata

_LATEX = {
    **{each: f"\\{each}" for each in "#$%&_"},
    **{"{": r"\textbraceleft{}", "}": r"\textbraceright{}"},  # BibTeX counts braces, whatever precedes them
    **{"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"},
}


@dataclass(slots=True)
class _Reference:
    """One version of one article, with the sentences that were quoted of it."""

    key: str
    citation: Citation
    known: Metadata
    quotes: list[str] = field(default_factory=list)

    @property
    def date(self) -> list[int]:
        """Year, month and day, as far as they are known."""
        parts = self.citation.published.partition("T")[0].split("-")
        return [int(part) for part in parts] if all(part.isdecimal() for part in parts) else []


def bibtex(_summary: Summary, answers: list[Kept], _words: Words) -> str:
    """Return an entry for each cited version of an article, its quotes in the note."""
    return "\n".join(map(_entry, _references(answers)))


def csl_json(_summary: Summary, answers: list[Kept], _words: Words) -> str:
    """Return an item for each cited version of an article, its quotes in the note."""
    return json.dumps([_item(each) for each in _references(answers)], ensure_ascii=False, indent=2) + "\n"


def _references(answers: list[Kept]) -> list[_Reference]:
    found: dict[tuple[str, int], _Reference] = {}
    for reply in (each.reply for each in answers if each.reply.answered):
        for citation in footnotes(reply).values():
            place = citation.article_id, citation.version
            if place not in found:
                key = _key(citation, {each.key for each in found.values()})
                found[place] = _Reference(key, citation, about(reply, citation))
            quote = fold(citation.quote)
            if quote not in found[place].quotes:
                found[place].quotes.append(quote)
    return list(found.values())


def _key(citation: Citation, taken: set[str]) -> str:
    words = re.findall(r"[a-z0-9]+", citation.title.casefold())[:4]
    key = base = "-".join([*words, *re.findall(r"^\d{4}", citation.published)]) or "article"
    number = 1
    while key in taken:
        number += 1
        key = f"{base}-{number}"
    return key


def _entry(reference: _Reference) -> str:
    citation, known, date = reference.citation, reference.known, reference.date
    fields = {
        "title": f"{{{_latex(citation.title)}}}",
        "author": f"{{{_latex(known.author)}}}" if known.author else "",
        "year": str(date[0]) if date else "",
        "month": str(date[1]) if len(date) > 1 else "",
        "url": _latex(known.url),
        "howpublished": _latex(citation.source),
        "note": _latex(_note(reference)),
    }
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items() if value)
    return f"@misc{{{reference.key},\n{lines}}}\n"


def _item(reference: _Reference) -> dict[str, object]:
    citation, known = reference.citation, reference.known
    item: dict[str, object] = {"id": reference.key, "type": "article", "title": citation.title}
    if known.author:
        item["author"] = [{"literal": known.author}]
    if reference.date:
        item["issued"] = {"date-parts": [reference.date]}
    if known.url:
        item["URL"] = known.url
    return {**item, "source": citation.source, "version": str(citation.version), "note": _note(reference)}


def _note(reference: _Reference) -> str:
    return " ".join(f"“{quote}”" for quote in reference.quotes)


def _latex(text: str) -> str:
    return "".join(_LATEX.get(each, each) for each in fold(text))

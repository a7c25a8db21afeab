"""The numbered footnotes of one answer, their chips and their hover cards."""

from collections.abc import Iterable

from chatbot.conversations.cited import Place, cited, place
from chatbot.page import texts
from chatbot.page.escape import escaped, isolated
from chatbot.page.quotes import quotation, upright
from chatbot.types import Citation, Evidence, Reply


class Footnotes:
    """The distinct citations of one answer, numbered from 1 as they are first met."""

    def __init__(self, answer: int, citations: Iterable[Citation]) -> None:
        self.answer = answer
        self.citations: list[Citation] = []
        self._numbers: dict[Place, int] = {}
        for citation in citations:
            if place(citation) not in self._numbers:
                self.citations.append(citation)
                self._numbers[place(citation)] = len(self.citations)

    @classmethod
    def of(cls, answer: int, reply: Reply) -> "Footnotes":
        """Return the citations of a reply, numbered: what the answer shows first, then the evidence."""
        return cls(answer, (*cited(reply), *map(Citation.of, reply.evidence)))

    def number(self, citation: Citation) -> int:
        """Return the number of a citation of this answer."""
        return self._numbers[place(citation)]

    def chip(self, citation: Citation) -> str:
        """Return the button that opens a citation's article."""
        number = self.number(citation)
        label = escaped(texts.footnote(number, citation.title, citation.published))
        return (
            f'<button type="button" class="fn-chip" data-answer="{self.answer}" data-note="{number}" '
            f'aria-label="{label}" aria-describedby="fn-card-{self.answer}-{number}">{number}</button>'
        )

    def chips(self, citations: Iterable[Citation]) -> str:
        """Return the chips of a sentence, to stand right after its text: none of them begins a line.

        What does not wrap holds the buttons, and a word joiner of the style's the word before them:
        who copies a quotation copies no character that is not its own.
        """
        chips = "".join(map(self.chip, citations))
        return f'<span class="fn-marks">{chips}</span>' if chips else ""

    def cards(self) -> str:
        """Return every footnote's hover card, hidden until its chip is hovered or focused."""
        return "".join(
            f'<div class="fn-card" role="tooltip" id="fn-card-{self.answer}-{number}">'
            f"{upright(citation)}{attribution(citation)}</div>"
            for number, citation in enumerate(self.citations, 1)
        )


def attribution(citation: Citation) -> str:
    """Return the line that names a citation's article and date."""
    date = f" <span>{escaped(texts.date(citation.published))}</span>" if citation.published else ""
    return f'<p class="fn-from"><cite>{isolated(citation.title)}</cite>{date}</p>'


def unnumbered(evidence: Evidence) -> str:
    """Return an evidence sentence without a chip, as it is shown while the answer is made."""
    citation = Citation.of(evidence)
    return f"<li>{quotation(citation)}{attribution(citation)}</li>"

"""The numbered footnotes of one answer, their chips and their hover cards."""

from collections.abc import Iterable

from chatbot.page import texts
from chatbot.page.escape import escaped, isolated
from chatbot.types import Citation, Claim, Evidence, Reply, Verdict


class Footnotes:
    """The distinct citations of one answer, numbered from 1 as they are first met."""

    def __init__(self, answer: int, citations: Iterable[Citation]) -> None:
        self.answer = answer
        self.citations: list[Citation] = []
        self._numbers: dict[tuple[str, int, int, int], int] = {}
        for citation in citations:
            if _place(citation) not in self._numbers:
                self.citations.append(citation)
                self._numbers[_place(citation)] = len(self.citations)

    @classmethod
    def of(cls, answer: int, reply: Reply) -> "Footnotes":
        """Return the citations of a reply, numbered: what the answer shows first, then the evidence."""
        return cls(answer, (*cited(reply), *map(Citation.of, reply.evidence)))

    def number(self, citation: Citation) -> int:
        """Return the number of a citation of this answer."""
        return self._numbers[_place(citation)]

    def chip(self, citation: Citation) -> str:
        """Return the button that opens a citation's article."""
        number = self.number(citation)
        label = escaped(texts.footnote(number, citation.title, citation.published))
        return (
            f'<button type="button" class="fn-chip" data-answer="{self.answer}" data-note="{number}" '
            f'aria-label="{label}" aria-describedby="fn-card-{self.answer}-{number}">{number}</button>'
        )

    def cards(self) -> str:
        """Return every footnote's hover card, hidden until its chip is hovered or focused."""
        return "".join(
            f'<div class="fn-card" role="tooltip" id="fn-card-{self.answer}-{number}">'
            f'<p class="fn-quote" dir="auto">{escaped(citation.quote)}</p>{attribution(citation)}</div>'
            for number, citation in enumerate(self.citations, 1)
        )


def cited(reply: Reply) -> list[Citation]:
    """Return the citations that the claims of a reply rest on, then those that contradict each other."""
    return [
        *(citation for claim in reply.claims for citation in borne_by(claim)),
        *(citation for conflict in reply.conflicts for citation in (conflict.one, conflict.other)),
    ]


def borne_by(claim: Claim) -> tuple[Citation, ...]:
    """Return the footnotes of a claim; what does not support it is none."""
    return () if claim.verdict is Verdict.UNSUPPORTED else claim.citations


def attribution(citation: Citation) -> str:
    """Return the line that names a citation's article and date."""
    date = f" <span>{escaped(texts.date(citation.published))}</span>" if citation.published else ""
    return f'<p class="fn-from"><cite>{isolated(citation.title)}</cite>{date}</p>'


def unnumbered(evidence: Evidence) -> str:
    """Return an evidence sentence without a chip, as it is shown while the answer is made."""
    citation = Citation.of(evidence)
    return f'<li><p class="fn-quote" dir="auto">{escaped(citation.quote)}</p>{attribution(citation)}</li>'


def _place(citation: Citation) -> tuple[str, int, int, int]:
    return citation.article_id, citation.version, citation.start, citation.end

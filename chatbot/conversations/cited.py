"""Which sentences an answer rests on, and the order in which they are its footnotes."""

from collections.abc import Sequence

from chatbot.types import Citation, Claim, Reply, Verdict
from index.types import BlockKind, Metadata

Place = tuple[str, int, int, int]
"""Article, version, start and end: what makes two citations one footnote."""

_FORMED = frozenset({BlockKind.ITEM, BlockKind.ROW, BlockKind.CODE})
"""What has a form of its own, and no place in a paragraph, where it is quoted."""

NEAREST = 5
"""Evidence sentences that a refusal shows."""


def place(citation: Citation) -> Place:
    """Return where a citation stands."""
    return citation.article_id, citation.version, citation.start, citation.end


def borne_by(claim: Claim) -> tuple[Citation, ...]:
    """Return the footnotes of a claim; what does not support it is none."""
    return () if claim.verdict is Verdict.UNSUPPORTED else claim.citations


def lines(claims: Sequence[Claim]) -> list[list[Claim]]:
    """Return the claims by line: sentences share one; of a list, a table or code each has its own."""
    found: list[list[Claim]] = []
    for claim in claims:
        if found and not formed(claim) and not formed(found[-1][-1]):
            found[-1].append(claim)
        else:
            found.append([claim])
    return found


def formed(claim: Claim) -> Citation | None:
    """Return what a claim quotes word for word, if that has a form of its own."""
    quoted = (each for each in claim.citations if each.kind in _FORMED and each.quote == claim.text)
    return next(quoted, None)


def cited(reply: Reply) -> list[Citation]:
    """Return the citations that the claims of a reply rest on, then those that contradict each other."""
    return [
        *(citation for claim in reply.claims for citation in borne_by(claim)),
        *(citation for conflict in reply.conflicts for citation in (conflict.one, conflict.other)),
    ]


def footnotes(reply: Reply) -> dict[Place, Citation]:
    """Return the distinct citations of a reply in the order of their numbers, by place.

    Those of a refusal are the nearest sentences, after those of its contradictions.
    """
    nearest = [] if reply.answered else [Citation.of(each) for each in reply.evidence[:NEAREST]]
    found: dict[Place, Citation] = {}
    for citation in (*cited(reply), *nearest):
        found.setdefault(place(citation), citation)
    return found


def about(reply: Reply, citation: Citation) -> Metadata:
    """Return what was known of a citation's article when it was cited."""
    known = (each.article for each in reply.evidence if each.article.id == citation.article_id)
    return next(
        (article.metadata for article in known),
        Metadata(title=citation.title, published=citation.published),
    )

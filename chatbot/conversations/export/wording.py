"""What an answer says, sentence by sentence, and what a footnote names; for every written form."""

from collections.abc import Callable

from chatbot.conversations.cited import about, borne_by, footnotes, place
from chatbot.types import Citation, Claim, Reply, Verdict
from index.text import fold

REFUSED = "The articles do not answer this. Nearest sentences:"
NOTHING = "The articles do not answer this, and no sentence comes near the question."
_VERDICTS = {Verdict.PARTLY: "partly supported", Verdict.UNSUPPORTED: "NOT SUPPORTED"}


def said(reply: Reply, literal: Callable[[str], str], mark: Callable[[int], str]) -> list[str]:
    """Return the paragraphs of an answer.

    ``literal`` writes foreign text so that it can only be read, ``mark`` the number of a footnote.
    """
    numbers = {each: number for number, each in enumerate(footnotes(reply), 1)}

    def marks(*citations: Citation) -> str:
        return "".join(mark(numbers[place(each)]) for each in citations)

    sentences = [
        " ".join(filter(None, (literal(fold(claim.text)) + marks(*borne_by(claim)), _doubt(claim, literal))))
        for claim in reply.claims
    ]
    paragraphs = [" ".join(sentences)] if reply.answered else [refusal(reply)]
    paragraphs += [
        f"The articles disagree about {literal(fold(each.about))}: {marks(each.one)} against "
        f"{marks(each.other)}."
        for each in reply.conflicts
    ]
    if reply.missing:
        paragraphs.append(f"The articles do not say: {'; '.join(map(literal, reply.missing))}.")
    return paragraphs


def refusal(reply: Reply) -> str:
    """Return what stands in the place of an answer."""
    return REFUSED if reply.evidence else NOTHING


def doubt(claim: Claim) -> str:
    """Say what a reader must know of a sentence before trusting it; nothing of a sound one."""
    verdict = _VERDICTS.get(claim.verdict, "")
    unfounded = f"in no cited sentence: {', '.join(claim.unfounded)}" if claim.unfounded else ""
    return "; ".join(filter(None, (verdict, unfounded)))


def named(reply: Reply, citation: Citation) -> str:
    """Return what a footnote names beside its quote and title: author, date and source, exactly."""
    known = about(reply, citation)
    parts = (known.author, citation.published, known.url, citation.source)
    where = f"version {citation.version}, characters {citation.start}-{citation.end}"
    return ", ".join([*filter(None, dict.fromkeys(map(fold, parts))), where])


def _doubt(claim: Claim, literal: Callable[[str], str]) -> str:
    found = doubt(claim)
    return f"({literal(found)})" if found else ""

"""What an answer says, sentence by sentence, and what a footnote names; for every written form."""

from collections.abc import Callable

from chatbot.conversations.cited import about, borne_by, footnotes, lines, place
from chatbot.conversations.export.words import Words
from chatbot.types import Citation, Claim, Reply, Verdict
from index.text import fold


def said(
    reply: Reply,
    words: Words,
    literal: Callable[[str], str],
    mark: Callable[[int], str],
    between: str = "\n",
) -> list[str]:
    """Return the paragraphs of an answer.

    ``literal`` writes foreign text so that it can only be read, ``mark`` the number of a footnote;
    ``between`` stands between lines.
    """
    numbers = {each: number for number, each in enumerate(footnotes(reply), 1)}

    def marks(*citations: Citation) -> str:
        return "".join(mark(numbers[place(each)]) for each in citations)

    def sentence(claim: Claim) -> str:
        told = literal(fold(claim.text)) + marks(*borne_by(claim))
        return " ".join(filter(None, (told, _doubt(claim, words, literal))))

    answer = between.join(" ".join(map(sentence, line)) for line in lines(reply.claims))
    paragraphs = [answer] if reply.answered else [refusal(reply, words)]
    paragraphs += [
        words.disagree.format(about=literal(fold(each.about)), one=marks(each.one), other=marks(each.other))
        for each in reply.conflicts
    ]
    if reply.missing:
        paragraphs.append(words.missing.format(parts="; ".join(map(literal, reply.missing))))
    return paragraphs


def refusal(reply: Reply, words: Words) -> str:
    """Return what stands in the place of an answer."""
    return words.refused if reply.evidence else words.nothing


def doubt(claim: Claim, words: Words) -> str:
    """Say what a reader must know of a sentence before trusting it; nothing of a sound one."""
    verdict = {Verdict.PARTLY: words.partly, Verdict.UNSUPPORTED: words.unsupported}.get(claim.verdict, "")
    unfounded = words.unfounded.format(words=", ".join(claim.unfounded)) if claim.unfounded else ""
    return "; ".join(filter(None, (verdict, unfounded)))


def named(reply: Reply, citation: Citation, words: Words) -> str:
    """Return what a footnote names beside its quote and title: columns, author, date and source, exactly."""
    known = about(reply, citation)
    columns = words.columns.format(names=citation.columns) if citation.columns else ""
    parts = (columns, known.author, citation.published, known.url, citation.source)
    where = words.where.format(version=citation.version, start=citation.start, end=citation.end)
    return ", ".join([*filter(None, dict.fromkeys(map(fold, parts))), where])


def _doubt(claim: Claim, words: Words, literal: Callable[[str], str]) -> str:
    found = doubt(claim, words)
    return f"({literal(found)})" if found else ""

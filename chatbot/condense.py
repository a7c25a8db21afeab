"""Question + conversation -> a question that stands alone.

A follow-up leans on what was asked before by a pronoun, by being a fragment, or by asking
the same of something else. It is made whole with the words of the question before; a
question that leans on nothing is left exactly as it is.
"""

import re
from collections.abc import Sequence

from chatbot.types import Turn
from index.terms import terms
from index.text import fold

TURNS = 6
"""How many of the user's earlier questions may bear on a follow-up."""

_INSTEAD = re.compile(
    r"^(?:and|but|or|so)?[\s,]*(?:what|how) about\s+(?P<other>[^?.!]+?)\s*[?.!]*$|"
    r"^(?:and|or|but)\s+(?P<fragment>(?!wh|how\b|is\b|was\b|did\b|does\b|do\b|has\b|have\b|are\b|were\b|can\b)"
    r"[^?.!]+?)\s*[?.!]*$",
    re.IGNORECASE,
)
_NAME = re.compile(r"\b[A-ZÀ-ÞА-ЯЄІЇҐ][\w’'-]*(?:\s+(?:of\s+)?[A-ZÀ-ÞА-ЯЄІЇҐ][\w’'-]*)*")
_QUESTION_WORDS = frozenset(
    """who what when where why how which whose whom is are was were do does did can could will would has have
    had should in on at by and but or the a an under tell give name list explain describe""".split()
)
_LEANS = re.compile(
    r"\b(?:it|its|they|them|their|theirs|he|him|his|she|her|hers|this|that|these|those|there|then|"
    r"former|latter|same|one|ones|such|else|so|instead)\b",
    re.IGNORECASE,
)
_JOINS = re.compile(r"^(?:and|but|or|so|then|also|why|how come|when|where|who)\b[\s,]*[?.!]*", re.IGNORECASE)
_OWN_THAT = re.compile(
    r"\b(?:say|said|says|think|believe|know|show|mean|means|claim|promise[ds]?|agree[ds]?|sure|so|such|all|those|"
    r"anything|something|everything|one|\w+s)\s+that\b",
    re.IGNORECASE,
)


def condense(question: str, history: Sequence[Turn]) -> str:
    """Return ``question`` so that it can be searched without ``history``.

    Only the user's own turns are used: an answer's text is evidence, not a question.
    """
    before = [turn.content for turn in history if turn.role == "user"][-TURNS:]
    alone = ""
    for asked in (*before, question):
        alone = _made_whole(fold(asked), alone) if alone else fold(asked)
    return alone


def _made_whole(question: str, before: str) -> str:
    """Return ``question`` as it stands after the stand-alone question ``before``."""
    instead = _INSTEAD.match(question)
    if instead:
        other = (instead["other"] or instead["fragment"]).strip()
        return _with_other(before, other)
    if not _leans(question):
        return question
    return f"{before.rstrip(' ?.!')}: {question}"


def _leans(question: str) -> bool:
    own = terms(question)
    if len(own) <= 1:
        return True
    if _names(question):
        return bool(_JOINS.match(question)) and len(own) <= 3 and bool(_LEANS.search(question))
    return bool(_LEANS.search(_OWN_THAT.sub("", question))) or len(own) <= 2


def _with_other(before: str, other: str) -> str:
    """Ask ``before`` of ``other``: in the place of its first name, or else beside it."""
    named = _names(before)
    if named and other[:1].isupper() and other not in before:
        return before.replace(named[0], other, 1)
    return f"{before.rstrip(' ?.!')}: what about {other}?"


def _names(question: str) -> list[str]:
    """Return the capitalised names in ``question``, without question words at its start."""
    found = []
    for match in _NAME.finditer(question):
        words = match.group().split()
        while words and words[0].lower() in _QUESTION_WORDS:
            words.pop(0)
        if words:
            found.append(" ".join(words))
    return found

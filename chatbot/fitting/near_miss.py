"""A question that a passage answers -> one much like it that the passage does not answer.

The reranker must tell the two apart, and few public sets hold such questions. These are made
as people made many of SQuAD 2.0's (Rajpurkar et al. 2018, arXiv:1806.03822, table 2): by another
name, another number, or an opposite.
"""

import random
import re
from collections.abc import Sequence

from chatbot.evidence.features import NAME

_NUMBER = re.compile(r"\b\d[\d,]*\b")
_HELPER = re.compile(r"(?<=\w )(?:is|are|was|were|did|does|do|has|have|had|could|would|should)\b(?! not\b)")
_WORD = re.compile(r"[^\W\d_]+")

_OPPOSITES = """
    after/before first/last largest/smallest biggest/smallest highest/lowest longest/shortest oldest/youngest
    best/worst most/least more/fewer more/less majority/minority maximum/minimum earliest/latest
    increase/decrease increased/decreased rise/fall rising/falling gain/lose gained/lost won/lost win/lose
    north/south northern/southern east/west eastern/western left/right above/below inside/outside
    begin/end began/ended start/stop started/stopped open/close opened/closed enter/leave entered/left
    born/buried founded/dissolved built/demolished created/destroyed appointed/dismissed elected/defeated
    male/female man/woman men/women father/mother son/daughter brother/sister husband/wife king/queen
    import/export imported/exported buy/sell bought/sold borrow/lend allow/forbid allowed/forbidden
    accept/refuse accepted/refused support/oppose supported/opposed agree/disagree succeed/fail
    winner/loser summer/winter day/night hot/cold dry/wet rich/poor rural/urban public/private
    early/late old/new ancient/modern strong/weak teacher/student employer/employee lender/borrower
    parent/child predecessor/successor
""".split()
_OPPOSITE: dict[str, list[str]] = {}
for _pair in _OPPOSITES:
    _one, _other = _pair.split("/")
    _OPPOSITE.setdefault(_one, []).append(_other)
    _OPPOSITE.setdefault(_other, []).append(_one)

NEGATED = 0.15
"""Share negated of the questions that hold no name, number or word with an opposite."""


def near_miss(question: str, right: Sequence[str], names: Sequence[str], chance: random.Random) -> str | None:
    """Return ``question`` with one thing changed that ``right`` said; ``None`` where nothing can be.

    ``names`` are those to take another name from, the likeliest to mislead first.
    """
    said = " ".join(right).casefold()
    ways = [
        changed
        for changed in (
            _other_name(question, said, names),
            _other_number(question, said, chance),
            _opposite(question, said, chance),
        )
        if changed is not None
    ]
    if not ways and chance.random() < NEGATED:
        return _negated(question, said)
    return chance.choice(ways) if ways else None


def _other_name(question: str, said: str, names: Sequence[str]) -> str | None:
    for match in NAME.finditer(question):
        if match[0].casefold() in said:
            other = next(
                (name for name in names if name.casefold() not in said and name not in question), None
            )
            return other and question[: match.start()] + other + question[match.end() :]
    return None


def _other_number(question: str, said: str, chance: random.Random) -> str | None:
    match = _NUMBER.search(question)
    if match is None or match[0] not in said:
        return None
    value = int(match[0].replace(",", ""))
    apart = chance.choice([-1, 1]) * chance.randint(1, max(2, min(value // 4, 30)))
    other = str(max(1, value + apart))
    return None if other in said else question[: match.start()] + other + question[match.end() :]


def _opposite(question: str, said: str, chance: random.Random) -> str | None:
    places = [match for match in _WORD.finditer(question) if match[0].casefold() in _OPPOSITE]
    if not places:
        return None
    match = chance.choice(places)
    other = chance.choice(_OPPOSITE[match[0].casefold()])
    if re.search(rf"\b{re.escape(other)}\b", said):
        return None
    if match.start() == 0:
        other = other.capitalize()
    return question[: match.start()] + other + question[match.end() :]


def _negated(question: str, said: str) -> str | None:
    match = _HELPER.search(question)
    if match is None or re.search(r"n't\b|\b(?:not|never|no)\b", f"{question.casefold()} {said}"):
        return None
    return f"{question[: match.end()]}n't{question[match.end() :]}"

"""Question + evidence -> the parts of the question that nothing in the evidence bears on.

A question is cut into its parts ("Who signed it and when does it take effect?" has two).
A part is missing where no sentence of the evidence's passages stands near its words and
holds what it asks for; a name or number is missing where it stands nowhere in them, nor
in a title or heading. No model is asked, and it is better to miss a part than to accuse
wrongly: paraphrase is the rule, so a single part is never accused for its plain words.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from chatbot.evidence.features import NAME, share, wanted_type
from chatbot.types import Evidence
from chatbot.wording.quantities import Kind, compatible, quantities
from index.dates import compatible_dates, dates
from index.followers.terms import STOP_WORDS, terms

COVERED = 0.34
"""Share of a part's inverse document frequency that must stand around one sentence."""

ALIKE = 4
"""Letters that a name and what is made of it must share: Norman, Normandy."""

COUNTED_BY_HEART = 10
"""Below it a number in a question ("which two courts") is mostly the asker's own count."""

_ASKING = r"(?:who|whom|whose|what|when|where|why|which|how)\b"
_AUXILIARY = (
    r"(?:did|does|do|is|are|was|were|has|have|had|can|could|will|would|should)\s+"
    r"(?:it|he|she|they|there|the|this|that|these|those|[A-ZÀ-Þ])"
)
_PREPOSITION = r"(?:(?:in|at|on|for|to|by|from|with|of|under|since|until)\s+)?"
_JOINT = re.compile(
    rf"\?\s+|[.;]\s+(?=(?i:{_PREPOSITION}{_ASKING}))"
    rf"|,?\s+(?:and|but|or)\s+(?:also\s+)?(?=(?i:{_PREPOSITION}{_ASKING})|{_AUXILIARY})"
)
_IN_ANY_WORDS = re.compile(r"\b[Ww]hy\b|\b[Ww]ho (?:is|are|was|were) (?=(?:the |an? )?[A-ZÀ-Þ])")
_ASKS = re.compile(rf"\b{_ASKING}|^{_AUXILIARY}", re.IGNORECASE)
_NAME = re.compile(
    r"[A-ZÀ-ÞА-ЯЄІЇҐ][\w’'.-]*\w(?:\s+(?:of\s+|the\s+|de\s+|van\s+|von\s+)?[A-ZÀ-ÞА-ЯЄІЇҐ][\w’'.-]*\w)*"
)
_OF_A_PEOPLE = re.compile(r"(?:[ce]an|ian|ese|ish|entine)s?$")
_WORD = re.compile(r"\w[\w’'-]*")


@dataclass(frozen=True, slots=True)
class _Place:
    """A sentence of the evidence's passages; ``near`` adds the sentences beside it and its headings."""

    text: str
    words: frozenset[str]
    near: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Part:
    """A stretch of the question, ``question[start:end]``, that asks one thing."""

    start: int
    end: int
    words: tuple[str, ...]
    wanted: re.Pattern[str] | None


def missing(question: str, evidence: Sequence[Evidence], rarity: Mapping[str, float]) -> tuple[str, ...]:
    """Return the parts of ``question``, as it words them, that ``evidence`` does not bear on.

    ``rarity`` maps the question's terms to their inverse document frequency, as ``Found``
    has it. Empty where nothing is missing or there is no evidence at all.
    """
    if not evidence:
        return ()
    places = _places(evidence)
    parts = _parts(question)
    lost = [
        (part.start, part.end)
        for part in parts
        if len(parts) > 1 and not any(_bears(place, part, question, rarity) for place in places)
    ]
    lost += [
        (start, end)
        for start, end in _particulars(question)
        if not any(first <= start and end <= last for first, last in lost)
        and not _stands(question, start, end, places)
    ]
    return tuple(question[start:end] for start, end in sorted(lost))


def _places(evidence: Sequence[Evidence]) -> list[_Place]:
    found: list[_Place] = []
    for passage, title in {each.passage.id: (each.passage, each.article.title) for each in evidence}.values():
        context = set(terms(f"{title} {passage.context}"))
        words = [set(terms(sentence.text)) for sentence in passage.sentences]
        for number, sentence in enumerate(passage.sentences):
            near = context.union(*words[max(0, number - 1) : number + 2])
            found.append(_Place(sentence.text, frozenset(words[number]), frozenset(near)))
    return found


def _parts(question: str) -> list[_Part]:
    """Return the parts of ``question`` that ask; one without words of its own has those of the next."""
    spans: list[tuple[int, int]] = []
    start = 0
    for joint in (*_JOINT.finditer(question), None):
        end = joint.start() if joint else len(question)
        stripped = question[start:end].rstrip(" ?.!,;")
        if _ASKS.search(stripped):
            spans.append((start, start + len(stripped)))
        start = joint.end() if joint else end
    parts: list[_Part] = []
    for start, end in reversed(spans):
        own = tuple(dict.fromkeys(terms(question[start:end])))
        words = own or (parts[-1].words if parts else ())
        parts.append(_Part(start, end, words, _wanted(question[start:end])))
    return parts[::-1]


def _wanted(part: str) -> re.Pattern[str] | None:
    """Return what a sentence must hold; reasons and what somebody is are given in any words."""
    if _IN_ANY_WORDS.search(part):
        return None
    wanted = wanted_type(part)
    return _NAME if wanted is NAME else wanted


def _bears(place: _Place, part: _Part, question: str, rarity: Mapping[str, float]) -> bool:
    """Say whether the sentence stands near the part's words and holds what it asks for."""
    weights = {word: rarity.get(word, 1.0) for word in part.words}
    if weights and share(set(place.near), weights) < COVERED:
        return False
    if part.wanted is None:
        return True
    asked = question.lower()
    found = (match.group().lower() for match in part.wanted.finditer(place.text))
    return any(each not in asked and each not in STOP_WORDS for each in found)


def _particulars(question: str) -> Iterator[tuple[int, int]]:
    """Yield the spans of the question's names, dates and larger numbers; abbreviations have long forms."""
    dated = dates(question)
    for name in _NAME.finditer(question):
        if any(date.start < name.end() and name.start() < date.end for date in dated):
            continue
        start = name.start()
        if not question[:start].rstrip(" \"'“‘(") or question[:start].rstrip().endswith(("?", ".", "!", ":")):
            first = _WORD.match(question, start)
            if first and (first.group().lower() in STOP_WORDS or first.end() == name.end()):
                start = first.end() + 1
        written = question[start : name.end()]
        if len(written) > 1 and not written.isupper() and not _OF_A_PEOPLE.search(written):
            yield start, name.end()
    yield from ((date.start, date.end) for date in dated)
    yield from (
        (number.start, number.end)
        for number in quantities(question)
        if number.value >= COUNTED_BY_HEART and number.kind is not Kind.ORDINAL
    )


def _stands(question: str, start: int, end: int, places: Sequence[_Place]) -> bool:
    """Say whether the name, number or date at ``question[start:end]`` stands anywhere in the evidence."""
    if dated := [date for date in dates(question) if date.start == start]:
        return any(compatible_dates(dated[0], date) for place in places for date in dates(place.text))
    if asked := [number for number in quantities(question) if number.start == start]:
        return any(compatible(asked[0], number) for place in places for number in quantities(place.text))
    words = terms(question[start:end])
    starts = {word[:ALIKE] for place in places for word in place.near}
    return not words or any(word[:ALIKE] in starts for word in words)

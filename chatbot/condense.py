"""Question + conversation -> a question that stands alone, and what it may lean on.

Without an LLM no one can say what a follow-up means, but what it is *about* stands in the
turns before. So the question itself stays, and the conversation is carried beside it: its
words for the vector, its most present terms for the term index. ``chatbot.retrieve`` asks
both. The same of another ("And Sweden?") takes the place of what was asked about before.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from chatbot.types import Turn
from index.followers.terms import STOP_WORDS, terms
from index.text import fold

TURNS = 6
"""How many of the user's earlier questions may bear on a follow-up."""

WORDS = 150
"""The last words of those that are embedded: within any model's window."""

TOPICS = 6
"""Most terms that the conversation adds."""

DECAY = 0.8
"""What a term counts for, each turn further back."""

LEANING = 0.5
"""What a turn counts for that leans on others itself: the topic stands in those."""

PHRASES = 2
"""Most phrases of the conversation that the stand-alone question shows."""

KEPT = 0.5
"""The least share of what a question is about that a model's rewrite has kept."""

_FEW = 2
"""A question of so few terms says too little to stand alone."""

_INSTEAD = re.compile(
    r"^(?:and|but|or|so)?[\s,]*(?:what|how) about\s+(?P<other>[^?.!]+?)\s*[?.!]*$|"
    r"^(?:and|or|but)\s+(?P<fragment>[^?.!]+?)\s*[?.!]*$",
    re.IGNORECASE,
)
_NAME = re.compile(r"\b[A-ZÀ-ÞА-ЯЄІЇҐ][\w’'-]*(?:\s+(?:of\s+)?[A-ZÀ-ÞА-ЯЄІЇҐ][\w’'-]*)*")
_QUESTION_WORDS = frozenset(
    """who what when where why how which whose whom is are was were do does did can could will would has have
    had should in on at by and but or the a an under tell give name list explain describe""".split()
)
_VAGUE = STOP_WORDS | frozenset(
    """ok okay yes please thanks mean meant speaking way many much lot lots kind kinds thing things else
    another us let know want like think get also really actually ever still yet there one ones give explain
    describe list name show go going work works happen happens happened may might must need long far am
    become became someone keep see seeing main important famous different provide tell""".split()
)
_NO_NAMES = _VAGUE | frozenset("since from to with after before during until between through i shall".split())
"""Words that a capital makes no name: they begin a question."""

_TIMES = frozenset(
    """january february march april may june july august september october november december
    monday tuesday wednesday thursday friday saturday sunday""".split()
)
_WORD = re.compile(r"[^\W_]+(?:[-’'.&/][^\W_]+)*|[^\s\w]")
_LEANS = re.compile(
    r"\b(?:it|its|they|them|their|theirs|he|him|his|she|her|hers|this|that|these|those|"
    r"former|latter|same|ones?|others?|another)\b",
    re.IGNORECASE,
)
_PERSON = re.compile(r"\b(?:they|them|their|theirs|he|him|his|she|her|hers)\b", re.IGNORECASE)
_OWN_THAT = re.compile(
    r"\b(?:say|said|says|think|believe|know|show|mean|means|claim|promise[ds]?|agree[ds]?|sure|so|such|all|those|"
    r"anything|something|everything|one|\w+s)\s+that\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Standalone:
    """A question as it is really asked.

    ``text`` is shown and scored against; ``question`` is what was asked by itself.
    ``before`` are the conversation's words, ``topics`` its terms (as ``index.followers.terms`` cuts
    them) that ``question`` lacks, most present first; both are empty without a conversation.
    """

    text: str
    question: str
    before: str = ""
    topics: tuple[str, ...] = ()


def condense(question: str, history: Sequence[Turn]) -> Standalone:
    """Return ``question`` so that it can be asked without ``history``.

    Only the last ``TURNS`` of the user's turns bear on it. Of an answer, the names that it
    gives are used where the question asks about "them", "him" or "her".
    """
    asked = _wholes(history)
    question = fold(question)
    instead = _same_of_another(question, asked[-1]) if asked else ""
    if instead:
        return _carried(instead, instead, asked[:-1])
    if not asked or not _leans(question):
        return _carried(question, question, asked)
    named = _answered_names(history) if _PERSON.search(question) and not _names(question) else []
    shown = [*_phrases(asked, question), *named]
    text = f"{question} ({', '.join(shown)})" if shown else question
    return _carried(text, question, asked)


def rewritten(question: str, history: Sequence[Turn], text: str) -> Standalone:
    """Return ``question`` as a language model has rewritten it to ``text``.

    That is shown and scored against. What is searched stays ours, and the text's words and terms
    join the conversation's: a small model now and then asks what was asked before. A text
    without ``KEPT`` of what the question itself is about is not taken.
    """
    ours, text = condense(question, history), fold(text)
    if _kept(question, text) < KEPT:
        return ours
    own = set(terms(ours.question))
    added = [term for term in terms(text) if term not in own]
    words = f"{ours.before} {text}".split()[-WORDS:]
    return replace(
        ours, text=text, before=" ".join(words), topics=tuple(dict.fromkeys([*added, *ours.topics]))
    )


def _kept(question: str, text: str) -> float:
    """Return the share of what ``question`` is about that stands in ``text``; 0 where that says nothing."""
    found = set(terms(text))
    about = set(terms(" ".join(_runs(question)))) or set(terms(question)) or found
    return len(about & found) / max(1, len(about))


def _carried(text: str, question: str, asked: Sequence[str]) -> Standalone:
    own = set(terms(question))
    shown = [term for term in dict.fromkeys(terms(text)) if term not in own]
    topics = [term for term in _presence(asked) if term not in own][:TOPICS]
    words = " ".join(asked).split()[-WORDS:]
    return Standalone(text, question, " ".join(words), tuple(dict.fromkeys([*topics, *shown])))


def _wholes(history: Sequence[Turn]) -> list[str]:
    """Return the user's last turns; one that asks the same of another replaces what it repeats."""
    asked: list[str] = []
    for turn in [turn for turn in history if turn.role == "user"][-TURNS:]:
        question = fold(turn.content)
        instead = _same_of_another(question, asked[-1]) if asked else ""
        if instead:
            asked[-1] = instead
        elif question:
            asked.append(question)
    return asked


def _presence(asked: Sequence[str]) -> list[str]:
    """Return the terms of turns, those of late turns and of many turns first."""
    present: Counter[str] = Counter()
    for back, turn in enumerate(reversed(asked)):
        weight = DECAY**back * (LEANING if _leans(turn) else 1.0)
        for term in dict.fromkeys(terms(" ".join(_runs(turn)))):
            present[term] += weight  # type: ignore[assignment]  # a Counter counts floats too
    return [term for term, _ in present.most_common()]


def _phrases(asked: Sequence[str], question: str) -> list[str]:
    """Return the phrases of turns that hold most of what the conversation is about."""
    own = set(terms(question))
    weight = {term: 1 / rank for rank, term in enumerate(_presence(asked), start=1) if term not in own}
    chosen: list[str] = []
    for _ in range(PHRASES):
        found = {
            phrase: sum(weight.get(term, 0.0) for term in set(terms(phrase)))
            for turn in reversed(asked)
            for phrase in _runs(turn)
        }
        best = max(found, key=lambda phrase: found[phrase], default="")
        if not best or not found[best]:
            break
        chosen.append(best)
        weight = {term: value for term, value in weight.items() if term not in set(terms(best))}
    return chosen


def _runs(text: str) -> list[str]:
    """Return the stretches of words that say something, as they are written."""
    runs: list[list[str]] = [[]]
    for word in _WORD.findall(text):
        if word.lower() in _VAGUE or not word[0].isalnum():
            runs.append([])
        else:
            runs[-1].append(word)
    return [" ".join(run) for run in runs if run]


def _leans(question: str) -> bool:
    """Say whether a question refers back, or says too little by itself."""
    if len(set(terms(question))) <= (1 if _names(question) else _FEW):
        return True
    return bool(_LEANS.search(_OWN_THAT.sub("", question)))


def _same_of_another(question: str, before: str) -> str:
    """Return ``before`` with the one name that ``question`` is about in the place of its first name."""
    instead = _INSTEAD.match(question)
    other = (instead["other"] or instead["fragment"]).strip() if instead else ""
    if not _NAME.fullmatch(other) or _names(other) != [other] or other in before:
        return ""
    named = [
        name for name in _names(before) if name.lower() not in _NO_NAMES and _is_time(name) == _is_time(other)
    ]
    if not named:
        return ""
    ending = "’s" if named[0].endswith(("’s", "'s")) and not other.endswith(("’s", "'s")) else ""
    return before.replace(named[0], other + ending, 1)


def _is_time(name: str) -> bool:
    return name.lower().rstrip(".") in _TIMES


def _answered_names(history: Sequence[Turn]) -> list[str]:
    """Return the names that the last answer gives and no question of the user's did."""
    answer = next((turn.content for turn in reversed(history) if turn.role == "assistant"), "")
    asked = " ".join(turn.content for turn in history if turn.role == "user")
    return [name for name in dict.fromkeys(_names(answer)) if _runs(name) and name not in asked][:PHRASES]


def _names(text: str) -> list[str]:
    """Return the capitalised names in ``text``, without question words at their start."""
    found = []
    for match in _NAME.finditer(text):
        words = match.group().split()
        while words and words[0].lower() in _QUESTION_WORDS:
            words.pop(0)
        if words:
            found.append(" ".join(words))
    return found

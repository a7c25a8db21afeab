"""Sentence -> the questions that it answers for certain, put together from its own words.

An English main clause is turned round and what is asked for is left out of it: “Sweden joined NATO
on 7 March 2024.” becomes “When did Sweden join NATO?”. What is not understood whole gives no question:
a second verb, a pronoun, a word that leans on what was said before. Few sentences pass, and that is meant.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

from chatbot.suggest.english import (
    ACTING,
    AUXILIARIES,
    BASE,
    COMPLETE,
    COMPLETE_IN_PASSIVE,
    DECIDING,
    LEANING,
    LOOSE,
    OWNING,
    PARTICIPLES,
    PEOPLE,
    THINGS,
    TITLES,
)

_MONTH = "(?:January|February|March|April|May|June|July|August|September|October|November|December)"
_DAY = rf"(?:\d{{1,2}}(?:st|nd|rd|th)? {_MONTH}(?:,? \d{{4}})?|{_MONTH} \d{{1,2}}(?:, \d{{4}})?)"
_WHEN = (
    rf"(?:on (?:\w+day,? )?{_DAY}|in (?:(?:early|late|mid-?) ?)?(?:{_MONTH},? (?:of )?)?\d{{4}}|in {_MONTH}"
    r"|in the (?:(?:early|late|mid)[- ])?(?:\d{4}s|\d\dth century))(?![\w–-]| and | to \d)"
)
_SOME = r"(?:about |around |nearly |almost |over |some |more than |at least |up to )?"
_NUMBER = (
    r"(?:\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty"
    r"|thirty|forty|fifty|sixty|seventy|eighty|ninety|a hundred)(?: hundred| thousand| million| billion)?"
)
_THINGS_COUNTED = r"(?P<things>(?:[A-Za-z0-9-]+ ){0,2}(?:[a-z]{3,}s|people|men|women|children))"
_ON_WITH = r"(?P<rest>(?: (?:of|in|to|for|from|on|at|with|against) .+)?)"
_DATED_FIRST = re.compile(rf"(?:In [A-Z]\w+ )?(?i:{_WHEN}),? (?P<rest>.+)")
_DATED = re.compile(rf"(?P<before>.*?) ?\b{_WHEN}(?P<after>(?: .+)?)")
_LASTING = re.compile(rf"(?P<rest>.*?) ?\bfor {_SOME}{_NUMBER} (?:years|months|weeks|days|hours|minutes)")
_MONEY = re.compile(rf"{_SOME}(?:US)?[$€£]\d[\d,.]*(?: million| billion| trillion)?{_ON_WITH}")
_COUNTED = re.compile(rf"{_SOME}{_NUMBER} {_THINGS_COUNTED}{_ON_WITH}")
_COUNTED_FIRST = re.compile(
    rf"(?i:{_SOME}{_NUMBER}) {_THINGS_COUNTED} (?P<verb>were|was|[a-z]+) (?P<rest>.+)"
)
_MEASURED = re.compile(rf"{_SOME}{_NUMBER} [a-zA-Z]+ (?P<how>long|high|wide|deep|tall|old)")
_PLACED = re.compile(r"in (?:the )?[A-Z][\w’'-]+(?: [A-Z][\w’'-]+)*")
_DEFINED = re.compile(
    r"(?:an?|the) (?P<what>[\w’'-]+(?: [\w’'-]+){0,8}?)"
    r"(?: (?:of|in|for|from|that|who|which|at|by|to|on|with)\b.*)?"
)
_BECAUSE = re.compile(r"(?P<rest>.+?),? because .+")
_APPOSED = re.compile(r"(?P<subject>[^,]{3,60}), (?P<what>[^,]{3,60}), (?P<rest>[a-z].+)")
_ASIDE = re.compile(r" \([^()]*\)| \[[^\[\]]*\]")
_FURTHER = re.compile(
    r"(?:(?<!\d), |, (?!\d{4}\b)|; | [-–—] "
    r"| (?:when|while|after|before|until|although|which|who|where|whose) "
    rf"| and (?={'|'.join(sorted(BASE))}|was |were |is |has ))(?:.*)"
)
"""Where a main clause ends and another begins."""

_UNREADABLE = re.compile(r"[\"“”()\[\]:;?!…—|*/\\]| [-–.,] ")

_JOINING = ("of", "and", "de", "von", "van")
_NAME = re.compile(r"[A-ZÀ-ÞА-ЯЄІЇҐ][\w’'.-]*")
_FEWEST, _MOST = 4, 15
"""Words of a question."""


@dataclass(frozen=True, slots=True)
class _Clause:
    """A main clause: its subject, its verb as ``said``, parted for a question, and all that follows it."""

    subject: str
    said: str
    helper: str
    verb: str
    rest: str

    def asked(self, word: str, rest: str) -> str:
        """Return the question that begins with ``word``, with ``rest`` in the place of the clause's own."""
        parts = (word, self.helper, self.subject, self.verb, rest.strip())
        return " ".join(filter(None, parts)) + "?"


def questions(sentence: str, is_name: Callable[[str], bool]) -> list[str]:
    """Return the questions that ``sentence`` answers, the most telling first.

    ``is_name`` says whether a capitalised word is one wherever it stands: at the beginning of a
    sentence any word is capitalised.
    """
    text = _ASIDE.sub("", " ".join(sentence.split())).replace("’", "'")
    if not text.endswith(".") or " ." in text:
        return []
    return [each for each in dict.fromkeys(_all(text[:-1], is_name)) if _is_sound(each)]


def _all(text: str, is_name: Callable[[str], bool]) -> Iterator[str]:
    dated = _DATED_FIRST.fullmatch(text)
    text = dated["rest"] if dated else text
    yield from _how_many(_FURTHER.sub("", text))
    if apposed := _APPOSED.fullmatch(text):
        text = f"{apposed['subject']} {apposed['rest']}"
    caused = _BECAUSE.fullmatch(text)
    clause = _clause(caused["rest"] if caused else text, is_name)
    if clause is None:
        return
    if caused:
        yield clause.asked("Why", clause.rest)
    if dated and clause.verb:
        yield from _when(clause, clause.rest)
    elif clause.verb and (found := _DATED.fullmatch(clause.rest)):
        yield from _when(clause, found["before"] + found["after"])
    yield from _being(clause) if not clause.verb else _doing(clause)


def _clause(text: str, is_name: Callable[[str], bool]) -> _Clause | None:
    """Return the main clause that ``text`` begins with; ``None`` where it is not plain."""
    plain = _FURTHER.sub("", text)
    if _UNREADABLE.search(plain):
        return None
    words = plain.split(" ")
    for place, word in enumerate(words[:10]):
        if place and (word in BASE or word in AUXILIARIES):
            subject = _subject(words[:place], is_name)
            helper, verb, after = _verb(words[place:])
            if not subject or not helper or _holds_verb(after):
                return None
            said = " ".join(words[place : len(words) - len(after)])
            return _Clause(subject, said, helper, verb, " ".join(after))
    return None


def _verb(words: Sequence[str]) -> tuple[str, str, Sequence[str]]:
    """Return a question's helper and verb, and what stands after it; no helper where it is not understood."""
    first, *after = words
    then = after[0] if after else ""
    if first in BASE:
        return "did", BASE[first], after
    is_passive = first in ("was", "were") and (then in PARTICIPLES or then.endswith("ed"))
    is_perfect = first in ("has", "have") and then in PARTICIPLES
    if is_passive or is_perfect or (first == "will" and then in BASE.values()):
        return first, then, after[1:]
    if first in ("is", "are", "was", "were"):
        return first, "", after
    if first in ("has", "have") and re.match(_SOME + _NUMBER, " ".join(after)):
        return "does" if first == "has" else "do", "have", after
    return "", "", ()


def _holds_verb(words: Sequence[str]) -> bool:
    """Say whether there may be a second verb, whatever its form."""
    gerund = any(
        word.islower() and word.endswith("ing") and before not in ("of", "for", "against")
        for before, word in zip(("", *words), words, strict=False)
    )
    return gerund or any(w in AUXILIARIES or w in BASE or (w.islower() and w.endswith("ed")) for w in words)


def _subject(words: Sequence[str], is_name: Callable[[str], bool]) -> str:
    """Return the subject as it stands within a sentence; empty where it names nothing by itself."""
    if any(word.endswith(",") or word.casefold() in LEANING for word in words):
        return ""
    if words[0] in ("The", "the") and len(words) > 1:
        inner = words[1:]
        is_plain = all(_NAME.fullmatch(word) or re.fullmatch(r"[a-z-]+", word) for word in inner)
        is_one = not inner[-1].endswith("ly") and all(
            bool(_NAME.fullmatch(then)) or word == "of"
            for word, then in zip(inner, (*inner[1:], ""), strict=True)
            if word in LOOSE
        )
        return " ".join(("the", *inner)) if is_plain and is_one and any(map(_NAME.fullmatch, inner)) else ""
    is_owned = words[0].endswith("'s") and len(words) > 1 and not LOOSE.intersection(words)
    is_named = all(_NAME.fullmatch(word) or word in _JOINING for word in words) and _NAME.fullmatch(words[-1])
    if words[0] in ("The", "A", "An") or not (is_named or is_owned):
        return ""
    return " ".join(words) if words[0] in TITLES or is_name(words[0]) else ""


def _when(clause: _Clause, rest: str) -> Iterator[str]:
    if clause.verb == "born":
        yield clause.asked("When", "")
    elif rest.strip() or clause.said in COMPLETE or clause.verb in COMPLETE_IN_PASSIVE:
        yield clause.asked("When", rest)


def _doing(clause: _Clause) -> Iterator[str]:
    if lasting := _LASTING.fullmatch(clause.rest):
        yield clause.asked("How long", lasting["rest"])
    if counted := _COUNTED.fullmatch(clause.rest):
        yield clause.asked(f"How many {counted['things']}", counted["rest"])
    if money := _MONEY.fullmatch(clause.rest):
        yield clause.asked("How much money", money["rest"])
    if clause.verb in ("born", "held", "located") and _PLACED.fullmatch(clause.rest):
        yield clause.asked("Where", "")
    if clause.said in DECIDING and 2 < len(clause.rest.split(" ")) < 9:
        yield clause.asked("What", "")
    titled = clause.subject.split(" ")[0] in TITLES
    speaks = clause.said in ACTING and not clause.subject.startswith("the ")
    if (titled or speaks) and " and " not in clause.subject and len(clause.rest.split(" ")) > 2:
        yield f"Who {clause.said} {clause.rest}?"


def _how_many(plain: str) -> Iterator[str]:
    """Yield the question for the number of those who did something, or had it done to them."""
    found = _COUNTED_FIRST.fullmatch(plain)
    if (
        found
        and not _UNREADABLE.search(plain)
        and (found["verb"] in BASE or found["verb"] in ("was", "were"))
    ):
        first, *after = found["rest"].split(" ")
        is_passive = found["verb"] not in BASE and first.endswith("ed")
        if not _holds_verb(after if is_passive else [first, *after]) and _NAME.search(found["rest"]):
            yield f"How many {found['things']} {found['verb']} {found['rest']}?"


def _being(clause: _Clause) -> Iterator[str]:
    if measured := _MEASURED.fullmatch(clause.rest):
        yield f"How {measured['how']} {clause.helper} {clause.subject}?"
    defined = _DEFINED.fullmatch(clause.rest)
    if not defined or " and " in clause.subject or clause.helper not in ("is", "was"):
        return
    head = defined["what"].split(" ")[-1]
    if head in PEOPLE and " " in clause.subject and not clause.subject.startswith("the "):
        yield f"Who {clause.helper} {clause.subject}?"
    elif head in THINGS:
        yield f"What {clause.helper} {clause.subject}?"


def _is_sound(question: str) -> bool:
    """Say whether a question stands alone, and reads as one that a person would ask."""
    asking, *words = question[:-1].split(" ")
    if asking == "How":
        words = words[1:]
    fewest = 3 if asking in ("Who", "What") else _FEWEST
    if not fewest <= len(words) + 1 <= _MOST or not any(map(_NAME.fullmatch, words)):
        return False
    if _UNREADABLE.search(question[:-1]) or words[-1].casefold() in LOOSE or words[-1].endswith("ly"):
        return False
    small = {word.casefold() for word in words}
    if small & LEANING or (asking == "Who" and small & OWNING):
        return False
    return all(_is_known(words[place + 1 :]) for place, word in enumerate(words) if word == "the")


def _is_known(words: Sequence[str]) -> bool:
    """Say whether what stands after “the” says which one is meant: by a name, or by what it is of."""
    meant = [*takewhile(lambda word: word not in LOOSE, words)]
    return "of" in words[len(meant) : len(meant) + 1] or any(map(_NAME.fullmatch, meant))

"""Sentences -> passages: consecutive whole sentences that fit the embedding model's window.

Third stage of indexing. A passage never crosses into another section (the text under
another heading), and a table that goes on in another passage takes the names of its columns
along. Nothing is dropped: a sentence longer than a whole window, such as a table without full
stops, is cut at the best place into pieces that are cited as sentences of their own.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol

from index.columns import column_names
from index.types import BETWEEN_HEADINGS, BlockKind, Document, Passage, Sentence

CONTEXT_TOKENS = 40
"""The most tokens of a window that title and headings may take."""

_WIDE = 8
"""Characters a token that a beginning is looked for with: few words have as many."""

_CUT = re.compile(r"(?<=[;:])\s|(?<=[,|–—])\s|\s")


class TokenCounter(Protocol):
    """What cutting needs of a tokenizer."""

    def count(self, texts: Sequence[str]) -> list[int]:
        """Return the number of tokens of each text, without special tokens."""


def passages(
    document: Document,
    sentences: Iterable[Sentence],
    *,
    article_id: str,
    version: int,
    window: int,
    counter: TokenCounter,
) -> list[Passage]:
    """Pack ``sentences`` of ``document`` into passages of at most ``window`` tokens.

    ``window`` counts the tokens of the text with its context and without special
    tokens. Headings are context, not sentences: a section that holds nothing else is
    kept by its heading alone.
    """
    found: list[Passage] = []
    named = column_names(document.text, document.blocks)

    def close(group: list[Sentence], context: str) -> None:
        ordinal = len(found)
        found.append(
            Passage(
                id=f"{article_id}-{version}-{ordinal}",
                article_id=article_id,
                version=version,
                ordinal=ordinal,
                start=group[0].start,
                end=group[-1].end,
                context=context,
                sentences=tuple(group),
            )
        )

    for context, section in _sections(document, sentences):
        shown = _shorten(context, CONTEXT_TOKENS, counter)
        budget = window - counter.count([shown])[0]
        group: list[Sentence] = []
        used, about = 0, shown
        for piece, tokens in _fitting(section, budget, counter):
            if group and used + tokens > budget:
                close(group, about)
                columns = "" if (names := named.get(piece.start, "")) == piece.text else names
                about, used = _going_on(shown, columns, counter, budget - tokens)
                group = []
            group.append(piece)
            used += tokens
        if group:
            close(group, about)
    return found


def _going_on(context: str, columns: str, counter: TokenCounter, room: int) -> tuple[str, int]:
    """Return ``context`` with the names of the columns of a table that goes on, and the tokens they take.

    They are left out where they would take more than ``room`` tokens.
    """
    names = _shorten(columns, CONTEXT_TOKENS, counter)
    longer = f"{context}{BETWEEN_HEADINGS}{names}" if context else names
    with_names, without = counter.count([longer, context])
    taken = with_names - without
    return (longer, taken) if names and taken <= room else (context, 0)


def _sections(document: Document, sentences: Iterable[Sentence]) -> Iterator[tuple[str, list[Sentence]]]:
    """Yield the sentences under each heading with their context, ``Title > Heading``."""
    levels = {block.start: block.level for block in document.blocks if block.kind is BlockKind.HEADING}
    trail: list[tuple[int, Sentence]] = []
    section: list[Sentence] = []
    pending: Sentence | None = None

    def context() -> str:
        names = [document.metadata.title, *(heading.text for _, heading in trail[-2:])]
        return BETWEEN_HEADINGS.join(dict.fromkeys(" ".join(name.split()) for name in names if name))

    for sentence in sentences:
        if sentence.kind is not BlockKind.HEADING:
            section.append(sentence)
            continue
        if section or pending:
            yield context(), section or [pending] if pending else section
        section, pending = [], sentence
        level = levels.get(sentence.start, 1)
        trail = [(above, heading) for above, heading in trail if above < level] + [(level, sentence)]
    if section or pending:
        yield context(), section or [pending] if pending else section


def _fitting(
    section: Sequence[Sentence], budget: int, counter: TokenCounter
) -> Iterator[tuple[Sentence, int]]:
    """Yield the sentences of ``section`` with their tokens, those over ``budget`` cut into pieces."""
    counts = counter.count([sentence.text for sentence in section])
    for sentence, counted in zip(section, counts, strict=True):
        rest, tokens = sentence, counted
        while tokens > budget:
            near = _beginning(rest.text, budget, counter)
            cut = _cut_before(rest.text[:near], budget, counter)
            piece, rest = _slice(rest, 0, cut), _slice(rest, cut, len(rest.text))
            yield piece, counter.count([piece.text])[0]
            tokens = counter.count([rest.text[: _beginning(rest.text, budget, counter)]])[0]
        if rest.text:
            yield rest, tokens


def _beginning(text: str, budget: int, counter: TokenCounter) -> int:
    """Return the length of a beginning of ``text`` that has more than ``budget`` tokens, or of all of it.

    To count the whole rest of a long text before each cut would take a time that grows with its square.
    """
    length = _WIDE * budget
    while length < len(text) and counter.count([text[:length]])[0] <= budget:
        length *= 2
    return min(length, len(text))


def _slice(sentence: Sentence, start: int, end: int) -> Sentence:
    """Return the part of ``sentence`` between two of its own offsets, without outer spaces."""
    part = sentence.text[start:end]
    start += len(part) - len(part.lstrip())
    text = part.strip()
    return Sentence(text, sentence.start + start, sentence.start + start + len(text), sentence.kind)


def _cut_before(text: str, budget: int, counter: TokenCounter) -> int:
    """Return the best offset to cut ``text`` at, so that what is before it fits ``budget``."""
    low, high = 1, len(text)
    while low < high:  # the longest prefix that fits
        middle = (low + high + 1) // 2
        if counter.count([text[:middle]])[0] <= budget:
            low = middle
        else:
            high = middle - 1
    places = [match.start() for match in _CUT.finditer(text, low // 2, low)]
    strong = [place for place in places if text[place - 1] in ";:,|–—"]
    return (strong or places or [low])[-1]


def _shorten(text: str, budget: int, counter: TokenCounter) -> str:
    """Return ``text`` with words dropped from its end until it has at most ``budget`` tokens."""
    words = text.split()[:budget]
    while words and counter.count([" ".join(words)])[0] > budget:
        words.pop()
    return " ".join(words)

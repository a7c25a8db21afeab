"""Text -> sentence spans: where each sentence of an article starts and ends.

Second stage of indexing, after the readers. The boundaries come from ``sentencex``
(Wikimedia's rules for some 250 languages); this module keeps its offsets exact, puts
back together what is no boundary in news prose, and keeps reference marks out of quotes.
"""

import re
from collections.abc import Iterator

import sentencex

from index.types import Block, BlockKind, Document, Sentence

_ABBREVIATIONS = frozenset(
    """
    adm approx art assoc brig capt cf col corp dept dr eq est fig figs gen gov hon inc jr lt ltd
    maj messrs mr mrs ms mt no nos op para paras pres prof pt rep reps rev sec sen sens sgt
    sr st supt vol vols vs
    ген гр див ім млн млрд нар обл пл пор проф просп рис рр ст стор тис вул акад доц
    """.split()
)
_LAST_WORD = re.compile(r"([^\W\d_]+)\.\W*$")
_NUMBERED = frozenset("art eq fig figs no nos op p para paras pp pt sec vol vols ст рис".split())
_INITIAL = re.compile(r"(?:^|[\s(\"'“‘«.-])[^\W\d_]\.\s*$")
_ENUMERATOR = re.compile(r"^\W*(?:\d{1,3}|[ivxlc]{1,5}|[a-zа-я])[.)]\s*$", re.IGNORECASE)
_REFERENCE_MARK = re.compile(
    r"(?:(?<=[^\W\d_]{3}[.!?])\d{1,3}(?:[,;]\d{1,3})*|(?<=[^\W_][.!?])(?:\[\w{1,4}\])+)"
    r"(?=\s+[\"'“‘«(]?[^\W\d_a-z]|\s*$)"
)
_MISSED_END = re.compile(r"(?:(?<=…)|(?<=[.!?…][\"”»]))\s+(?=[\"“«(]?[^\W\d_a-zа-яєіїґ])")
_LETTER = re.compile(r"[^\W_]")
_SPACE = re.compile(r"\s")


def sentences(document: Document) -> tuple[Sentence, ...]:
    """Return the sentences of ``document`` in order; they never overlap.

    Every sentence satisfies ``document.text[s.start:s.end] == s.text``, starts and ends
    with something other than white space, and holds a letter or a digit. What is
    between sentences is white space, bare punctuation or a reference mark such as
    ``[12]``.
    """
    language = document.metadata.language.split("-")[0] or "en"
    return tuple(
        Sentence(document.text[start:end], start, end, block.kind)
        for block in document.blocks
        for start, end in _block_spans(document.text, block, language)
    )


def _block_spans(text: str, block: Block, language: str) -> Iterator[tuple[int, int]]:
    if block.kind in (BlockKind.HEADING, BlockKind.ROW, BlockKind.CODE):
        spans = [(block.start, block.end)]
    else:
        spans = _boundaries(text[block.start : block.end], block.start, language)
    for start, end in spans:
        trimmed = _trim(text, start, end)
        if trimmed:
            yield trimmed


def _boundaries(body: str, offset: int, language: str) -> list[tuple[int, int]]:
    """Cut ``body``, which starts at ``offset``, at sentence ends and around reference marks."""
    flat = _SPACE.sub(" ", body)
    pieces = [str(found["text"]) for found in sentencex.get_sentence_boundaries(language, flat)]
    if "".join(pieces) != flat:  # the offsets below would be wrong: keep the block whole
        pieces = [flat]
    joined: list[str] = []
    for piece in pieces:
        if joined and _continues(joined[-1], piece):
            joined[-1] += piece
        else:
            joined.append(piece)
    spans: list[tuple[int, int]] = []
    start = offset
    for piece in joined:
        cursor = start
        for mark in sorted(
            (*_REFERENCE_MARK.finditer(piece), *_MISSED_END.finditer(piece)), key=re.Match.start
        ):
            spans.append((cursor, start + mark.start()))
            cursor = start + mark.end()
        start += len(piece)
        spans.append((cursor, start))
    return spans


def _continues(left: str, right: str) -> bool:
    """Say whether the cut between ``left`` and ``right`` is inside a sentence."""
    following = _LETTER.search(right)
    if following is None or _ENUMERATOR.match(left):
        return True
    if following.group().islower() and not left.rstrip().endswith(("!", "?", ":", "…")):
        return True
    word = _LAST_WORD.search(left)
    if word is None:
        return False
    abbreviation = word.group(1)
    if abbreviation.lower() in _NUMBERED:
        return following.group().isdigit()
    if abbreviation.lower() in _ABBREVIATIONS:
        return abbreviation[0].isupper() or following.group().isdigit() or following.group().islower()
    return bool(_INITIAL.search(left)) and abbreviation.isupper() and not _ends_abbreviated(left)


def _ends_abbreviated(left: str) -> bool:
    """Say whether ``left`` ends in ``U.S.`` or ``p.m.``, after which a sentence may end."""
    return bool(re.search(r"[^\W\d_]\.\s?[^\W\d_]\.\s*$", left)) and not re.search(
        r"(?:^|\s)[^\W\d_]\.\s[^\W\d_]\.\s*$", left
    )


def _trim(text: str, start: int, end: int) -> tuple[int, int] | None:
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return (start, end) if _LETTER.search(text, start, end) else None

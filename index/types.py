"""The values that the stages of the index hand to each other, one type a stage.

Offsets are Unicode code points into an article's normalised text, counted from 0 and
half open, so that ``text[start:end]`` is the span.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.errors import QuestionError

Vector = NDArray[np.float32]
"""One embedding, shape ``(dimension,)``, or several, shape ``(n, dimension)``; unit length."""

_DATE = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?", re.ASCII)


class BlockKind(StrEnum):
    """What a stretch of an article is, as far as its reader can tell."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    ROW = "row"
    QUOTE = "quote"
    CODE = "code"


BLOCK_KINDS = {kind.value: kind for kind in BlockKind}
"""Looked up for each block and sentence that is read: several times as fast as ``BlockKind(value)``."""


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading, list item or table row: no sentence crosses its ends.

    ``level`` is 1 to 6 for a heading, the depth from 1 for a list item, 1 for a table row that
    is known to name the columns, otherwise 0.
    """

    kind: BlockKind
    start: int
    end: int
    level: int = 0


def blocks_to_json(blocks: tuple[Block, ...]) -> list[list[str | int]]:
    """Return ``blocks`` as JSON values: [[kind, start, end, level], …]."""
    return [[block.kind.value, block.start, block.end, block.level] for block in blocks]


def blocks_from_json(value: list[list[Any]]) -> tuple[Block, ...]:
    """Return the blocks that ``blocks_to_json`` was given."""
    return tuple(Block(BLOCK_KINDS[kind], start, end, level) for kind, start, end, level in value)


@dataclass(frozen=True, slots=True)
class Metadata:
    """What is known about an article beside its text.

    ``published`` is an ISO 8601 date of any precision (``2024``, ``2024-11``,
    ``2024-11-28``); ``published_note`` says how it is known where the article does not
    say it. ``url`` is where the article was published, ``part`` its name within a file
    that holds several.
    """

    title: str = ""
    author: str = ""
    published: str = ""
    published_note: str = ""
    language: str = ""
    url: str = ""
    part: str = ""

    def to_json(self) -> dict[str, str]:
        """Return its fields by their names; many times as fast as ``dataclasses.asdict``."""
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True, slots=True)
class Document:
    """An article as its reader found it: normalised text, its blocks and metadata."""

    text: str
    blocks: tuple[Block, ...]
    metadata: Metadata
    media_type: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of an article, or one piece of a sentence too long to embed."""

    text: str
    start: int
    end: int
    kind: BlockKind = BlockKind.PARAGRAPH


BETWEEN_HEADINGS = " > "
"""Between a passage's title and the headings above it."""


def sentences_to_json(sentences: Iterable[Sentence]) -> list[list[str | int]]:
    """Return ``sentences`` as JSON values, without their text: [[kind, start, end], …]."""
    return [[each.kind.value, each.start, each.end] for each in sentences]


def sentences_from_json(value: list[list[Any]], text: str) -> tuple[Sentence, ...]:
    """Return the sentences of ``text`` that ``sentences_to_json`` was given."""
    return tuple(Sentence(text[start:end], start, end, BLOCK_KINDS[kind]) for kind, start, end in value)


@dataclass(frozen=True, slots=True)
class Passage:
    """Consecutive whole sentences of one version of an article, short enough to embed.

    ``context`` (the title and the nearest headings) is embedded and searched with the
    text and is no part of it.
    """

    id: str
    article_id: str
    version: int
    ordinal: int
    start: int
    end: int
    context: str
    sentences: tuple[Sentence, ...]

    @property
    def text(self) -> str:
        """The passage's sentences, with one space between them."""
        return " ".join(sentence.text for sentence in self.sentences)

    @property
    def heading(self) -> str:
        """The nearest heading above it, or the title where there is none."""
        return self.context.rpartition(BETWEEN_HEADINGS)[2]


def shown_title(metadata: Metadata, sources: tuple[str, ...], article_id: str) -> str:
    """Return the title of an article, or the name of its first source where it has none."""
    return metadata.title or (sources[0].rsplit("/", 1)[-1] if sources else article_id)


@dataclass(frozen=True, slots=True)
class Article:
    """One version of an article in the catalog.

    ``sources`` are the files or addresses that it was found at, ``digest`` the SHA-256
    of its text and metadata in hexadecimal, ``added`` an ISO 8601 moment.
    ``current`` is false for a version that another has replaced or that was removed.
    """

    id: str
    version: int
    metadata: Metadata
    media_type: str
    digest: str
    text: str
    blocks: tuple[Block, ...]
    sources: tuple[str, ...]
    added: str
    current: bool = True

    @property
    def title(self) -> str:
        """The article's title, or the name of its first source where it has none."""
        return shown_title(self.metadata, self.sources, self.id)


@dataclass(frozen=True, slots=True)
class PageBox:
    """A rectangle on a page, counted from 1; in fractions of the page as it is drawn, from its top left."""

    page: int
    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Facsimile:
    """The pages of an article as they were printed, and where spans of its text are on them.

    ``sizes`` are width and height of each page in points; ``boxes`` has, for each span that
    was asked for, one box a line, none where the pages do not have it.
    """

    sizes: tuple[tuple[float, float], ...]
    boxes: tuple[tuple[PageBox, ...], ...]


@dataclass(frozen=True, slots=True)
class ArticleSummary:
    """An article without its text: what lists, hits and citations show of it.

    ``embedded`` counts the passages that have vectors; until it reaches ``passages`` the
    article is found by its terms alone.
    """

    id: str
    version: int
    title: str
    metadata: Metadata
    media_type: str
    sources: tuple[str, ...]
    passages: int
    sentences: int
    embedded: int
    added: str


class ArticleState(StrEnum):
    """Whether an article is found by meaning too, or by its words alone while vectors are computed."""

    READY = "ready"
    EMBEDDING = "embedding"


class ArticleOrder(StrEnum):
    """How a list of articles is sorted; what is alike, by title. Articles without a date are the oldest."""

    TITLE = "title"
    NEWEST = "newest"
    ADDED = "added"
    LONGEST = "longest"


@dataclass(frozen=True, slots=True)
class Filter:
    """Which articles are searched; every part that is not empty must hold.

    ``sources`` are files, folders and addresses: an article matches that was found or
    published at or below one of them. ``since`` and ``until`` are whole or partial ISO
    8601 dates ("2024", "2024-05"), both inclusive, on the article's date of publication;
    an article without a date matches neither. ``languages`` are tags, of which ``en``
    matches ``en-GB`` too; ``collections`` the names that were given when it was indexed.
    Raises QuestionError for a date that is none, and for an empty name.
    """

    sources: tuple[str, ...] = ()
    since: str = ""
    until: str = ""
    languages: tuple[str, ...] = ()
    collections: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for name, value in (("since", self.since), ("until", self.until)):
            if value and not _is_date(value):
                raise QuestionError(
                    f"“{value}” is no date to search {name}",
                    "write a year, a month or a day: 2024, 2024-05 or 2024-05-31",
                )
        if self.since and self.until and self.since > self.until and not self.since.startswith(self.until):
            raise QuestionError(
                f"no date is since {self.since} and until {self.until}", "exchange the two, or leave out one"
            )
        if not all(value.strip() for value in (*self.sources, *self.languages, *self.collections)):
            raise QuestionError(
                "a source, language or collection to search is empty", "name it, or leave it out"
            )

    def __bool__(self) -> bool:
        """Say whether it leaves anything out."""
        return bool(self.sources or self.since or self.until or self.languages or self.collections)


def _is_date(value: str) -> bool:
    if not _DATE.fullmatch(value):
        return False
    try:
        date.fromisoformat(value + "-01-01"[len(value) - 4 :])
    except ValueError:
        return False
    return True


@dataclass(frozen=True, slots=True)
class Facets:
    """What a library can be filtered by, each value with the number of its articles.

    The values with most articles come first. ``sources`` are the files and folders that
    were named to be indexed; ``since`` and ``until`` the oldest and the newest date of
    publication as it is known, empty where no article has one; ``formats`` are media types.
    """

    sources: Mapping[str, int] = field(default_factory=dict)
    since: str = ""
    until: str = ""
    languages: Mapping[str, int] = field(default_factory=dict)
    collections: Mapping[str, int] = field(default_factory=dict)
    formats: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Listing:
    """Which current articles a list shows, and in what order; every part that is given must hold.

    ``search`` is found in the title or a source, whatever the case, or ``by_title`` alone;
    ``formats`` are media types; ``state`` is ``None`` for either.
    """

    search: str = ""
    where: Filter = field(default_factory=Filter)
    formats: tuple[str, ...] = ()
    state: ArticleState | None = None
    order: ArticleOrder = ArticleOrder.TITLE
    by_title: bool = False


@dataclass(frozen=True, slots=True)
class Extent:
    """How much a filter leaves to be searched."""

    articles: int
    passages: int


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that a search found; ranks count from 1, ``None`` where a part missed it.

    ``similarity`` is the cosine of question and passage; ``vector``, the passage's, has
    shape ``(dimension,)`` and ``sentence_vectors`` ``(len(passage.sentences), dimension)``;
    both are ``None`` while they are still being embedded.
    """

    passage: Passage
    article: ArticleSummary
    score: float
    similarity: float
    dense_rank: int | None
    term_rank: int | None
    sentence_vectors: Vector | None
    vector: Vector | None = None


@dataclass(frozen=True, slots=True)
class Counts:
    """How much the catalog holds; ``embedded`` counts passages that have vectors."""

    articles: int
    passages: int
    sentences: int
    embedded: int
    revision: int

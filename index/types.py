"""The values that the stages of the index hand to each other, one type a stage.

Offsets are Unicode code points into an article's normalised text, counted from 0 and
half open, so that ``text[start:end]`` is the span.
"""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float32]
"""One embedding, shape ``(dimension,)``, or several, shape ``(n, dimension)``; unit length."""


class BlockKind(StrEnum):
    """What a stretch of an article is, as far as its reader can tell."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    ROW = "row"
    QUOTE = "quote"
    CODE = "code"


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading, list item or table row: no sentence crosses its ends.

    ``level`` is 1 to 6 for a heading, the depth from 1 for a list item, otherwise 0.
    """

    kind: BlockKind
    start: int
    end: int
    level: int = 0


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


def shown_title(metadata: Metadata, sources: tuple[str, ...], article_id: str) -> str:
    """Return the title of an article, or the name of its first source where it has none."""
    return metadata.title or (sources[0].rsplit("/", 1)[-1] if sources else article_id)


@dataclass(frozen=True, slots=True)
class Article:
    """One version of an article in the catalog.

    ``sources`` are the files or addresses that it was found at, ``digest`` the SHA-256
    of the bytes (with its metadata file) in hexadecimal, ``added`` an ISO 8601 moment.
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


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that a search found; ranks count from 1, ``None`` where a part missed it.

    ``similarity`` is the cosine of question and passage, ``sentence_vectors`` has shape
    ``(len(passage.sentences), dimension)``, or is ``None`` while they are still being
    embedded.
    """

    passage: Passage
    article: ArticleSummary
    score: float
    similarity: float
    dense_rank: int | None
    term_rank: int | None
    sentence_vectors: Vector | None


@dataclass(frozen=True, slots=True)
class Counts:
    """How much the catalog holds; ``embedded`` counts passages that have vectors."""

    articles: int
    passages: int
    sentences: int
    embedded: int
    revision: int

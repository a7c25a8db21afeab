"""How the types of the index are stored in rows, and read back from them."""

import hashlib
import json
from typing import Any

import numpy as np

from index.types import BLOCK_KINDS, Article, Document, Metadata, Passage, Sentence, Vector, blocks_from_json

Row = Any
"""A row of a SQLAlchemy result, its columns as attributes."""


def document_digest(document: Document) -> str:
    """Return the SHA-256 of what makes an article: its text and its metadata but for the part."""
    known = document.metadata.to_json()
    del known["part"]
    content = json.dumps([document.text, known], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(content.encode("utf-8")).hexdigest()


def passage_digest(passage: Passage) -> str:
    """Return the SHA-256 of all that a passage's vectors depend on beside the model."""
    content = json.dumps(
        [passage.context, [sentence.text for sentence in passage.sentences]], ensure_ascii=False
    )
    return hashlib.sha256(content.encode("utf-8")).hexdigest()


def passage_from_row(row: Row) -> Passage:
    """Return the passage of a row of ``passages``."""
    found: list[Sentence] = []
    cursor = 0
    for kind, start, end in row.sentences:
        text = row.text[cursor : cursor + end - start]
        found.append(Sentence(text, start, end, BLOCK_KINDS[kind]))
        cursor += len(text) + 1
    return Passage(
        id=row.id,
        article_id=row.article_id,
        version=row.version,
        ordinal=row.ordinal,
        start=found[0].start,
        end=found[-1].end,
        context=row.context,
        sentences=tuple(found),
    )


def article_from_row(row: Row, sources: tuple[str, ...], current: bool) -> Article:
    """Return the article of a row of ``versions``."""
    return Article(
        id=row.article_id,
        version=row.version,
        metadata=Metadata(**row.metadata),
        media_type=row.media_type,
        digest=row.digest,
        text=row.text,
        blocks=blocks_from_json(row.blocks),
        sources=sources,
        added=row.added,
        current=current,
    )


def vector_to_bytes(vector: Vector) -> bytes:
    """Return ``vector`` as little-endian float16."""
    return vector.astype("<f2").tobytes()


def vector_from_bytes(stored: bytes, dimension: int) -> Vector:
    """Return the float32 vectors of ``stored``, a row each; a ``dimension`` of -1 means one row."""
    flat = np.frombuffer(stored, dtype="<f2").astype(np.float32)
    vectors: Vector = flat.reshape(1 if dimension < 0 else -1, dimension)
    return vectors

"""(question, passage) pairs -> token ids, and which sentence each token belongs to."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from tokenizers import Encoding, Tokenizer

MOST_TOKENS = 192
"""Of a question and a passage together; a passage has about 120, its title and heading some more."""

QUESTION_CHARACTERS = 400
"""Of the question: what is left leaves room for the passage."""


@dataclass(frozen=True, slots=True)
class Pair:
    """What is read at once: a question, a passage's title and headings, its sentences."""

    question: str
    context: str
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Batch:
    """Pairs as integer arrays of shape ``(pairs, tokens)``.

    ``sentence`` numbers the sentence of each token from 1; 0 is a token of none (the
    question, the context, padding). A sentence beyond the window has no token.
    """

    ids: NDArray[np.int64]
    mask: NDArray[np.int64]
    types: NDArray[np.int64]
    sentence: NDArray[np.int64]


def encode(tokenizer: "Tokenizer", pairs: Sequence[Pair]) -> Batch:
    """Return ``pairs`` as one batch; ``tokenizer`` truncates the second text and pads."""
    joined = [_joined(pair) for pair in pairs]
    encoded = tokenizer.encode_batch(
        [
            (pair.question[:QUESTION_CHARACTERS], text or ".")
            for pair, (text, _) in zip(pairs, joined, strict=True)
        ]
    )
    return Batch(
        ids=np.array([each.ids for each in encoded], dtype=np.int64),
        mask=np.array([each.attention_mask for each in encoded], dtype=np.int64),
        types=np.array([each.type_ids for each in encoded], dtype=np.int64),
        sentence=np.stack([_sentences(each, ends) for each, (_, ends) in zip(encoded, joined, strict=True)]),
    )


def reading_tokenizer(path: str) -> "Tokenizer":
    """Return the tokenizer of ``path`` (a ``tokenizer.json``), set to read pairs."""
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(path)
    tokenizer.enable_truncation(MOST_TOKENS, strategy="only_second")
    tokenizer.enable_padding()
    return tokenizer


def _joined(pair: Pair) -> tuple[str, NDArray[np.int64]]:
    """Return the pair's second text, and where in it the context and each sentence end."""
    text = f"{pair.context}. " if pair.context else ""
    ends = [len(text)]
    for sentence in pair.sentences:
        text += f"{sentence} "
        ends.append(len(text))
    return text.rstrip(), np.array(ends)


def _sentences(encoded: "Encoding", ends: NDArray[np.int64]) -> NDArray[np.int64]:
    starts = np.array([start for start, _ in encoded.offsets])
    in_text = (np.array(encoded.type_ids) == 1) & (np.array(encoded.special_tokens_mask) == 0)
    numbers: NDArray[np.int64] = np.searchsorted(ends, starts, side="right")
    return np.where(in_text, numbers, 0)

import numpy as np
import pytest

from index.embedding import LocalEmbedder
from index.errors import ModelError
from index.types import Passage, Sentence


def passage(*texts: str, context: str = "") -> Passage:
    sentences, start = [], 0
    for text in texts:
        sentences.append(Sentence(text, start, start + len(text)))
        start += len(text) + 1
    return Passage("p", "a", 1, 0, 0, start - 1, context, tuple(sentences))


def test_passage_vectors_are_those_of_the_model(real_embedder: LocalEmbedder) -> None:
    given = [passage("Kyiv is a city.", "It is old.", context="Places"), passage("Bread.")]
    expected = real_embedder.embed_documents(["Places\nKyiv is a city. It is old.", "Bread."])
    for found, wanted in zip(real_embedder.passages(given), expected, strict=True):
        assert np.dot(found.passage, wanted) == pytest.approx(1.0, abs=1e-4)


def test_each_sentence_has_a_vector_near_what_it_says(real_embedder: LocalEmbedder) -> None:
    given = passage("Kyiv is the capital of Ukraine.", "Rye bread keeps for a week.")
    found = real_embedder.passages([given])[0].sentences
    assert found.shape == (2, 384)
    assert np.linalg.norm(found, axis=1) == pytest.approx([1, 1], abs=1e-4)
    asked = found @ real_embedder.query("How long does bread keep?")
    assert asked[1] > asked[0]


def test_batches_of_mixed_lengths_keep_their_order(real_embedder: LocalEmbedder) -> None:
    given = [passage(f"Number {number}. " + "word " * (number % 7)) for number in range(40)]
    together = real_embedder.passages(given)
    alone = real_embedder.passages([given[13]])[0]
    assert np.dot(together[13].passage, alone.passage) == pytest.approx(1.0, abs=1e-4)


def test_a_text_beyond_the_window_still_has_vectors(real_embedder: LocalEmbedder) -> None:
    given = passage(*["Sentence of several words here."] * 100)
    assert np.isfinite(real_embedder.passages([given])[0].sentences).all()


def test_a_model_that_cannot_be_had_says_what_to_do() -> None:
    with pytest.raises(ModelError) as raised:
        LocalEmbedder("nobody/no-such-model").query("?")
    assert "FOOTNOTE_EMBEDDING_MODEL" in raised.value.help

from pathlib import Path

import pytest

from index.errors import EmptyIndexError
from index.library import Library
from index.search import RRF_CONSTANT, fuse


def test_fusion_is_weighted_reciprocal_rank() -> None:
    fused = fuse([({"a": 1, "b": 2}, 2.0), ({"b": 1}, 1.0)])
    assert fused["a"] == pytest.approx(2 / (RRF_CONSTANT + 1))
    assert fused["b"] == pytest.approx(2 / (RRF_CONSTANT + 2) + 1 / (RRF_CONSTANT + 1))
    assert fused["b"] > fused["a"]


def test_hits_tell_how_each_part_found_them(library: Library, articles: Path) -> None:
    library.sync([articles])
    found = library.search("When did Sweden join NATO?")
    best = found.hits[0]
    assert (best.dense_rank, best.term_rank) == (1, 1)
    assert best.similarity == pytest.approx(
        float(found.query.vector @ library.embedder.query(f"{best.passage.context} {best.passage.text}")),
        abs=1e-2,
    )
    assert best.sentence_vectors is not None and len(best.sentence_vectors) == len(best.passage.sentences)


def test_rare_terms_weigh_more(library: Library, articles: Path) -> None:
    library.sync([articles])
    rarity = library.search("Did Turkey want NATO?").rarity
    assert rarity["turkey"] > rarity["nato"] > 0


def test_a_question_of_stop_words_still_finds_by_vectors(library: Library, articles: Path) -> None:
    library.sync([articles])
    found = library.search("what is it?")
    assert found.query.terms == () and found.hits


def test_an_index_that_was_never_built_says_so(library: Library) -> None:
    with pytest.raises(EmptyIndexError):
        library.search("anything")


def test_at_most_the_limit(library: Library, articles: Path) -> None:
    library.sync([articles])
    assert len(library.search("NATO bread", limit=2).hits) == 2

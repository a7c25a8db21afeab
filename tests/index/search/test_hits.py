from pathlib import Path

import pytest
from hash_embedder import HashEmbedder

from index.errors import EmptyIndexError
from index.library import Library
from index.search.hits import RRF_CONSTANT, fuse


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


def test_an_index_whose_first_articles_are_being_indexed_is_not_called_broken(
    library: Library, articles: Path, embedder: HashEmbedder
) -> None:
    library.sync([articles])
    for pointer in library.data.rglob("current.json"):
        pointer.unlink()  # as before the first of them is written
    with (
        Library(library.settings, embedder) as visitor,
        pytest.raises(EmptyIndexError, match="first articles are being indexed"),
    ):
        visitor.search("Did Sweden join?")


def test_a_word_that_one_passage_has_is_found_whatever_is_nearer_by_vector(
    library: Library, tmp_path: Path
) -> None:
    folder = tmp_path / "manual"
    folder.mkdir()
    (folder / "log.md").write_text("\n\n".join(f"The pump of hall {n} was seen to." for n in range(900)))
    (folder / "codes.txt").write_text("Close both valves where E4711 lights up in winter.")
    library.sync([folder])
    hits = library.search("Which hall is E4711 of?").hits
    only = [hit for hit in hits if "E4711" in hit.passage.text]
    assert [hit.term_rank for hit in only] == [1]
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)


def test_at_most_the_limit(library: Library, articles: Path) -> None:
    library.sync([articles])
    assert len(library.search("NATO bread", limit=2).hits) == 2

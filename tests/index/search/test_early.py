"""What is asked of an article that is not embedded yet is embedded for the question, once."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hash_embedder import HashEmbedder

from index.library import Library


def read_only(library: Library, *paths: Path) -> None:
    """Index ``paths`` as far as their terms: the run is stopped before anything is embedded."""
    answers = iter([False] * len(paths))
    assert library.sync(paths, is_cancelled=lambda: next(answers, True)).embedded == 0


def test_what_terms_find_has_vectors_and_a_place_by_meaning(
    library: Library, articles: Path, embedder: HashEmbedder
) -> None:
    read_only(library, articles)
    assert library.status().counts.embedded == 0
    best = library.search("When did Sweden join NATO?").hits[0]
    assert "Sweden" in best.passage.text
    assert (best.dense_rank, best.term_rank) == (1, 1)
    assert best.vector is not None
    assert best.similarity == pytest.approx(
        float(best.vector @ embedder.query("When did Sweden join NATO?")), abs=1e-6
    )
    assert best.sentence_vectors is not None and len(best.sentence_vectors) == len(best.passage.sentences)
    assert library.status().counts.embedded == 0  # a question changes nothing in the catalog


def test_a_new_article_stands_where_it_will_stand_once_it_is_embedded(
    library: Library, articles: Path, write: Callable[..., Path]
) -> None:
    library.sync([articles])
    write(articles / "norway.txt", "Norway joined NATO in 1949. Its border with Russia is 198 km long.")
    read_only(library, articles)
    question = "How long is Norway's border with Russia?"
    early = library.search(question).hits
    library.sync([articles])
    stored = library.search(question).hits
    assert [(hit.article.title, hit.dense_rank, hit.score) for hit in early] == [
        (hit.article.title, hit.dense_rank, hit.score) for hit in stored
    ]
    assert [hit.similarity for hit in early] == pytest.approx([hit.similarity for hit in stored], abs=1e-2)


def test_a_passage_is_embedded_for_a_question_once(
    library: Library, articles: Path, embedder: HashEmbedder
) -> None:
    read_only(library, articles)
    library.search("When did Sweden join NATO?")
    library.search("Which year did Sweden join NATO in?")
    assert len(embedder.embedded) == len(set(embedder.embedded)) > 0


def test_where_all_is_embedded_nothing_is_embedded_for_a_question(
    library: Library, articles: Path, embedder: HashEmbedder
) -> None:
    library.sync([articles])
    embedder.embedded.clear()
    library.search("When did Sweden join NATO?")
    assert embedder.embedded == []

"""Another embedding model: built beside, resumed, swapped while questions go on."""

import threading
from collections.abc import Sequence
from pathlib import Path

import pytest
from hash_embedder import HashEmbedder

from index.embedding import Embedded, LocalEmbedder
from index.errors import ModelError
from index.library import Library
from index.search.hits import Query
from index.settings import DEFAULT_MODEL, IndexSettings
from index.types import Passage
from index.upkeep.doctor import examine
from index.upkeep.manifest import manifest


class Wide(HashEmbedder):
    """A model whose vectors have another length."""

    name = "wide"

    def __init__(self) -> None:
        super().__init__(96)


@pytest.fixture
def indexed(library: Library, articles: Path) -> Library:
    library.sync([articles])
    return library


@pytest.fixture(scope="session")
def shallow(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A real model in a folder: the pinned one's first two layers."""
    from sentence_transformers import SentenceTransformer

    from index.models import locate

    folder = tmp_path_factory.mktemp("models") / "shallow"
    model = SentenceTransformer(str(locate(DEFAULT_MODEL)), device="cpu", local_files_only=True)
    bert = model[0].auto_model
    bert.encoder.layer = bert.encoder.layer[:2]
    bert.config.num_hidden_layers = 2
    model.save(str(folder), create_model_card=False)
    return str(folder)


def test_every_passage_is_embedded_anew_and_the_new_model_stands(indexed: Library):
    before = manifest(indexed)
    report = indexed.reembed(Wide())
    assert report.embedded == 3 and not report.interrupted
    assert indexed.embedder.name == "wide" and indexed.catalog.standing_model() == "wide"
    hit = indexed.search("When did Finland join NATO?").hits[0]
    assert hit.article.title == "finland.txt" and hit.dense_rank == 1
    assert hit.vector is not None and hit.vector.shape == (96,)
    assert examine(indexed) == []
    assert manifest(indexed) == before


def test_a_query_of_the_model_before_is_searched_for_among_its_vectors(indexed: Library):
    old = indexed.embedder
    query = Query.of("Turkey and Hungary", old.query("Turkey and Hungary"), old.name)
    indexed.reembed(Wide())
    hit = indexed.search_for(query).hits[0]
    assert hit.article.title == "sweden.txt" and hit.dense_rank == 1
    assert hit.vector is not None and hit.vector.shape == (64,)


def test_what_a_stopped_run_embedded_is_not_embedded_again_though_articles_change(
    indexed: Library, articles: Path, write, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("index.indexing.embed._TOGETHER", 1)
    wide, batches = Wide(), iter([False, False, True])
    stopped = indexed.reembed(wide, is_cancelled=lambda: next(batches))
    assert stopped.interrupted and stopped.embedded == 2
    assert indexed.embedder.name == "hash"
    assert indexed.search("Finland").hits[0].dense_rank == 1
    write(articles / "norway.txt", "Norway was a founder of NATO in 1949.")
    indexed.sync([articles])
    assert indexed.reembed(wide).embedded == 2
    assert len(wide.embedded) == len(set(wide.embedded)) == 4
    assert indexed.search("Norway").hits[0].dense_rank == 1


def test_the_vectors_of_the_model_before_go_with_the_next_run(indexed: Library, articles: Path):
    indexed.reembed(Wide())
    indexed.sync([articles])
    with indexed.catalog.engine.connect() as connection:
        models = connection.exec_driver_sql("SELECT DISTINCT model FROM vectors").scalars().all()
    assert models == ["wide"]


def test_questions_go_on_while_everything_is_embedded_anew(indexed: Library):
    half, go_on = threading.Event(), threading.Event()

    class Slow(Wide):
        def passages(self, passages: Sequence[Passage]) -> list[Embedded]:
            half.set()
            assert go_on.wait(10)
            return super().passages(passages)

    running = threading.Thread(target=indexed.reembed, args=(Slow(),))
    running.start()
    assert half.wait(10)
    found = indexed.search("When did Sweden join NATO?")
    assert found.hits[0].article.title == "sweden.txt" and found.hits[0].dense_rank == 1 and not found.note
    go_on.set()
    running.join(30)
    assert indexed.embedder.name == "wide"


def test_a_model_that_cannot_be_loaded_changes_nothing(indexed: Library, tmp_path: Path):
    (tmp_path / "empty").mkdir()
    with pytest.raises(ModelError, match=r"modules\.json"):
        indexed.reembed(str(tmp_path / "empty"))
    assert indexed.catalog.standing_model() == "hash"
    assert indexed.search("Finland").hits[0].dense_rank == 1


def test_the_library_keeps_its_model_and_another_process_takes_it_over(
    settings: IndexSettings, articles: Path, shallow: str, caplog: pytest.LogCaptureFixture
):
    with Library(settings) as library:
        library.sync([articles])
    asking = Library.open(settings)
    assert asking.search("When did Finland join?").hits[0].dense_rank == 1
    with Library(settings) as library:
        library.reembed(shallow)
    assert asking.search("When did Finland join?").hits
    with asking.following("catching up"):
        asking.catch_up()
    assert asking.embedder.name == shallow
    assert asking.search("When did Finland join?").hits[0].dense_rank == 1
    asking.close()
    with Library.open(settings) as library:
        assert isinstance(library.embedder, LocalEmbedder) and library.embedder.name == shallow
        assert library.search("When did Finland join?").hits[0].dense_rank == 1
    other = settings.model_copy(update={"embedding_model": "elsewhere/a-model"})
    with Library.open(other) as library:
        assert library.embedder.name == shallow
    assert "footnote reembed --model elsewhere/a-model" in caplog.text

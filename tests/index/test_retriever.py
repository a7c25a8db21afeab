"""LangChain's own standard tests, and exact offsets, on what the index gives to other chains."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from langchain_tests.integration_tests import RetrieversIntegrationTests
from langchain_tests.unit_tests import EmbeddingsUnitTests

from index import FootnoteRetriever
from index.embedding import LocalEmbedder
from index.library import Library
from index.settings import DEFAULT_MODEL


@pytest.fixture
def retriever(library: Library, articles: Path) -> FootnoteRetriever:
    library.sync([articles])
    return FootnoteRetriever(library=library)


def test_documents_are_exact_stretches_of_their_article(
    retriever: FootnoteRetriever, library: Library
) -> None:
    found = retriever.invoke("Sweden and NATO")
    assert found
    for document in found:
        article = library.article(document.metadata["article_id"])
        assert article is not None
        assert article.text[document.metadata["start"] : document.metadata["end"]] == document.page_content
        assert document.metadata["source"] in article.sources


class TestStandardRetriever(RetrieversIntegrationTests):
    @pytest.fixture(autouse=True)
    def _library(self, library: Library, articles: Path) -> Iterator[None]:
        library.sync([articles])
        type(self).opened = library  # type: ignore[attr-defined]
        yield

    @property
    def retriever_constructor(self) -> type[FootnoteRetriever]:
        return FootnoteRetriever

    @property
    def retriever_constructor_params(self) -> dict[str, Any]:
        return {"library": self.opened}  # type: ignore[attr-defined]

    @property
    def retriever_query_example(self) -> str:
        return "Sweden"


class TestStandardEmbeddings(EmbeddingsUnitTests):
    @property
    def embeddings_class(self) -> type[LocalEmbedder]:
        return LocalEmbedder

    @property
    def embedding_model_params(self) -> dict[str, Any]:
        return {"name": DEFAULT_MODEL}

"""The library as a LangChain retriever: passages with exact offsets, for other people's chains."""

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict, Field

from index.library import Library
from index.types import Filter


class FootnoteRetriever(BaseRetriever):
    """Finds the ``k`` passages nearest to a query by vectors and terms, fused, among those of ``where``.

    A document's ``page_content`` is exactly ``article.text[start:end]``, with ``start`` and
    ``end`` (code points, half open), ``article_id``, ``version``, ``title``, ``source``,
    ``published`` and ``score`` in its metadata.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    library: Library
    k: int = Field(default=8, ge=1)
    where: Filter | None = None

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun, k: int | None = None
    ) -> list[Document]:
        hits = self.library.search(query, self.k if k is None else k, self.where).hits
        found = []
        for hit in hits:
            passage, article = hit.passage, self.library.article(hit.article.id, hit.passage.version)
            if article is not None:
                found.append(
                    Document(
                        id=passage.id,
                        page_content=article.text[passage.start : passage.end],
                        metadata={
                            "article_id": passage.article_id,
                            "version": passage.version,
                            "start": passage.start,
                            "end": passage.end,
                            "title": hit.article.title,
                            "source": hit.article.sources[0] if hit.article.sources else "",
                            "published": hit.article.metadata.published,
                            "score": hit.score,
                        },
                    )
                )
        return found

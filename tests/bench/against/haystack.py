"""Haystack with Chroma, as its documents show it: split, embed, write; embed, retrieve."""

import sys

sys.path.append(sys.path.pop(0))  # this file has the package's name

from haystack import Document, Pipeline
from haystack.components.preprocessors import DocumentSplitter
from haystack.components.writers import DocumentWriter
from haystack_integrations.components.embedders.sentence_transformers import (
    SentenceTransformersDocumentEmbedder,
    SentenceTransformersTextEmbedder,
)
from haystack_integrations.components.retrievers.chroma import ChromaEmbeddingRetriever
from haystack_integrations.document_stores.chroma import ChromaDocumentStore
from measuring import report, task

given = task()


def index():
    store = ChromaDocumentStore(persist_path=str(given.folder))
    indexing = Pipeline()
    indexing.add_component("split", DocumentSplitter())
    indexing.add_component(
        "embed", SentenceTransformersDocumentEmbedder(model=given.model, progress_bar=False)
    )
    indexing.add_component("write", DocumentWriter(store))
    indexing.connect("split", "embed")
    indexing.connect("embed", "write")
    documents = [
        Document(id=row["id"], content=row["text"], meta={"title": row["title"]}) for row in given.articles
    ]
    indexing.run({"split": {"documents": documents}})
    asking = Pipeline()
    asking.add_component("embed", SentenceTransformersTextEmbedder(model=given.model, progress_bar=False))
    asking.add_component("retrieve", ChromaEmbeddingRetriever(store, top_k=12))
    asking.connect("embed.embedding", "retrieve.query_embedding")
    return lambda question: asking.run({"embed": {"text": question}})


report(given, index)

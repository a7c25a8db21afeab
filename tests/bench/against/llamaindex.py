"""LlamaIndex with Chroma, as its documents show it: from_documents, as_retriever."""

import chromadb
from llama_index.core import Document, StorageContext, VectorStoreIndex
from llama_index.embeddings.huggingface import HuggingFaceEmbedding
from llama_index.vector_stores.chroma import ChromaVectorStore
from measuring import report, task

given = task()
embedding = HuggingFaceEmbedding(model_name=given.model, device="cpu")
embedding.get_text_embedding("loaded before the clock starts")


def index():
    collection = chromadb.PersistentClient(str(given.folder)).get_or_create_collection("articles")
    store = StorageContext.from_defaults(vector_store=ChromaVectorStore(chroma_collection=collection))
    documents = [
        Document(text=row["text"], metadata={"title": row["title"]}, doc_id=row["id"])
        for row in given.articles
    ]
    held = VectorStoreIndex.from_documents(documents, storage_context=store, embed_model=embedding)
    return held.as_retriever(similarity_top_k=12).retrieve


report(given, index)

"""The catalog: the truth about every article, from which all else can be rebuilt."""

from index.catalog.database import connect
from index.catalog.lock import CatalogLock
from index.catalog.lookup import Place, StoredPassage
from index.catalog.reading import CatalogReader, FileRecord
from index.catalog.records import document_digest
from index.catalog.writing import CatalogWriter, Change, Known

__all__ = [
    "CatalogLock",
    "CatalogReader",
    "CatalogWriter",
    "Change",
    "FileRecord",
    "Known",
    "Place",
    "StoredPassage",
    "connect",
    "document_digest",
]

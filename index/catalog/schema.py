"""The catalog's tables, as SQLAlchemy Core sees them on SQLite and Postgres.

Who writes: only ``index.catalog.writing``. Every transaction that changes something
takes the next revision; followers ask for what changed after the one they have applied.
"""

from sqlalchemy import (
    JSON,
    Column,
    ColumnElement,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    literal_column,
)

SCHEMA_VERSION = 4
"""Raised by one with each change that an older Footnote could not read; see ``migration``."""

tables = MetaData()

roots = Table(
    "roots",
    tables,
    Column("path", String, primary_key=True),
)
"""The files, folders and web addresses that were named to be indexed: where to look for changes."""

collections = Table(
    "collections",
    tables,
    Column("name", String, primary_key=True),
    Column("path", String, primary_key=True),
)
"""The files and folders of each collection; what is found at or below them belongs to it."""

facts = Table(
    "facts",
    tables,
    Column("name", String, primary_key=True),
    Column("value", Integer, nullable=False),
)
"""``schema_version``, the current ``revision``, and a random ``identity`` that followers are made for."""

sorted_title: ColumnElement[str] = literal_column("lower(substr(title, 1, 200))", String)
"""What articles are sorted by; only so much of a title goes into an index (Postgres takes 2,704 bytes).

Written out, so that an index and a query are the same letters and the database knows them as one.
"""

articles = Table(
    "articles",
    tables,
    Column("id", String, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("state", String, nullable=False),  # current | removed
    Column("title", Text, nullable=False),
    Column("published", String, nullable=False),
    Column("language", String, nullable=False, server_default=""),
    Column("url", String, nullable=False, server_default=""),
    Column("media_type", String, nullable=False),
    Column("digest", String, nullable=False),
    Column("passages", Integer, nullable=False),
    Column("sentences", Integer, nullable=False),
    Column("added", String, nullable=False, server_default=""),
    Index("articles_by_digest", "digest"),
    Index("articles_by_language", "state", "language"),
)
"""One row an article: which version stands, and what lists show of it."""

for _name, _columns in {
    "title": (),
    "published": (articles.c.published.desc(),),
    "added": (articles.c.added.desc(),),
    "length": (articles.c.sentences.desc(),),
    "format": (articles.c.media_type,),
}.items():
    Index(f"articles_by_{_name}", articles.c.state, *_columns, sorted_title, articles.c.id)

versions = Table(
    "versions",
    tables,
    Column("article_id", String, ForeignKey("articles.id"), primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("digest", String, nullable=False),
    Column("media_type", String, nullable=False),
    Column("metadata", JSON, nullable=False),
    Column("text", Text, nullable=False),
    Column("blocks", JSON, nullable=False),  # [[kind, start, end, level], …]
    Column("added", String, nullable=False),
)
"""Every version that ever stood: a saved citation can always be opened."""

files = Table(
    "files",
    tables,
    Column("path", String, primary_key=True),
    Column("stamp", String, nullable=False),  # size and modification time, its metadata file's too
    Column("digest", String, nullable=False),  # SHA-256 of the bytes, its metadata file's too
    Column("outcome", String, nullable=False),
    Column("reason", Text, nullable=False),
    Index("files_by_digest", "digest"),
    Index("files_by_outcome", "outcome", "path"),
)
"""One row a file that was looked at, whatever came of it: indexed, skipped, failed or removed.

``reason`` of a removed one is the path that was named when it was removed.
"""

sources = Table(
    "sources",
    tables,
    Column("source", String, primary_key=True),  # the file's path, or path#part
    Column("path", String, ForeignKey("files.path", onupdate="CASCADE"), nullable=False),
    Column("article_id", String, ForeignKey("articles.id"), nullable=False),
    Index("sources_by_path", "path"),
    Index("sources_by_article", "article_id"),
)
"""Where an article is found; one that was found twice has two rows."""

passages = Table(
    "passages",
    tables,
    Column("id", String, primary_key=True),
    Column("article_id", String, ForeignKey("articles.id"), nullable=False),
    Column("version", Integer, nullable=False),
    Column("ordinal", Integer, nullable=False),
    Column("context", Text, nullable=False),
    Column("sentences", JSON, nullable=False),  # [[kind, start, end], …]
    Column("text", Text, nullable=False),
    Column("digest", String, nullable=False),  # of what is embedded: the key of its vectors
    Column("revision", Integer, nullable=False),
    Index("passages_by_article", "article_id", "ordinal"),
    Index("passages_by_digest", "digest"),
    Index("passages_by_revision", "revision"),
)
"""The passages of current versions only."""

tombstones = Table(
    "tombstones",
    tables,
    Column("passage_id", String, primary_key=True),
    Column("revision", Integer, nullable=False),
    Index("tombstones_by_revision", "revision"),
)
"""The passages that followers must forget."""

models = Table(
    "models",
    tables,
    Column("name", String, primary_key=True),
    Column("state", String, nullable=False),  # standing | coming
)
"""The embedding model whose vectors are searched, and one that is being changed to, if any."""

vectors = Table(
    "vectors",
    tables,
    Column("model", String, primary_key=True),
    Column("digest", String, primary_key=True),
    Column("passage", LargeBinary, nullable=False),  # float16, (dimension,)
    Column("sentences", LargeBinary, nullable=False),  # float16, (sentences, dimension)
    Column("revision", Integer, nullable=False),
    Index("vectors_by_revision", "model", "revision"),
)
"""Embeddings by what was embedded, so that no text is embedded twice."""

"""The three tables of ``conversations.sqlite3``, and how the file is opened."""

from pathlib import Path

from sqlalchemy import (
    Boolean,
    Column,
    DateTime,
    Engine,
    Float,
    ForeignKey,
    Integer,
    MetaData,
    String,
    Table,
    Text,
)

from index.sqlite import private

FILE = "conversations.sqlite3"
VERSION = 2
_OWNER = "ALTER TABLE conversations ADD COLUMN owner VARCHAR(128) NOT NULL DEFAULT ''"
"""From version 1, when nobody logged in: what is there is nobody's."""

tables = MetaData()

conversations = Table(
    "conversations",
    tables,
    Column("key", String(64), primary_key=True),
    Column("owner", String(128), nullable=False, server_default="", doc="whose; empty where nobody logs in"),
    Column("title", Text, nullable=False),
    Column("words", Text, nullable=False, doc="the title, case folded, to be searched"),
    Column("begun", DateTime, nullable=False),
    Column("changed", DateTime, nullable=False, index=True),
    Column("deleted", Float, doc="seconds since 1970; null where it is not deleted"),
)

answers = Table(
    "answers",
    tables,
    Column("number", Integer, primary_key=True),
    Column("conversation", ForeignKey(conversations.c.key, ondelete="CASCADE"), nullable=False, index=True),
    Column("moment", DateTime, nullable=False),
    Column("words", Text, nullable=False, doc="question and answer, case folded, to be searched"),
    Column("rating", String(8), nullable=False, default=""),
    Column("word", Text, nullable=False, default=""),
    Column("reply", Text, nullable=False, doc="the reply as JSON, whole"),
)


shares = Table(
    "shares",
    tables,
    Column("token", String(64), primary_key=True, doc="the secret of its address"),
    Column("conversation", ForeignKey(conversations.c.key, ondelete="CASCADE"), nullable=False, unique=True),
    Column("moment", DateTime, nullable=False),
    Column("last", Integer, nullable=False, doc="the number of the last answer that it shows"),
    Column("public", Boolean, nullable=False, doc="whether whoever has the link may read it"),
)


def connect(data: Path) -> Engine:
    """Return an engine on the conversations of a data directory; the file is made where there is none.

    An older file is brought up to date.

    Raises NewerDataError if a newer Footnote wrote it, DataDirectoryError if it cannot be opened.
    """
    return private(
        data / FILE,
        tables,
        VERSION,
        holds="conversations",
        help="move the file away and Footnote begins a new one, or restore it",
        upgrades={1: _OWNER},
    )

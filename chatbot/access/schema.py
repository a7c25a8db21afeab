"""The three tables of ``access.sqlite3``, and how the file is opened: by its owner alone."""

from pathlib import Path

from sqlalchemy import (
    Column,
    DateTime,
    Engine,
    Float,
    ForeignKey,
    MetaData,
    String,
    Table,
    Text,
)

from index.sqlite import private

FILE = "access.sqlite3"
VERSION = 1

tables = MetaData()

users = Table(
    "users",
    tables,
    Column("name", String(64), primary_key=True),
    Column("password", Text, nullable=False, doc="argon2id; empty for who comes from the OIDC provider"),
    Column("scopes", Text, nullable=False, doc="names of scopes, parted by spaces"),
    Column("created", DateTime, nullable=False),
)

keys = Table(
    "keys",
    tables,
    Column("id", String(8), primary_key=True),
    Column("name", Text, nullable=False, doc="what its maker calls it"),
    Column("digest", String(64), nullable=False, unique=True, doc="SHA-256 of the key"),
    Column("user", ForeignKey(users.c.name, ondelete="CASCADE"), doc="whose it is; null: nobody's"),
    Column("scopes", Text, nullable=False),
    Column("created", DateTime, nullable=False),
    Column("expires", DateTime),
)

sessions = Table(
    "sessions",
    tables,
    Column("digest", String(64), primary_key=True, doc="SHA-256 of the cookie"),
    Column("user", ForeignKey(users.c.name, ondelete="CASCADE"), nullable=False),
    Column("begun", Float, nullable=False, doc="seconds since 1970"),
    Column("seen", Float, nullable=False, doc="seconds since 1970"),
)


def connect(data: Path) -> Engine:
    """Return an engine on the accounts of a data directory; the file is made where there is none.

    Raises NewerDataError if a newer Footnote wrote it, DataDirectoryError if it cannot be opened.
    """
    return private(
        data / FILE,
        tables,
        VERSION,
        holds="accounts",
        help="make the data directory writable, or restore the file; "
        "moved away, it takes every user and key with it",
        upgrades={},
    )

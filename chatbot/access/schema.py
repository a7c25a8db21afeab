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
    create_engine,
)
from sqlalchemy.exc import SQLAlchemyError

from index.errors import DataDirectoryError, NewerDataError
from index.sqlite import make_private, tune

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
    path = data / FILE
    engine = create_engine(f"sqlite+pysqlite:///{path}")
    tune(engine, "secure_delete = ON")
    try:
        data.mkdir(parents=True, exist_ok=True)
        make_private(path)
        with engine.begin() as connection:
            version = connection.exec_driver_sql("PRAGMA user_version").scalar_one()
            if version <= VERSION:
                tables.create_all(connection)
                connection.exec_driver_sql(f"PRAGMA user_version = {VERSION}")
    except (OSError, SQLAlchemyError) as error:
        raise DataDirectoryError(
            f"the accounts in {path} cannot be opened: {getattr(error, 'orig', None) or error}",
            "make the data directory writable, or restore the file; "
            "moved away, it takes every user and key with it",
        ) from error
    if version > VERSION:
        raise NewerDataError(
            f"{path} has version {version}, and this Footnote reads up to {VERSION}",
            "update Footnote, or choose another directory with --data",
        )
    return engine

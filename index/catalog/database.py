"""The connection to the catalog's database: SQLite in the data directory, or a Postgres server."""

import os
import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, create_engine, event, insert, inspect, make_url, select
from sqlalchemy.exc import DatabaseError, OperationalError, SQLAlchemyError
from sqlalchemy.pool import ConnectionPoolEntry

from index.catalog.migration import migrate, schema_version
from index.catalog.schema import SCHEMA_VERSION, facts, tables
from index.errors import DataDirectoryError, NewerDataError, SettingsError
from index.sqlite import tune

_IDENTITIES = 1 << 31
_IDENTITY = select(facts.c.value).where(facts.c.name == "identity")
_INSTALL = "pip install 'footnote[postgres]'"
_WRITES = "footnote_writes"

LOWER = "footnote_lower"
"""The function of an SQLite catalog's connections that is Python's ``str.lower``."""


def connect(url: str, data: Path) -> Engine:
    """Return an engine on the catalog, made where there is none and brought up to date.

    Raises NewerDataError if a newer Footnote made it, DataDirectoryError if it cannot be
    opened.
    """
    if not url:
        where = str(data / "catalog.sqlite3")
        address = URL.create("sqlite+pysqlite", database=where)
        if Path(where).is_file() and not os.access(data, os.W_OK):
            address = _unchanging(Path(where))
    else:
        address = _address(url)
        where = address.render_as_string(hide_password=True)
    try:
        if address.get_backend_name() == "sqlite":
            engine = create_engine(address)
            _tune_sqlite(engine)
        else:
            engine = create_engine(address, pool_pre_ping=True, isolation_level="REPEATABLE READ")
            _check_postgres(engine)
        _check_version(engine, where)
    except (SQLAlchemyError, OSError) as error:
        raise DataDirectoryError(
            f"the catalog {where} cannot be opened: {_reason(error)}",
            "start the database server, or correct FOOTNOTE_CATALOG_URL"
            if url
            else "choose another directory with --data, or restore this one",
        ) from error
    return engine


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """Yield a connection that sees one state of the catalog throughout.

    Raises DataDirectoryError when the database cannot be read.
    """
    try:
        with engine.begin() as connection:
            yield connection
    except DatabaseError as error:
        raise unreadable(error) from error


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """Yield a connection whose changes are kept together or not at all.

    Raises DataDirectoryError when the database refuses (disk full, read only).
    """
    try:
        with engine.connect().execution_options(**{_WRITES: True}) as connection, connection.begin():
            yield connection
    except (OperationalError, DatabaseError) as error:
        raise DataDirectoryError(
            f"the catalog cannot be written: {_reason(error)}",
            "make room on the disk or make the data directory writable, then run the same command again"
            if engine.dialect.name == "sqlite"
            else "look after the database server, then run the same command again",
        ) from error


def unreadable(error: SQLAlchemyError) -> DataDirectoryError:
    """Return what to raise when the database could not answer."""
    return DataDirectoryError(
        f"the catalog cannot be read: {_reason(error)}",
        "footnote doctor looks for damage; a database server must be started",
    )


def _unchanging(path: Path) -> URL:
    """Return the address of a catalog on a disk that nobody can write: SQLite asks for no lock there.

    https://www.sqlite.org/uri.html#uriimmutable
    """
    return URL.create(
        "sqlite+pysqlite", database=path.absolute().as_uri(), query={"immutable": "1", "uri": "true"}
    )


def _address(url: str) -> URL:
    """Return ``url`` with the driver that we bring; raises SettingsError if it is of neither database."""
    try:
        address = make_url(url)
    except (SQLAlchemyError, ValueError) as error:
        raise SettingsError(
            "the catalog's address is none",
            "let FOOTNOTE_CATALOG_URL be like postgresql://name@host/database",
        ) from error
    if address.drivername in {"postgres", "postgresql"}:
        address = address.set(drivername="postgresql+psycopg")
    if address.drivername == "postgresql+psycopg" and find_spec("psycopg") is None:
        raise SettingsError("the catalog is in Postgres, and its driver is missing", _INSTALL)
    if address.get_backend_name() not in {"sqlite", "postgresql"}:
        raise SettingsError(
            f"the catalog cannot be in {address.get_backend_name()}: only SQLite and Postgres are tried",
            "correct FOOTNOTE_CATALOG_URL",
        )
    return address


def _check_postgres(engine: Engine) -> None:
    with engine.connect() as connection:
        encoding = connection.exec_driver_sql("SHOW server_encoding").scalar_one()
    if encoding != "UTF8":
        raise SettingsError(
            f"the catalog's database has the encoding {encoding}, which cannot hold every article",
            "create it with: CREATE DATABASE … ENCODING 'UTF8' TEMPLATE template0",
        )


def _tune_sqlite(engine: Engine) -> None:
    tune(engine, "cache_size = -65536", "analysis_limit = 1000")

    @event.listens_for(engine, "connect")
    def make_ready(connection: sqlite3.Connection, _record: ConnectionPoolEntry) -> None:
        connection.isolation_level = None  # BEGIN is left to us
        connection.create_function(LOWER, 1, str.lower, deterministic=True)

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        immediate = connection.get_execution_options().get(_WRITES)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")


def _check_version(engine: Engine, where: str) -> None:
    with engine.connect() as connection:
        known = inspect(connection).has_table(facts.name) and connection.scalar(_IDENTITY) is not None
    if not known:
        with _changing_tables(engine) as connection:
            first = {"identity": secrets.randbelow(_IDENTITIES)}
            if not inspect(connection).has_table(facts.name):
                tables.create_all(connection)
                first |= {"schema_version": SCHEMA_VERSION, "revision": 0}
            if connection.scalar(_IDENTITY) is None:
                connection.execute(
                    insert(facts), [{"name": name, "value": value} for name, value in first.items()]
                )
    with engine.connect() as connection:
        found = schema_version(connection)
    if found is None or found > SCHEMA_VERSION:
        raise NewerDataError(
            f"the catalog {where} has version {found}, and this Footnote reads up to {SCHEMA_VERSION}",
            "update Footnote, or choose another directory with --data",
        )
    if found < SCHEMA_VERSION:
        with _changing_tables(engine) as connection:
            migrate(connection)


@contextmanager
def _changing_tables(engine: Engine) -> Iterator[Connection]:
    """Yield a connection for a change that no other process makes meanwhile, and that sees its work."""
    if engine.dialect.name == "sqlite":
        with writing(engine) as connection:
            yield connection
        return
    with writing(engine.execution_options(isolation_level="READ COMMITTED")) as connection:
        connection.exec_driver_sql("SELECT pg_advisory_xact_lock(hashtext('footnote tables'))")
        yield connection


def _reason(error: Exception) -> str:
    return " ".join(str(getattr(error, "orig", None) or error).split())

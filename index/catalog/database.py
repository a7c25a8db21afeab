"""The connection to the catalog's database: SQLite in the data directory, or any URL."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, event, insert, inspect, select
from sqlalchemy.exc import DatabaseError, OperationalError, SQLAlchemyError
from sqlalchemy.pool import ConnectionPoolEntry

from index.catalog.migration import migrate, schema_version
from index.catalog.schema import SCHEMA_VERSION, facts, tables
from index.errors import DataDirectoryError, NewerDataError

_WRITES = "footnote_writes"


def connect(url: str, data: Path) -> Engine:
    """Return an engine on the catalog, made where there is none and brought up to date.

    Raises NewerDataError if a newer Footnote made it, DataDirectoryError if it cannot be
    opened.
    """
    where = url or str(data / "catalog.sqlite3")
    try:
        engine = create_engine(url or f"sqlite+pysqlite:///{where}", pool_pre_ping=bool(url))
        if engine.dialect.name == "sqlite":
            _tune_sqlite(engine)
        _check_version(engine, where)
    except (SQLAlchemyError, OSError) as error:
        raise DataDirectoryError(
            f"the catalog {where} cannot be opened: {_reason(error)}",
            "choose another directory with --data, or restore this one",
        ) from error
    return engine


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """Yield a connection that sees one state of the catalog throughout."""
    with engine.begin() as connection:
        yield connection


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
            "make room on the disk or make the data directory writable, then run the same command again",
        ) from error


def _tune_sqlite(engine: Engine) -> None:
    @event.listens_for(engine, "connect")
    def configure(connection: object, _record: ConnectionPoolEntry) -> None:
        connection.isolation_level = None  # type: ignore[attr-defined]  # BEGIN is ours, below
        cursor = connection.cursor()  # type: ignore[attr-defined]
        for pragma in (
            "busy_timeout = 10000",
            "journal_mode = WAL",
            "synchronous = NORMAL",
            "foreign_keys = ON",
            "cache_size = -65536",
            "analysis_limit = 1000",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        immediate = connection.get_execution_options().get(_WRITES)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")


def _check_version(engine: Engine, where: str) -> None:
    with engine.connect() as connection:
        known = inspect(connection).has_table(facts.name)
    if not known:
        with writing(engine) as connection:
            tables.create_all(connection)
            if connection.scalar(select(facts.c.value).where(facts.c.name == "revision")) is None:
                connection.execute(
                    insert(facts),
                    [{"name": "schema_version", "value": SCHEMA_VERSION}, {"name": "revision", "value": 0}],
                )
    with engine.connect() as connection:
        found = schema_version(connection)
    if found is None or found > SCHEMA_VERSION:
        raise NewerDataError(
            f"the catalog {where} has version {found}, and this Footnote reads up to {SCHEMA_VERSION}",
            "update Footnote, or choose another directory with --data",
        )
    if found < SCHEMA_VERSION:
        with writing(engine) as connection:
            migrate(connection)


def _reason(error: Exception) -> str:
    return str(getattr(error, "orig", None) or error)

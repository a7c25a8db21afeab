"""How Footnote opens an SQLite file: many readers and one writer, who wait for each other."""

from collections.abc import Mapping
from pathlib import Path

from sqlalchemy import Engine, MetaData, create_engine, event
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import ConnectionPoolEntry

from index.errors import DataDirectoryError, NewerDataError

_PRAGMAS = ("busy_timeout = 10000", "journal_mode = WAL", "synchronous = NORMAL", "foreign_keys = ON")


def tune(engine: Engine, *more: str) -> None:
    """Set these pragmas, and ``more``, on each connection that ``engine`` makes."""

    @event.listens_for(engine, "connect")
    def configure(connection: object, _record: ConnectionPoolEntry) -> None:
        cursor = connection.cursor()  # type: ignore[attr-defined]  # the driver's connection
        for pragma in (*_PRAGMAS, *more):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()


def make_private(path: Path) -> None:
    """Let nobody but its owner read a file, which is made where there is none.

    SQLite gives the files beside it (``-wal``, ``-shm``) the same mode.
    """
    path.touch(mode=0o600)
    path.chmod(0o600)


def private(
    path: Path, tables: MetaData, version: int, *, holds: str, help: str, upgrades: Mapping[int, str]
) -> Engine:
    """Return an engine on a file that its owner alone may read, made or brought up to date.

    What is deleted from it is overwritten. ``upgrades`` are the statements that make each
    older version the next one; ``holds`` says what the file holds, and ``help`` what to do
    where it cannot be opened. Raises NewerDataError if a newer Footnote wrote it,
    DataDirectoryError if it cannot be opened.
    """
    engine = create_engine(f"sqlite+pysqlite:///{path}")
    tune(engine, "secure_delete = ON")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        make_private(path)
        with engine.begin() as connection:
            found = connection.exec_driver_sql("PRAGMA user_version").scalar_one()
            for older in range(found or version, version):
                connection.exec_driver_sql(upgrades[older])
            if found <= version:
                tables.create_all(connection)
                connection.exec_driver_sql(f"PRAGMA user_version = {version}")
    except (OSError, SQLAlchemyError) as error:
        raise DataDirectoryError(
            f"the {holds} in {path} cannot be opened: {getattr(error, 'orig', None) or error}", help
        ) from error
    if found > version:
        raise NewerDataError(
            f"{path} has version {found}, and this Footnote reads up to {version}",
            "update Footnote, or choose another directory with --data",
        )
    return engine

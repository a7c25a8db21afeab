"""How Footnote opens an SQLite file: many readers and one writer, who wait for each other."""

from pathlib import Path

from sqlalchemy import Engine, event
from sqlalchemy.pool import ConnectionPoolEntry

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

"""One writer at a time, where the catalog is in a Postgres server: an advisory lock.

A session-level lock (PostgreSQL manual, 13.3.5) on a connection of its own. The server frees
it when that connection ends, however its process or machine does; the connection's
``application_name`` tells everybody else who holds it.
"""

import os
import socket
from contextlib import suppress
from datetime import UTC
from time import monotonic, sleep

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import SQLAlchemyError

from index.catalog.database import unreadable
from index.errors import IndexBusyError

_CLASS, _OBJECT = 0x666F6F74, 0x6E6F7465
"""“foot” and “note”: one lock, so one library, a database."""

_ASK_SECONDS = 0.1
_GONE_SECONDS = {"idle": 20, "interval": 5, "count": 4}
"""TCP keepalive: a machine that vanishes without a word holds the lock for 40 seconds."""

_TRY = text("SELECT pg_try_advisory_lock(:class, :object)")
_HOLDER = text(
    "SELECT application_name, backend_start FROM pg_locks JOIN pg_stat_activity USING (pid) "
    "WHERE locktype = 'advisory' AND classid = :class AND objid = :object AND objsubid = 2 AND granted "
    "AND pg_locks.database = (SELECT oid FROM pg_database WHERE datname = current_database())"
)
_KEY = {"class": _CLASS, "object": _OBJECT}


class CatalogLock:
    """Held by the one process, on whichever machine, that changes the catalog."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._connection: Connection | None = None

    @property
    def held(self) -> bool:
        """Say whether this object holds the lock, as far as it knows."""
        return self._connection is not None

    def acquire(self, purpose: str, wait: float = 0.0) -> None:
        """Take the lock within ``wait`` seconds; raises IndexBusyError naming the holder."""
        try:
            connection = self._own_connection(purpose)
            end = monotonic() + wait
            while not connection.scalar(_TRY, _KEY):
                if monotonic() >= end:
                    holder = _holder(connection)
                    connection.close()
                    raise IndexBusyError(
                        f"the index is being changed by {holder or 'another process'}",
                        "wait until that is done or stop it",
                    )
                sleep(_ASK_SECONDS)
        except SQLAlchemyError as error:
            raise unreadable(error) from error
        self._connection = connection

    def assure(self) -> None:
        """Raise IndexBusyError if the server has ended the connection that held the lock."""
        try:
            if self._connection is not None:
                self._connection.execute(text("SELECT 1"))
        except SQLAlchemyError as error:
            self.release()
            raise IndexBusyError(
                "the database server has taken the lock away: it was restarted, or the way to it broke",
                "run the same command again; what was done so far is kept",
            ) from error

    def other_holder(self) -> str:
        """Return which other process holds the lock, in words; empty if none does."""
        if self.held:
            return ""
        try:
            with self._engine.connect() as connection:
                return _holder(connection)
        except SQLAlchemyError as error:
            raise unreadable(error) from error

    def release(self) -> None:
        """Give the lock back; does nothing where it is not held."""
        if self._connection is not None:
            with suppress(SQLAlchemyError):
                self._connection.close()
            self._connection = None

    def _own_connection(self, purpose: str) -> Connection:
        connection = self._engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        connection.detach()  # closing it ends the session, and with it the lock
        name = f"{purpose} (process {os.getpid()} on {socket.gethostname()})"
        wanted = {"application_name": name}
        wanted |= {f"tcp_keepalives_{part}": str(value) for part, value in _GONE_SECONDS.items()}
        for setting, value in wanted.items():
            connection.execute(
                text("SELECT set_config(:setting, :value, false)"), {"setting": setting, "value": value}
            )
        return connection


def _holder(connection: Connection) -> str:
    row = connection.execute(_HOLDER, _KEY).first()
    if row is None:
        return ""
    since = row.backend_start
    return f"{row.application_name}" + (f" since {since.astimezone(UTC):%H:%M:%S} UTC" if since else "")

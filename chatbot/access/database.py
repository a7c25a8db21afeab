"""One file of accounts, as users, keys and sessions share it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError, SQLAlchemyError

from chatbot.access.schema import connect
from index.errors import DataDirectoryError


class Database:
    """An open ``access.sqlite3``; safe to use from several threads and processes."""

    def __init__(self, data: Path) -> None:
        self._engine = connect(data)

    def close(self) -> None:
        """Release the file."""
        self._engine.dispose()

    @contextmanager
    def changing(self) -> Iterator[Connection]:
        """Give a connection whose changes are kept together, or not at all.

        Raises DataDirectoryError where the file cannot be read or written; an IntegrityError
        is the caller's.
        """
        try:
            with self._engine.begin() as connection:
                yield connection
        except IntegrityError:
            raise
        except SQLAlchemyError as error:
            raise DataDirectoryError(
                f"the accounts cannot be read or written: {getattr(error, 'orig', None) or error}",
                "make room on the disk, or make the data directory writable",
            ) from error

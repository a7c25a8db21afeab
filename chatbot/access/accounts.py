"""The accounts of a data directory: users, keys and sessions, in one file."""

from pathlib import Path
from typing import Self

from sqlalchemy import exists, select

from chatbot.access import schema
from chatbot.access.database import Database
from chatbot.access.keys import Keys
from chatbot.access.sessions import Sessions
from chatbot.access.users import Users

HOUR, DAY = 3600.0, 86400.0


class Accounts:
    """Users, keys and sessions; ``idle`` and ``longest`` are a session's, in seconds.

    Raises DataDirectoryError where the file cannot be opened.
    """

    def __init__(self, data: Path, idle: float = DAY, longest: float = 14 * DAY) -> None:
        self._database = Database(data)
        self.users = Users(self._database)
        self.keys = Keys(self._database)
        self.sessions = Sessions(self._database, idle, longest)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def have_users(self) -> bool:
        """Say whether anybody can log in."""
        with self._database.changing() as connection:
            return bool(connection.scalar(select(exists().select_from(schema.users))))

    def close(self) -> None:
        """Release the file."""
        self._database.close()

"""Who may log in: names, passwords and scopes."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Row, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from chatbot.access import schema
from chatbot.access.database import Database
from chatbot.access.secrets import hashed, is_password
from chatbot.access.visitor import Scope
from index.errors import FootnoteError

_NAME = re.compile(r"[\w.@+-]{1,64}")


@dataclass(frozen=True, slots=True)
class User:
    """Somebody with an account; ``created`` in UTC."""

    name: str
    scopes: frozenset[Scope]
    created: datetime
    has_password: bool


class Users:
    """The users of one data directory; names are compared without regard to case.

    Every method raises DataDirectoryError where the file cannot be read or written.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, name: str, password: str, scopes: Collection[Scope] = tuple(Scope)) -> User:
        """Add a user; without a password they log in at the OIDC provider alone.

        Raises FootnoteError where the name is taken or none, or the password too short.
        """
        name = folded(name)
        if not is_name(name):
            raise FootnoteError(
                f"{name!r} cannot be a user's name", "take up to 64 letters, digits and any of . _ - + @"
            )
        row = {
            "name": name,
            "password": hashed(password) if password else "",
            "scopes": written(scopes),
            "created": datetime.now(UTC).replace(tzinfo=None),
        }
        try:
            with self._database.changing() as connection:
                connection.execute(insert(schema.users), row)
        except IntegrityError as error:
            raise FootnoteError(
                f"there is a user named {name}", "footnote users password gives another password"
            ) from error
        return User(name, frozenset(scopes), row["created"], bool(password))  # type: ignore[arg-type]

    def named(self, name: str) -> User | None:
        """Return a user by name."""
        with self._database.changing() as connection:
            row = connection.execute(select(schema.users).where(schema.users.c.name == folded(name))).first()
        return _user(row) if row else None

    def with_password(self, name: str, password: str) -> User | None:
        """Return the user whose password it is; an unknown name takes as long as a wrong password."""
        with self._database.changing() as connection:
            row = connection.execute(select(schema.users).where(schema.users.c.name == folded(name))).first()
        return _user(row) if is_password(password, row.password if row else "") and row else None

    def all(self) -> list[User]:
        """Return every user, by name."""
        with self._database.changing() as connection:
            return [_user(row) for row in connection.execute(select(schema.users).order_by("name"))]

    def set_password(self, name: str, password: str) -> None:
        """Give a user another password, and end their sessions. Raises FootnoteError where there is none."""
        stored = hashed(password)
        with self._database.changing() as connection:
            of_user = update(schema.users).where(schema.users.c.name == folded(name))
            if not connection.execute(of_user.values(password=stored)).rowcount:
                raise _unknown(name)
            connection.execute(delete(schema.sessions).where(schema.sessions.c.user == folded(name)))

    def remove(self, name: str) -> None:
        """Remove a user with their sessions and keys. Raises FootnoteError where there is none."""
        with self._database.changing() as connection:
            if not connection.execute(
                delete(schema.users).where(schema.users.c.name == folded(name))
            ).rowcount:
                raise _unknown(name)


def folded(name: str) -> str:
    """Return a name as it is kept: one for all ways to type it."""
    return name.strip().casefold()


def is_name(name: str) -> bool:
    """Say whether a folded name can be a user's; a key's own name for what it owns never is."""
    return bool(_NAME.fullmatch(name))


def written(scopes: Collection[Scope]) -> str:
    """Return scopes as a table holds them."""
    return " ".join(scope for scope in Scope if scope in scopes)


def read(scopes: str) -> frozenset[Scope]:
    """Return the scopes that a table holds."""
    return frozenset(map(Scope, scopes.split()))


def _user(row: Row[tuple[object, ...]]) -> User:
    return User(row.name, read(row.scopes), row.created.replace(tzinfo=UTC), bool(row.password))


def _unknown(name: str) -> FootnoteError:
    return FootnoteError(f"there is no user named {name}", "footnote users list shows those there are")

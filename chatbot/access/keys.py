"""API keys: shown once, stored as a digest, good until they expire or are revoked."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from secrets import token_hex

from sqlalchemy import Row, delete, insert, select

from chatbot.access import schema
from chatbot.access.database import Database
from chatbot.access.secrets import digest, new_secret
from chatbot.access.users import folded, read, written
from chatbot.access.visitor import Scope, Visitor
from index.errors import FootnoteError

PREFIX = "footnote_"
"""What every key begins with, so that those who look for leaked secrets know one."""


@dataclass(frozen=True, slots=True)
class Key:
    """A key without its secret; moments in UTC, ``user`` empty where it is nobody's."""

    id: str
    name: str
    user: str
    scopes: frozenset[Scope]
    created: datetime
    expires: datetime | None

    @property
    def is_expired(self) -> bool:
        """Say whether its time is over."""
        return self.expires is not None and self.expires <= datetime.now(UTC)


class Keys:
    """The API keys of one data directory.

    Every method raises DataDirectoryError where the file cannot be read or written.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def create(
        self, name: str, scopes: Collection[Scope], user: str = "", lifetime: timedelta | None = None
    ) -> tuple[Key, str]:
        """Return a new key and its secret, which is shown now or never.

        A key of a ``user`` acts as that user, within the user's own scopes. Raises FootnoteError
        where there is no such user.
        """
        secret = PREFIX + new_secret()
        now = datetime.now(UTC).replace(tzinfo=None)
        row = {
            "id": token_hex(4),
            "name": name,
            "digest": digest(secret),
            "user": folded(user) or None,
            "scopes": written(scopes),
            "created": now,
            "expires": now + lifetime if lifetime else None,
        }
        with self._database.changing() as connection:
            known = select(schema.users.c.name).where(schema.users.c.name == row["user"])
            if user and connection.execute(known).first() is None:
                raise FootnoteError(
                    f"there is no user named {user}", "footnote users list shows those there are"
                )
            connection.execute(insert(schema.keys), row)
            made = connection.execute(select(schema.keys).where(schema.keys.c.id == row["id"])).one()
        return _key(made), secret

    def visitor(self, secret: str) -> Visitor | None:
        """Return who a request with this key is from; ``None`` where it is no key that is good now.

        A key that is nobody's owns its conversations under a name that no user can have.
        """
        query = (
            select(schema.keys, schema.users.c.scopes.label("allowed"))
            .outerjoin(schema.users, schema.users.c.name == schema.keys.c.user)
            .where(schema.keys.c.digest == digest(secret))
        )
        with self._database.changing() as connection:
            row = connection.execute(query).first()
        if row is None or _key(row).is_expired:
            return None
        scopes = read(row.scopes) if row.user is None else read(row.scopes) & read(row.allowed)
        return Visitor(row.user or f"key:{row.id}", scopes, key=row.id)

    def all(self) -> list[Key]:
        """Return every key, the newest first."""
        with self._database.changing() as connection:
            rows = connection.execute(select(schema.keys).order_by(schema.keys.c.created.desc()))
            return [_key(row) for row in rows]

    def revoke(self, id: str) -> None:
        """Make a key good for nothing from the next request on. Raises FootnoteError where there is none."""
        with self._database.changing() as connection:
            if not connection.execute(delete(schema.keys).where(schema.keys.c.id == id)).rowcount:
                raise FootnoteError(
                    f"there is no key with the id {id}", "footnote keys list shows those there are"
                )


def _key(row: Row[tuple[object, ...]]) -> Key:
    created, expires = (moment and moment.replace(tzinfo=UTC) for moment in (row.created, row.expires))
    return Key(row.id, row.name, row.user or "", read(row.scopes), created, expires)

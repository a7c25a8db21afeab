"""Who is logged in: random cookies, stored as digests, that end by themselves.

After OWASP's session management cheat sheet: an idle and an absolute timeout, both kept here and not in
the cookie, and a new cookie at every login.
"""

import time

from sqlalchemy import delete, insert, select, update

from chatbot.access import schema
from chatbot.access.database import Database
from chatbot.access.secrets import digest, new_secret
from chatbot.access.users import read
from chatbot.access.visitor import Visitor

_STALE = 60.0
"""Seconds after which a session's last use is written down anew."""


class Sessions:
    """The sessions of one data directory; ``idle`` and ``longest`` in seconds.

    Every method raises DataDirectoryError where the file cannot be read or written.
    """

    def __init__(self, database: Database, idle: float, longest: float) -> None:
        self._database, self._idle, self._longest = database, idle, longest

    def begin(self, user: str) -> str:
        """Log a user in and return the cookie's secret; sessions that are over are erased."""
        secret, now = new_secret(), time.time()
        over = (schema.sessions.c.seen < now - self._idle) | (schema.sessions.c.begun < now - self._longest)
        with self._database.changing() as connection:
            connection.execute(delete(schema.sessions).where(over))
            row = {"digest": digest(secret), "user": user, "begun": now, "seen": now}
            connection.execute(insert(schema.sessions), row)
        return secret

    def visitor(self, secret: str) -> Visitor | None:
        """Return who a cookie logs in; ``None`` where the session is over or was never there."""
        now = time.time()
        query = (
            select(schema.sessions, schema.users.c.scopes)
            .join(schema.users)
            .where(schema.sessions.c.digest == digest(secret))
        )
        with self._database.changing() as connection:
            row = connection.execute(query).first()
            if row is None or now - row.seen > self._idle or now - row.begun > self._longest:
                return None
            if now - row.seen > _STALE:
                seen = update(schema.sessions).where(schema.sessions.c.digest == row.digest)
                connection.execute(seen.values(seen=now))
        return Visitor(row.user, read(row.scopes))

    def end(self, secret: str) -> None:
        """Log out."""
        with self._database.changing() as connection:
            connection.execute(delete(schema.sessions).where(schema.sessions.c.digest == digest(secret)))

"""Conversations that others may read, each at an address that nobody can guess, as far as they went then.

A conversation has one such page. It shows the answers up to the one that was the last when it was shared;
it is gone once it is revoked, or the conversation is deleted.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from secrets import token_urlsafe

from sqlalchemy import ColumnElement, Row, delete, func, insert, select, update

from chatbot.conversations.schema import answers, conversations, shares
from chatbot.conversations.store import ConversationStore
from chatbot.conversations.types import Kept, Summary


@dataclass(frozen=True, slots=True)
class Share:
    """A shared page: its ``token`` is all that its address needs, 256 random bits.

    ``last`` is the store's number of its last answer, ``answers`` how many it shows; where it
    ``is_public``, whoever has the link may read it. ``moment`` is in UTC.
    """

    token: str
    conversation: str
    moment: datetime
    last: int
    answers: int
    is_public: bool


@dataclass(frozen=True, slots=True)
class SharedPage:
    """What a shared page shows."""

    share: Share
    summary: Summary
    answers: list[Kept]


class Shares:
    """The shared pages of one data directory, as the owner of ``store`` sees them.

    Every method raises DataDirectoryError where the file cannot be read or written.
    """

    def __init__(self, store: ConversationStore) -> None:
        self._store = store

    def of(self, owner: str) -> "Shares":
        """Return the shared pages of ``owner``."""
        return Shares(self._store.of(owner))

    def share(self, key: str, *, is_public: bool = False) -> Share | None:
        """Share a conversation as it now is; one that was shared keeps its address.

        Returns ``None`` where there is no such conversation.
        """
        if self._store.summary(key) is None:
            return None
        now = datetime.now(UTC).replace(tzinfo=None)
        with self._store.changing() as connection:
            newest = select(func.max(answers.c.number)).where(answers.c.conversation == key)
            row = {"moment": now, "last": connection.scalar(newest) or 0, "public": is_public}
            if not connection.execute(
                update(shares).where(shares.c.conversation == key).values(row)
            ).rowcount:
                made = {**row, "token": token_urlsafe(32), "conversation": key}
                connection.execute(insert(shares), made)
        return self.shared([key])[key]

    def revoke(self, key: str) -> Share | None:
        """Take a conversation's page down for good; return it, ``None`` where there was none."""
        known = self.shared([key]).get(key)
        if known:
            with self._store.changing() as connection:
                connection.execute(delete(shares).where(shares.c.token == known.token))
        return known

    def shared(self, keys: Iterable[str] | None = None) -> dict[str, Share]:
        """Return the owner's shared pages by their conversations' keys, those of ``keys`` or all."""
        known = self._store.mine() & conversations.c.deleted.is_(None)
        return self._found(known if keys is None else known & shares.c.conversation.in_(list(keys)))

    def is_public(self, token: str) -> bool:
        """Say whether whoever has the link may read the page of ``token``."""
        found = self._by(token)
        return found is not None and found.is_public

    def page(self, token: str) -> SharedPage | None:
        """Return the page of ``token``, whosever it is; ``None`` where there is none, or no more."""
        share, store = self._by(token), self._store.of_all()
        summary = store.summary(share.conversation) if share else None
        if share is None or summary is None:
            return None
        shown = [each for each in store.answers(share.conversation) if each.number <= share.last]
        return SharedPage(share, summary, shown)

    def _by(self, token: str) -> Share | None:
        stands = conversations.c.deleted.is_(None) & (shares.c.token == token)
        return next(iter(self._found(stands).values()), None)

    def _found(self, which: ColumnElement[bool]) -> dict[str, Share]:
        shown = (answers.c.conversation == shares.c.conversation) & (answers.c.number <= shares.c.last)
        number = select(func.count()).where(shown).scalar_subquery()
        query = select(shares, number.label("answers")).join(conversations).where(which)
        with self._store.changing() as connection:
            return {row.conversation: _share(row) for row in connection.execute(query)}


def _share(row: Row[tuple[object, ...]]) -> Share:
    moment = row.moment.replace(tzinfo=UTC)
    return Share(row.token, row.conversation, moment, row.last, row.answers, row.public)

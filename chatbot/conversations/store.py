"""Conversations kept in the data directory, each answer whole: footnotes, verdicts and quotes as given.

A store shows and changes what is of one owner, by name; nobody's where nobody logs in.
"""

import copy
import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Self
from uuid import uuid4

from pydantic import TypeAdapter
from sqlalchemy import ColumnElement, Connection, Row, delete, func, insert, or_, select, true, update
from sqlalchemy.exc import SQLAlchemyError

from chatbot.conversations import withdrawal
from chatbot.conversations.schema import answers, connect, conversations
from chatbot.conversations.types import Feedback, Kept, Rating, Summary
from chatbot.types import Reply
from index.errors import DataDirectoryError, FootnoteError
from index.text import fold, normalise

TITLE = 120
"""Most characters of a title; a longer one is cut."""

WORD = 1000
"""Most characters of a reader's word on an answer."""

UNDO = 3600.0
"""Seconds that a deleted conversation can be brought back; then it is erased."""

_REPLY = TypeAdapter(Reply)


def new_key() -> str:
    """Return a name for a conversation that nobody can guess."""
    return uuid4().hex


class ConversationStore:
    """The conversations of one data directory; safe to call from several threads and processes.

    As it is opened, it holds what is nobody's; what is of another owner is not there for it.
    Raises DataDirectoryError, from every method, where the file cannot be read or written.
    """

    def __init__(self, data: Path) -> None:
        self._engine = connect(data)
        self._owner: str | None = ""

    def of(self, owner: str) -> Self:
        """Return the store as ``owner`` sees it."""
        return self._seen_by(owner)

    def of_all(self) -> Self:
        """Return the store with everybody's conversations, for whoever runs this Footnote."""
        return self._seen_by(None)

    def close(self) -> None:
        """Release the file."""
        self._engine.dispose()

    def add(self, key: str, reply: Reply) -> int:
        """Keep an answer as the last of its conversation and return its number.

        The conversation begins with its first answer, under the first question's words; one
        that was deleted meanwhile is brought back. Raises FootnoteError where it is another's.
        """
        now = _now()
        words = fold(normalise(f"{reply.question}\n{reply.text}")).casefold()
        title = _title(reply.question)
        named = {"title": title, "words": title.casefold()}
        with self.changing() as connection:
            known = connection.execute(
                update(conversations).where(self._is(key)).values(changed=now, deleted=None)
            )
            if not known.rowcount:
                if connection.execute(select(conversations.c.key).where(conversations.c.key == key)).first():
                    raise FootnoteError("this conversation is not yours", "begin a new one")
                begun = {"key": key, "owner": self._owner or "", "begun": now, "changed": now}
                connection.execute(insert(conversations), begun | named)
            untitled = self._is(key) & (conversations.c.title == "")
            connection.execute(update(conversations).where(untitled).values(named))
            kept = {
                "conversation": key,
                "moment": now,
                "words": words,
                "reply": _as_json(reply),
            }
            added = insert(answers).values(kept).returning(answers.c.number)
            return int(connection.execute(added).scalar_one())

    def find(self, search: str = "", offset: int = 0, limit: int | None = 50) -> tuple[list[Summary], int]:
        """Return conversations, the newest first, and the number of all that match.

        One matches if ``search`` stands in its title, or in a question or answer of it.
        """
        matches = self.mine() & _matches(search)
        number = select(func.count()).where(answers.c.conversation == conversations.c.key).scalar_subquery()
        query = (
            select(conversations, number.label("answers"))
            .where(matches)
            .order_by(conversations.c.changed.desc(), conversations.c.key)
            .offset(offset)
            .limit(limit)
        )
        with self.changing() as connection:
            total = connection.scalar(select(func.count()).select_from(conversations).where(matches)) or 0
            return [_summary(row) for row in connection.execute(query)], total

    def summary(self, key: str) -> Summary | None:
        """Return a conversation by its key; ``None`` where there is none, or it was deleted."""
        number = select(func.count()).where(answers.c.conversation == key).scalar_subquery()
        query = select(conversations, number.label("answers"))
        with self.changing() as connection:
            row = connection.execute(query.where(self._is(key), _matches(""))).first()
        return _summary(row) if row else None

    def answers(self, key: str, latest: int | None = None) -> list[Kept]:
        """Return the answers of a conversation, or the ``latest`` of them, in the order they were given."""
        query = (
            select(answers)
            .join(conversations)
            .where(self._is(key))
            .order_by(answers.c.number.desc())
            .limit(latest)
        )
        with self.changing() as connection:
            rows = connection.execute(query).all()
        return [
            Kept(
                row.number,
                row.moment.replace(tzinfo=UTC),
                _REPLY.validate_json(row.reply),
                Feedback(Rating(row.rating), row.word),
            )
            for row in reversed(rows)
        ]

    def rate(self, number: int, feedback: Feedback) -> None:
        """Keep what a reader thought of an answer, in the place of what was said before."""
        word = fold(normalise(feedback.word))[:WORD]
        with self.changing() as connection:
            given = {"rating": feedback.rating.value, "word": word}
            mine = answers.c.conversation.in_(select(conversations.c.key).where(self.mine()))
            connection.execute(update(answers).where(answers.c.number == number, mine).values(given))

    def rename(self, key: str, title: str) -> None:
        """Give a conversation another title; an empty one changes nothing."""
        if named := _title(title):
            with self.changing() as connection:
                renamed = {"title": named, "words": named.casefold()}
                connection.execute(update(conversations).where(self._is(key)).values(renamed))

    def delete(self, key: str) -> None:
        """Delete a conversation: it can be brought back for an hour, then it is erased."""
        now = time.time()
        with self.changing() as connection:
            connection.execute(update(conversations).where(self._is(key)).values(deleted=now))
            connection.execute(delete(conversations).where(conversations.c.deleted < now - UNDO))

    def bring_back(self, key: str) -> None:
        """Take a deletion back."""
        with self.changing() as connection:
            connection.execute(update(conversations).where(self._is(key)).values(deleted=None))

    def give(self, owner: str) -> int:
        """Let ``owner`` have all that is here; return how many conversations that are."""
        with self.changing() as connection:
            given = update(conversations).where(self.mine()).values(owner=owner)
            return connection.execute(given).rowcount

    def withdraw(self, key: str, number: int) -> str:
        """Take the answers of a conversation from ``number`` on out of it, to be asked anew.

        Returns the name that they are put back by, for as long as a deletion can be undone;
        empty where there is no such conversation.
        """
        with self.changing() as connection:
            if connection.execute(select(conversations.c.key).where(self._is(key))).first() is None:
                return ""
            return withdrawal.withdraw(connection, key, number)

    def put_back(self, key: str, withdrawn: str) -> None:
        """Put answers that were withdrawn back, in the place of what was answered since."""
        with self.changing() as connection:
            if connection.execute(select(conversations.c.key).where(self._is(withdrawn))).first():
                withdrawal.put_back(connection, key, withdrawn)

    def _seen_by(self, owner: str | None) -> Self:
        seen = copy.copy(self)
        seen._owner = owner
        return seen

    def mine(self) -> ColumnElement[bool]:
        """Return the condition on a conversation that it is the owner's."""
        return true() if self._owner is None else conversations.c.owner == self._owner

    def _is(self, key: str) -> ColumnElement[bool]:
        return self.mine() & (conversations.c.key == key)

    @contextmanager
    def changing(self) -> Iterator[Connection]:
        """Give a connection whose changes are kept together, or not at all."""
        try:
            with self._engine.begin() as connection:
                yield connection
        except SQLAlchemyError as error:
            raise DataDirectoryError(
                f"the conversations cannot be read or written: {getattr(error, 'orig', None) or error}",
                "make room on the disk, or make the data directory writable",
            ) from error


def _matches(search: str) -> ColumnElement[bool]:
    stands = conversations.c.deleted.is_(None)
    words = fold(normalise(search)).casefold()
    if not words:
        return stands
    held = select(answers.c.conversation).where(answers.c.words.contains(words, autoescape=True))
    titled = conversations.c.words.contains(words, autoescape=True)
    return stands & or_(titled, conversations.c.key.in_(held))


def _summary(row: Row[tuple[object, ...]]) -> Summary:
    begun, changed = (moment.replace(tzinfo=UTC) for moment in (row.begun, row.changed))
    return Summary(row.key, row.title, begun, changed, row.answers, row.owner)


def _as_json(reply: Reply) -> str:
    """Return the reply as JSON, half a surrogate pair (a model may write one) as a question mark."""
    text = json.dumps(_REPLY.dump_python(reply), ensure_ascii=False)
    return text.encode(errors="replace").decode()


def _title(text: str) -> str:
    title = fold(normalise(text))
    return title if len(title) <= TITLE else f"{title[: TITLE - 1]}…"


def _now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None)

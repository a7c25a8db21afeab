"""Conversations kept in the data directory, each answer whole: footnotes, verdicts and quotes as given.

The store belongs to the library, as its articles do: whoever may open the page sees it.
"""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

from pydantic import TypeAdapter
from sqlalchemy import ColumnElement, Connection, Row, delete, func, insert, or_, select, update
from sqlalchemy.exc import SQLAlchemyError

from chatbot.conversations.schema import answers, connect, conversations
from chatbot.conversations.types import Feedback, Kept, Rating, Summary
from chatbot.types import Reply
from index.errors import DataDirectoryError
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

    Raises DataDirectoryError, from every method, where the file cannot be read or written.
    """

    def __init__(self, data: Path) -> None:
        self._engine = connect(data)

    def close(self) -> None:
        """Release the file."""
        self._engine.dispose()

    def add(self, key: str, reply: Reply) -> int:
        """Keep an answer as the last of its conversation and return its number.

        The conversation begins with its first answer, under the first question's words; one
        that was deleted meanwhile is brought back.
        """
        now = _now()
        words = normalise(f"{reply.question}\n{reply.text}").casefold()
        with self._changing() as connection:
            known = connection.execute(
                update(conversations).where(conversations.c.key == key).values(changed=now, deleted=None)
            )
            if not known.rowcount:
                title = _title(reply.question)
                row = {"key": key, "title": title, "words": title.casefold(), "begun": now, "changed": now}
                connection.execute(insert(conversations), row)
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
        matches = _matches(search)
        number = select(func.count()).where(answers.c.conversation == conversations.c.key).scalar_subquery()
        query = (
            select(conversations, number.label("answers"))
            .where(matches)
            .order_by(conversations.c.changed.desc(), conversations.c.key)
            .offset(offset)
            .limit(limit)
        )
        with self._changing() as connection:
            total = connection.scalar(select(func.count()).select_from(conversations).where(matches)) or 0
            return [_summary(row) for row in connection.execute(query)], total

    def summary(self, key: str) -> Summary | None:
        """Return a conversation by its key; ``None`` where there is none, or it was deleted."""
        number = select(func.count()).where(answers.c.conversation == key).scalar_subquery()
        query = select(conversations, number.label("answers"))
        with self._changing() as connection:
            row = connection.execute(query.where(conversations.c.key == key, _matches(""))).first()
        return _summary(row) if row else None

    def answers(self, key: str, latest: int | None = None) -> list[Kept]:
        """Return the answers of a conversation, or the ``latest`` of them, in the order they were given."""
        query = (
            select(answers)
            .where(answers.c.conversation == key)
            .order_by(answers.c.number.desc())
            .limit(latest)
        )
        with self._changing() as connection:
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
        with self._changing() as connection:
            given = {"rating": feedback.rating.value, "word": word}
            connection.execute(update(answers).where(answers.c.number == number).values(given))

    def rename(self, key: str, title: str) -> None:
        """Give a conversation another title; an empty one changes nothing."""
        if named := _title(title):
            with self._changing() as connection:
                renamed = {"title": named, "words": named.casefold()}
                connection.execute(update(conversations).where(conversations.c.key == key).values(renamed))

    def delete(self, key: str) -> None:
        """Delete a conversation: it can be brought back for an hour, then it is erased."""
        now = time.time()
        with self._changing() as connection:
            connection.execute(update(conversations).where(conversations.c.key == key).values(deleted=now))
            connection.execute(delete(conversations).where(conversations.c.deleted < now - UNDO))

    def bring_back(self, key: str) -> None:
        """Take a deletion back."""
        with self._changing() as connection:
            connection.execute(update(conversations).where(conversations.c.key == key).values(deleted=None))

    @contextmanager
    def _changing(self) -> Iterator[Connection]:
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
    return Summary(row.key, row.title, begun, changed, row.answers)


def _as_json(reply: Reply) -> str:
    """Return the reply as JSON, half a surrogate pair (a model may write one) as a question mark."""
    text = json.dumps(_REPLY.dump_python(reply), ensure_ascii=False)
    return text.encode(errors="replace").decode()


def _title(text: str) -> str:
    title = fold(normalise(text))
    return title if len(title) <= TITLE else f"{title[: TITLE - 1]}…"


def _now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None)

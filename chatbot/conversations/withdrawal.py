"""Answers that are asked anew: taken out of their conversation, and put back where that was a mistake.

What is withdrawn is a deleted conversation of its own, and erased with those.
"""

import time
from uuid import uuid4

from sqlalchemy import Connection, delete, insert, select, update

from chatbot.conversations.schema import answers, conversations


def withdraw(connection: Connection, key: str, number: int) -> str:
    """Take the answers of a conversation from ``number`` on out of it; return the name they are put back by.

    A conversation that loses all of them is deleted until one is added, and shared as before then; its
    title is the next question where it was the first.
    """
    withdrawn = uuid4().hex
    known = connection.execute(select(conversations).where(conversations.c.key == key)).one()
    connection.execute(insert(conversations), {**known._asdict(), "key": withdrawn, "deleted": time.time()})
    theirs = answers.c.conversation == key
    taken = update(answers).where(theirs, answers.c.number >= number).values(conversation=withdrawn)
    connection.execute(taken)
    if connection.execute(select(answers.c.number).where(theirs)).first() is None:
        first = select(answers.c.words).where(answers.c.conversation == withdrawn).order_by(answers.c.number)
        is_asked = str(connection.scalar(first)).startswith(known.words.removesuffix("…"))
        emptied = {"deleted": time.time()} | ({"title": "", "words": ""} if is_asked else {})
        connection.execute(update(conversations).where(conversations.c.key == key).values(emptied))
    return withdrawn


def put_back(connection: Connection, key: str, withdrawn: str) -> None:
    """Put withdrawn answers back in the place of what was answered since; nothing where they are erased."""
    known = connection.execute(select(conversations).where(conversations.c.key == withdrawn)).first()
    theirs = select(answers.c.number).where(answers.c.conversation == withdrawn).order_by(answers.c.number)
    first = connection.scalar(theirs)
    if known is None or first is None:
        return
    connection.execute(delete(answers).where(answers.c.conversation == key, answers.c.number > first))
    restored = {**known._asdict(), "key": key, "deleted": None}
    if not connection.execute(
        update(conversations).where(conversations.c.key == key).values(restored)
    ).rowcount:
        connection.execute(insert(conversations), restored)
    connection.execute(update(answers).where(answers.c.conversation == withdrawn).values(conversation=key))
    connection.execute(delete(conversations).where(conversations.c.key == withdrawn))

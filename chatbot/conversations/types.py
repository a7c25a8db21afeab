"""The values of the store: a conversation as a list shows it, and an answer as it was given."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from chatbot.types import Reply


@dataclass(frozen=True, slots=True)
class Summary:
    """A conversation by its ``key``, which nobody can guess; ``changed`` is when its last answer came.

    ``owner`` is the name of who asked, empty where nobody logged in. Moments are in UTC.
    """

    key: str
    title: str
    begun: datetime
    changed: datetime
    answers: int
    owner: str = ""


class Rating(StrEnum):
    """What a reader thought of an answer; ``NONE`` where nothing was said."""

    NONE = ""
    GOOD = "good"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Feedback:
    """A reader's rating of an answer, and a word on it."""

    rating: Rating = Rating.NONE
    word: str = ""


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer as it was given, at ``moment`` in UTC; ``number`` is its own within the store."""

    number: int
    moment: datetime
    reply: Reply
    feedback: Feedback = Feedback()

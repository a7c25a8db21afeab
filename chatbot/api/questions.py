"""What a request asks, within bounds: whatever a client sends as its history is not believed to be ours."""

from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from chatbot.chain import Question
from chatbot.types import Role, Turn
from index.types import Filter

MOST_TURNS = 200
MOST_CHARACTERS = 20_000
"""Of a message of the conversation before."""

_Named = Annotated[str, StringConstraints(min_length=1, max_length=1000)]

_Date = Annotated[str, StringConstraints(pattern=r"^([0-9]{4}(-[0-9]{2}){0,2})?$")]


class Where(BaseModel):
    """Which articles are searched; every part that is given must hold."""

    model_config = ConfigDict(extra="forbid")

    sources: list[_Named] = Field(default=[], max_length=100, description="files, folders and addresses")
    since: _Date = Field(default="", description="published since: 2024, 2024-05, 2024-05-31")
    until: _Date = Field(default="", description="published until, inclusive")
    languages: list[_Named] = Field(default=[], max_length=100, description="tags; en matches en-GB too")
    collections: list[_Named] = Field(default=[], max_length=100)

    def filter(self) -> Filter | None:
        """Return the filter; raises QuestionError for a date that is none."""
        found = Filter(
            tuple(self.sources), self.since, self.until, tuple(self.languages), tuple(self.collections)
        )
        return found or None


class Message(BaseModel):
    """One message of the conversation before the question."""

    role: Role
    content: str = Field(max_length=MOST_CHARACTERS)


class EvidenceRequest(BaseModel):
    """A question whose evidence is wanted, and no answer."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"question": "How long did Sweden wait?"}]}
    )

    question: str = Field(min_length=1, description="at most FOOTNOTE_MAX_QUESTION characters")
    history: list[Message] = Field(default=[], max_length=MOST_TURNS, description="oldest first")
    where: Where = Where()

    def asked(self) -> Question:
        """Return the question as the chain takes it."""
        history = tuple(Turn(each.role, each.content) for each in self.history)
        return Question(question=self.question, history=history, where=self.where.filter())


class AskRequest(EvidenceRequest):
    """A question, and how it is to be answered."""

    writer: str | None = Field(
        default=None, max_length=200, description="one of /v1/models; left out: the server's own choice"
    )
    threshold: float | None = Field(default=None, ge=0, le=1, description="refuse below this probability")
    suggest: bool = Field(
        default=False, description="say what else the articles answer too; that takes some moments more"
    )

    def written_by(self, writer: str | None) -> Question:
        """Return the question as the chain takes it, to be answered by ``writer``."""
        return Question(**self.asked(), threshold=self.threshold, writer=writer)

    @classmethod
    def of(cls, question: str, history: list[Message]) -> Self:
        """Return a plain question after a conversation."""
        return cls(question=question, history=history[-MOST_TURNS:])

"""What OpenAI's clients send to ``/v1/chat/completions``, and what of it can be asked of articles.

What would change how a model writes (temperature, stop, max_tokens and their like) is taken and has no
effect: what answers here takes no instructions. What would change what comes back (several
choices, a call of a tool, JSON) is refused, for a client that was promised it would misread the answer.
https://platform.openai.com/docs/api-reference/chat/create
"""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, JsonValue

from chatbot.api.problems import Refused
from chatbot.api.questions import MOST_CHARACTERS, MOST_TURNS, AskRequest
from chatbot.api.questions import Message as Said

_EXAMPLE: dict[str, JsonValue] = {
    "model": "quote",
    "messages": [{"role": "user", "content": "How long did Sweden wait?"}],
}


class Part(BaseModel):
    """A part of a message; of a question, all must be text."""

    type: str = Field(max_length=100, description="text; others only in messages before the question")
    text: str = Field(default="", max_length=MOST_CHARACTERS)


class ChatMessage(BaseModel):
    """A message as OpenAI's clients send it; those that are neither user's nor assistant's are left out."""

    role: Literal["system", "developer", "user", "assistant", "tool", "function"]
    content: Annotated[str, Field(max_length=MOST_CHARACTERS)] | list[Part] | None = None

    @property
    def text(self) -> str:
        """The text of its parts."""
        if isinstance(self.content, list):
            return "\n".join(part.text for part in self.content if part.type == "text")
        return self.content or ""

    @property
    def other_parts(self) -> list[str]:
        """The kinds of its parts that are no text: pictures, sounds, files."""
        parts = self.content if isinstance(self.content, list) else []
        return [part.type for part in parts if part.type != "text"]


class StreamOptions(BaseModel):
    """How a stream ends."""

    include_usage: bool | None = Field(default=None, description="count tokens in a chunk of its own")


class ResponseFormat(BaseModel):
    """The form of the answer."""

    type: str = Field(max_length=100, description="text, the only one there is")


class NamedTool(BaseModel):
    """A tool that must be called."""

    type: str = Field(default="function", max_length=100)


class ChatRequest(BaseModel):
    """A chat so far. Fields that are not listed here are taken and have no effect."""

    model_config = ConfigDict(extra="ignore", json_schema_extra={"examples": [_EXAMPLE]})

    model: str = Field(max_length=200, description="one of /v1/models")
    messages: list[ChatMessage] = Field(
        min_length=1,
        max_length=MOST_TURNS,
        description="the last one asks, those before are the conversation",
    )
    stream: bool | None = None
    stream_options: StreamOptions | None = None
    n: int | None = Field(default=None, description="1: there is one answer")
    response_format: ResponseFormat | None = None
    tool_choice: str | NamedTool | None = Field(
        default=None, description="auto or none; tools may be listed and are never called"
    )
    logprobs: bool | None = Field(default=None, description="false: sentences have verdicts instead")
    modalities: list[str] | None = Field(default=None, description="text alone")
    stop: str | list[str] | None = Field(default=None, description="no effect: no sentence is cut")
    max_tokens: int | None = Field(default=None, description="no effect: answers are a few sentences")
    max_completion_tokens: int | None = Field(default=None, description="no effect, as max_tokens")
    temperature: float | None = Field(default=None, description="no effect, as all that steers a model")

    def asked(self) -> AskRequest:
        """Return the question and the conversation before it; raises Refused for what cannot be given."""
        self._refuse_other_answers()
        last = self.messages[-1]
        if last.role != "user" or not last.text.strip():
            raise Refused("the last message must be a question of the user, in text", "messages")
        if last.other_parts:
            raise Refused(
                f"only text can be asked, and the question holds {', '.join(last.other_parts)}", "messages"
            )
        if any(len(each.text) > MOST_CHARACTERS for each in self.messages[:-1]):
            raise Refused(f"a message has more than {MOST_CHARACTERS:,} characters", "messages")
        said = [
            Said(role="user" if each.role == "user" else "assistant", content=each.text)
            for each in self.messages[:-1]
            if each.role in ("user", "assistant")
        ]
        return AskRequest.of(last.text, said)

    def _refuse_other_answers(self) -> None:
        if self.n not in (None, 1):
            raise Refused("there is one answer to a question: n must be 1", "n")
        if self.response_format and self.response_format.type != "text":
            raise Refused("answers are text with citations: response_format must be text", "response_format")
        if self.tool_choice not in (None, "auto", "none"):
            raise Refused("no tool is called here: tool_choice must be auto or none", "tool_choice")
        if self.logprobs:
            raise Refused("there are no log probabilities; each citation has a verdict", "logprobs")
        if self.modalities and set(self.modalities) != {"text"}:
            raise Refused("answers are text: modalities must be text alone", "modalities")

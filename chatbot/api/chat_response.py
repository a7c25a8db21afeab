"""What ``/v1/chat/completions`` answers, whole and in chunks, in OpenAI's form with ours beside it.

https://platform.openai.com/docs/api-reference/chat/object
"""

from typing import Literal

from pydantic import BaseModel, Field

from chatbot.types import CitationJson, ReplyJson


class SourceJson(CitationJson):
    """A citation, and how far it bears its sentence out: supported or partly."""

    verdict: str


class UrlCitation(BaseModel):
    """Where a cited sentence stands in the message: code points of its content, from 0, half open."""

    start_index: int
    end_index: int
    title: str
    url: str = Field(description="empty where the article has no address")


class Annotation(BaseModel):
    """A citation of the message; ``footnote`` is the exact place in the article."""

    type: Literal["url_citation"] = "url_citation"
    url_citation: UrlCitation
    footnote: SourceJson


class AnswerMessage(BaseModel):
    """The answer as text, the numbers of its footnotes in it and these below it."""

    role: Literal["assistant"] = "assistant"
    content: str
    refusal: None = None
    annotations: list[Annotation]


class Choice(BaseModel):
    """The one answer there is."""

    index: Literal[0] = 0
    message: AnswerMessage
    finish_reason: Literal["stop"] = "stop"
    logprobs: None = None


class Usage(BaseModel):
    """Tokens of the embedding model, of the chat and of the answer: no bill is made here."""

    prompt_tokens: int
    completion_tokens: int
    total_tokens: int


class ChatCompletion(BaseModel):
    """An answer; ``footnote`` is the whole reply as /api/ask gives it."""

    id: str
    object: Literal["chat.completion"] = "chat.completion"
    created: int
    model: str
    choices: list[Choice]
    usage: Usage
    footnote: ReplyJson


class Delta(BaseModel):
    """What a chunk adds to the message: a sentence that is checked, or at the end all citations."""

    role: Literal["assistant"] | None = None
    content: str | None = None
    annotations: list[Annotation] | None = None


class ChunkChoice(BaseModel):
    """The one answer as it comes."""

    index: Literal[0] = 0
    delta: Delta
    finish_reason: Literal["stop"] | None = None
    logprobs: None = None


class ChatCompletionChunk(BaseModel):
    """One event of a stream: the last choice has the reply, and ``usage`` follows where it was asked for."""

    id: str
    object: Literal["chat.completion.chunk"] = "chat.completion.chunk"
    created: int
    model: str
    choices: list[ChunkChoice]
    usage: Usage | None = None
    footnote: ReplyJson | None = None

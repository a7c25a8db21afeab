"""``/v1/models`` and ``/v1/embeddings``: who may write, and the library's own vectors.

https://platform.openai.com/docs/api-reference/embeddings
"""

import base64
from typing import Annotated, Any, Literal

import numpy as np
from fastapi import APIRouter, HTTPException
from pydantic import BaseModel, Field, StringConstraints, field_validator

from chatbot.access import Scope, needs
from chatbot.api.answering import Answering
from chatbot.api.problems import OPENAI_PROBLEMS, Refused

MOST_TEXTS = 256

_Text = Annotated[str, StringConstraints(min_length=1, max_length=20_000)]


class Model(BaseModel):
    """A name that a request may choose by."""

    id: str
    object: Literal["model"] = "model"
    created: int = 0
    owned_by: str = "footnote"


class Models(BaseModel):
    """All of them."""

    object: Literal["list"] = "list"
    data: list[Model]


class EmbeddingRequest(BaseModel):
    """Texts to embed; those longer than the model's window are cut off there."""

    input: _Text | Annotated[list[_Text], Field(min_length=1, max_length=MOST_TEXTS)]
    model: str = Field(max_length=300, description="the library's embedding model, or its last part")
    encoding_format: Literal["float", "base64"] = "float"
    dimensions: int | None = Field(default=None, description="as many as the model has; it is not cut")

    @field_validator("input", mode="before")
    @classmethod
    def _is_text(cls, given: Any) -> Any:
        """Refuse numbers of tokens in words of ours: only text can be embedded."""
        first = given[0] if isinstance(given, list) and given else given
        if isinstance(first, (int, list)):
            raise ValueError(
                "send text: token numbers are another model's (LangChain: check_embedding_ctx_length=False)"
            )
        return given


class Embedding(BaseModel):
    """A vector of unit length; base64 is of little-endian float32."""

    object: Literal["embedding"] = "embedding"
    index: int
    embedding: list[float] | str


class EmbeddingUsage(BaseModel):
    """Tokens of the embedding model."""

    prompt_tokens: int
    total_tokens: int


class Embeddings(BaseModel):
    """The vectors, in the order of the texts."""

    object: Literal["list"] = "list"
    model: str
    data: list[Embedding]
    usage: EmbeddingUsage


def models(answering: Answering) -> APIRouter:
    """Return the routes."""
    router = APIRouter(prefix="/v1", tags=["OpenAI's form"], responses=OPENAI_PROBLEMS)

    def embedder() -> Any:
        return answering.services.library.embedder

    @router.get("/models", operation_id="listModels", dependencies=[needs(Scope.READ)])
    def listed() -> Models:
        """List who may write answers, and the embedding model."""
        return Models(data=[Model(id=name) for name in [*answering.models(), embedder().name]])

    @router.get("/models/{name:path}", operation_id="readModel", dependencies=[needs(Scope.READ)])
    def read(name: str) -> Model:
        """Say whether there is a model."""
        if name not in (*answering.models(), embedder().name):
            raise HTTPException(404, f"there is no model {name}")
        return Model(id=name)

    @router.post("/embeddings", operation_id="createEmbedding", dependencies=[needs(Scope.READ)])
    def embed(wanted: EmbeddingRequest) -> Embeddings:
        """Embed texts as the library's questions are embedded."""
        model = embedder()
        if wanted.model not in (model.name, model.name.rpartition("/")[2]):
            raise HTTPException(404, f"there is no embedding model {wanted.model}; this is {model.name}")
        texts = [wanted.input] if isinstance(wanted.input, str) else wanted.input
        vectors = [model.query(text) for text in texts]
        has = len(vectors[0])
        if wanted.dimensions not in (None, has):
            raise Refused(f"{model.name} has {has} dimensions, and cannot be cut to fewer", "dimensions")
        tokens = sum(model.count(texts))
        return Embeddings(
            model=model.name,
            data=[
                Embedding(index=number, embedding=_encoded(vector, wanted.encoding_format))
                for number, vector in enumerate(vectors)
            ],
            usage=EmbeddingUsage(prompt_tokens=tokens, total_tokens=tokens),
        )

    return router


def _encoded(vector: Any, form: str) -> list[float] | str:
    if form == "float":
        return [float(value) for value in vector]
    return base64.b64encode(np.asarray(vector, dtype="<f4").tobytes()).decode()

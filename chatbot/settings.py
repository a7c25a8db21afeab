"""The settings of the chatbot, beside those of the index that it asks."""

from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr

from index.settings import IndexSettings


class Settings(IndexSettings):
    """Every setting of Footnote: ``FOOTNOTE_…`` variables, ``footnote.toml``, or an argument."""

    host: str = Field(default="127.0.0.1", description="address that the chat page listens on")
    port: int = Field(default=7860, ge=1, le=65535, description="first port that the chat page tries")
    max_question: int = Field(default=2000, ge=1, description="most characters of a question")
    threshold: float | None = Field(
        default=None, ge=0, le=1, description="refuse below this probability; empty: the fitted one"
    )
    models: Path = Field(
        default_factory=lambda: Path.home() / ".footnote" / "models", description="where model files lie"
    )
    reranker: str = Field(
        default="footnote", description="“footnote”, “none”, or a CrossEncoder's folder or hub name"
    )
    writer: str = Field(
        default="auto", description="“quote”, “local”, “auto”, or a LangChain name such as openai:gpt-5.5"
    )
    writer_base_url: str = Field(default="", description="address of the writer's server; empty: its own")
    writer_api_key: SecretStr = Field(
        default=SecretStr(""), description="the writer's key; empty: the provider's own variable"
    )
    writer_temperature: float | Literal["default"] = Field(
        default=0.0, description="the writer's temperature; “default” leaves it to the model"
    )
    writer_max_tokens: int = Field(default=1024, ge=16, description="most tokens of a written answer")
    writer_first_token_timeout: float = Field(
        default=30.0, gt=0, description="seconds to wait for the first token, and for each other"
    )
    writer_timeout: float = Field(default=120.0, gt=0, description="seconds to wait for a whole answer")
    rewrite: bool = Field(default=True, description="let the writer word a follow-up so that it stands alone")
    nli_model: str = Field(
        default="", description="a CrossEncoder's folder or hub name that verifies too; empty: none"
    )

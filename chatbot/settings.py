"""The settings of the chatbot, beside those of the index that it asks."""

from pydantic import Field

from index.settings import IndexSettings


class Settings(IndexSettings):
    """Every setting of Footnote: ``FOOTNOTE_…`` variables, ``footnote.toml``, or an argument."""

    host: str = Field(default="127.0.0.1", description="address that the chat page listens on")
    port: int = Field(default=7860, ge=1, le=65535, description="first port that the chat page tries")
    max_question: int = Field(default=2000, ge=1, description="most characters of a question")
    threshold: float | None = Field(
        default=None, ge=0, le=1, description="refuse below this probability; empty: the fitted one"
    )

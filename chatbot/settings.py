"""The settings of the chatbot, beside those of the index that it asks."""

from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr

from index.settings import IndexSettings


class Settings(IndexSettings):
    """Every setting of Footnote: ``FOOTNOTE_…`` variables, ``footnote.toml``, or an argument."""

    host: str = Field(default="127.0.0.1", description="address that the chat page listens on")
    language: Literal["auto", "en", "uk"] = Field(
        default="auto",
        description="the page's language for who asks for neither: “en”, “uk”, or “auto”, this machine's own",
    )
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
    suggestions: int = Field(
        default=3, ge=0, le=5, description="most questions that are suggested under an answer; 0: none"
    )
    public_shares: bool = Field(
        default=False,
        description="let a shared conversation be read without a login, by whoever has its link",
    )
    stop_seconds: float = Field(
        default=5.0, ge=0, description="seconds that running answers get when the server is told to stop"
    )
    log_format: Literal["text", "json"] = Field(
        default="text", description="how the server logs, one line each: “text” or “json”"
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        default="warning", description="what the server logs: “debug”, “info”, “warning” or “error”"
    )
    otlp_endpoint: str = Field(
        default="", description="address of an OpenTelemetry collector (OTLP over gRPC); empty: no traces"
    )
    nli_model: str = Field(
        default="", description="a CrossEncoder's folder or hub name that verifies too; empty: none"
    )
    hosts: tuple[str, ...] = Field(
        default=(), description="names that the page is reached by; where others can reach it, empty is any"
    )
    auth: Literal["auto", "login", "none"] = Field(
        default="auto",
        description="“login”: all must log in; “none”: nobody, a proxy knows your people; "
        "“auto”: all, but at this machine itself only once there are users",
    )
    auth_header: str = Field(
        default="", description="with FOOTNOTE_AUTH=none, the header in which the proxy names the visitor"
    )
    add_from: tuple[Path, ...] = Field(
        default=(),
        description="folders of this machine that whoever may write adds from by name, on the page",
    )
    add_addresses: bool = Field(
        default=False, description="let whoever may write add web pages and feeds on the page"
    )
    first_user: str = Field(default="admin", description="name of the user that FOOTNOTE_FIRST_PASSWORD adds")
    first_password: SecretStr = Field(
        default=SecretStr(""), description="password of the first user, added where there is none"
    )
    oidc_issuer: str = Field(default="", description="address of an OpenID Connect provider to log in at")
    oidc_client_id: str = Field(default="", description="Footnote's id at that provider")
    oidc_client_secret: SecretStr = Field(
        default=SecretStr(""), description="Footnote's secret there; empty: a public client"
    )
    oidc_emails: tuple[str, ...] = Field(default=(), description="who may come in from there, by address")
    oidc_domains: tuple[str, ...] = Field(default=(), description="who may, by the domain of their address")
    oidc_scopes: tuple[Literal["read", "ask", "write"], ...] = Field(
        default=("read", "ask"), description="what those may do who come from there for the first time"
    )
    session_idle_hours: float = Field(default=24, gt=0, description="a login ends when unused for so long")
    session_days: float = Field(default=14, gt=0, description="a login ends after so long, used or not")
    questions_per_minute: int = Field(default=30, ge=1, description="most questions of a visitor in a minute")
    answers_at_once: int = Field(default=4, ge=1, description="most answers being made for one visitor")
    answers_in_all: int = Field(default=64, ge=1, description="most answers being made for all visitors")
    max_request_bytes: int = Field(default=1_000_000, ge=1, description="larger requests are refused")
    max_upload_bytes: int = Field(
        default=500_000_000, ge=1, description="larger uploads are refused, all files of one drop together"
    )
    audit_questions: bool = Field(default=False, description="keep the words of questions in the audit log")

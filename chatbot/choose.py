"""Settings -> the writer that they name."""

from typing import TYPE_CHECKING, Any

from pydantic import SecretStr

from chatbot.settings import Settings
from chatbot.writers import ChatWriter, Writer
from index.errors import ModelError, SettingsError

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

_EXTRAS = {"openai": "openai", "anthropic": "anthropic", "ollama": "ollama", "google_genai": "google"}
"""The extra of Footnote that installs a provider's integration."""

_NO_KEY = "none"
"""What a server without keys is sent, where its client insists on one."""


def writer_of(settings: Settings) -> Writer | None:
    """Return the writer that ``settings`` name, or ``None`` where answers are only quoted.

    Raises SettingsError for a name that is no model's, for a provider whose integration is
    not installed or that has no key; ModelError where the local model's file is missing or
    not the pinned one, unless the setting is ``auto``.
    """
    match settings.writer.strip():
        case "quote":
            return None
        case "local":
            return _local(settings)
        case "auto":
            try:
                return _local(settings)
            except ModelError:
                return None
        case name:
            return ChatWriter(
                _model(name, settings),
                name,
                first_token_timeout=settings.writer_first_token_timeout,
                timeout=settings.writer_timeout,
            )


def _local(settings: Settings) -> Writer:
    from chatbot.local import local_writer

    return local_writer(settings)


def _model(name: str, settings: Settings) -> "BaseChatModel":
    """Return the chat model called ``name``, with retries of its own switched off."""
    from langchain.chat_models import init_chat_model

    provider, _, model = name.partition(":")
    if not provider or not model:
        raise SettingsError(
            f"FOOTNOTE_WRITER: “{name}” names no writer",
            "use quote, local, auto, or PROVIDER:MODEL such as openai:gpt-5.5 or ollama:qwen3",
        )
    arguments = _arguments(provider, settings)
    try:
        made: BaseChatModel = init_chat_model(model, model_provider=provider, **arguments)
    except ImportError as error:
        extra = _EXTRAS.get(provider)
        install = f"pip install 'footnote[{extra}]'" if extra else "install its LangChain integration"
        raise SettingsError(f"FOOTNOTE_WRITER: {name} needs a package that is missing", install) from error
    except Exception as error:
        unknown = "Unsupported provider" in str(error)
        problem = "its provider is unknown" if unknown else "it has no key, or does not take these settings"
    else:
        if not _keyless(made):
            return made
        problem = "it has no key"
    raise SettingsError(
        f"FOOTNOTE_WRITER: {name} cannot be used: {problem}",
        "set FOOTNOTE_WRITER_API_KEY or the provider's own variable, such as OPENAI_API_KEY, "
        "and check the name and the other FOOTNOTE_WRITER_… settings",
    )


def _keyless(model: "BaseChatModel") -> bool:
    """Tell whether a client was made with an empty key, which only its first request would show."""
    return any(
        isinstance(value, SecretStr) and not value.get_secret_value() for value in vars(model).values()
    )


def _arguments(provider: str, settings: Settings) -> dict[str, Any]:
    """Return the settings under the names that the provider's integration gives them.

    A server named by its address is sent only the key of our own setting: the provider's
    variable holds a secret between the user and the provider.
    """
    given: dict[str, Any] = {}
    key, address = settings.writer_api_key.get_secret_value(), settings.writer_base_url
    if settings.writer_temperature != "default":
        given["temperature"] = settings.writer_temperature
    if address:
        given["base_url"] = address
    if provider == "ollama":
        if key:
            raise SettingsError(
                "FOOTNOTE_WRITER_API_KEY: Ollama's client takes no key", "set OLLAMA_API_KEY instead"
            )
        client = {"timeout": settings.writer_first_token_timeout}
        return {**given, "num_predict": settings.writer_max_tokens, "client_kwargs": client}
    if key or address:
        given["api_key"] = key or _NO_KEY
    if provider == "openai" and address:
        given["extra_body"] = {"max_tokens": settings.writer_max_tokens}
    else:
        given["max_tokens"] = settings.writer_max_tokens
    return {**given, "max_retries": 0, "timeout": settings.writer_first_token_timeout}

import sys
from typing import Any

import pytest

from chatbot.choose import writer_of
from chatbot.settings import Settings
from chatbot.writers import ChatWriter
from index.errors import SettingsError

KEY = "sk-a-key-that-nobody-may-see"


def chosen(**settings: Any) -> ChatWriter:
    writer = writer_of(Settings.read(**settings))
    assert isinstance(writer, ChatWriter)
    return writer


def test_quote_needs_no_writer() -> None:
    assert writer_of(Settings(writer="quote")) is None


def test_time_outs_are_settings() -> None:
    writer = chosen(writer="ollama:qwen3", writer_first_token_timeout=3, writer_timeout=7)
    assert (writer.name, writer.first_token_timeout, writer.timeout) == ("ollama:qwen3", 3, 7)


def test_the_client_does_not_retry_and_hangs_no_longer_than_we_do() -> None:
    from langchain_anthropic import ChatAnthropic
    from langchain_openai import ChatOpenAI

    for name in ("openai:gpt-4o", "anthropic:claude-sonnet-4-5"):
        model = chosen(
            writer=name, writer_api_key=KEY, writer_max_tokens=99, writer_first_token_timeout=3
        ).model
        assert isinstance(model, ChatOpenAI | ChatAnthropic)
        assert (model.max_retries, model.temperature, model.max_tokens) == (0, 0, 99)
    assert isinstance(model, ChatAnthropic) and model.default_request_timeout == 3


def test_a_temperature_can_be_left_to_the_model(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FOOTNOTE_WRITER_TEMPERATURE", "default")
    model: Any = chosen(writer="openai:gpt-4o", writer_api_key=KEY).model
    assert model.temperature is None


def test_the_providers_own_variable_is_a_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    model: Any = chosen(writer="openai:gpt-4o").model
    assert model.openai_api_key.get_secret_value() == KEY


def test_a_server_of_ones_own_is_not_sent_the_providers_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    monkeypatch.setenv("ANTHROPIC_API_KEY", KEY)
    for name, key in (("openai:any", "openai_api_key"), ("anthropic:any", "anthropic_api_key")):
        model: Any = chosen(writer=name, writer_base_url="http://127.0.0.1:9/v1").model
        assert getattr(model, key).get_secret_value() != KEY


def test_keys_are_not_shown() -> None:
    settings = Settings.read(writer="openai:gpt-4o", writer_api_key=KEY)
    assert KEY not in f"{settings!r} {settings} {chosen(writer='openai:gpt-4o', writer_api_key=KEY)!r}"
    assert KEY not in settings.model_dump_json()


@pytest.mark.parametrize("name", ["openai:gpt-4o", "anthropic:claude-sonnet-4-5"])
def test_no_key_is_told_before_anything_is_asked(name: str) -> None:
    with pytest.raises(SettingsError, match="no key") as raised:
        writer_of(Settings(writer=name))
    assert "FOOTNOTE_WRITER_API_KEY" in raised.value.help


@pytest.mark.parametrize("name", ["", "banana", "openai:", ":gpt", "Quote"])
def test_a_name_that_is_no_writer_is_told(name: str) -> None:
    with pytest.raises(SettingsError, match="names no writer") as raised:
        writer_of(Settings(writer=name))
    assert "openai:" in raised.value.help


def test_an_unknown_provider_is_told() -> None:
    with pytest.raises(SettingsError, match="provider is unknown"):
        writer_of(Settings(writer="acme:model"))


@pytest.mark.parametrize(
    ("name", "module", "install"),
    [
        ("openai:gpt-4o", "langchain_openai", "footnote[openai]"),
        ("anthropic:claude", "langchain_anthropic", "footnote[anthropic]"),
        ("ollama:qwen3", "langchain_ollama", "footnote[ollama]"),
        ("google_genai:gemini", "langchain_google_genai", "footnote[google]"),
        ("mistralai:large", "langchain_mistralai", "integration"),
    ],
)
def test_a_missing_integration_is_named(
    name: str, module: str, install: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from langchain.chat_models import base

    base._get_chat_model_creator.cache_clear()
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(SettingsError, match="needs a package that is missing") as raised:
        writer_of(Settings(writer=name, writer_base_url="http://127.0.0.1:9"))
    assert install in raised.value.help


def test_ollamas_key_has_another_place() -> None:
    with pytest.raises(SettingsError, match="takes no key") as raised:
        writer_of(Settings.read(writer="ollama:qwen3", writer_api_key=KEY))
    assert "OLLAMA_API_KEY" in raised.value.help and KEY not in str(raised.value)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("writer_timeout", 0),
        ("writer_first_token_timeout", -1),
        ("writer_max_tokens", 1),
        ("writer_temperature", "hot"),
    ],
)
def test_settings_have_bounds(name: str, value: object) -> None:
    with pytest.raises(SettingsError, match=name):
        Settings.read(**{name: value})

"""Who must log in, before anything is served."""

from pathlib import Path
from typing import Any

import pytest

from chatbot.access.guarding import guard
from chatbot.serving import guarding, run
from chatbot.settings import Settings
from index.errors import SettingsError

PASSWORD = "four words nobody knows"


def _settings(data: Path, **given: Any) -> Settings:
    return Settings(data=data / "data", **given)


def test_footnote_does_not_start_where_others_reach_it_and_nobody_logs_in(tmp_path: Path):
    with pytest.raises(SettingsError, match=r"others can reach 0\.0\.0\.0"):
        run(_settings(tmp_path, host="0.0.0.0"), [], [], False)
    assert not (tmp_path / "data" / "catalog.sqlite3").exists()


def test_a_container_gets_its_first_user_from_the_settings_and_no_second_one(tmp_path: Path):
    outside = {"host": "0.0.0.0", "first_password": PASSWORD}
    with guarding(_settings(tmp_path, **outside)) as accounts:
        assert accounts.users.with_password("admin", PASSWORD)
        accounts.users.set_password("admin", "other words nobody knows")
    with guarding(_settings(tmp_path, **outside, first_user="another")) as accounts:
        assert [user.name for user in accounts.users.all()] == ["admin"]
        assert not accounts.users.with_password("admin", PASSWORD)


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        ({"first_password": "short"}, "12 to 1024"),
        ({"first_password": PASSWORD, "first_user": "a b"}, "user's name"),
    ],
)
def test_a_first_user_that_cannot_be_is_said_by_the_settings_name(
    tmp_path: Path, given: dict[str, Any], problem: str
):
    with (
        pytest.raises(SettingsError, match=f"FOOTNOTE_FIRST_PASSWORD add nobody: .*{problem}"),
        guarding(_settings(tmp_path, host="0.0.0.0", **given)),
    ):
        pytest.fail("it was opened")


@pytest.mark.parametrize(
    ("given", "who"),
    [
        ({}, "users"),
        ({"host": "::1"}, "users"),
        ({"auth": "login"}, "always"),
        ({"auth": "none"}, "open"),
        ({"auth": "none", "host": "0.0.0.0"}, "open"),
        ({"oidc_issuer": "https://login.example.org"}, "always"),
    ],
)
def test_who_must_log_in_is_by_the_address_and_the_settings(tmp_path: Path, given: dict[str, Any], who: str):
    settings = _settings(tmp_path, **given)
    with guarding(settings) as accounts:
        assert guard(settings, accounts) == who

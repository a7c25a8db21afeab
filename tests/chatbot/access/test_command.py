"""The commands for users and keys, as their callers see them."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from chatbot.access import Accounts, Scope
from chatbot.cli import app
from index.errors import FootnoteError

PASSWORD = "four words nobody knows"


def run(data: Path, *arguments: str, stdin: str = "") -> Result:
    return CliRunner().invoke(app, [*arguments, "--data", str(data)], input=stdin)


def test_a_user_is_added_listed_changed_and_removed(tmp_path: Path):
    data = tmp_path / "new" / "data"
    added = run(
        data,
        "users",
        "add",
        "Anna",
        "--scope",
        "ask",
        "--scope",
        "read",
        "--password-stdin",
        stdin=f"{PASSWORD}\n",
    )
    assert added.stdout == "added anna, who may ask, read\n" and PASSWORD not in added.output
    assert json.loads(run(data, "users", "list", "--json").stdout)[0]["name"] == "anna"
    run(data, "users", "password", "anna", "--password-stdin", stdin="other words nobody knows")
    with Accounts(data) as accounts:
        user = accounts.users.with_password("anna", "other words nobody knows")
        assert user and user.scopes == {Scope.READ, Scope.ASK}
    assert run(data, "users", "remove", "ANNA").exit_code == 0
    assert run(data, "users", "list").stdout == "nobody can log in\n"


def test_a_key_is_shown_once_and_revoked_by_its_id(tmp_path: Path):
    made = run(tmp_path, "keys", "create", "nightly", "--scope", "read", "--days", "2")
    secret = made.stdout.strip()
    assert secret.startswith("footnote_") and len(secret) > 50
    assert "may read until" in made.stderr and secret not in made.stderr
    listed = run(tmp_path, "keys", "list", "--json")
    assert secret not in listed.stdout
    (key,) = json.loads(listed.stdout)
    with Accounts(tmp_path) as accounts:
        visitor = accounts.keys.visitor(secret)
        assert visitor and visitor.scopes == {Scope.READ}
        run(tmp_path, "keys", "revoke", key["id"])
        assert accounts.keys.visitor(secret) is None
    noted = [json.loads(line)["event"] for line in (tmp_path / "audit.jsonl").read_text().splitlines()]
    assert noted == ["key created", "key revoked"]
    assert secret not in (tmp_path / "audit.jsonl").read_text()


@pytest.mark.parametrize(
    ("arguments", "stdin", "problem"),
    [
        (["users", "add", "anna"], PASSWORD, "nobody to ask for the password"),
        (["users", "add", "anna", "--password-stdin"], "", "password is empty"),
        (["users", "add", "anna", "--password-stdin"], "short", "12 to 1024 characters"),
        (["users", "add", "a b", "--password-stdin"], PASSWORD, "cannot be a user's name"),
        (["users", "add", "anna", "--scope", "rule"], "", "no scope named rule"),
        (["users", "add", "anna", "--scope", "ask"], "", "who logs in to the page reads there"),
        (["users", "remove", "anna"], "", "no user named anna"),
        (["keys", "create", "k", "--user", "anna"], "", "no user named anna"),
        (["keys", "revoke", "0"], "", "no key with the id 0"),
    ],
)
def test_what_cannot_be_done_is_said(tmp_path: Path, arguments: list[str], stdin: str, problem: str):
    refused = run(tmp_path, *arguments, stdin=stdin)
    assert isinstance(refused.exception, FootnoteError) and problem in str(refused.exception)
    assert refused.exception.help
    assert not (tmp_path / "audit.jsonl").exists()

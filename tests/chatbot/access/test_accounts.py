import sqlite3
import stat
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from chatbot.access import Accounts, Scope
from chatbot.access import sessions as sessions_module
from index.errors import DataDirectoryError, FootnoteError, NewerDataError

PASSWORD = "four words nobody knows"


@pytest.fixture
def accounts(tmp_path: Path) -> Iterator[Accounts]:
    with Accounts(tmp_path) as opened:
        yield opened


def test_a_user_logs_in_with_their_password_only(accounts: Accounts):
    assert not accounts.have_users()
    accounts.users.add("Anna@Example.org", PASSWORD, [Scope.READ, Scope.ASK])
    assert accounts.have_users()
    found = accounts.users.with_password(" anna@example.ORG ", PASSWORD)
    assert found and found.name == "anna@example.org" and found.scopes == {Scope.READ, Scope.ASK}
    for name, password in (
        ("anna@example.org", PASSWORD + "x"),
        ("anna@example.org", ""),
        ("bert", PASSWORD),
        ("", ""),
    ):
        assert accounts.users.with_password(name, password) is None
    with pytest.raises(FootnoteError, match="there is a user named anna@example"):
        accounts.users.add("ANNA@example.org", PASSWORD)
    for name in ("", "a b", "key:1", "../x", "x" * 65, "a\nb"):
        with pytest.raises(FootnoteError, match="cannot be a user's name"):
            accounts.users.add(name, PASSWORD)
    with pytest.raises(FootnoteError, match="12 to 1024 characters"):
        accounts.users.add("bert", "short")


def test_who_has_no_password_cannot_log_in_with_an_empty_one(accounts: Accounts):
    accounts.users.add("anna", "")
    assert accounts.users.with_password("anna", "") is None


def test_a_new_password_and_a_removal_end_every_session_and_key(accounts: Accounts):
    accounts.users.add("anna", PASSWORD)
    first = accounts.sessions.begin("anna")
    _, key = accounts.keys.create("script", list(Scope), "anna")
    assert accounts.sessions.visitor(first) and accounts.keys.visitor(key)
    accounts.users.set_password("anna", "other words nobody knows")
    assert accounts.sessions.visitor(first) is None
    assert accounts.users.with_password("anna", PASSWORD) is None
    second = accounts.sessions.begin("anna")
    accounts.users.remove("anna")
    assert accounts.sessions.visitor(second) is None and accounts.keys.visitor(key) is None
    for change in (
        lambda: accounts.users.remove("anna"),
        lambda: accounts.users.set_password("anna", PASSWORD),
    ):
        with pytest.raises(FootnoteError, match="no user named anna"):
            change()


def test_a_session_ends_when_unused_when_old_and_when_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    now = 1_000_000.0
    monkeypatch.setattr(sessions_module.time, "time", lambda: now)
    with Accounts(tmp_path, idle=3600, longest=3 * 3600) as accounts:
        accounts.users.add("anna", PASSWORD)
        unused, used, left = (accounts.sessions.begin("anna") for _ in range(3))
        accounts.sessions.end(left)
        assert accounts.sessions.visitor(left) is None
        for _ in range(3):
            now += 3000
            seen = accounts.sessions.visitor(used)
            assert seen and seen.name == "anna"
        assert accounts.sessions.visitor(unused) is None
        now += 3000
        assert accounts.sessions.visitor(used) is None
        accounts.sessions.begin("anna")
    with sqlite3.connect(tmp_path / "access.sqlite3") as file:
        assert file.execute("SELECT count(*) FROM sessions").fetchone() == (1,)


def test_a_key_is_good_until_it_expires_or_is_revoked(accounts: Accounts):
    accounts.users.add("anna", PASSWORD, [Scope.READ, Scope.ASK])
    hers, secret = accounts.keys.create("script", [Scope.ASK, Scope.WRITE], "Anna")
    visitor = accounts.keys.visitor(secret)
    assert visitor and (visitor.name, visitor.scopes, visitor.counted_as) == (
        "anna",
        {Scope.ASK},
        f"key {hers.id}",
    )
    nobodys, other = accounts.keys.create("cron", [Scope.READ], lifetime=timedelta(days=1))
    visitor = accounts.keys.visitor(other)
    assert visitor and (visitor.name, visitor.scopes) == (f"key:{nobodys.id}", {Scope.READ})
    _, old = accounts.keys.create("old", [Scope.READ], lifetime=timedelta(seconds=-1))
    assert accounts.keys.visitor(old) is None
    accounts.keys.revoke(hers.id)
    assert accounts.keys.visitor(secret) is None and accounts.keys.visitor(other)
    assert accounts.keys.visitor("") is None and accounts.keys.visitor("footnote_\ud800") is None
    with pytest.raises(FootnoteError, match="no key with the id"):
        accounts.keys.revoke(hers.id)
    with pytest.raises(FootnoteError, match="no user named bert"):
        accounts.keys.create("script", list(Scope), "bert")


def test_what_is_stored_opens_nothing_and_is_its_owners_alone(tmp_path: Path):
    with Accounts(tmp_path) as accounts:
        accounts.users.add("anna", PASSWORD)
        secrets = [PASSWORD, accounts.sessions.begin("anna"), accounts.keys.create("k", list(Scope))[1]]
        files = list(tmp_path.iterdir())
        assert {file.name for file in files} == {"access.sqlite3", "access.sqlite3-wal", "access.sqlite3-shm"}
        for file in files:
            assert stat.S_IMODE(file.stat().st_mode) == 0o600, file
            assert not any(secret.encode() in file.read_bytes() for secret in secrets)
        with sqlite3.connect(tmp_path / "access.sqlite3") as raw:
            for (digest,) in raw.execute("SELECT digest FROM sessions UNION SELECT digest FROM keys"):
                assert accounts.sessions.visitor(digest) is None and accounts.keys.visitor(digest) is None
            assert (
                raw.execute("SELECT password FROM users").fetchone()[0].startswith("$argon2id$v=19$m=65536,")
            )


def test_a_file_that_cannot_be_used_is_an_error_with_help(tmp_path: Path):
    (tmp_path / "access.sqlite3").write_text("not a database, but long enough to look like one " * 50)
    with pytest.raises(DataDirectoryError, match=r"accounts in .* cannot be opened"):
        Accounts(tmp_path)
    (tmp_path / "newer").mkdir()
    with sqlite3.connect(tmp_path / "newer" / "access.sqlite3") as file:
        file.execute("PRAGMA user_version = 99")
    with pytest.raises(NewerDataError, match="version 99"):
        Accounts(tmp_path / "newer")

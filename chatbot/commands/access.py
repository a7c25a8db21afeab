"""``footnote users`` and ``footnote keys``: who may log in, and which programs may ask."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from chatbot.commands.options import AsJson, Data, read_settings
from index.errors import FootnoteError

if TYPE_CHECKING:
    from chatbot.access import Accounts, Audit, Scope

users = typer.Typer(help="Say who may log in to the chat page.", no_args_is_help=True)
keys = typer.Typer(help="Make and revoke keys for programs that use the API.", no_args_is_help=True)

Name = Annotated[str, typer.Argument(help="The user's name, or e-mail address.", show_default=False)]
Rights = Annotated[
    list[str] | None,
    typer.Option("--scope", help="read, ask or write; repeatable.  [default: all]", show_default=False),
]
FromStdin = Annotated[
    bool, typer.Option("--password-stdin", help="Read the password from standard input.", show_default=False)
]


@users.command("add")
def add_user(name: Name, scope: Rights = None, stdin: FromStdin = False, data: Data = None) -> None:
    """Add a user; the password is asked for."""
    scopes = _scopes(scope)
    if "read" not in scopes:
        raise FootnoteError("who logs in to the page reads there", "add --scope read")
    with _opened(data) as (accounts, audit):
        added = accounts.users.add(name, _password(stdin), scopes)
        audit.note("user added", account=added.name, scopes=sorted(scopes))
    print(f"added {added.name}, who may {_said(scopes)}")


@users.command("list")
def list_users(data: Data = None, as_json: AsJson = False) -> None:
    """List the users and what they may do."""
    with _opened(data) as (accounts, _):
        found = accounts.users.all()
    if as_json:
        _print_json(
            [
                {"name": each.name, "scopes": sorted(each.scopes), "created": f"{each.created:%FT%TZ}"}
                for each in found
            ]
        )
        return
    for each in found:
        print(f"{each.name}  {_said(each.scopes)}{'' if each.has_password else '  (logs in by OIDC)'}")
    if not found:
        print("nobody can log in")


@users.command("password")
def change_password(name: Name, stdin: FromStdin = False, data: Data = None) -> None:
    """Give a user another password; wherever they are logged in, they are logged out."""
    with _opened(data) as (accounts, audit):
        accounts.users.set_password(name, _password(stdin))
        audit.note("password changed", account=name)
    print(f"{name} has another password")


@users.command("remove")
def remove_user(name: Name, data: Data = None) -> None:
    """Remove a user and their keys: the next request is refused. Their conversations stay."""
    with _opened(data) as (accounts, audit):
        accounts.users.remove(name)
        audit.note("user removed", account=name)
    print(f"removed {name}")


@keys.command("create")
def create_key(
    name: Annotated[str, typer.Argument(help="What the key is for.", show_default=False)],
    scope: Rights = None,
    user: Annotated[
        str, typer.Option("--user", help="Whose key it is: it acts as that user.", show_default=False)
    ] = "",
    days: Annotated[
        int | None,
        typer.Option("--days", min=1, help="It is good for so many days.", show_default=False),
    ] = None,
    data: Data = None,
) -> None:
    """Make a key and print it, once: it cannot be shown again."""
    scopes = _scopes(scope)
    with _opened(data) as (accounts, audit):
        lifetime = timedelta(days=days) if days else None
        key, secret = accounts.keys.create(name, scopes, user, lifetime)
        audit.note("key created", made=key.id, account=key.user, scopes=sorted(scopes))
    print(secret)
    until = f" until {key.expires:%Y-%m-%d}" if key.expires else ""
    print(f"Key {key.id} may {_said(scopes)}{until}. It is not shown again.", file=sys.stderr)


@keys.command("list")
def list_keys(data: Data = None, as_json: AsJson = False) -> None:
    """List the keys, the newest first; what they are is not stored."""
    with _opened(data) as (accounts, _):
        found = accounts.keys.all()
    if as_json:
        _print_json(
            [
                {
                    "id": each.id,
                    "name": each.name,
                    "user": each.user,
                    "scopes": sorted(each.scopes),
                    "created": f"{each.created:%FT%TZ}",
                    "expires": f"{each.expires:%FT%TZ}" if each.expires else None,
                }
                for each in found
            ]
        )
        return
    for each in found:
        ends = "has expired" if each.is_expired else f"until {each.expires:%F}" if each.expires else ""
        print("  ".join(part for part in (each.id, each.name, each.user, _said(each.scopes), ends) if part))
    if not found:
        print("there is no key")


@keys.command("revoke")
def revoke_key(
    id: Annotated[str, typer.Argument(help="The key's id, as list shows it.", show_default=False)],
    data: Data = None,
) -> None:
    """Revoke a key: the next request with it is refused."""
    with _opened(data) as (accounts, audit):
        accounts.keys.revoke(id)
        audit.note("key revoked", revoked=id)
    print(f"revoked {id}")


@contextmanager
def _opened(data: Path | None) -> "Iterator[tuple[Accounts, Audit]]":
    from chatbot.access import Accounts, Audit

    folder = read_settings(data).data.expanduser()
    with Accounts(folder) as accounts:
        audit = Audit(folder)
        try:
            yield accounts, audit
        finally:
            audit.close()


def _password(from_stdin: bool) -> str:
    """Return a password that somebody types, twice where it is asked for."""
    if from_stdin:
        given = sys.stdin.readline().rstrip("\r\n")
    elif sys.stdin.isatty():
        given = typer.prompt("Password", hide_input=True, confirmation_prompt="Once more")
    else:
        raise FootnoteError("there is nobody to ask for the password", "pipe it in, with --password-stdin")
    if not given:
        raise FootnoteError("the password is empty", "take four or five words that nobody knows")
    return str(given)


def _scopes(given: list[str] | None) -> "frozenset[Scope]":
    from chatbot.access import Scope

    unknown = sorted(set(given or ()) - set(Scope))
    if unknown:
        raise FootnoteError(
            f"there is no scope named {', '.join(unknown)}", f"choose from {', '.join(Scope)}"
        )
    return frozenset(map(Scope, given or Scope))


def _said(scopes: "frozenset[Scope]") -> str:
    return ", ".join(sorted(scopes)) or "nothing"


def _print_json(found: list[dict[str, object]]) -> None:
    from chatbot.commands.show import json_text

    print(json_text(found))

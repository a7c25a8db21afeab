"""``footnote conversations``: what was asked on the page, listed and taken along."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from chatbot.commands.options import AsJson, Data, read_settings, require_data
from index.errors import FootnoteError

if TYPE_CHECKING:
    from chatbot.conversations import ConversationStore, Summary

app = typer.Typer(help="List and export the conversations of the chat page.", no_args_is_help=True)

_SHOWN_OF_KEY = 8


@app.command("list")
def list_command(
    search: Annotated[
        str, typer.Option("--search", help="Those that hold these words.", show_default=False)
    ] = "",
    user: Annotated[
        str | None, typer.Option("--user", help="Those of this user.", show_default=False)
    ] = None,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """List the conversations that are kept, the newest first."""
    from chatbot.access.users import folded

    with _opened(data) as store:
        found, _ = (store if user is None else store.of(folded(user))).find(search, limit=None)
    if as_json:
        from chatbot.commands.show import json_text

        print(json_text([_json(each) for each in found]))
        return
    for each in found:
        when = f"{each.changed.astimezone():%Y-%m-%d %H:%M}"
        print(f"{each.key[:_SHOWN_OF_KEY]}  {when}  {each.answers:>3}  {_of(each)}{each.title}")
    if not found:
        print("no conversation is kept" if not search else "no conversation matches")


@app.command()
def export(
    key: Annotated[
        str,
        typer.Argument(help="A conversation's key as list shows it, or its beginning.", show_default=False),
    ],
    form: Annotated[
        str, typer.Option("--format", help="markdown, html, json, csv, bibtex or csl-json.")
    ] = "markdown",
    out: Annotated[
        Path | None,
        typer.Option("--out", help="The file to write; without it, standard output.", show_default=False),
    ] = None,
    data: Data = None,
) -> None:
    """Write a conversation with its footnotes: article, date, source and quote of each."""
    from chatbot.conversations.export import FORMATS

    if form not in FORMATS:
        raise FootnoteError(f"there is no format named {form}", f"choose one of {', '.join(FORMATS)}")
    with _opened(data) as store:
        summary = _named(store, key)
        written = FORMATS[form].write(summary, store.answers(summary.key)).encode(errors="replace")
    if out is None:
        sys.stdout.buffer.write(written)
        return
    try:
        out.expanduser().write_bytes(written)
    except OSError as error:
        raise FootnoteError(
            f"{out} cannot be written: {error.strerror or error}", "choose another file with --out"
        ) from error
    print(f"wrote {out}: {summary.answers} answers")


@app.command()
def give(
    user: Annotated[str, typer.Argument(help="A user's name.", show_default=False)],
    data: Data = None,
) -> None:
    """Give a user the conversations that were kept while nobody logged in."""
    from chatbot.access import Accounts

    with Accounts(read_settings(data).data.expanduser()) as accounts:
        owner = accounts.users.named(user)
    if owner is None:
        raise FootnoteError(f"there is no user named {user}", "footnote users list shows those there are")
    with _opened(data) as store:
        given = store.of("").give(owner.name)
    print(f"{owner.name} has {given} conversations more")


@contextmanager
def _opened(data: Path | None) -> "Iterator[ConversationStore]":
    from chatbot.conversations import ConversationStore

    settings = read_settings(data)
    require_data(settings)
    store = ConversationStore(settings.data.expanduser())
    try:
        yield store.of_all()
    finally:
        store.close()


def _named(store: "ConversationStore", key: str) -> "Summary":
    """Return the one conversation whose key begins so. Raises FootnoteError where it is none or several."""
    found = [each for each in store.find(limit=None)[0] if each.key.startswith(key)]
    if len(found) != 1:
        how_many = "several conversations have keys" if found else "no conversation has a key"
        raise FootnoteError(
            f"{how_many} that begin with {key!r}", "footnote conversations list shows those there are"
        )
    return found[0]


def _of(summary: "Summary") -> str:
    return f"{summary.owner}: " if summary.owner else ""


def _json(summary: "Summary") -> dict[str, str | int]:
    return {
        "key": summary.key,
        "title": summary.title,
        "begun": summary.begun.isoformat(timespec="seconds"),
        "changed": summary.changed.isoformat(timespec="seconds"),
        "answers": summary.answers,
        "owner": summary.owner,
    }

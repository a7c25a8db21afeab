"""``footnote``: the command line. Heavy imports wait until a command needs them."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from index.errors import EmptyIndexError, FootnoteError
from index.report import Outcome

if TYPE_CHECKING:
    from chatbot.settings import Settings

app = typer.Typer(
    name="footnote",
    help="Ask your articles; every sentence of an answer is footnoted with its exact source.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

Data = Annotated[
    Path | None,
    typer.Option(
        "--data", help="The data directory.  [default: FOOTNOTE_DATA, or ~/.footnote]", show_default=False
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]

EXIT_FAILED_FILES = 3


@app.command("index")
def index_command(
    paths: Annotated[list[Path], typer.Argument(help="Files and folders of articles.", show_default=False)],
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Index articles: what is new, changed, moved or deleted since the last time.

    Exit status: 0 if every file was indexed or rightly skipped, 3 if some failed (the
    others are indexed), 1 if nothing could be done.
    """
    from chatbot import show
    from index.library import Library

    with Library(_settings(data)) as library:
        with show.progress(quiet=as_json) as tell:
            report = library.sync(paths, tell)
        counts = library.status().counts
    print(show.report_json(report, counts) if as_json else show.report(report, counts))
    if report.with_outcome(Outcome.FAILED):
        raise typer.Exit(EXIT_FAILED_FILES)


@app.command()
def ask(
    question: Annotated[str, typer.Argument(help="What you want to know; '-' reads it from standard input.")],
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Ask a question; the answer is quoted from the articles, or refused."""
    from chatbot import show
    from chatbot.chain import FootnoteChain
    from index.library import Library

    settings = _settings(data)
    _require_data(settings)
    asked = sys.stdin.read() if question == "-" else question
    with Library.open(settings) as library:
        reply = FootnoteChain(library, settings).ask(asked)
    print(show.json_text(reply.to_json()) if as_json else show.reply(reply))


@app.command()
def status(
    data: Data = None,
    as_json: AsJson = False,
    sources: Annotated[bool, typer.Option("--sources", help="List every article's sources.")] = False,
) -> None:
    """Show what is indexed, and how each part of the index stands."""
    from chatbot import show
    from index.library import Library

    settings = _settings(data)
    _require_data(settings)
    with Library(settings) as library:
        listed = library.articles()[0] if sources else []
        found = library.status()
    print(show.status_json(found, listed) if as_json else show.status(found, listed))


@app.command()
def remove(
    source: Annotated[
        str, typer.Argument(help="A file, folder or article source, as status --sources lists it.")
    ],
    data: Data = None,
) -> None:
    """Remove the articles of a source from the index; the files themselves stay."""
    from index.library import Library

    settings = _settings(data)
    _require_data(settings)
    with Library.open(settings) as library:
        known = library.catalog.has_source(source)
        removed = library.remove(source if known else str(Path(source).expanduser().absolute()))
    for each in removed:
        print(f"removed {each}")


@app.command()
def serve(
    data: Data = None,
    port: Annotated[
        int | None, typer.Option("--port", help="The first port to try.  [default: 7860]", show_default=False)
    ] = None,
    open_browser: Annotated[bool, typer.Option("--open", help="Open the page in the browser.")] = False,
    index_first: Annotated[
        list[Path] | None,
        typer.Option("--index", help="A file or folder to index while the page is already open; repeatable."),
    ] = None,
    examples: Annotated[
        list[str] | None,
        typer.Option("--example", help="A question that a first visit offers; repeatable."),
    ] = None,
) -> None:
    """Open the chat page; it owns the index until it is stopped with Ctrl-C."""
    from chatbot.serving import run

    run(_settings(data, port=port), index_first or [], examples or [], open_browser)


def main() -> None:
    """Run the command line; a problem that the user can mend is told in a sentence, status 1."""
    try:
        with _reported():
            app()
    except KeyboardInterrupt:
        print("stopped; what was done so far is kept", file=sys.stderr)
        sys.exit(130)


@contextmanager
def _reported() -> Iterator[None]:
    try:
        yield
    except FootnoteError as error:
        print(f"footnote: {error}", file=sys.stderr)
        if error.help:
            print(f"  {error.help}", file=sys.stderr)
        sys.exit(1)


def _settings(data: Path | None, **given: Any) -> "Settings":
    from chatbot.settings import Settings

    return Settings.read(data=data, **given)


def _require_data(settings: "Settings") -> None:
    """Refuse to make a data directory where one is only to be read."""
    if not settings.catalog_url and not (settings.data.expanduser() / "catalog.sqlite3").is_file():
        raise EmptyIndexError(
            f"there is no index in {settings.data}", "run: footnote index PATH…, or name another with --data"
        )

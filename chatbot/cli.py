"""``footnote``: the command line. Heavy imports wait until a command needs them."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from chatbot.commands import access, conversations, following, models, upkeep
from chatbot.commands.options import AsJson, Data, read_settings, require_data
from chatbot.report.command import report
from index.errors import FootnoteError
from index.report import Outcome
from index.sources.url import addresses, as_root

app = typer.Typer(
    name="footnote",
    help="Ask your articles; every sentence of an answer is footnoted with its exact source.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

app.add_typer(models.app, name="models")
app.add_typer(conversations.app, name="conversations")
app.add_typer(access.users, name="users")
app.add_typer(access.keys, name="keys")
for _command in (
    following.sync,
    following.watch,
    upkeep.doctor,
    upkeep.backup,
    upkeep.restore,
    upkeep.reembed,
    report,
):
    app.command()(_command)

EXIT_FAILED_FILES = 3
EXIT_INTERRUPTED = 130
_NEEDLESS = "rfc3987_syntax"
"""Where another tool has brought it, importing chromadb compiles its grammar: two seconds of three."""


@app.command("index")
def index_command(
    paths: Annotated[
        list[str],
        typer.Argument(
            help="Files and folders of articles; addresses of pages, feeds and sitemaps.", show_default=False
        ),
    ],
    data: Data = None,
    collection: Annotated[
        str,
        typer.Option(
            "--collection", help="Let them belong to the collection of this name.", show_default=False
        ),
    ] = "",
    as_json: AsJson = False,
) -> None:
    """Index articles: what is new, changed, moved or deleted since the last time.

    Exit status: 0 if every file was indexed or rightly skipped, 3 if some failed (the
    others are indexed), 1 if nothing could be done.
    """
    from chatbot.changes import handover
    from chatbot.commands import show
    from index.library import Library

    roots = [as_root(path) for path in paths]
    with Library(read_settings(data)) as library:
        with show.progress(quiet=as_json) as tell:
            library.fetch(addresses(roots), tell)
            report = handover.sync(library, roots, tell, collection)
        counts = library.status().counts
    print(show.report_json(report, counts) if as_json else show.report(report, counts))
    if report.with_outcome(Outcome.FAILED):
        raise typer.Exit(EXIT_FAILED_FILES)


@app.command()
def ask(
    question: Annotated[str, typer.Argument(help="What you want to know; '-' reads it from standard input.")],
    data: Data = None,
    writer: Annotated[
        str | None,
        typer.Option("--writer", help="Who writes: quote, local, openai:… .", show_default=False),
    ] = None,
    source: Annotated[
        list[str] | None, typer.Option("--source", help="Search this file, folder or address; repeatable.")
    ] = None,
    since: Annotated[str, typer.Option("--since", help="Search what was published since: 2024-05.")] = "",
    until: Annotated[str, typer.Option("--until", help="Search what was published until then.")] = "",
    language: Annotated[
        list[str] | None, typer.Option("--language", help="Search articles in this language; repeatable.")
    ] = None,
    collection: Annotated[
        list[str] | None, typer.Option("--collection", help="Search this collection; repeatable.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Ask a question; the answer is made from the articles and cites them, or it is refused."""
    from chatbot.chain import FootnoteChain
    from chatbot.commands import show
    from index.library import Library
    from index.types import Filter

    settings = read_settings(data, writer=writer)
    require_data(settings)
    asked = sys.stdin.read() if question == "-" else question
    where = Filter(
        sources=tuple(map(_as_source, source or ())),
        since=since,
        until=until,
        languages=tuple(language or ()),
        collections=tuple(collection or ()),
    )
    with Library.open(settings) as library:
        unknown = sorted(set(where.collections) - set(library.facets().collections))
        if unknown:
            raise FootnoteError(
                f"there is no collection named {', '.join(unknown)}", "footnote status lists those there are"
            )
        reply = FootnoteChain(library, settings).ask(asked, where=where)
    print(show.json_text(reply.to_json()) if as_json else show.reply(reply))


@app.command()
def status(
    data: Data = None,
    as_json: AsJson = False,
    sources: Annotated[bool, typer.Option("--sources", help="List every article's sources.")] = False,
) -> None:
    """Show what is indexed, and how each part of the index stands."""
    from chatbot.commands import show
    from index.library import Library

    settings = read_settings(data)
    require_data(settings)
    with Library(settings) as library:
        listed = library.articles()[0] if sources else []
        found = library.status()
    print(show.status_json(found, listed) if as_json else show.status(found, listed))


@app.command()
def remove(
    source: Annotated[
        str, typer.Argument(help="A file, folder, feed or article source, as status --sources lists it.")
    ],
    data: Data = None,
) -> None:
    """Remove the articles of a source from the index; the files themselves stay."""
    from chatbot.changes import handover
    from index.library import Library

    settings = read_settings(data)
    require_data(settings)
    with Library(settings) as library:
        known = library.catalog.has_source(source)
        removed = handover.remove(library, source if known else _as_source(source))
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

    run(read_settings(data, port=port), index_first or [], examples or [], open_browser)


@app.command()
def mcp(data: Data = None) -> None:
    """Serve the library to an agent that starts this, over MCP on standard input and output."""
    from chatbot.mcp_server.stdio import run

    run(read_settings(data))


@app.command("eval")
def eval_command(
    path: Annotated[
        Path,
        typer.Argument(
            help="A folder of articles with questions.jsonl in it, or a questions file.", show_default=False
        ),
    ],
    data: Annotated[
        Path | None,
        typer.Option(
            "--data", help="Ask this index, instead of indexing the folder's articles.", show_default=False
        ),
    ] = None,
    out: Annotated[Path, typer.Option("--out", help="Where eval.json, .md and .html go.")] = Path(
        "footnote-eval"
    ),
    writer: Annotated[
        str, typer.Option("--writer", help="Who writes the answers: quote, local, openai:… .")
    ] = "quote",
    limit: Annotated[
        int | None,
        typer.Option("--limit", min=1, help="Ask a sample of so many questions.", show_default=False),
    ] = None,
    make_questions: Annotated[
        bool,
        typer.Option("--make-questions", help="Draft questions.jsonl from the articles, for you to correct."),
    ] = False,
    from_feedback: Annotated[
        bool,
        typer.Option("--from-feedback", help="Make questions of the answers that were rated on the page."),
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Measure how well your own articles are found, cited and answered; docs/eval.md explains.

    Exit status: 0 if all was evaluated, 3 if some lines or files had to be left out, 130
    if it was stopped with Ctrl-C (what was done is written), 1 if nothing could be done.
    """
    if make_questions:
        from chatbot.evaluate.draft import NUMBER, make

        print(make(path, limit or NUMBER))
        return
    if from_feedback:
        from chatbot.evaluate.feedback import make as make_of_feedback

        settings = read_settings(data)
        require_data(settings)
        print(make_of_feedback(settings.data.expanduser(), path))
        return
    from chatbot.evaluate import command

    found = command.run(command.Given(path, out, data, writer, limit), as_json=as_json)
    if found.about.partial:
        raise KeyboardInterrupt
    if found.problems:
        raise typer.Exit(EXIT_FAILED_FILES)


def main() -> None:
    """Run the command line; a problem that the user can mend is told in a sentence, status 1."""
    sys.modules.setdefault(_NEEDLESS, None)  # type: ignore[arg-type]  # None: no such module
    try:
        with _reported():
            app()
    except SystemExit as ended:
        if ended.code == EXIT_INTERRUPTED:  # Ctrl-C, as typer hands it on
            print("stopped; what was done so far is kept", file=sys.stderr)
        raise


@contextmanager
def _reported() -> Iterator[None]:
    try:
        yield
    except FootnoteError as error:
        print(f"footnote: {error}", file=sys.stderr)
        if error.help:
            print(f"  {error.help}", file=sys.stderr)
        sys.exit(1)


def _as_source(given: str) -> str:
    """Return an address as it is, and a path as the index knows it."""
    return given if "://" in given else str(Path(given).expanduser().absolute())

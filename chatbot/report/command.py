"""``footnote report``: what a library holds, as a whole."""

from pathlib import Path
from typing import Annotated

import typer

from chatbot.commands.options import AsJson, Data, opened
from index.errors import FootnoteError


def report(
    data: Data = None,
    html: Annotated[
        Path | None,
        typer.Option("--html", help="Write it as one HTML page, with a map.", show_default=False),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Tell what the library holds: counts, dates, sources, topics, articles that say the same."""
    from chatbot.commands.show import json_text
    from chatbot.report.page import page
    from chatbot.report.text import text, values
    from index.overview import Summary

    with opened(data) as library:
        summary = Summary.of(library)
    if html is not None:
        try:
            html.expanduser().write_text(page(summary), "utf-8")
        except OSError as error:
            raise FootnoteError(
                f"{html} cannot be written: {error.strerror or error}", "choose another file with --html"
            ) from error
    if as_json:
        print(json_text(values(summary)))
    elif html is not None:
        print(f"wrote {html}: {summary.counts.articles} articles, {len(summary.overview.topics)} topics")
    else:
        print(text(summary))

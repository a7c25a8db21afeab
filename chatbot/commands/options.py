"""What the commands share: their common options, and how they open the index."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from index.errors import EmptyIndexError

if TYPE_CHECKING:
    from chatbot.settings import Settings
    from index.library import Library

Data = Annotated[
    Path | None,
    typer.Option(
        "--data", help="The data directory.  [default: FOOTNOTE_DATA, or ~/.footnote]", show_default=False
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


def read_settings(data: Path | None, **given: Any) -> "Settings":
    """Return the settings, options of a command line before all others."""
    from chatbot.settings import Settings

    return Settings.read(data=data, **given)


def require_data(settings: "Settings") -> None:
    """Refuse to make a data directory where one is only to be read."""
    if not settings.catalog_url and not (settings.data.expanduser() / "catalog.sqlite3").is_file():
        raise EmptyIndexError(
            f"there is no index in {settings.data}", "run: footnote index PATH…, or name another with --data"
        )


@contextmanager
def opened(data: Path | None, *, new: bool = False) -> "Iterator[Library]":
    """Open the index that there is, or where ``new`` perhaps an empty one."""
    from index.library import Library

    settings = read_settings(data)
    if not new:
        require_data(settings)
    with Library(settings) as library:
        yield library

"""``footnote doctor``, ``backup``, ``restore`` and ``reembed``: what keeps an index well."""

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from chatbot.commands.options import AsJson, Data, opened

if TYPE_CHECKING:
    from index.upkeep.doctor import Finding

EXIT_UNWELL = 3


def doctor(
    data: Data = None,
    mend: Annotated[bool, typer.Option("--repair", help="Mend what can be mended.")] = False,
    as_json: AsJson = False,
) -> None:
    """Check the catalog, the indexes beside it, the model and the disk.

    Exit status: 0 if all is well, 3 if something is still wrong.
    """
    from index.upkeep.doctor import examine, repair

    with opened(data) as library:
        found = repair(library) if mend else examine(library)
    _print(found, as_json=as_json)
    if found:
        raise typer.Exit(EXIT_UNWELL)


def backup(
    file: Annotated[Path, typer.Argument(help="The file to write.", show_default=False)],
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Write everything that is indexed into one file, while people ask and index."""
    from index.upkeep.backup import backup as write

    with opened(data) as library:
        about = write(library, file)
    if as_json:
        from chatbot.commands.show import json_text

        print(json_text(asdict(about)))
    else:
        size = file.expanduser().stat().st_size
        print(f"wrote {file}: {about.articles} articles, {about.passages} passages, {size / 1e6:,.1f} MB")


def restore(
    file: Annotated[Path, typer.Argument(help="A file that backup wrote.", show_default=False)],
    data: Data = None,
) -> None:
    """Put what a backup holds in the place of what is indexed; it is checked first."""
    from index.upkeep.backup import restore as read

    with opened(data, new=True) as library:
        about = read(library, file)
    print(f"restored {about.articles} articles and {about.passages} passages as of {about.made}")


def reembed(
    model: Annotated[
        str,
        typer.Option(
            "--model", help="A model hub's name, or a folder of sentence-transformers.", show_default=False
        ),
    ],
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Embed all articles anew with another model, while people go on asking with the present one.

    A run that was stopped goes on where it stopped. Exit status: 0, or 1 if nothing changed.
    """
    from chatbot.changes import handover
    from chatbot.commands import show

    with opened(data) as library:
        with show.progress(quiet=as_json) as tell:
            done = handover.reembed(library, model, tell)
        if as_json:
            print(show.json_text({"model": library.catalog.standing_model(), "embedded": done.embedded}))
        else:
            print(f"embedded {done.embedded} passages; {library.catalog.standing_model()} stands")


def _print(found: "Sequence[Finding]", *, as_json: bool) -> None:
    if as_json:
        from chatbot.commands.show import json_text

        print(json_text([asdict(each) for each in found]))
        return
    if not found:
        print("all is well")
    for each in found:
        print(f"{each.part:<11} {each.problem}")
        helpful = "footnote doctor --repair mends it" if each.repairable else each.help
        if helpful:
            print(f"{'':<11} {helpful}")

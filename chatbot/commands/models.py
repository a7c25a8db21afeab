"""``footnote models``: list, fetch and remove the model files that Footnote can use."""

from pathlib import Path
from typing import Annotated, Any

import typer

from chatbot.modelstore import KNOWN, ModelFile, State, Store, fetch, from_hub, take
from index import models
from index.errors import ModelError

app = typer.Typer(
    help="List, fetch and remove model files.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)

Name = Annotated[str, typer.Argument(help="A model's name, as list shows it.", show_default=False)]


@app.command("list")
def list_command(as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False) -> None:
    """List the model files: what each is for, its size, its licence, and whether it is there."""
    rows = [_embedding(), *(_row(_store(), model) for model in KNOWN)]
    if as_json:
        from chatbot.commands.show import json_text

        print(json_text(rows))
        return
    for row in rows:
        print(f"{row['name']:<10} {row['state']:<15} {row['bytes'] / 1e6:>7,.0f} MB  {row['role']}")
        print(f"{'':<10} {row['model']} ({row['licence']})  {row['path']}")


@app.command("fetch")
def fetch_command(
    name: Name,
    path: Annotated[
        Path | None, typer.Option("--from", help="Take it from this file.", show_default=False)
    ] = None,
    hub: Annotated[bool, typer.Option("--hub", help="Take it from the model hub.")] = False,
) -> None:
    """Fetch a model file, check it, and put it in its place; run again to go on after a stop."""
    model, store = _known(name), _store()
    if path is not None:
        found = take(store, model, path)
    elif hub:
        found = from_hub(store, model)
    else:
        from rich.progress import BarColumn, DownloadColumn, Progress, TimeRemainingColumn

        with Progress("{task.description}", BarColumn(), DownloadColumn(), TimeRemainingColumn()) as shown:
            task = shown.add_task(model.file, total=model.size)
            found = fetch(store, model, lambda done, total: shown.update(task, completed=done, total=total))
    print(f"{found} is there and checked")


@app.command("remove")
def remove_command(name: Name) -> None:
    """Remove a model file and what was fetched of it."""
    if name == "embedding":
        raise ModelError("the embedding model belongs to Footnote itself", "it is removed with the package")
    freed = _store().remove(_known(name))
    print(f"removed, {freed / 1e6:,.0f} MB are free again" if freed else "it was not there")


def _store() -> Store:
    from chatbot.settings import Settings

    return Store(Settings.read().models)


def _known(name: str) -> ModelFile:
    for model in KNOWN:
        if name in (model.name, model.model, model.file):
            return model
    raise ModelError(f"no model is called {name}", f"name one of: {', '.join(model.name for model in KNOWN)}")


def _row(store: Store, model: ModelFile) -> dict[str, Any]:
    return {
        "name": model.name,
        "role": model.role,
        "model": model.model,
        "file": model.file,
        "path": str(store.path(model)),
        "bytes": model.size,
        "sha256": model.sha256,
        "licence": model.licence,
        "state": store.state(model).value,
    }


def _embedding() -> dict[str, Any]:
    """Return the embedding model's row: it comes with the package."""
    pinned = models.EMBEDDING
    size, digest = pinned.files["model.safetensors"]
    try:
        folder, state = str(models.locate(pinned.name)), State.THERE.value
    except ModelError as error:
        folder, state = str(error), State.DAMAGED.value
    return {
        "name": "embedding",
        "role": "finds passages",
        "model": pinned.name,
        "file": "model.safetensors",
        "path": folder,
        "bytes": size,
        "sha256": digest,
        "licence": pinned.licence,
        "state": state,
    }

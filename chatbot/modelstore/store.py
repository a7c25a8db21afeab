"""Where model files lie, and whether they are there whole."""

import json
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path

from chatbot.modelstore.known import ModelFile
from index.errors import ModelError
from index.models import digest


class State(StrEnum):
    """How a model file stands."""

    THERE = "there"
    MISSING = "missing"
    DAMAGED = "damaged"
    PARTLY = "partly fetched"


@dataclass(frozen=True, slots=True)
class _Stamp:
    """What is remembered of a file whose digest was checked, so that it need not be read again."""

    size: int
    changed: int
    sha256: str


class Store:
    """A folder of model files; what is being fetched lies in ``partial`` until it is whole."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder.expanduser().absolute()

    def path(self, model: ModelFile) -> Path:
        """Return where the file of ``model`` lies or will lie."""
        return self.folder / model.file

    def partial(self, model: ModelFile) -> Path:
        """Return the folder of what was fetched of ``model`` so far."""
        return self.folder / f"{model.file}.partial"

    def state(self, model: ModelFile) -> State:
        """Return how the file stands; a digest that was checked once is trusted until the file changes."""
        path = self.path(model)
        if not path.is_file():
            return State.PARTLY if self.partial(model).is_dir() else State.MISSING
        return State.THERE if self._is_sound(model) else State.DAMAGED

    def locate(self, model: ModelFile) -> Path:
        """Return the file of ``model``; raises ModelError where it is not there whole."""
        state = self.state(model)
        if state is State.THERE:
            return self.path(model)
        if state is State.DAMAGED:
            raise ModelError(
                f"the model file {self.path(model)} is not the pinned one (SHA-256 {model.sha256})",
                f"run: footnote models remove {model.name}, then footnote models fetch {model.name}",
            )
        raise ModelError(
            f"the model file {model.file} is {state.value}", f"run: footnote models fetch {model.name}"
        )

    def remember(self, model: ModelFile) -> None:
        """Remember that the file was checked and is the pinned one."""
        found = self.path(model).stat()
        stamp = _Stamp(found.st_size, found.st_mtime_ns, model.sha256)
        self._stamp(model).write_text(json.dumps(asdict(stamp)), "utf-8")

    def remove(self, model: ModelFile) -> int:
        """Remove the file and what was fetched of it; return the bytes that this frees."""
        partial = self.partial(model)
        pieces = list(partial.iterdir()) if partial.is_dir() else []
        freed = 0
        for path in (self.path(model), self._stamp(model), *pieces):
            if path.is_file():
                freed += path.stat().st_size
                path.unlink()
        if partial.is_dir():
            partial.rmdir()
        return freed

    def _stamp(self, model: ModelFile) -> Path:
        return self.folder / f"{model.file}.checked.json"

    def _is_sound(self, model: ModelFile) -> bool:
        path = self.path(model)
        found = path.stat()
        if found.st_size != model.size:
            return False
        try:
            known = _Stamp(**json.loads(self._stamp(model).read_text("utf-8")))
        except (OSError, ValueError, TypeError):
            known = None
        if known == _Stamp(found.st_size, found.st_mtime_ns, model.sha256):
            return True
        if digest(path) != model.sha256:
            return False
        self.remember(model)
        return True

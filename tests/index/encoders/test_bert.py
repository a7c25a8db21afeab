"""The network that OpenVINO computes: texts shared out among cores, and products of integers."""

import json
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from numpy.typing import NDArray
from safetensors.numpy import load_file

from index import models
from index.encoders import openvino
from index.encoders.bert import Bert, _openvino
from index.encoders.rounded import Rounding, is_faster
from index.types import Vector

pytestmark = pytest.mark.skipif(not openvino.is_installed(), reason="footnote[fast] is not installed")

LENGTHS = (3, 40, 41, 7, 200, 96, 12, 130, 1, 64, 200, 33)


@pytest.fixture(scope="module")
def bert() -> Bert:
    folder = models.shipped()
    return Bert(load_file(folder / "model.safetensors"), json.loads((folder / "config.json").read_text()))


@pytest.fixture(scope="module")
def texts() -> list[NDArray[np.int64]]:
    chance = np.random.default_rng(0)
    return [chance.integers(1000, 20000, length) for length in LENGTHS]


def states(bert: Bert, texts: list[NDArray[np.int64]]) -> list[Vector]:
    ids = np.zeros((len(texts), max(map(len, texts))), dtype=np.int64)
    for row, text in zip(ids, texts, strict=True):
        row[: len(text)] = text
    found = bert.states(ids, (ids > 0).astype(np.int64), np.zeros_like(ids))
    assert found.shape == (*ids.shape, 384)
    return [each[: len(text)] for each, text in zip(found, texts, strict=True)]


def cosines(one: Vector, other: Vector) -> Vector:
    lengths = np.linalg.norm(one, axis=-1) * np.linalg.norm(other, axis=-1)
    cosine: Vector = (one * other).sum(-1) / lengths
    return cosine


def test_many_texts_at_once_are_read_as_each_alone(bert: Bert, texts: list[NDArray[np.int64]]) -> None:
    for text, together in zip(texts, states(bert, texts), strict=True):
        [alone] = states(bert, [text])
        assert cosines(alone, together).min() > 0.995  # bfloat16 has 8 bits


def test_threads_that_read_at_once_do_not_meet(bert: Bert, texts: list[NDArray[np.int64]]) -> None:
    with ThreadPoolExecutor(8) as threads:
        found = list(threads.map(lambda number: states(bert, [texts[number % 12]])[0], range(96)))
    for number, each in enumerate(found):
        assert (each == found[number % 12]).all()


@pytest.mark.skipif(not is_faster(), reason="this processor's integers are no faster")
def test_integers_say_nearly_what_floats_do() -> None:
    ov = _openvino()
    op = ov.opset13
    chance = np.random.default_rng(0)
    states = chance.normal(size=(2, 9, 64)).astype(np.float32)
    states[..., 5] *= 40  # a channel far wider than the rest
    weight = chance.normal(size=(32, 64)).astype(np.float32)
    seen = np.stack([states.min((0, 1)), states.max((0, 1))])
    given = op.parameter(ov.PartialShape([-1, -1, 64]), ov.Type.f32)
    rounding = Rounding(op, seen, [weight])
    product = op.matmul(rounding.states(given), rounding.weight(weight), False, True)
    compiled = ov.Core().compile_model(ov.Model([op.result(product)], [given]), "CPU")
    exact = states @ weight.T
    error = compiled([states])[0] - exact
    assert 0 < error.std() < 0.02 * exact.std()

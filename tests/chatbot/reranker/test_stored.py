from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors import safe_open

from chatbot.reranker.network import Network
from chatbot.reranker.stored import Stored, read, write
from chatbot.reranker.tokens import Pair, encode, reading_tokenizer
from index import models


def test_a_matrix_is_rounded_to_its_rows_steps_and_the_rest_to_float16(tmp_path: Path) -> None:
    chance = np.random.default_rng(0)
    matrix = (chance.normal(size=(20, 30)) * np.logspace(-3, 3, 20)[:, None]).astype(np.float32)
    matrix[4] = 0
    seen = {"layer": np.array([[-1, 0.5]], dtype=np.float32)}
    write(tmp_path / "w", Stored({"matrix": matrix, "bias": np.arange(5.0, dtype=np.float32)}, 7, seen))
    stored = read(tmp_path / "w")
    found = stored.tensors
    assert stored.depth == 7 and set(found) == {"matrix", "bias"}
    assert stored.seen.keys() == {"layer"} and stored.seen["layer"].tolist() == [[-1, 0.5]]
    assert found["bias"].tolist() == [0, 1, 2, 3, 4]
    steps = np.abs(matrix).max(1, keepdims=True) / 127
    assert (np.abs(found["matrix"] - matrix) <= steps / 2 * 1.0001 + 1e-9).all()
    with safe_open(tmp_path / "w", "np") as file:
        assert file.get_tensor("matrix").dtype == np.int8


def test_a_file_that_is_no_file_of_weights_is_refused(tmp_path: Path) -> None:
    (tmp_path / "w").write_bytes(b"\0" * 100)
    with pytest.raises(ValueError, match="is not a file of weights"):
        read(tmp_path / "w")
    with pytest.raises(FileNotFoundError):
        read(tmp_path / "none")


def test_a_network_comes_back_from_what_differs_from_the_embedding_model(tmp_path: Path) -> None:
    network = Network.begin(models.shipped()).eval()
    with torch.no_grad():
        network.body.encoder.layer[3].output.dense.bias += 0.5
    network.save(tmp_path / "w", models.shipped())
    assert set(read(tmp_path / "w").tensors) == {
        "body.encoder.layer.3.output.dense.bias",
        *(f"{head}.{name}" for head in ("sentence", "pair") for name in ("weight", "bias")),
    }
    again = Network.open(tmp_path / "w", models.shipped())
    pair = Pair("When did Sweden join?", "", ("Sweden joined in 2024.", "Bread keeps."))
    batch = encode(reading_tokenizer(str(models.shipped() / "tokenizer.json")), [pair])
    with torch.inference_mode():
        for mine, theirs in zip(network(batch, 2), again(batch, 2), strict=True):
            assert torch.allclose(mine, theirs, atol=0.05)


def test_weights_of_another_network_are_refused(tmp_path: Path) -> None:
    write(tmp_path / "w", Stored({"sentence.weight": np.zeros((1, 768), dtype=np.float32)}, 6, {}))
    with pytest.raises(ValueError, match="does not hold the weights of this network"):
        Network.open(tmp_path / "w", models.shipped())

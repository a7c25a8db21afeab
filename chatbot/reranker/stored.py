"""A network's weights <-> a file: each matrix at 8 bits a weight, one scale a row, the rest at 16.

Rounded symmetrically to the row's largest weight, as in Zafrir et al. 2019 (Q8BERT,
arXiv:1910.06188). A file holds what is not the embedding model's own. Beside the weights stands what
its layers read in texts of the fit, so that whoever computes in integers knows their
range (``index.encoders.rounded``).
"""

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors import safe_open
from safetensors.numpy import load_file, save_file

from index.encoders.rounded import Seen
from index.types import Vector

Tensors = dict[str, Vector]
"""By the names of ``chatbot.reranker.network.Network``."""

_HEADS = ("sentence.weight", "sentence.bias", "pair.weight", "pair.bias")

BODY = "body."
"""Before the names that the embedding model has for the same."""

_SCALE = ".scale"
"""Of the matrix whose name stands before it: what its rows' integers are multiplied by, shape ``(rows,)``."""

_SEEN = "seen."
"""Before the name of a layer: the least and the most that each channel of its input was."""

_STEPS = 127

_FILE, _FIRST = "model.safetensors", "encoder.layer.0."
"""The embedding model's weights, and where those of its first layer are named."""


@dataclass(frozen=True, slots=True)
class Stored:
    """The ``tensors`` of a network of ``depth`` layers by their names, and what was ``seen`` by layer."""

    tensors: Tensors
    depth: int
    seen: Seen


def write(path: Path, stored: Stored) -> None:
    """Write ``stored``; raises OSError."""
    held: dict[str, NDArray[np.generic]] = {}
    for name, value in stored.seen.items():
        held[f"{_SEEN}{name}"] = value.astype(np.float16)
    for name, value in stored.tensors.items():
        if value.ndim == 2:
            scale = (np.abs(value).max(1) / _STEPS).clip(min=1e-12).astype(np.float32)
            held[name] = np.round(value / scale[:, None]).astype(np.int8)
            held[name + _SCALE] = scale
        else:
            held[name] = value.astype(np.float16)
    save_file(held, path, metadata={"depth": str(stored.depth)})


def read(path: Path) -> Stored:
    """Return what ``path`` holds, as float32; raises OSError and ValueError."""
    try:
        with safe_open(path, "np") as file:
            depth = int((file.metadata() or {})["depth"])
            held = {name: file.get_tensor(name).astype(np.float32) for name in file.keys()}  # noqa: SIM118
    except FileNotFoundError:
        raise
    except Exception as error:
        raise ValueError(f"{path} is not a file of weights: {error}") from error
    scales = {name: held.pop(name) for name in list(held) if name.endswith(_SCALE)}
    for name, scale in scales.items():
        held[name.removesuffix(_SCALE)] *= scale[:, None]
    seen = {name.removeprefix(_SEEN): held.pop(name) for name in list(held) if name.startswith(_SEEN)}
    return Stored(held, depth, seen)


def completed(path: Path, embedding_model: Path) -> Stored:
    """Return what ``path`` holds, and what it lacks from the embedding model in its folder.

    Raises OSError for a file that cannot be read and ValueError for one of another network.
    """
    stored = read(path)
    wanted = _names(stored.depth, embedding_model)
    lacking = wanted - stored.tensors.keys()
    known = embedded(embedding_model) if lacking else {}
    tensors = stored.tensors | {name: known[name] for name in lacking if name in known}
    if wanted != tensors.keys():
        raise ValueError(f"{path} does not hold the weights of this network")
    return replace(stored, tensors=tensors)


def embedded(embedding_model: Path) -> Tensors:
    """Return the embedding model's weights, by the names that they have in a network."""
    return {f"{BODY}{name}": value for name, value in load_file(embedding_model / _FILE).items()}


def _names(depth: int, embedding_model: Path) -> set[str]:
    """Return the names of a network of ``depth`` layers, each with what the embedding model's first has."""
    with safe_open(embedding_model / _FILE, "np") as file:
        known = list(file.keys())
    embeddings = {f"{BODY}{name}" for name in known if name.startswith("embeddings.") and "_ids" not in name}
    layer = [name.removeprefix(_FIRST) for name in known if name.startswith(_FIRST)]
    layers = {f"{BODY}encoder.layer.{number}.{name}" for number in range(depth) for name in layer}
    return embeddings | layers | set(_HEADS)

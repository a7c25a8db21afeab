"""A network's weights <-> a file: each matrix at 8 bits a weight, one scale a row, the rest at 16.

Rounded symmetrically to the row's largest weight, as in Zafrir et al. 2019 (Q8BERT,
arXiv:1910.06188). Beside them stands what its layers read in texts of the fit, so that whoever
computes in integers knows their range (``index.encoders.rounded``).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors import safe_open
from safetensors.torch import save_file
from torch import Tensor

_SCALE = ".scale"
"""Of the matrix whose name stands before it: what its rows' integers are multiplied by, shape ``(rows,)``."""

_SEEN = "seen."
"""Before the name of a layer: the least and the most that each channel of its input was."""

_STEPS = 127


@dataclass(frozen=True, slots=True)
class Stored:
    """The ``tensors`` of a network of ``depth`` layers by their names, and what was ``seen`` by layer."""

    tensors: dict[str, Tensor]
    depth: int
    seen: dict[str, NDArray[np.float32]]


def write(
    path: Path, tensors: Mapping[str, Tensor], depth: int, seen: Mapping[str, NDArray[np.float32]]
) -> None:
    """Write ``tensors``, of how many layers the network is and what they read; raises OSError."""
    stored = {f"{_SEEN}{name}": torch.from_numpy(value).half() for name, value in seen.items()}
    for name, value in tensors.items():
        if value.ndim == 2:
            scale = (value.abs().amax(1) / _STEPS).clamp(min=1e-12)
            stored[name] = (value / scale[:, None]).round().to(torch.int8)
            stored[name + _SCALE] = scale.float().contiguous()
        else:
            stored[name] = value.half().contiguous()
    save_file(stored, path, metadata={"depth": str(depth)})


def read(path: Path) -> Stored:
    """Return what ``path`` holds, as float32; raises OSError and ValueError."""
    try:
        with safe_open(path, "pt") as file:
            depth = int((file.metadata() or {})["depth"])
            held = {name: file.get_tensor(name).float() for name in file.keys()}  # noqa: SIM118
    except FileNotFoundError:
        raise
    except Exception as error:
        raise ValueError(f"{path} is not a file of weights: {error}") from error
    scales = {name: held.pop(name) for name in list(held) if name.endswith(_SCALE)}
    for name, scale in scales.items():
        held[name.removesuffix(_SCALE)] *= scale[:, None]
    seen = {name.removeprefix(_SEEN): held.pop(name).numpy() for name in list(held) if name.startswith(_SEEN)}
    return Stored(held, depth, seen)

"""A network's weights <-> a file: each matrix at 8 bits a weight, one scale a row, the rest at 16.

Rounded symmetrically to the row's largest weight, as in Zafrir et al. 2019 (Q8BERT,
arXiv:1910.06188), but only where they are stored: what is computed is not rounded.
"""

from collections.abc import Mapping
from pathlib import Path

import torch
from safetensors import safe_open
from safetensors.torch import save_file
from torch import Tensor

_SCALE = ".scale"
"""Of the matrix whose name stands before it: what its rows' integers are multiplied by, shape ``(rows,)``."""

_STEPS = 127


def write(path: Path, tensors: Mapping[str, Tensor], depth: int) -> None:
    """Write ``tensors``, and of how many layers the network is; raises OSError."""
    stored: dict[str, Tensor] = {}
    for name, value in tensors.items():
        if value.ndim == 2:
            scale = (value.abs().amax(1) / _STEPS).clamp(min=1e-12)
            stored[name] = (value / scale[:, None]).round().to(torch.int8)
            stored[name + _SCALE] = scale.float().contiguous()
        else:
            stored[name] = value.half().contiguous()
    save_file(stored, path, metadata={"depth": str(depth)})


def read(path: Path) -> tuple[dict[str, Tensor], int]:
    """Return the tensors of ``path`` as float32, and the network's depth; raises OSError and ValueError."""
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
    return held, depth

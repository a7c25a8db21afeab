"""Encoders: texts -> what an embedding model makes of each of their tokens, one backend a module.

The vectors of one model are the same from any of them, to a cosine of .999 and more
(``docs/speed.md``), so a library does not care which of them it was embedded with.
"""

from pathlib import Path

from index.encoders import openvino
from index.encoders.base import Encoded, Encoder
from index.encoders.torch import TorchEncoder

__all__ = ["Encoded", "Encoder", "encoder"]


def encoder(name: str, folder: Path | None) -> Encoder:
    """Return the fastest encoder that this machine has for the model ``name``, loaded.

    ``folder`` holds its files, or is ``None`` where they are to be asked of a model hub.
    Raises ModelError where it cannot be loaded.
    """
    if folder and openvino.is_installed() and openvino.reads(folder):
        return openvino.OpenVinoEncoder(folder)
    return TorchEncoder(name, folder)

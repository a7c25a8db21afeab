"""BERT (Devlin et al. 2019, arXiv:1810.04805) as a graph that OpenVINO compiles for this processor.

The embedding model and the rerankers are all of it. The graph is built from the weights, so
that nothing is converted, and OpenVINO chooses how it computes: in bfloat16 where the
processor does so by itself, else in float32; and the products in integers where their range is known.
"""

import sys
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec
from queue import SimpleQueue
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.encoders.rounded import Rounding, Seen, is_faster
from index.types import Vector

Weights = Mapping[str, Vector]
"""By the names that ``transformers`` gives to the parameters of its ``BertModel``."""

_MASKED = np.float32(-1e4)
"""Added to the scores of padding before the softmax; far below any score, and a bfloat16."""


_TOGETHER = 256
"""Tokens, padding among them, of texts that are read together: more at once is no faster, and pads more."""

_STEP = 8
"""Texts are padded to multiples of so many tokens: OpenVINO prepares anew for each length that it meets."""


def is_installed() -> bool:
    """Say whether OpenVINO is there."""
    return find_spec("openvino") is not None


class Bert:
    """A compiled network; safe to use from any thread.

    Texts are shared out among the processor's cores, each of which reads some by itself: two threads
    that share one text wait for each other at every layer.
    """

    def __init__(self, weights: Weights, config: Mapping[str, Any], seen: Seen | None = None) -> None:
        """Compile the network whose ``config`` is that of ``transformers``; OpenVINO must be installed.

        A layer whose input is ``seen`` multiplies integers, where those are faster.
        """
        graph = _Graph(weights, config, seen if seen and is_faster() else {})
        compiled = _openvino().Core().compile_model(graph.model(), "CPU", {"PERFORMANCE_HINT": "THROUGHPUT"})
        at_once: int = compiled.get_property("OPTIMAL_NUMBER_OF_INFER_REQUESTS")
        self._width: int = config["hidden_size"]
        self._free: SimpleQueue[Any] = SimpleQueue()
        for _ in range(at_once):
            self._free.put(compiled.create_infer_request())
        self._reading = ThreadPoolExecutor(at_once, "footnote-bert")

    @staticmethod
    def computes(config: Mapping[str, Any]) -> bool:
        """Say whether a network with ``config`` is one of these."""
        return (
            config.get("model_type") == "bert"
            and config.get("hidden_act") == "gelu"
            and config.get("position_embedding_type", "absolute") == "absolute"
            and not config.get("is_decoder")
        )

    def states(self, ids: NDArray[np.int64], mask: NDArray[np.int64], types: NDArray[np.int64]) -> Vector:
        """Return the last layer's states, shape ``(texts, tokens, width)``, of arrays ``(texts, tokens)``.

        ``mask`` is 1 for each token of a text and 0 for what stands behind them, whose states tell nothing.
        """
        tokens = ids.shape[1]
        arrays = [np.pad(each, ((0, 0), (0, -tokens % _STEP))) for each in (ids, mask, types)]
        lengths = mask.sum(axis=1)
        lengths += -lengths % _STEP
        found = np.zeros((*arrays[0].shape, self._width), dtype=np.float32)

        def read(rows: NDArray[np.int64]) -> None:
            length = lengths[rows].max()
            request = self._free.get()
            try:
                request.infer([each[rows, :length] for each in arrays])
                found[rows, :length] = request.get_output_tensor(0).data
            finally:
                self._free.put(request)

        first, *more = _shared_out(lengths)
        others = [self._reading.submit(read, rows) for rows in more]
        read(first)
        for each in others:
            each.result()
        return found[:, :tokens]


def _shared_out(lengths: NDArray[np.int64]) -> Iterator[NDArray[np.int64]]:
    """Yield the rows of texts that are read together, the longest first; texts of like length are."""
    order = np.argsort(-lengths, kind="stable")
    while len(order):
        number = max(1, _TOGETHER // max(1, int(lengths[order[0]])))
        yield order[:number]
        order = order[number:]


class _Graph:
    """Layers by their parameters' names; ``op`` are OpenVINO's operations."""

    def __init__(self, weights: Weights, config: Mapping[str, Any], seen: Seen) -> None:
        self._op = _openvino().opset13
        self._weights = weights
        self._seen = seen
        self._layers: int = config["num_hidden_layers"]
        self._heads: int = config["num_attention_heads"]
        self._width: int = config["hidden_size"]
        self._epsilon: float = config["layer_norm_eps"]

    def model(self) -> Any:
        ov, op = _openvino(), self._op
        ids, mask, types = (
            op.parameter(ov.PartialShape([-1, -1]), ov.Type.i64, name) for name in ("ids", "mask", "types")
        )
        states = self._norm(self._embedded(ids, types), "embeddings.LayerNorm")
        absent = op.subtract(self._integers(1), op.unsqueeze(mask, self._integers([1, 2])))
        masked = op.multiply(op.convert(absent, "f32"), op.constant(_MASKED))
        for layer in range(self._layers):
            states = self._layer(states, masked, f"encoder.layer.{layer}.")
        return ov.Model([op.result(states)], [ids, mask, types], "bert")

    def _embedded(self, ids: Any, types: Any) -> Any:
        op, first = self._op, self._integers(0)
        length = op.gather(op.shape_of(ids), self._integers(1), first)
        places = op.range(first, length, self._integers(1), "i64")
        words, positions, kinds = (
            op.gather(self._weight(f"embeddings.{name}_embeddings.weight"), numbers, first)
            for name, numbers in (("word", ids), ("position", places), ("token_type", types))
        )
        return op.add(op.add(words, kinds), positions)

    def _layer(self, states: Any, masked: Any, name: str) -> Any:
        op = self._op
        parts = (f"{name}attention.self.{part}" for part in ("query", "key", "value"))
        query, key, value = (self._split(each) for each in self._linears(states, *parts))
        attended = op.transpose(
            op.scaled_dot_product_attention(query, key, value, masked), self._integers([0, 2, 1, 3])
        )
        joined = op.reshape(attended, self._integers([0, 0, self._width]), True)
        states = self._norm(
            op.add(self._linear(joined, f"{name}attention.output.dense"), states),
            f"{name}attention.output.LayerNorm",
        )
        inner = op.gelu(self._linear(states, f"{name}intermediate.dense"), "erf")
        return self._norm(
            op.add(self._linear(inner, f"{name}output.dense"), states), f"{name}output.LayerNorm"
        )

    def _split(self, states: Any) -> Any:
        """Return states ``(texts, tokens, width)`` as ``(texts, heads, tokens, width of a head)``."""
        shape = self._integers([0, 0, self._heads, self._width // self._heads])
        return self._op.transpose(self._op.reshape(states, shape, True), self._integers([0, 2, 1, 3]))

    def _linear(self, states: Any, name: str) -> Any:
        [found] = self._linears(states, name)
        return found

    def _linears(self, states: Any, *names: str) -> list[Any]:
        """Return what each of the layers ``names`` makes of the same states."""
        weights = {name: self._weights[f"{name}.weight"] for name in names}
        if names[0] in self._seen:
            rounding = Rounding(self._op, self._seen[names[0]], list(weights.values()))
            states = rounding.states(states)
            matrices = {name: rounding.weight(weight) for name, weight in weights.items()}
        else:
            matrices = {name: self._weight(f"{name}.weight") for name in names}
        return [
            self._op.add(self._op.matmul(states, matrix, False, True), self._weight(f"{name}.bias"))
            for name, matrix in matrices.items()
        ]

    def _norm(self, states: Any, name: str) -> Any:
        normed = self._op.mvn(states, self._integers([-1]), True, self._epsilon, "inside_sqrt")
        return self._op.add(
            self._op.multiply(normed, self._weight(f"{name}.weight")), self._weight(f"{name}.bias")
        )

    def _weight(self, name: str) -> Any:
        return self._op.constant(self._weights[name].astype(np.float32))

    def _integers(self, values: int | list[int]) -> Any:
        return self._op.constant(np.array(values, dtype=np.int64))


def _openvino() -> Any:
    """Import OpenVINO, which tells its maker of each import unless its telemetry cannot be imported."""
    sys.modules.setdefault("openvino_telemetry", None)  # type: ignore[arg-type]  # None: no such module
    import openvino

    return openvino

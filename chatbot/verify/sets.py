"""Files of claims that people labelled, for fitting: what is held against what, and how it is labelled."""

import gzip
import json
import random
import zlib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from chatbot.verify.verifier import split


@dataclass(frozen=True, slots=True)
class Claimed:
    """A claim, the sentences of its document and its label; ``document`` names that, ``set`` its set."""

    set: str
    document: str
    claim: str
    sentences: tuple[str, ...]
    supported: bool


def claimed(path: Path, most: int = 1_000_000) -> Iterator[Claimed]:
    """Yield the claims of a file of JSON lines, packed by gzip or not; ``most`` at random of each set.

    A line has ``claim``, ``evidence`` and ``label``, or ``hypothesis``, ``premise`` and
    ``label``; its set is the one that it names, or its file.
    """
    packed = path.read_bytes()
    text = (gzip.decompress(packed) if path.suffix == ".gz" else packed).decode("utf-8")
    sets: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in map(json.loads, text.splitlines()):
        name = row.get("set") or path.name.removesuffix(".claims.jsonl")
        sets[f"{path.parent.name}/{name}"].append(row)
    for name, rows in sets.items():
        for row in random.Random(0).sample(rows, min(most, len(rows))):
            evidence = row.get("evidence") or row["premise"]
            sentences = tuple(evidence if isinstance(evidence, list) else split(evidence))
            document = " ".join(sentences)[:300]
            yield Claimed(
                name, document, row.get("claim") or row["hypothesis"], sentences, row["label"] == "supported"
            )


def side(document: str) -> int:
    """Return 0 or 1: which half of the documents this one belongs to, always the same."""
    return zlib.crc32(document.encode()) & 1

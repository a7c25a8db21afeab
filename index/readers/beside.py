"""The metadata file beside an article: ``NAME.meta.json`` says what NAME itself does not."""

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from index.errors import ReadError
from index.readers.about import address, language, line
from index.readers.dates import iso_date
from index.types import Document, Metadata

_SUFFIX = ".meta.json"
_CLEAN = {
    "title": line,
    "author": line,
    "published": iso_date,
    "published_note": line,
    "language": language,
    "url": address,
}
_HELP = 'write a JSON object such as {"title": "…", "author": "…", "published": "2024-11-28"}'


def metadata_file(path: Path) -> Path:
    """Return the path of the metadata file that belongs to the article at ``path``."""
    return path.with_name(path.name + _SUFFIX)


def is_metadata_file(path: Path) -> bool:
    """Say whether ``path`` is named as a metadata file is."""
    return path.name.endswith(_SUFFIX) and path.name != _SUFFIX


def override(documents: tuple[Document, ...], beside: Path) -> tuple[Document, ...]:
    """Return ``documents`` with what the metadata file ``beside`` says, if there is one.

    ``null`` or an absent key leaves a field as it is, ``""`` clears it. Raises ReadError
    naming the metadata file if it is broken.
    """
    try:
        data = beside.read_bytes()
    except FileNotFoundError:
        return documents
    except OSError as error:
        raise ReadError(f"{beside.name} cannot be opened: {error.strerror or error}") from error
    fields = _fields(data, beside.name)
    return tuple(replace(one, metadata=_changed(one.metadata, fields)) for one in documents)


def _changed(metadata: Metadata, fields: Mapping[str, str]) -> Metadata:
    if "published" in fields:  # a note on the old date says nothing about the new one
        metadata = replace(metadata, published_note="")
    return replace(metadata, **fields)


def _fields(data: bytes, name: str) -> dict[str, str]:
    try:
        values = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise ReadError(f"{name} is not valid JSON: {error}", _HELP) from error
    if not isinstance(values, dict):
        raise ReadError(f"{name} holds no JSON object", _HELP)
    fields: dict[str, str] = {}
    for key, clean in _CLEAN.items():
        value = values.get(key)
        if value is None:
            continue
        fields[key] = clean(value)
        if value != "" and not fields[key]:
            raise ReadError(f"the {key} in {name} cannot be used: {json.dumps(value)[:100]}", _HELP)
    return fields

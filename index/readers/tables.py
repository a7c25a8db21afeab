"""CSV, JSON lines and JSON -> documents, one article a row; a CSV without texts is one table.

A row's text stands under ``text``, ``body``, ``content`` or ``article``, in any case of
letters; it is split into blocks as plain text is.
"""

import csv
import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from io import StringIO

from index.errors import ReadError, SkipFile
from index.readers.about import line, metadata_of
from index.readers.compose import compose, has_words, row_of
from index.readers.decode import decode
from index.readers.plain import plain_document
from index.text import fold
from index.types import Document, Metadata

TEXT_KEYS = ("text", "body", "content", "article")
_DELIMITERS = ",;\t|"
_MOST_ROWS = 10_000
"""Of a table: each of its rows is a sentence."""


@dataclass(frozen=True, slots=True)
class _Row:
    """One row, its keys in lower case; ``number`` counts the rows of the file from 1."""

    number: int
    values: Mapping[str, object]


def read_csv(data: bytes, name: str) -> tuple[Document, ...]:
    """Return the articles in the bytes of a CSV or TSV file, whose first row names the columns.

    Without a text column the file is one article, a table. Raises SkipFile if no row has
    text, or such a table is too long, ReadError if the encoding is not known or no row can be read.
    """
    text = decode(data, name)
    delimiter = delimiter_of(text)
    csv.field_size_limit(sys.maxsize)  # an article may well be longer than the 131,072 it starts with
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter)
    kind = "text/tab-separated-values" if delimiter == "\t" else "text/csv"
    names = next(reader, [])
    header = [column.strip().lower() for column in names]
    if not set(TEXT_KEYS) & set(header):
        return (_table([names, *(cells for _, cells in _cells(reader))], kind, name),)
    rows = [_Row(number, dict(zip(header, cells, strict=False))) for number, cells in _cells(reader)]
    return _documents(rows, kind, name)


def _table(rows: Sequence[Sequence[str]], media_type: str, name: str) -> Document:
    if len(rows) > _MOST_ROWS:
        raise SkipFile(
            f"{name} has no column named text, and {len(rows):,} rows are more than a table's {_MOST_ROWS:,}",
            "name the column of the articles' text, or keep the rows that will be asked about",
        )
    pieces = [row_of(list(map(fold, row)), names_columns=not number) for number, row in enumerate(rows)]
    return compose(pieces, Metadata(), media_type, name)


def delimiter_of(text: str) -> str:
    """Return the character that parts the columns in the first line of ``text``."""
    header = text.lstrip().partition("\n")[0]
    return max(_DELIMITERS, key=header.count)


def _cells(reader: Iterator[list[str]]) -> Iterator[tuple[int, list[str]]]:
    number = 0
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:  # this row is lost, those after it are not
            number += 1
            continue
        if cells:
            number += 1
            yield number, cells


def read_json(data: bytes, name: str) -> tuple[Document, ...]:
    """Return the articles in the bytes of a JSON file: a line each, a list, or one object.

    A line that is no JSON object is left out. Raises ReadError, naming the first bad
    line, if that leaves none; SkipFile if no object has a text.
    """
    text = decode(data, name)
    try:
        whole = json.loads(text)
    except (ValueError, RecursionError):
        rows = _json_lines(text, name)
        return _documents(rows, "application/jsonl", name)
    objects = whole if isinstance(whole, list) else [whole]
    rows = [_Row(number, row) for number, one in enumerate(objects, 1) if (row := _lower(one)) is not None]
    return _documents(rows, "application/json", name)


def _json_lines(text: str, name: str) -> list[_Row]:
    rows: list[_Row] = []
    first_bad = ""
    number = 0
    for place, one in enumerate(text.split("\n"), 1):
        if not one.strip():
            continue
        number += 1
        try:
            values = _lower(json.loads(one))
            problem = "it is no JSON object"
        except (ValueError, RecursionError) as error:
            values, problem = None, str(error)
        if values is not None:
            rows.append(_Row(number, values))
        elif not first_bad:
            first_bad = f"line {place} of {name} cannot be read: {problem}"
    if first_bad and not rows:
        raise ReadError(first_bad, "write one JSON object a line, with a key named text")
    return rows


def _lower(value: object) -> dict[str, object] | None:
    return {str(key).strip().lower(): one for key, one in value.items()} if isinstance(value, dict) else None


def _documents(rows: Iterable[_Row], media_type: str, name: str) -> tuple[Document, ...]:
    rows = list(rows)
    if not any(set(TEXT_KEYS) & row.values.keys() for row in rows):
        raise SkipFile(f"{name} holds no column named text", "name the key of the articles' text")
    used: set[str] = set()
    documents = []
    for row in rows:
        text = next((one for key in TEXT_KEYS if isinstance(one := row.values.get(key), str) and one), "")
        part = _unique(line(row.values.get("id")) or str(row.number), used)
        if has_words(text):
            metadata = replace(metadata_of(row.values), part=part)
            documents.append(plain_document(text, metadata, media_type, name))
    if not documents:
        raise SkipFile(f"{name} holds no text")
    return tuple(documents)


def _unique(part: str, used: set[str]) -> str:
    """Return ``part``, or with the first free of ``#2``, ``#3`` … if another row has it."""
    number, found = 1, part
    while found in used:
        number += 1
        found = f"{part}#{number}"
    used.add(found)
    return found

"""Files of JSON lines -> questions and claims; a bad line is told with its number, the others stand."""

import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from pydantic import TypeAdapter, ValidationError

from chatbot.evaluate.intervals import SEED
from chatbot.evaluate.types import ClaimLine, Problem, Question
from index.errors import FootnoteError
from index.readers.tables import TEXT_KEYS

QUESTIONS = "questions.jsonl"
ARTICLES = "articles.jsonl"
CLAIMS = "*claims.jsonl"

_QUESTION = TypeAdapter(Question)
_CLAIM = TypeAdapter(ClaimLine)
Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class ClaimSet:
    """The claims of one file; ``name`` is the file's without its ending."""

    name: str
    claims: tuple[ClaimLine, ...]


def read_questions(path: Path) -> tuple[list[Question], list[Problem]]:
    """Return the questions in a file, and what is wrong with its other lines.

    Raises FootnoteError if the file cannot be opened.
    """
    questions: list[Question] = []
    problems: list[Problem] = []
    seen: set[str] = set()
    for number, line in _lines(path):
        try:
            found = _QUESTION.validate_json(line)
        except ValidationError as error:
            problems.append(Problem(str(path), number, _said(error)))
            continue
        name = found.id or f"line {number}"
        if name in seen:
            problems.append(Problem(str(path), number, f"another question has the id {name}"))
            continue
        seen.add(name)
        questions.append(replace(found, id=name, line=number))
    return questions, problems


def read_claims(folder: Path) -> tuple[list[ClaimSet], list[Problem]]:
    """Return the claims of each claims file in a folder, and what is wrong with their other lines."""
    sets: list[ClaimSet] = []
    problems: list[Problem] = []
    for path in sorted(folder.glob(CLAIMS)):
        claims: list[ClaimLine] = []
        for number, line in _lines(path):
            try:
                found = _CLAIM.validate_json(line)
            except ValidationError as error:
                problems.append(Problem(str(path), number, _said(error)))
            else:
                claims.append(replace(found, id=found.id or f"line {number}"))
        if claims:
            sets.append(ClaimSet(path.name.removesuffix(".jsonl").removesuffix(".claims"), tuple(claims)))
    return sets, problems


def article_problems(path: Path) -> list[Problem]:
    """Return what is wrong with lines of an articles file; the index leaves these out."""
    problems = []
    for number, line in _lines(path):
        try:
            row = json.loads(line)
        except (ValueError, RecursionError) as error:
            problems.append(Problem(str(path), number, f"it is no JSON: {error}"))
            continue
        keys = {str(key).lower() for key in row} if isinstance(row, dict) else set()
        if not keys & set(TEXT_KEYS):
            problems.append(Problem(str(path), number, "it is no JSON object with a key named text"))
    return problems


def sample(items: Sequence[Item], limit: int | None) -> list[Item]:
    """Return all items, or a sample of ``limit``, in their own order and always the same."""
    if limit is None or limit >= len(items):
        return list(items)
    chosen = random.Random(SEED).sample(range(len(items)), limit)
    return [items[number] for number in sorted(chosen)]


def shuffled(items: Sequence[Item]) -> list[Item]:
    """Return the items in an order that is mixed and always the same.

    Asked so, what is done when a run is stopped stands for the whole: files are often
    sorted, the unanswerable questions last.
    """
    mixed = list(items)
    random.Random(SEED).shuffle(mixed)
    return mixed


def _lines(path: Path) -> Iterator[tuple[int, bytes]]:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise FootnoteError(
            f"{path} cannot be read: {error.strerror or error}",
            "name a questions file, or a folder that holds questions.jsonl; docs/eval.md shows its lines",
        ) from error
    for number, line in enumerate(data.removeprefix(b"\xef\xbb\xbf").split(b"\n"), 1):
        if line.strip():
            yield number, line


def _said(error: ValidationError) -> str:
    """Return what is wrong with a line in one sentence, each key with its place."""
    found = [
        f"{'.'.join(map(str, each['loc']))}: {each['msg']}" if each["loc"] else each["msg"]
        for each in error.errors(include_url=False, include_context=False, include_input=False)
    ]
    return "; ".join(found[:3])

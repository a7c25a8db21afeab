"""The shell commands of the documents: what stands in their fenced blocks, as a shell would read it."""

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGES = (ROOT / "README.md", ROOT / "SECURITY.md", *sorted((ROOT / "docs").glob("*.md")))

_BLOCK = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
_INLINE = re.compile(r"`([^`\n]+(?:\n[^`\n]+)?)`")
_SET = re.compile(r"[A-Z_]+=.*", re.DOTALL)
SHELL, OTHERS = ("", "sh"), ("python", "json", "text")


@dataclass(frozen=True, slots=True)
class Command:
    """One command of a page, its ``variables`` those that are exported before it among them.

    What a document says in brackets, to be left out or not, is in it. ``words`` is empty where
    a line sets variables and runs nothing.
    """

    page: str
    words: tuple[str, ...]
    variables: tuple[tuple[str, str], ...]

    @property
    def text(self) -> str:
        """The command on one line."""
        return " ".join((*(f"{name}={value}" for name, value in self.variables), *self.words))


def blocks(page: Path) -> list[tuple[str, str]]:
    """Return the language and the text of each fenced block."""
    return _BLOCK.findall(page.read_text("utf-8"))


def commands(page: Path) -> list[Command]:
    """Return the commands of a page, in their order."""
    found: list[Command] = []
    for language, block in blocks(page):
        exported: tuple[tuple[str, str], ...] = ()
        for words in _lines(block) if language in SHELL else ():
            if words[0] == "export":
                exported += tuple(_pair(word) for word in words[1:])
                continue
            count = next((n for n, word in enumerate(words) if not _SET.fullmatch(word)), len(words))
            own = tuple(map(_pair, words[:count]))
            found.append(Command(page.name, tuple(words[count:]), exported + own))
    return found


def inline(page: Path) -> list[str]:
    """Return what stands between single backticks outside fenced blocks, on one line."""
    text = _BLOCK.sub("", page.read_text("utf-8"))
    return [" ".join(each.replace(r"\|", "|").split()) for each in _INLINE.findall(text)]


def _lines(block: str) -> Iterator[list[str]]:
    for line in block.replace("\\\n", " ").splitlines():
        words: list[str] = []
        for word in shlex.split(line, comments=True):
            if word == "&&":
                yield words
                words = []
            else:
                words.append(_unbracketed(word))
        if words:
            yield words


def _unbracketed(word: str) -> str:
    inner = word.removeprefix("[")
    return inner if "[" in inner else inner.removesuffix("]")


def _pair(word: str) -> tuple[str, str]:
    name, _, value = word.partition("=")
    return name, value

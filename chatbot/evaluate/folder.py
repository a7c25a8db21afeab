"""A folder of articles and questions: which of its files are which."""

from dataclasses import dataclass
from pathlib import Path

from chatbot.evaluate.reading import ARTICLES, CLAIMS, QUESTIONS, article_problems
from chatbot.evaluate.types import Problem
from index.errors import FootnoteError


@dataclass(frozen=True, slots=True)
class Folder:
    """Where the articles and the questions of an evaluation are; both paths are absolute."""

    path: Path
    questions: Path

    @classmethod
    def at(cls, path: Path) -> "Folder":
        """Return the folder ``path``, or that of the questions file ``path``.

        Raises FootnoteError if there is neither.
        """
        path = path.expanduser().absolute()
        if path.is_dir():
            return cls(path, path / QUESTIONS)
        if path.is_file():
            return cls(path.parent, path)
        raise FootnoteError(
            f"there is no folder or file {path}", "name a folder of articles with questions.jsonl in it"
        )

    def articles(self, out: Path) -> list[Path]:
        """Return what is to be indexed: ``articles.jsonl``, or else all that lies beside the questions.

        ``out``, where an earlier evaluation was written, holds no articles.
        """
        if (self.path / ARTICLES).is_file():
            return [self.path / ARTICLES]
        others = {out.expanduser().absolute(), self.questions, self.path / QUESTIONS}
        others.update(self.path.glob(CLAIMS))
        return [
            path
            for path in sorted(self.path.iterdir())
            if path not in others and not path.name.startswith(".")
        ]

    def problems(self) -> list[Problem]:
        """Return the lines of ``articles.jsonl``, where there is one, that the index leaves out."""
        path = self.path / ARTICLES
        return article_problems(path) if path.is_file() else []

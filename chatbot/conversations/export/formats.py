"""Every form that a conversation can be taken along in, by the name that a command takes."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from chatbot.conversations.export.markdown import markdown
from chatbot.conversations.export.references import bibtex, csl_json
from chatbot.conversations.export.share import share
from chatbot.conversations.export.tables import as_csv, as_json
from chatbot.conversations.export.words import ENGLISH, Words
from chatbot.conversations.types import Kept, Summary


@dataclass(frozen=True, slots=True)
class Format:
    """A form, the ending of its files, and what it is to a browser."""

    label: str
    ending: str
    media_type: str
    written: Callable[[Summary, list[Kept], Words], str]

    def write(self, summary: Summary, answers: list[Kept], words: Words = ENGLISH) -> str:
        """Return the file; what only programs read is the same in every language."""
        return self.written(summary, answers, words)

    def file_name(self, summary: Summary) -> str:
        """Return a name for a conversation's file that every disk takes."""
        words = "-".join(re.findall(r"\w+", summary.title.casefold()))
        return f"{words.encode()[:80].decode(errors='ignore') or 'conversation'}{self.ending}"


FORMATS = {
    "markdown": Format("Markdown", ".md", "text/markdown", markdown),
    "html": Format("HTML", ".html", "text/html", share),
    "json": Format("JSON", ".json", "application/json", as_json),
    "csv": Format("CSV", ".csv", "text/csv", as_csv),
    "bibtex": Format("BibTeX", ".bib", "application/x-bibtex", bibtex),
    "csl-json": Format("CSL-JSON", ".csl.json", "application/vnd.citationstyles.csl+json", csl_json),
}

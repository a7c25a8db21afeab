"""What is said alike in every language: its own words, looked up, and what has no words at all."""

import datetime

from chatbot.changes.jobs import What
from chatbot.page.texts import spoken
from chatbot.types import Verdict
from index.types import ArticleSummary

__all__ = [
    "busy",
    "called_alike",
    "day",
    "job",
    "job_state",
    "language_name",
    "media_format",
    "not_kept",
    "outcome",
    "phase",
    "place",
    "sentence",
    "shortened",
    "stage",
    "state",
    "verdict",
    "verdict_named",
    "writer_label",
    "writer_name",
]

_PROPER = {
    "text/markdown": "Markdown",
    "text/html": "HTML",
    "application/xhtml+xml": "HTML",
    "application/pdf": "PDF",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "Word",
    "text/csv": "CSV",
    "text/tab-separated-values": "TSV",
    "application/json": "JSON",
    "application/jsonl": "JSON lines",
    "application/x-ndjson": "JSON lines",
    "application/epub+zip": "EPUB",
    "application/vnd.oasis.opendocument.text": "ODT",
    "application/rtf": "RTF",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": "PowerPoint",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "Excel",
    "application/xml": "XML",
}
"""Formats that are called by a proper name, by their media types."""


def sentence(text: str) -> str:
    """Return an error's message as a sentence, with a capital and a full stop."""
    stop = "" if text.endswith((".", "!", "?", "…")) else "."
    return text[:1].upper() + text[1:] + stop


def shortened(words: str, most: int = 120) -> str:
    """Return the beginning of a quotation, with an ellipsis where it goes on; words stay whole."""
    if len(words) <= most:
        return words
    end = words.rfind(" ", most * 3 // 4, most + 1)
    return f"{words[: end if end > 0 else most].rstrip()}…"


def busy(problem: str, help: str) -> str:
    """Say that a question is not answered now."""
    return " ".join((sentence(problem), sentence(help)))


def not_kept(problem: str, help: str) -> str:
    """Say that an answer could not be kept with its conversation."""
    return busy(f"{spoken.NOT_KEPT}: {problem}", help)


def place(rank: int | None) -> str:
    """Return a place in a search, from 1; a dash where it was not found by it."""
    return spoken.UNKNOWN if rank is None else f"{rank}."


def verdict(found: Verdict) -> str:
    """Name a verdict; a supported claim needs no word."""
    return "" if found is Verdict.SUPPORTED else verdict_named(found)


def verdict_named(found: Verdict) -> str:
    """Name a verdict, a good one too."""
    return spoken.VERDICTS[found]


def stage(name: str) -> str:
    """Name a stage of an answer."""
    return spoken.STAGES.get(name, name)


def writer_name(writer: str) -> str:
    """Name a writer, as ``Settings.writer`` takes it."""
    return spoken.WRITERS.get(writer, writer)


def writer_label(writer: str) -> str:
    """Name a writer where one is chosen."""
    return spoken.WRITER_LABELS.get(writer, writer)


def language_name(code: str) -> str:
    """Name a language by its ISO 639-1 code; other codes as they are."""
    return spoken.LANGUAGE_NAMES.get(code, code)


def media_format(media_type: str) -> str:
    """Name a file format."""
    known = _PROPER.get(media_type) or spoken.FORMATS.get(media_type)
    return known or media_type.rpartition("/")[2] or spoken.FORMATS[""]


def called_alike(media_type: str) -> tuple[str, ...]:
    """Return the media types that are named as ``media_type`` is, itself among them."""
    name = media_format(media_type)
    return tuple(dict.fromkeys((media_type, *(each for each, named in _PROPER.items() if named == name))))


def day(then: datetime.date, today: datetime.date) -> str:
    """Name a day as it is seen from today."""
    near = {0: spoken.TODAY, 1: spoken.YESTERDAY}
    return near.get((today - then).days) or spoken.date(then.isoformat())


def state(article: ArticleSummary) -> str:
    """Say whether an article is found by meaning or, for the moment, by its words alone."""
    return spoken.READY if article.embedded >= article.passages else spoken.BY_WORDS


def phase(name: str) -> str:
    """Name a phase of indexing."""
    return spoken.PHASES.get(name, name)


def job(what: What) -> str:
    """Name what a job does."""
    return what if isinstance(what, str) else spoken.task(what)


def job_state(name: str) -> str:
    """Name the end of a job."""
    return spoken.JOB_STATES.get(name, name)


def outcome(name: str) -> str:
    """Name what came of a file, as ``index.report.Outcome`` has it."""
    return spoken.OUTCOMES.get(name, name)

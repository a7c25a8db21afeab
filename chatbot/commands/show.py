"""What the command line prints: answers with footnotes, reports, status, progress."""

import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from index.report import OnProgress, Outcome, Progress, Report
from index.text import fold
from index.types import ArticleSummary, Counts

if TYPE_CHECKING:
    from chatbot.types import Citation, Claim, Reply
    from index.library import Status

_LISTED = 20
_NEAREST = 3
_VERDICTS = {"partly": "partly supported", "unsupported": "NOT SUPPORTED"}


def json_text(value: Any) -> str:
    """Return ``value`` as the JSON that ``--json`` prints."""
    return json.dumps(value, ensure_ascii=False, indent=2)


def reply(found: "Reply") -> str:
    """Return a reply as text with numbered footnotes.

    What is wrong with a written sentence stands behind it; what the articles leave open and
    where they contradict each other, below the answer.
    """
    from chatbot.types import Citation

    lines: list[str] = []
    if found.taken_along:
        lines += [f"(asked with this from the conversation: {found.taken_along})", ""]
    elif found.standalone_question != found.question:
        lines += [f"(asked as: {found.standalone_question})", ""]
    if not found.answered:
        lines += [
            f"The {found.searched} articles do not answer this "
            f"(probability that they do: {found.confidence:.0%}). Nearest sentences:",
            "",
        ]
        nearest = [Citation.of(each) for each in found.evidence[:_NEAREST]]
        lines += [_footnote(number, each) for number, each in enumerate(nearest, 1)]
        return "\n".join([*lines, *(["", f"Note: {found.note}."] if found.note else [])])
    numbers: dict[Citation, int] = {}

    def marks(citations: Iterable[Citation]) -> str:
        return "".join(f"[{numbers.setdefault(each, len(numbers) + 1)}]" for each in citations)

    for claim in found.claims:
        lines.append(" ".join(filter(None, (fold(claim.text), marks(claim.citations), _doubt(claim)))))
    lines.append("")
    lines += [
        f"The articles disagree on {each.about}: {marks([each.one])} against {marks([each.other])}."
        for each in found.conflicts
    ]
    if found.missing:
        lines.append(f"The articles do not say: {'; '.join(found.missing)}.")
    if found.note:
        lines.append(f"Note: {found.note}.")
    if lines[-1]:
        lines.append("")
    return "\n".join(lines + [_footnote(number, citation) for citation, number in numbers.items()])


def report(done: Report, counts: Counts) -> str:
    """Return what indexing did, each failed and skipped file with its reason."""
    said = ", ".join(f"{number} {outcome.value}" for outcome, number in done.counts().items())
    lines = [said or "no files found"]
    for outcome in (Outcome.FAILED, Outcome.SKIPPED, Outcome.DUPLICATE):
        files = done.with_outcome(outcome)
        lines += [f"  {outcome.value}: {file.path}: {file.reason}" for file in files[:_LISTED]]
        if len(files) > _LISTED:
            lines.append(f"  … and {len(files) - _LISTED} more {outcome.value}")
    if done.interrupted:
        lines.append("stopped before the end; run the same command again to go on")
    lines.append(f"the library holds {_held(counts)}")
    return "\n".join(lines)


def report_json(done: Report, counts: Counts) -> str:
    """Return what indexing did as JSON."""
    return json_text(
        {
            "counts": {outcome.value: number for outcome, number in done.counts().items()},
            "files": [asdict(file) for file in done.files],
            "embedded": done.embedded,
            "interrupted": done.interrupted,
            "library": asdict(counts),
        }
    )


def status(found: "Status", listed: Sequence[ArticleSummary]) -> str:
    """Return the state of the index as text."""
    lines = [
        f"data directory   {found.data}",
        f"library          {_held(found.counts)}, revision {found.counts.revision}",
        f"embedding model  {found.model}",
    ]
    for follower in found.followers:
        behind = f", revision {follower.revision}" if follower.state == "behind" else ""
        problem = f": {follower.problem}" if follower.problem else ""
        lines.append(f"{follower.name:<16} {follower.state}{behind}{problem}")
    lines += [f"collection       {name}, {articles} articles" for name, articles in found.collections.items()]
    if found.writer:
        lines.append(f"being changed by {found.writer}")
    for name, files in (("failed", found.failed), ("skipped", found.skipped)):
        lines += [f"{name:<16} {file.path}: {file.reason}" for file in files[:_LISTED]]
        if len(files) > _LISTED:
            lines.append(f"{name:<16} … and {len(files) - _LISTED} more; status --json lists them all")
    for article in listed:
        for source in article.sources:
            lines.append(f"{article.metadata.published or '-':<11} {article.title}  {source}")
    return "\n".join(lines)


def status_json(found: "Status", listed: Sequence[ArticleSummary]) -> str:
    """Return the state of the index as JSON."""
    counts = asdict(found.counts)
    return json_text(
        {
            **counts,
            "data": found.data,
            "model": found.model,
            "followers": {
                follower.name: {
                    "state": follower.state,
                    "revision": follower.revision,
                    "problem": follower.problem,
                }
                for follower in found.followers
            },
            "collections": dict(found.collections),
            "writer": found.writer,
            "failed": [{"path": file.path, "reason": file.reason} for file in found.failed],
            "skipped": [{"path": file.path, "reason": file.reason} for file in found.skipped],
            **({"sources": [source for article in listed for source in article.sources]} if listed else {}),
        }
    )


@contextmanager
def progress(quiet: bool) -> Iterator[OnProgress | None]:
    """Yield what shows progress: a bar with rate and time left on a terminal, else nothing."""
    if quiet or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bars

    columns = (
        TextColumn("{task.description:<10}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
    )
    with Bars(*columns, console=Console(stderr=True)) as bars:
        tasks: dict[str, Any] = {}

        def tell(now: Progress) -> None:
            if now.phase not in tasks:
                tasks[now.phase] = bars.add_task(now.phase, total=now.total, rate="")
            bars.update(tasks[now.phase], completed=now.done, rate=f"{now.rate:.0f}/s")

        yield tell


def _doubt(claim: "Claim") -> str:
    """Return what a reader must know of a sentence before trusting it; empty for a sound one."""
    from chatbot.types import Verdict

    said = [] if claim.verdict is Verdict.SUPPORTED else [_VERDICTS[claim.verdict.value]]
    if claim.unfounded:
        said.append(f"in no cited sentence: {', '.join(claim.unfounded)}")
    return f"({'; '.join(said)})" if said else ""


def _footnote(number: int, citation: "Citation") -> str:
    date = f", {citation.published}" if citation.published else ""
    columns = f"    columns: {fold(citation.columns)}\n" if citation.columns else ""
    return (
        f"[{number}] “{fold(citation.quote)}”\n{columns}"
        f"    {citation.title}{date}. {citation.source}, characters {citation.start}-{citation.end}"
    )


def _held(counts: Counts) -> str:
    waiting = counts.passages - counts.embedded
    following = f" ({waiting} passages still to be embedded)" if waiting else ""
    return f"{counts.articles} articles, {counts.passages} passages, {counts.sentences} sentences{following}"

"""``footnote eval``, where its stages meet: read, index, ask, check, score, write."""

import json
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path
from typing import TypeVar

from chatbot.commands import show
from chatbot.evaluate import checking, metrics, page, reading, refusal, report, speed, wording
from chatbot.evaluate.asking import Outcome, ask_all
from chatbot.evaluate.folder import Folder
from chatbot.evaluate.gold import GoldFinder
from chatbot.evaluate.reading import ClaimSet
from chatbot.evaluate.types import About, Asked, Checked, Evaluation, Part, Problem, Question
from chatbot.settings import Settings
from chatbot.weights import Weights
from index.errors import EmptyIndexError, FootnoteError
from index.library import Library
from index.report import OnProgress, Phase
from index.report import Outcome as FileResult

NEEDED = ("pytrec_eval", "rouge_score", "sklearn")
_TOLD = 20

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Given:
    """What the command line asked for; ``data`` is a library that is indexed already."""

    path: Path
    out: Path
    data: Path | None = None
    writer: str = "quote"
    limit: int | None = None


@dataclass(slots=True)
class Run:
    """An evaluation under way; ``stopped`` once Ctrl-C ended it."""

    questions: list[Question]
    claims: list[ClaimSet]
    problems: list[Problem]
    asked: list[Asked] = field(default_factory=list)
    checked: list[Checked] = field(default_factory=list)
    stopped: bool = False


def run(given: Given, *, as_json: bool) -> Evaluation:
    """Evaluate, write ``eval.json``, ``eval.md`` and ``eval.html``, and print a table or JSON.

    After Ctrl-C all of it is of what was done until then, and marked partial. Raises
    FootnoteError if nothing can be evaluated.
    """
    _require_libraries()
    with show.progress(quiet=as_json) as tell:
        found = evaluate(given, tell)
    written = write(found, given.out)
    for problem in found.problems[:_TOLD]:
        print(f"footnote: {problem}", file=sys.stderr)
    if len(found.problems) > _TOLD:
        print(
            f"footnote: … and {len(found.problems) - _TOLD} more; eval.json lists them all", file=sys.stderr
        )
    print(show.json_text(report.to_json(found)) if as_json else f"{report.table(found)}\n\nwrote {written}")
    return found


def evaluate(given: Given, tell: OnProgress | None = None) -> Evaluation:
    """Return how well the product does on the articles, questions and claims at ``given.path``."""
    folder = Folder.at(given.path)
    sets, problems = reading.read_claims(folder.path)
    questions: list[Question] = []
    if folder.questions.is_file() or not sets:
        questions, wrong = reading.read_questions(folder.questions)
        problems = wrong + problems
    if not questions and not sets:
        raise FootnoteError(
            f"no line of {folder.questions} is a question" + (f"; {problems[0]}" if problems else ""),
            "docs/eval.md shows the lines; footnote eval --make-questions FOLDER drafts some",
        )
    state = Run(
        questions=reading.sample(questions, given.limit),
        claims=[ClaimSet(each.name, tuple(reading.sample(each.claims, given.limit))) for each in sets],
        problems=problems,
    )
    with _library(folder, given, state, tell) as library:
        if state.questions:
            _ask(library, folder, given, state, tell)
        if state.claims and not state.stopped:
            _check(state, checking.verifier(library.embedder), tell)
        return _scored(
            library,
            folder,
            given,
            state,
            questions=len(questions),
            claims=sum(len(each.claims) for each in sets),
        )


def write(found: Evaluation, out: Path) -> str:
    """Write the evaluation as JSON, Markdown and HTML into the folder ``out``; return the page's path.

    Raises FootnoteError if they cannot be written.
    """
    out = out.expanduser()
    text = json.dumps(report.full_json(found), ensure_ascii=False, indent=1)
    try:
        out.mkdir(parents=True, exist_ok=True)
        (out / "eval.json").write_text(text + "\n", "utf-8")
        (out / "eval.md").write_text(report.markdown(found), "utf-8")
        (out / "eval.html").write_text(page.page(found), "utf-8")
    except OSError as error:
        raise FootnoteError(
            f"{out} cannot be written: {error.strerror or error}", "choose another folder with --out"
        ) from error
    return str(out / "eval.html")


def _require_libraries() -> None:
    missing = [name for name in NEEDED if find_spec(name) is None]
    if missing:
        raise FootnoteError(
            f"footnote eval needs {', '.join(missing)}",
            "install what it scores with: pip install 'footnote[eval]'",
        )


@contextmanager
def _library(folder: Folder, given: Given, state: Run, tell: OnProgress | None) -> Iterator[Library]:
    """Open the library that is there, or index the articles into one that is gone afterwards."""
    if given.data:
        with Library.open(_settings(given, given.data)) as library:
            yield library
        return
    with (
        tempfile.TemporaryDirectory(prefix="footnote-eval-") as data,
        Library(_settings(given, Path(data))) as library,
    ):
        if state.questions:
            state.problems += folder.problems()
            done = library.sync(folder.articles(given.out), tell)
            state.problems += [
                Problem(file.path, 0, file.reason) for file in done.with_outcome(FileResult.FAILED)
            ]
        yield library


def _settings(given: Given, data: Path) -> Settings:
    own_catalog = None if given.data else ""
    return Settings.read(data=data, writer=given.writer, catalog_url=own_catalog)


def _ask(library: Library, folder: Folder, given: Given, state: Run, tell: OnProgress | None) -> None:
    if not library.catalog.counts().articles:
        raise EmptyIndexError(
            f"no article of {folder.path} could be indexed"
            + (f": {state.problems[-1]}" if state.problems else ""),
            "name a folder that holds articles, or --data with an index that does",
        )
    phase = Phase("asking", len(state.questions), tell)

    def keep(outcome: Outcome) -> None:
        state.problems += outcome.problems
        if outcome.asked:
            state.asked.append(outcome.asked)
        phase.advance()

    finder = GoldFinder(library, folder.path)
    settings = _settings(given, library.data)
    mixed = reading.shuffled(state.questions)
    _each(ask_all(library, settings, mixed, finder, str(folder.questions)), keep, state)
    state.asked.sort(key=lambda each: each.question.line)


def _check(state: Run, check: checking.Check, tell: OnProgress | None) -> None:
    phase = Phase("checking", sum(len(each.claims) for each in state.claims), tell)

    def keep(checked: Checked) -> None:
        state.checked.append(checked)
        phase.advance()

    _each(checking.check_all(state.claims, check), keep, state)


def _each(items: Iterator[Item], keep: Callable[[Item], None], state: Run) -> None:
    """Keep each item until the last, or until Ctrl-C."""
    try:
        for item in items:
            keep(item)
    except KeyboardInterrupt:
        state.stopped = True


def _scored(
    library: Library, folder: Folder, given: Given, state: Run, *, questions: int, claims: int
) -> Evaluation:
    counts = library.catalog.counts()
    threshold = _settings(given, library.data).threshold
    about = About(
        moment=datetime.now(UTC).astimezone().isoformat(timespec="seconds"),
        articles_from=str(given.data.expanduser().absolute() if given.data else folder.path),
        questions_from=str(folder.questions),
        articles=counts.articles,
        passages=counts.passages,
        questions=questions,
        asked=len(state.asked),
        claims=claims,
        checked=len(state.checked),
        unchecked=sum(not each.question.checked for each in state.asked),
        writer=given.writer,
        writers=dict(Counter(each.reply.writer for each in state.asked if each.reply.answered)),
        model=library.embedder.name,
        threshold=Weights.shipped().threshold if threshold is None else threshold,
        limit=given.limit,
        partial=state.stopped,
    )
    parts: dict[str, Part] = {
        "retrieval": metrics.retrieval(state.asked),
        "evidence": metrics.evidence(state.asked),
        "refusal": refusal.refusal(state.asked),
        "citations": metrics.citation_figures(state.asked),
        "answers": wording.answers(state.asked),
        "followups": metrics.followups(state.asked),
        "verdicts": metrics.verdicts(state.checked),
    }
    return Evaluation(
        about=about,
        parts={name: part for name, part in parts.items() if part},
        latency=speed.latency(state.asked),
        asked=tuple(state.asked),
        checked=tuple(state.checked),
        problems=tuple(state.problems),
    )

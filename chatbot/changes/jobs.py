"""Indexing while people chat: one worker that takes changes of the library in turn."""

import queue
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import partial
from itertools import count
from pathlib import Path
from typing import Literal

from index.errors import FootnoteError
from index.library import Library
from index.report import Progress, Report
from index.sources.url import Url

State = Literal["waiting", "running", "done", "failed", "cancelled"]


class Doing(StrEnum):
    """What can be done to a library, as the API tells it."""

    ADDING = "adding {number:,} file{s}"
    ADDING_PLACE = "adding {name}"
    ADDING_SEEDS = "adding the articles that come with Footnote"
    LOOKING = "looking for changes"
    RETRYING = "trying {number:,} file{s} again"
    REFETCHING = "fetching {number:,} page{s} again"
    REMOVING = "removing {name}"
    BRINGING_BACK = "bringing back {name}"
    EMBEDDING = "embedding with {name}"


@dataclass(frozen=True, slots=True)
class Task:
    """What a job does: to a thing of that name, or to so many; the page tells it in its reader's language."""

    doing: Doing
    name: str = ""
    number: int = 0

    def __str__(self) -> str:
        """Return it in English, as the API and the command line tell it."""
        return self.doing.format(name=self.name, number=self.number, s="" if self.number == 1 else "s")


What = Task | str
"""What a job is called; a string (a path) is the same in every language."""


@dataclass(slots=True)
class Job:
    """One change of the library, as far as it has come."""

    number: int
    what: What
    state: State = "waiting"
    progress: Progress | None = None
    report: Report | None = None
    removed: list[str] = field(default_factory=list)
    problem: str = ""
    cancel: threading.Event = field(default_factory=threading.Event)

    def tell(self, progress: Progress) -> None:
        """Note how far it has come."""
        self.progress = progress


def _nothing() -> None:
    """Do nothing."""


class Jobs:
    """Runs changes one after another in a thread of its own; readers are never held up."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._numbers = count(1)
        self._waiting: queue.Queue[tuple[Job, Callable[[Job], None]] | None] = queue.Queue()
        self._jobs: list[Job] = []
        self._worker = threading.Thread(target=self._work, name="footnote-index", daemon=True)
        self._worker.start()

    def sync(self, paths: Iterable[Path | Url], what: What, collection: str = "") -> Job:
        """Index files and folders, as of ``collection`` if one is named; return at once."""
        wanted = list(paths)

        def run(job: Job) -> None:
            job.report = self._library.sync(wanted, job.tell, job.cancel.is_set, collection)

        return self._add(what, run)

    def fetch(self, urls: Sequence[Url], what: What) -> Job:
        """Fetch addresses, in a thread of its own, and index what came; return at once."""

        def run(job: Job) -> None:
            job.report = self._library.sync(urls, job.tell, job.cancel.is_set)

        def bring() -> None:
            job.state = "running"
            if self._tried(lambda: self._library.fetch(urls, job.tell), job):
                self._waiting.put((job, run))

        job = self._noted(what)
        threading.Thread(target=bring, name="footnote-fetch-pages", daemon=True).start()
        return job

    def retry(self, paths: Sequence[str], what: What) -> Job:
        """Read files again that are known, though they have not changed; return at once."""

        def run(job: Job) -> None:
            job.report = self._library.retry(paths, job.tell, job.cancel.is_set)

        return self._add(what, run)

    def remove(self, source: str, what: What, then: Callable[[], None] = _nothing) -> Job:
        """Remove the article at a source, ``then`` what goes with it; return at once."""

        def run(job: Job) -> None:
            job.removed = self._library.remove(source)
            then()

        return self._add(what, run)

    def bring_back(
        self, source: str, collections: Sequence[str], what: What, first: Callable[[], None] = _nothing
    ) -> Job:
        """Index again what was removed from a source, ``first`` what it takes; return at once."""

        def run(job: Job) -> None:
            first()
            job.report = self._library.bring_back(source, collections, job.tell, job.cancel.is_set)

        return self._add(what, run)

    def reembed(self, model: str, what: What) -> Job:
        """Embed everything anew with another model; return at once."""

        def run(job: Job) -> None:
            job.report = self._library.reembed(model, job.tell, job.cancel.is_set)

        return self._add(what, run)

    def latest(self, number: int = 5) -> list[Job]:
        """Return the newest jobs, newest first."""
        return self._jobs[: -number - 1 : -1]

    def states(self) -> Counter[State]:
        """Return how many jobs are in each state."""
        return Counter(job.state for job in list(self._jobs))

    def get(self, number: int) -> Job | None:
        """Return the job of that number."""
        return next((job for job in reversed(self._jobs) if job.number == number), None)

    def busy(self) -> Job | None:
        """Return the job that runs or is next, if there is one."""
        return next((job for job in self._jobs if job.state in ("waiting", "running")), None)

    def stop(self) -> None:
        """Cancel what runs and end the worker; what was done so far stays."""
        for job in self._jobs:
            job.cancel.set()
        self._waiting.put(None)
        self._worker.join(timeout=30)

    def _add(self, what: What, run: Callable[[Job], None]) -> Job:
        job = self._noted(what)
        self._waiting.put((job, run))
        return job

    def _noted(self, what: What) -> Job:
        job = Job(next(self._numbers), what)
        self._jobs.append(job)
        return job

    def _work(self) -> None:
        while (item := self._waiting.get()) is not None:
            job, run = item
            if job.cancel.is_set():
                job.state = "cancelled"
                continue
            job.state = "running"
            if self._tried(partial(run, job), job):
                job.state = "cancelled" if job.cancel.is_set() else "done"

    @staticmethod
    def _tried(step: Callable[[], None], job: Job) -> bool:
        """Say whether a step of a job went well; what went wrong is kept with the job."""
        try:
            step()
        except FootnoteError as error:
            job.problem = f"{error}. {error.help}" if error.help else str(error)
        except Exception as error:  # the thread must outlive any one job
            job.problem = f"an error in Footnote: {type(error).__name__}: {error}"
        if job.problem:
            job.state = "failed"
        return not job.problem

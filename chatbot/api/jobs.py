"""``/api/jobs``: changes of the library on their way, told as they go on, and cancelled."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import StreamingResponse
from pydantic import BaseModel, Field

from chatbot.access import Scope, needs
from chatbot.api.events import EVENTS, HEADERS, MEDIA_TYPE, event
from chatbot.api.problems import PROBLEMS
from chatbot.changes.jobs import Job, State
from chatbot.services import Services

_LOOK_SECONDS = 0.2
_OVER = ("done", "failed", "cancelled")


class JobProgress(BaseModel):
    """How far the job's present phase is; times in seconds."""

    phase: str
    done: int
    total: int
    elapsed: float
    left: float | None


class FileState(BaseModel):
    """What came of one file."""

    path: str
    outcome: str
    reason: str


class JobState(BaseModel):
    """A change of the library; ``files`` once it is done."""

    number: int
    what: str
    state: State
    progress: JobProgress | None = None
    files: list[FileState] = []
    embedded: int = Field(default=0, description="passages that were embedded")
    removed: list[str] = []
    problem: str = ""

    @classmethod
    def of(cls, job: Job) -> "JobState":
        """Return the state of a job as it is now."""
        now, report = job.progress, job.report
        return cls(
            number=job.number,
            what=str(job.what),
            state=job.state,
            progress=JobProgress(
                phase=now.phase, done=now.done, total=now.total, elapsed=now.elapsed, left=now.left
            )
            if now
            else None,
            files=[
                FileState(path=each.path, outcome=each.outcome.value, reason=each.reason)
                for each in (report.files if report else ())
            ],
            embedded=report.embedded if report else 0,
            removed=job.removed,
            problem=job.problem,
        )


def jobs(services: Services) -> APIRouter:
    """Return the routes."""
    router = APIRouter(prefix="/api/jobs", tags=["Jobs"], responses=PROBLEMS)

    def known(number: int) -> Job:
        job = services.jobs.get(number)
        if job is None:
            raise HTTPException(404, "there is no such job")
        return job

    @router.get("", operation_id="listJobs", dependencies=[needs(Scope.READ)])
    def listed() -> list[JobState]:
        """List the newest jobs, the newest first."""
        return [JobState.of(job) for job in services.jobs.latest(50)]

    @router.get("/{number}", operation_id="readJob", dependencies=[needs(Scope.READ)])
    def read(number: int) -> JobState:
        """Say how far a job is."""
        return JobState.of(known(number))

    @router.get(
        "/{number}/events",
        operation_id="followJob",
        dependencies=[needs(Scope.READ)],
        response_class=StreamingResponse,
        responses={200: EVENTS},
    )
    async def follow(request: Request, number: int) -> StreamingResponse:
        """Tell how a job goes on, as server-sent events ``job``, until it is over."""
        events = _events(request, known(number))
        return StreamingResponse(events, media_type=MEDIA_TYPE, headers=HEADERS)

    @router.delete("/{number}", operation_id="cancelJob", dependencies=[needs(Scope.WRITE)], status_code=202)
    def cancel(number: int) -> JobState:
        """Cancel a job; what it has done so far stays."""
        job = known(number)
        job.cancel.set()
        return JobState.of(job)

    return router


async def _events(request: Request, job: Job) -> AsyncIterator[str]:
    told: dict[str, Any] = {}
    while not await request.is_disconnected():
        is_over = job.state in _OVER
        now = JobState.of(job).model_dump(mode="json")
        if now != told:
            told = now
            yield event(told, "job")
        if is_over:
            return
        await asyncio.sleep(_LOOK_SECONDS)

"""``/health``: the process lives; ``/ready``: it can answer questions. Neither asks for a login."""

from fastapi import APIRouter, Response
from pydantic import BaseModel

from chatbot.services import Services
from index.errors import FootnoteError


class Health(BaseModel):
    """That the process answers."""

    status: str = "ok"


class Readiness(BaseModel):
    """Whether questions can be answered; ``waiting_for`` says for what it waits where not."""

    ready: bool
    waiting_for: list[str] = []


def health(services: Services) -> APIRouter:
    """Return the routes."""
    router = APIRouter(tags=["Health"])
    library = services.library

    @router.get("/health", operation_id="health")
    def alive() -> Health:
        """Say that the process lives."""
        return Health()

    @router.get("/ready", operation_id="ready", responses={503: {"model": Readiness}})
    def ready(response: Response) -> Readiness:
        """Say whether questions can be answered: the catalog is read, and an index of it stands."""
        waiting: list[str] = []
        try:
            if library.extent().articles and not any(each.current() for each in library.followers):
                waiting.append("the index, which is being built")
        except FootnoteError:
            waiting.append("the catalog")
        response.status_code = 503 if waiting else 200
        return Readiness(ready=not waiting, waiting_for=waiting)

    return router

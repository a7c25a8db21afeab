"""The routes of the API, put into the site's application."""

from fastapi import APIRouter, FastAPI, HTTPException, Request

from chatbot.api.answering import Answering
from chatbot.api.articles import articles
from chatbot.api.asking import asking
from chatbot.api.completions import completions
from chatbot.api.conversations import conversations
from chatbot.api.health import health
from chatbot.api.jobs import jobs
from chatbot.api.models import models
from chatbot.api.pages import pages
from chatbot.api.problems import add_problems
from chatbot.api.shares import shares
from chatbot.services import Services

OPENAPI = "/api/openapi.json"


def api(application: FastAPI, services: Services) -> None:
    """Let ``application`` answer programs."""
    answering = Answering(services)
    add_problems(application)
    for router in (
        asking(answering),
        articles(services),
        pages(services),
        jobs(services),
        conversations(services),
        shares(services),
        completions(answering),
        models(answering),
        health(services),
    ):
        application.include_router(router)
    application.include_router(_nothing_else(), include_in_schema=False)


def _nothing_else() -> APIRouter:
    """Return what tells of a route that there is not, in a program's form instead of a page's."""
    router = APIRouter()
    methods = ["GET", "POST", "PUT", "PATCH", "DELETE"]

    @router.api_route("/api/{rest:path}", methods=methods)
    @router.api_route("/v1/{rest:path}", methods=methods)
    def none(request: Request) -> None:
        asked = f"{request.method} {request.url.path}"
        raise HTTPException(404, f"there is no {asked}; {OPENAPI} lists what there is")

    return router

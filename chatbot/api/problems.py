"""What went wrong -> the form that a client expects: RFC 9457's below /api, OpenAI's below /v1.

Neither ever holds more than the sentence that an error was made with, and what helps.
"""

import logging
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect

from index.errors import (
    DataDirectoryError,
    EmptyIndexError,
    FootnoteError,
    IndexBusyError,
    ModelError,
    NoPagesError,
    QuestionError,
    SettingsError,
    UnreachableError,
)

logger = logging.getLogger(__name__)

_STATUS: Mapping[type[FootnoteError], int] = {
    QuestionError: 422,
    SettingsError: 422,
    NoPagesError: 404,
    EmptyIndexError: 409,
    IndexBusyError: 409,
    ModelError: 503,
    UnreachableError: 503,
    DataDirectoryError: 507,
}

_CODES: Mapping[int, str] = {401: "invalid_api_key", 429: "rate_limit_exceeded"}
"""OpenAI's own codes, where it has one for what a status means here."""


class Problem(BaseModel):
    """What went wrong, and what helps (RFC 9457)."""

    title: str
    status: int
    detail: str
    help: str


class OpenAiError(BaseModel):
    """An error of OpenAI's API; ``param`` is what of the request it is about."""

    message: str
    type: str
    param: str | None
    code: str | None


class OpenAiProblem(BaseModel):
    """What went wrong, as OpenAI's clients read it."""

    error: OpenAiError


class Refused(HTTPException):
    """What a request in OpenAI's form asks for is not to be had; ``param`` is the field that asks for it."""

    def __init__(self, detail: str, param: str) -> None:
        super().__init__(HTTPStatus.BAD_REQUEST, detail)
        self.param = param


def _told(status: int, model: type[BaseModel], media_type: str) -> dict[int | str, dict[str, Any]]:
    """Return the answers to document beside a route's own; that of ``status`` is to a bad request."""
    content = {media_type: {"schema": model.model_json_schema()}}
    wrong = {"description": model.__doc__, "content": content}
    return {status: wrong, "default": wrong}


PROBLEMS = _told(422, Problem, "application/problem+json")
OPENAI_PROBLEMS = _told(400, OpenAiProblem, "application/json")


def add_problems(application: FastAPI) -> None:
    """Let ``application`` answer every error in the form of its path."""

    @application.exception_handler(FootnoteError)
    async def of_footnote(request: Request, error: FootnoteError) -> JSONResponse:
        retry = getattr(error, "retry_after", None)
        headers = {} if retry is None else {"retry-after": str(retry)}
        return problem(request.url.path, status_of(error), str(error), error.help, headers)

    @application.exception_handler(RequestValidationError)
    async def of_validation(request: Request, error: RequestValidationError) -> JSONResponse:
        found = error.errors()
        wrong = "; ".join(f"{'.'.join(map(str, each['loc']))}: {each['msg']}" for each in found)
        help, param = "correct the request; /api/openapi.json describes it", _param(found[0]["loc"])
        return problem(request.url.path, 422, wrong, help, param=param)

    @application.exception_handler(HTTPException)
    async def of_http(request: Request, error: HTTPException) -> JSONResponse:
        param = getattr(error, "param", None)
        told = str(error.detail)
        return problem(request.url.path, error.status_code, told, headers=error.headers, param=param)

    @application.exception_handler(ClientDisconnect)
    async def of_nobody(_: Request, __: ClientDisconnect) -> Response:
        return Response(status_code=499)  # as nginx logs it; nobody is there to read it

    @application.exception_handler(Exception)
    async def of_ours(request: Request, error: Exception) -> JSONResponse:
        logger.error("%s could not be answered", request.url.path, exc_info=error)
        return problem(request.url.path, 500, "an error in Footnote; its log says more")


def status_of(error: FootnoteError) -> int:
    """Return the status that tells a client what kind of error it is."""
    found = (status for kind, status in _STATUS.items() if isinstance(error, kind))
    return getattr(error, "status", None) or next(found, 422)


def openai_error(status: int, message: str, param: str | None = None) -> dict[str, Any]:
    """Return an error as OpenAI's clients read it."""
    kind = "invalid_request_error" if status < HTTPStatus.INTERNAL_SERVER_ERROR else "server_error"
    told = OpenAiError(message=message, type=kind, param=param, code=_CODES.get(status))
    return OpenAiProblem(error=told).model_dump()


def problem(
    path: str,
    status: int,
    message: str,
    help: str = "",
    headers: Mapping[str, str] | None = None,
    *,
    param: str | None = None,
) -> JSONResponse:
    """Return the answer that tells of an error, in the form of the path that was asked for.

    OpenAI's API answers a request that it cannot take with 400, and its clients expect that.
    """
    if path.startswith("/v1/"):
        body = openai_error(status, f"{message}. {help}" if help else message, param)
        return JSONResponse(body, 400 if status == HTTPStatus.UNPROCESSABLE_ENTITY else status, headers)
    content = {"title": HTTPStatus(status).phrase, "status": status, "detail": message, "help": help}
    return JSONResponse(content, status, headers, media_type="application/problem+json")


def _param(place: Sequence[str | int]) -> str | None:
    """Return the field of a body that is at ``place``."""
    return ".".join(map(str, place[1:])) or None

"""``/mcp``: the server for clients that reach the site, over streamable HTTP.

It stands behind the site's edge like every route: ``chatbot.site.edge`` refuses foreign hosts
and origins (what the protocol asks for against DNS rebinding), the gate says who comes, and
each tool the right that it needs. No session is kept: every request stands on its own.
"""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import anyio
from fastapi import APIRouter
from mcp.server.transport_security import TransportSecuritySettings
from starlette.routing import Route

from chatbot.changes.jobs import Jobs
from chatbot.mcp_server.desk import Add, Desk
from chatbot.mcp_server.server import server
from chatbot.services import Services
from index.errors import FootnoteError
from index.report import Report

PATH = "/mcp"
_LOOK_SECONDS = 0.05


def router(services: Services) -> APIRouter:
    """Return the route; it answers while the application that includes it runs."""
    desk = Desk(
        library=services.library,
        chain=services.chain,
        add=_adding(services.jobs),
        uploads=services.uploads,
        limits=services.limits,
        audit=services.audit,
        is_local=False,
    )
    made = server(desk)
    application = made.streamable_http_app(
        streamable_http_path=PATH,
        stateless_http=True,
        max_request_body_size=services.settings.max_request_bytes,
        transport_security=TransportSecuritySettings(enable_dns_rebinding_protection=False),  # the edge's
    )

    @asynccontextmanager
    async def running(_: Any) -> AsyncIterator[None]:
        async with made.session_manager.run():
            yield

    (route,) = application.routes
    assert isinstance(route, Route)
    return APIRouter(
        routes=[Route(PATH, route.endpoint, methods=["GET", "POST", "DELETE"])], lifespan=running
    )


def _adding(jobs: Jobs) -> Add:
    async def add(paths: Sequence[Path], collection: str) -> Report:
        job = jobs.sync(paths, ", ".join(path.name for path in paths), collection)
        while job.state in ("waiting", "running"):
            await anyio.sleep(_LOOK_SECONDS)
        if job.report is None:
            raise FootnoteError(job.problem or "adding was stopped before its end")
        return job.report

    return add

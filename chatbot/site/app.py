"""The web application: the edge that every request passes, and the surfaces behind it."""

import fastapi
import gradio as gr

from chatbot.access import Accounts
from chatbot.access.guarding import guard
from chatbot.api import OPENAPI, api
from chatbot.conversations import Shares
from chatbot.mcp_server.http import router as mcp
from chatbot.page.closing import Closing
from chatbot.page.downloads import downloads
from chatbot.page.parts import STATIC
from chatbot.page.shared import is_public, shared
from chatbot.page.speaking import Speaking, SpokenPage
from chatbot.services import Services
from chatbot.site.caps import Caps
from chatbot.site.edge import Edge
from chatbot.site.gate import Gate
from chatbot.site.leaving import Leaving, Refusing
from chatbot.site.login import login


def app(services: Services, page: SpokenPage, host: str) -> fastapi.FastAPI:
    """Return the application that serves ``page``, with nothing of Gradio's that leads outside."""
    application = fastapi.FastAPI(
        title="Footnote",
        summary="Ask your articles; every sentence of an answer has its exact source.",
        docs_url=None,
        redoc_url=None,
        openapi_url=OPENAPI,
    )
    settings = services.settings
    application.add_middleware(Speaking)
    application.add_middleware(Closing, running=page.running)
    application.add_middleware(Caps, request=settings.max_request_bytes, upload=settings.max_upload_bytes)
    if services.accounts:
        _guard(application, services.accounts, services)
    application.add_middleware(Edge, host=host, names=settings.hosts)
    leaving = Leaving(services.telemetry.metrics.answers_in_progress, settings.stop_seconds)
    application.state.leaving = leaving
    application.add_middleware(Refusing, leaving=leaving)
    services.telemetry.watch(application, services.library, services.jobs)
    api(application, services)
    application.include_router(mcp(services))
    application.include_router(downloads(services.conversations), include_in_schema=False)
    pages = shared(
        Shares(services.conversations), services.audit, allow_public=services.settings.public_shares
    )
    application.include_router(pages, include_in_schema=False)
    return _with_page(application, page, services.settings.max_file_bytes)


def _guard(application: fastapi.FastAPI, accounts: Accounts, services: Services) -> None:
    """Let nobody in whom the accounts do not know, and give them a page to log in."""
    settings, audit = services.settings, services.audit
    has_provider = bool(settings.oidc_issuer)
    routes = login(accounts, audit, oidc=has_provider, days=settings.session_days)
    application.include_router(routes, include_in_schema=False)
    if has_provider:
        from chatbot.site.oidc import oidc

        oidc(application, settings, accounts, audit)
    shares = Shares(services.conversations)
    application.add_middleware(
        Gate,
        accounts=accounts,
        guard=guard(settings, accounts),
        header=settings.auth_header,
        is_public=lambda path: settings.public_shares and is_public(shares, path),
    )


def _with_page(application: fastapi.FastAPI, page: gr.Blocks, max_file_bytes: int) -> fastapi.FastAPI:
    mounted: fastapi.FastAPI = gr.mount_gradio_app(
        application,
        page,
        path="/",
        app_kwargs={"openapi_url": None},
        theme=gr.themes.Base(font=["system-ui", "sans-serif"], font_mono=["ui-monospace", "monospace"]),
        favicon_path=str(STATIC / "favicon.svg"),
        footer_links=[],
        run_history=False,
        show_error=False,
        ssr_mode=False,
        pwa=False,
        max_file_size=max_file_bytes,
    )
    return mounted

"""Logging in where the organisation's people have their accounts: OpenID Connect, by Authlib.

Authorization code with PKCE (RFC 7636), state and nonce; they are in a signed cookie of ten
minutes that only these two routes get. A person is their verified e-mail address.
"""

import logging
from collections.abc import Mapping
from dataclasses import replace
from secrets import token_urlsafe
from typing import Any
from urllib.parse import urlsplit

import anyio
import fastapi
from starlette.middleware.sessions import SessionMiddleware
from starlette.requests import Request
from starlette.responses import Response

from chatbot.access import Accounts, Audit, Scope, visitor_of
from chatbot.access.guarding import is_loopback
from chatbot.settings import Settings
from chatbot.site.login import enter_as, page
from index.errors import FootnoteError, SettingsError

logger = logging.getLogger(__name__)

FAILED = "The login at your organisation did not succeed. Try again, or log in with a password."
STRANGER = (
    "Your organisation knows you, and you may not come in here. Whoever runs this Footnote can let you."
)

_SIGNED_BY = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
"""Signatures that the provider's public keys check; never ``none``, whatever the provider offers."""


def oidc(application: fastapi.FastAPI, settings: Settings, accounts: Accounts, audit: Audit) -> None:
    """Add the routes ``/login/oidc`` and ``/login/oidc/back``.

    Raises SettingsError where they could let in nobody, or anybody.
    """
    client = _client(settings)
    router = fastapi.APIRouter()

    @router.get("/login/oidc")
    async def leave(request: Request, next: str = "/") -> Response:
        """Go to the provider."""
        request.session["next"] = next
        back = f"{request.base_url}login/oidc/back"
        try:
            await _check(client, settings.oidc_issuer)
            answer: Response = await client.authorize_redirect(request, back)
        except Exception as error:  # whatever a provider that is away or set up wrongly brings about
            return _failed(request, audit, error)
        return answer

    @router.get("/login/oidc/back")
    async def come(request: Request) -> Response:
        """Come back from the provider, as somebody or not."""
        next = request.session.pop("next", "/")
        try:
            await _check(client, settings.oidc_issuer)
            email = await _email(client, request, settings)
        except Exception as error:  # a forged, stale or broken answer has many names
            return _failed(request, audit, error)
        visitor = visitor_of(request.scope)
        if not _is_allowed(email, settings):
            audit.note("login refused", visitor, by="oidc")
            return page(next, STRANGER, 403, oidc=True)
        try:
            user = await anyio.to_thread.run_sync(_user, accounts, email, settings)
        except FootnoteError as error:
            return page(next, f"{error}: {error.help}.", 403, oidc=True)
        audit.note("logged in", replace(visitor, name=user), by="oidc")
        return await enter_as(request, accounts, user, next, settings.session_days)

    application.include_router(router, include_in_schema=False)
    application.add_middleware(
        SessionMiddleware,
        secret_key=token_urlsafe(32),
        session_cookie="footnote_oidc",
        path="/login/oidc",
        max_age=600,
        same_site="lax",  # the way back from the provider is from another site
    )


def _client(settings: Settings) -> Any:
    """Return Authlib's client of the provider. Raises SettingsError for settings that cannot be meant."""
    try:
        from authlib.integrations.starlette_client import OAuth
    except ImportError as error:
        raise SettingsError("FOOTNOTE_OIDC_ISSUER needs Authlib", "pip install 'footnote[oidc]'") from error

    issuer = urlsplit(settings.oidc_issuer)
    if issuer.scheme != "https" and not is_loopback(issuer.hostname or ""):
        raise SettingsError(f"the OIDC issuer {settings.oidc_issuer} is not reached by https", "use https")
    if not settings.oidc_client_id:
        raise SettingsError("the OIDC provider knows Footnote by an id", "set FOOTNOTE_OIDC_CLIENT_ID")
    if not settings.oidc_emails and not settings.oidc_domains:
        raise SettingsError(
            f"everybody with an account at {settings.oidc_issuer} could come in",
            "set FOOTNOTE_OIDC_EMAILS or FOOTNOTE_OIDC_DOMAINS; FOOTNOTE_OIDC_DOMAINS='[\"*\"]' is everybody",
        )
    return OAuth().register(
        "footnote",
        server_metadata_url=f"{settings.oidc_issuer.rstrip('/')}/.well-known/openid-configuration",
        client_id=settings.oidc_client_id,
        client_secret=settings.oidc_client_secret.get_secret_value() or None,
        client_kwargs={"scope": "openid email", "code_challenge_method": "S256", "timeout": 10},
    )


async def _check(client: Any, issuer: str) -> None:
    """See that the provider is the issuer (OpenID Connect Discovery, 4.3), and which signatures count."""
    metadata = await client.load_server_metadata()
    if metadata["issuer"].rstrip("/") != issuer.rstrip("/"):
        raise ValueError(f"the provider calls itself {metadata['issuer']}")
    offered = metadata.get("id_token_signing_alg_values_supported") or ["RS256"]
    metadata["id_token_signing_alg_values_supported"] = [each for each in offered if each in _SIGNED_BY]


async def _email(client: Any, request: Request, settings: Settings) -> str:
    """Return the verified address of who came back. Raises one of many errors where it is not shown."""
    metadata = client.server_metadata
    options = {
        "iss": {"essential": True, "value": metadata["issuer"]},
        "aud": {"essential": True, "value": settings.oidc_client_id},
    }
    token = await client.authorize_access_token(request, claims_options=options)
    claims: Mapping[str, Any] = token["userinfo"]
    if "email" not in claims:
        told = await client.userinfo(token=token)
        if told["sub"] != claims["sub"]:
            raise ValueError("the provider told of somebody else")
        claims = told
    if claims.get("email_verified") is not True:
        raise ValueError("the provider has not verified the e-mail address")
    return str(claims["email"]).casefold()


def _is_allowed(email: str, settings: Settings) -> bool:
    emails = {each.casefold() for each in settings.oidc_emails}
    domains = {each.casefold().removeprefix("@") for each in settings.oidc_domains}
    return email in emails or email.rpartition("@")[2] in domains or "*" in domains


def _user(accounts: Accounts, email: str, settings: Settings) -> str:
    """Return the user of an address, who is added at their first login."""
    known = accounts.users.named(email)
    return (known or accounts.users.add(email, "", list(map(Scope, settings.oidc_scopes)))).name


def _failed(request: Request, audit: Audit, error: Exception) -> Response:
    logger.warning("a login by OIDC failed: %s", type(error).__name__)
    logger.debug("it failed so", exc_info=error)
    audit.note("login failed", visitor_of(request.scope), by="oidc", why=type(error).__name__)
    return page("/", FAILED, 502 if request.url.path.endswith("/oidc") else 401, oidc=True)

"""Who must log in, by the address that the site listens on; where nobody could, it does not start."""

from ipaddress import ip_address
from typing import Literal

from chatbot.access.accounts import Accounts
from chatbot.settings import Settings
from index.errors import SettingsError

Guard = Literal["open", "users", "always"]
"""Who must log in: nobody, all as soon as there is a user, or all."""


def guard(settings: Settings, accounts: Accounts) -> Guard:
    """Return who must log in at the address of ``settings``.

    Raises SettingsError where others can reach it and nobody could be told from anybody.
    """
    if settings.auth == "none":
        return "open"
    if settings.auth_header:
        raise SettingsError(
            f"whoever sends {settings.auth_header} could be anybody, where people log in here",
            "set FOOTNOTE_AUTH=none too, behind a proxy that sets this header itself; or leave it out",
        )
    if settings.auth == "login" or settings.oidc_issuer:
        return "always"
    if all(map(is_loopback, (settings.host, *settings.hosts))):
        return "users"
    if not accounts.have_users() and not accounts.keys.all():
        reached = ", ".join((settings.host, *settings.hosts))
        raise SettingsError(
            f"others can reach {reached}, and nobody would have to log in: Footnote does not start so",
            "add somebody with: footnote users add NAME (in a container, set FOOTNOTE_FIRST_PASSWORD), "
            "or let them log in by FOOTNOTE_OIDC_ISSUER; "
            "FOOTNOTE_AUTH=none is for a proxy that lets only your people through",
        )
    return "always"


def is_loopback(host: str) -> bool:
    """Say whether ``host`` can be reached from this machine alone."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"

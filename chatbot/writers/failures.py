"""What went wrong with a model -> one plain sentence, what to do, and whether to try again.

The clients of the providers have an exception family each, on HTTP libraries of their own;
so an exception is known by its HTTP status or by the names of its classes and of those of
its causes. Its own words are not repeated, for they may hold a key or what was asked; only
a rejected request is explained in the provider's words, shortened and without keys.
"""

import math
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus

from langchain_core.language_models import BaseChatModel
from pydantic import SecretStr

from index.errors import FootnoteError

WORDS = 200
"""How much of a provider's explanation is repeated, in code points."""

_TRANSIENT = frozenset({408, 409, 425})
_KEY = re.compile(
    r"(?:\b(?:sk|pk|rk|gsk|xai|hf|key|ya29)[-_.]|\bAIza|Bearer\s+)[\w.\-]{6,}|(?<=//)[^/\s@]+(?=@)"
)
_KEY_VARIABLES = ("_KEY", "_TOKEN", "_SECRET", "_PASSWORD")
_CHECK_KEY = "set FOOTNOTE_WRITER_API_KEY, or the provider's own variable, to a key that is valid for it"
_CHECK_SERVER = "check that its server runs and FOOTNOTE_WRITER_BASE_URL names it, or the network"
_CHECK_NAME = "check the model's name in FOOTNOTE_WRITER, and FOOTNOTE_WRITER_BASE_URL (most end in /v1)"
_CHECK_SETTINGS = "check the FOOTNOTE_WRITER_… settings; some models take no TEMPERATURE but “default”"
_LATER = "ask again later, or choose another FOOTNOTE_WRITER"


_BY_NAME = (
    ({"TimeoutError", "TimeoutException", "Timeout", "DeadlineExceeded"}, "did not answer in time"),
    ({"RemoteProtocolError", "ReadError", "ChunkedEncodingError", "IncompleteRead"}, "broke off"),
    ({"ConnectError", "APIConnectionError", "TransportError", "OSError"}, "cannot be reached"),
    ({"ValueError", "TypeError", "LookupError", "AttributeError"}, "sent what cannot be read"),
    ({"APIError"}, "reported an error"),
)
_BY_STATUS = {
    HTTPStatus.UNAUTHORIZED: ("does not accept the key (HTTP 401)", _CHECK_KEY),
    HTTPStatus.FORBIDDEN: ("may not be used with this key (HTTP 403)", _CHECK_KEY),
    HTTPStatus.NOT_FOUND: ("is not there (HTTP 404)", _CHECK_NAME),
}


class Failure(Exception):
    """A model wrote no whole answer: ``what`` it did, as in “broke off”, and what ``help`` there is.

    ``again`` tells whether another try may go better, ``after`` the seconds that the
    provider asks to wait before it, 0 where it asks for none.
    """

    def __init__(self, what: str, help: str = _LATER, *, again: bool = False, after: float = 0.0) -> None:
        super().__init__(what)
        self.what = what
        self.help = help
        self.again = again
        self.after = after


def failure_of(error: BaseException, keys: Sequence[str] = ()) -> Failure:
    """Return what ``error``, raised by a model's client, means; ``keys`` are kept out of it."""
    if isinstance(error, Failure):
        return error
    if isinstance(error, FootnoteError):
        return Failure(f"failed: {error}", error.help)
    if status := _status(error):
        return _refused(error, status, keys)
    names = {kind.__name__ for cause in _causes(error) for kind in type(cause).__mro__}
    for known, what in _BY_NAME:
        if names & known:
            return Failure(what, _CHECK_SERVER, again=True)
    return Failure(f"failed ({type(error).__name__})")


def keys_of(model: BaseChatModel) -> list[str]:
    """Return every secret that ``model``'s client may know: its own, and the environment's."""
    own = [value.get_secret_value() for value in vars(model).values() if isinstance(value, SecretStr)]
    around = [value for name, value in os.environ.items() if name.upper().endswith(_KEY_VARIABLES)]
    return [key for key in (*own, *around) if len(key) >= 6]


def _refused(error: BaseException, status: int, keys: Sequence[str]) -> Failure:
    """Return what an HTTP status other than success means (RFC 9110, RFC 6585)."""
    if status in _BY_STATUS:
        return Failure(*_BY_STATUS[HTTPStatus(status)])
    if getattr(error, "code", None) == "insufficient_quota":
        return Failure("has no quota left for this key (HTTP 429)", "look at the account's plan and billing")
    after = _retry_after(error)
    wait = f", and asks to wait {after:.0f} seconds" if after else ""
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        return Failure(f"has too many requests (HTTP 429){wait}", again=True, after=after)
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR or status in _TRANSIENT:
        return Failure(f"has a fault of its own (HTTP {status}){wait}", again=True, after=after)
    words = _without_keys(_words(error), keys)
    return Failure(f"rejected the request (HTTP {status}): {words}", _CHECK_SETTINGS)


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or error.__context__


def _status(error: BaseException) -> int:
    """Return the HTTP status that ``error`` carries, or 0."""
    for cause in _causes(error):
        for name in ("status_code", "code"):
            status = getattr(cause, name, None)
            if isinstance(status, int) and 400 <= status <= 599:
                return int(status)
    return 0


def _retry_after(error: BaseException) -> float:
    """Return the seconds of a ``Retry-After`` (RFC 9110, 10.2.3: a number or a date), or 0."""
    headers = getattr(getattr(error, "response", None), "headers", None)
    asked = str(headers.get("retry-after") or "") if isinstance(headers, Mapping) else ""
    try:
        seconds = float(asked)
    except ValueError:
        try:
            date = parsedate_to_datetime(asked)
        except ValueError:
            return 0.0
        seconds = (date.replace(tzinfo=date.tzinfo or UTC) - datetime.now(UTC)).total_seconds()
    return 0.0 if math.isnan(seconds) else max(0.0, seconds)


def _words(error: BaseException) -> str:
    """Return the provider's own explanation, from the JSON that it sent where there is one."""
    told = getattr(error, "body", None)
    while isinstance(told, Mapping):
        told = told.get("error") or told.get("message")
    return " ".join((told if isinstance(told, str) else str(error)).split())


def _without_keys(words: str, keys: Sequence[str]) -> str:
    for key in sorted(keys, key=len, reverse=True):
        words = words.replace(key, "…")
    words = _KEY.sub("…", words)
    return words if len(words) <= WORDS else f"{words[: WORDS - 1]}…"

"""Which language is spoken: that of the visitor who is being served, or else this server's own."""

import locale
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from types import ModuleType
from typing import TYPE_CHECKING, Any

from chatbot.page.texts import english, ukrainian

if TYPE_CHECKING:
    from chatbot.page.texts.english import *  # noqa: F403  # what __getattr__ gives, for the type checker

LANGUAGES: Mapping[str, ModuleType] = {"en": english, "uk": ukrainian}
"""The languages there are, by their ISO 639-1 codes."""

_ACCEPTED = re.compile(r"\s*([A-Za-z]{2,3})(?:-[\w-]*)?\s*(?:;\s*q\s*=\s*([01](?:\.\d{0,3})?)\s*)?")
"""A language of the header Accept-Language and its weight (RFC 9110, 12.5.4)."""

_own = "en"
_visitors: ContextVar[str] = ContextVar("_visitors", default="")


def speak(language: str) -> None:
    """Let this server's own language be one of ``LANGUAGES``, or “auto” for this machine's."""
    global _own  # noqa: PLW0603  # what a visitor gets who asks for none
    wanted = (locale.getlocale()[0] or "")[:2] if language == "auto" else language
    _own = wanted if wanted in LANGUAGES else "en"


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Let all texts within be of ``language``, in tasks and threads begun there too; “”: the server's own."""
    before = _visitors.set(language)
    try:
        yield
    finally:
        _visitors.reset(before)


def language() -> str:
    """Return the code of the language that is spoken."""
    return _visitors.get() or _own


def accepted(header: str) -> str:
    """Return the language that a browser likes best by its Accept-Language; “” where none is spoken here."""
    named = [match for match in map(_ACCEPTED.fullmatch, header.split(",")) if match]
    liked = [(float(each[2] or 1), each[1].lower()) for each in named]
    known = [each for each in liked if each[0] > 0 and each[1] in LANGUAGES]
    return max(known, key=lambda each: each[0], default=(0.0, ""))[1]


def __getattr__(name: str) -> Any:
    """Return a text of the language that is spoken; what it lacks is said in English."""
    try:
        return getattr(LANGUAGES[language()], name)
    except AttributeError:
        return getattr(english, name)

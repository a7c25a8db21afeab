"""Every text of the page, in the language that this server speaks.

    english      the texts as they are written first, and their types
    ukrainian    the same names, in Ukrainian

``texts.NAME`` is looked up in the language that ``speak`` chose, English before that; what one
language lacks is said in English. A module that reads a text while it is imported would
keep the language of that moment: read texts where they are rendered.
"""

import locale
from collections.abc import Mapping
from types import ModuleType
from typing import TYPE_CHECKING, Any

from chatbot.page.texts import english, ukrainian

if TYPE_CHECKING:
    from chatbot.page.texts.english import *  # noqa: F403  # what __getattr__ gives, for the type checker

LANGUAGES: Mapping[str, ModuleType] = {"en": english, "uk": ukrainian}
"""The languages there are, by their ISO 639-1 codes."""

_spoken = "en"


def speak(language: str) -> None:
    """Let all texts be of ``language``: one of ``LANGUAGES``, or “auto” for this machine's own."""
    global _spoken  # noqa: PLW0603  # one server speaks one language
    wanted = (locale.getlocale()[0] or "")[:2] if language == "auto" else language
    _spoken = wanted if wanted in LANGUAGES else "en"


def spoken() -> str:
    """Return the code of the language that is spoken."""
    return _spoken


def __getattr__(name: str) -> Any:
    """Return a text of the language that is spoken."""
    try:
        return getattr(LANGUAGES[_spoken], name)
    except AttributeError:
        return getattr(english, name)

"""Every text of the page, in the language of the visitor who is being served.

    english      the texts as they are written first, and their types
    ukrainian    the same names, in Ukrainian
    spoken       which of them is spoken
    alike        what is said alike in all of them

``texts.NAME`` is looked up in the language that is spoken, English after that. A module that
reads a text while it is imported would keep the language of that moment: read texts where
they are rendered.
"""

from typing import TYPE_CHECKING, Any

from chatbot.page.texts import spoken
from chatbot.page.texts.alike import *  # noqa: F403  # all of it is said as if it were a language's own
from chatbot.page.texts.spoken import LANGUAGES as LANGUAGES
from chatbot.page.texts.spoken import accepted as accepted
from chatbot.page.texts.spoken import language as language
from chatbot.page.texts.spoken import speak as speak
from chatbot.page.texts.spoken import speaking as speaking

if TYPE_CHECKING:
    from chatbot.page.texts.english import *  # noqa: F403  # what __getattr__ gives, for the type checker


def __getattr__(name: str) -> Any:
    """Return a text of the language that is spoken."""
    return getattr(spoken, name)

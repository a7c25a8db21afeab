"""A kept conversation -> a file that can be taken along, in which every sentence keeps its source.

What an answer says and what a footnote names is put in words by ``wording``, which are English
or what a page hands in (``words``); ``markdown`` and
``plain`` are to be read and pasted, ``share`` is one HTML file, ``tables`` are JSON and CSV,
``references`` BibTeX and CSL-JSON, and ``formats`` has all of them by name.
"""

from chatbot.conversations.export.formats import FORMATS, Format
from chatbot.conversations.export.plain import plain, spoken
from chatbot.conversations.export.share import policy, share
from chatbot.conversations.export.wording import refusal
from chatbot.conversations.export.words import ENGLISH, Words

__all__ = ["ENGLISH", "FORMATS", "Format", "Words", "plain", "policy", "refusal", "share", "spoken"]

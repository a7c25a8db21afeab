"""Steps -> the text of a chat message as it grows, and the citations of what it says.

A written sentence is said once it is checked, and never taken back: what a client has been
sent is the beginning of the whole, unless the writer failed after it. Chat programs render
Markdown: what an article says in it may be read there, and must fetch nothing.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from chatbot.conversations.export import plain, spoken
from chatbot.types import Claim, Evidence, EvidenceFound, Reply, Step, Written
from chatbot.verify.draft import Written as Sentence
from chatbot.verify.draft import parse
from index.text import fold

Verified = Callable[[str, Sequence[Evidence]], tuple[Claim, ...]]


_LIVE = re.compile(r"!(?=\[)|<(?=[A-Za-z/!?])")


@dataclass(slots=True)
class Transcript:
    """The text that was sent so far; ``verified`` checks what a model has written of it."""

    verified: Verified
    text: str = ""
    _evidence: tuple[Evidence, ...] = ()
    _claims: tuple[Claim, ...] = ()

    def taken(self, step: Step) -> str:
        """Return what ``step`` adds to the text: each further sentence that is whole."""
        match step:
            case EvidenceFound(evidence):
                self._evidence = evidence
            case Written(text):
                whole = parse(text, len(self._evidence))[:-1]
                if new := whole[len(self._claims) :]:
                    self._claims += self.verified(" ".join(map(_marked, new)), self._evidence)
                    return self._added(self._spoken(self._claims))
        return ""

    def finished(self, reply: Reply) -> str:
        """Return what the reply adds to the text: its last sentences and its footnotes."""
        whole = inert(plain(reply).rstrip("\n"))
        if whole.startswith(self.text):
            return self._added(whole)
        return self._added(f"{self.text}\n\n{reply.note or 'checked again'}:\n\n{whole}")

    def _spoken(self, claims: tuple[Claim, ...]) -> str:
        return inert(spoken(Reply("", "", True, 1.0, claims, self._evidence, 0)))

    def _added(self, whole: str) -> str:
        if not whole.startswith(self.text):
            return ""
        added, self.text = whole[len(self.text) :], whole
        return added


def _marked(sentence: Sentence) -> str:
    return " ".join((sentence.text, *map("[{}]".format, sentence.markers)))


def inert(text: str) -> str:
    """Return ``text`` with a backslash before what Markdown would make a picture or a tag of."""
    return _LIVE.sub(r"\\\g<0>", text)


def annotations(text: str, reply: Reply) -> list[dict[str, Any]]:
    """Return the citations of a message's ``text``, in OpenAI's form with ours beside it.

    ``start_index`` and ``end_index`` are where the sentence stands in ``text``; ``footnote``
    says where its source stands in the article.
    """
    found: list[dict[str, Any]] = []
    after = max(0, text.rfind(inert(spoken(reply))))
    for claim, told in zip(reply.claims, reply.to_json()["claims"], strict=True):
        said = inert(fold(claim.text))
        start = text.find(said, after)
        if start < 0:
            continue
        after = start + len(said)
        for citation in told["citations"]:
            url = citation["source"] if "://" in citation["source"] else ""
            cited = {"start_index": start, "end_index": after, "title": citation["title"], "url": url}
            source = {**citation, "verdict": told["verdict"]}
            found.append({"type": "url_citation", "url_citation": cited, "footnote": source})
    return found

"""Steps -> the text of a chat message as it grows, and the citations of what it says.

A written sentence is said once it is checked, and never taken back: what a client has been
sent is the beginning of the whole, unless the writer failed after it. Chat programs render
Markdown: what an article says in it may be read there, and must fetch nothing.
"""

import re
from dataclasses import dataclass

from chatbot.api.chat_response import Annotation, SourceJson, UrlCitation
from chatbot.conversations.cited import borne_by
from chatbot.conversations.export import plain, spoken
from chatbot.types import Claim, Evidence, EvidenceFound, Reply, Step, Written, citation_json
from index.text import fold

_MARKS = "["
"""What follows a sentence that has footnotes: after "!" it would make a picture of them."""

_LIVE = re.compile(r"!(?=\[)|<(?=[A-Za-z/!?])")


@dataclass(slots=True)
class Transcript:
    """The text that was sent so far."""

    text: str = ""
    _evidence: tuple[Evidence, ...] = ()

    def taken(self, step: Step) -> str:
        """Return what ``step`` adds to the text: each further sentence that is whole."""
        match step:
            case EvidenceFound(evidence):
                self._evidence = evidence
            case Written(_, claims) if claims:
                return self._added(self._spoken(claims))
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


def inert(text: str) -> str:
    """Return ``text`` with a backslash before what Markdown would make a picture or a tag of."""
    return _LIVE.sub(r"\\\g<0>", text)


def annotations(text: str, reply: Reply) -> list[Annotation]:
    """Return the citations of a message's ``text``."""
    found: list[Annotation] = []
    after = max(0, text.rfind(inert(spoken(reply))))
    for claim in reply.claims:
        said = inert(f"{fold(claim.text)}{_MARKS if borne_by(claim) else ''}").removesuffix(_MARKS)
        start = text.find(said, after)
        if start < 0:
            continue
        after = start + len(said)
        for citation in claim.citations:
            url = citation.source if "://" in citation.source else ""
            place = UrlCitation(start_index=start, end_index=after, title=citation.title, url=url)
            source: SourceJson = {**citation_json(citation), "verdict": claim.verdict.value}
            found.append(Annotation(type="url_citation", url_citation=place, footnote=source))
    return found

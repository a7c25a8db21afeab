"""What one visitor has asked: the turns that the chain reads, and the answers whose chips still open."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass, field

from chatbot.conversations import Feedback, Kept
from chatbot.conversations.cited import cited
from chatbot.conversations.store import new_key
from chatbot.page.footnotes import Footnotes
from chatbot.types import Citation, Reply, Turn

TURNS = 20
"""Turns of a conversation that the chain gets to read."""

ANSWERS = 500
"""Answers whose chips can be opened; older ones are let go."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A footnote that was activated, with the citations of its answer to light beside it."""

    answer: int
    active: Citation
    lit: tuple[Citation, ...]
    footnotes: Footnotes

    def articles(self) -> list[Citation]:
        """Return the first citation of each article that the answer cites, the active one's too."""
        firsts: dict[tuple[str, int], Citation] = {}
        for citation in self.lit:
            firsts.setdefault((citation.article_id, citation.version), citation)
        return list(firsts.values())

    def within_active(self) -> list[Citation]:
        """Return the citations to light in the article that is open, in the order of its text."""
        here = (self.active.article_id, self.active.version)
        found = [each for each in self.lit if (each.article_id, each.version) == here]
        return sorted(found, key=lambda citation: (citation.start, citation.end))


@dataclass(slots=True)
class Conversation:
    """One visitor's questions and answers; it lives on the server, the browser never sends it.

    ``key`` is the name that it is kept under, empty before its first question; ``kept`` has
    the store's number of each answer, ``feedback`` what was said of those that were reopened.
    ``replaces`` is the first answer that the next one stands in for, 0 for none, and
    ``replaces_kept`` its number in the store; ``withdrawn`` is the store's name for what was
    replaced last. ``suggested`` are the questions under the last answer.
    """

    number: int = 0
    key: str = ""
    kept: dict[int, int] = field(default_factory=dict)
    feedback: dict[int, Feedback] = field(default_factory=dict)
    turns: list[Turn] = field(default_factory=list)
    answers: dict[int, Reply] = field(default_factory=dict)
    running: dict[int, asyncio.Event] = field(default_factory=dict)
    replaces: int = 0
    replaces_kept: int = 0
    withdrawn: str = ""
    suggested: dict[int, tuple[str, ...]] = field(default_factory=dict)

    def begin(self) -> int:
        """Return the number of the next answer, which runs until it is stopped or ended."""
        self.number += 1
        self.key = self.key or new_key()
        self.running[self.number] = asyncio.Event()
        return self.number

    def end(self, number: int) -> None:
        """Note that an answer is no longer being made."""
        self.running.pop(number, None)

    def stop(self) -> None:
        """Stop every answer that is being made; call it where the answers are made, in their loop."""
        for stopped in self.running.values():
            stopped.set()

    def show(self, number: int, reply: Reply) -> None:
        """Keep a reply so that its chips can be opened."""
        self.answers[number] = reply
        while len(self.answers) > ANSWERS:
            del self.answers[min(self.answers)]

    def keep(self, number: int, reply: Reply) -> None:
        """Keep a whole reply: its chips, and its text for the questions that follow."""
        self.show(number, reply)
        self._remember(reply)

    def replace_from(self, number: int) -> None:
        """Let go of an answer and of all that came after it: the next one stands in for them."""
        self.stop()
        self.running.clear()
        gone = {each for each in self.answers if each >= number}
        kept = [self.kept.pop(each) for each in gone if each in self.kept]
        self.replaces = number
        self.replaces_kept = min([*kept, *([self.replaces_kept] if self.replaces_kept else [])], default=0)
        for each in gone:
            del self.answers[each]
            self.feedback.pop(each, None)
        self.turns.clear()
        for reply in self.answers.values():
            self._remember(reply)

    def clear(self) -> None:
        """Begin anew; numbers go on, so that nothing old can be taken for something new."""
        self.stop()
        self.running.clear()
        self.turns.clear()
        self.answers.clear()
        self.kept.clear()
        self.feedback.clear()
        self.key = self.withdrawn = ""
        self.replaces = self.replaces_kept = 0

    def reopen(self, key: str, answers: Iterable[Kept]) -> None:
        """Go on with a conversation that was kept."""
        self.clear()
        self.key = key
        for each in answers:
            self.number += 1
            self.keep(self.number, each.reply)
            self.kept[self.number] = each.number
            self.feedback[self.number] = each.feedback

    def _remember(self, reply: Reply) -> None:
        self.turns += [Turn("user", reply.question), Turn("assistant", reply.text)]
        del self.turns[:-TURNS]

    def open(self, answer: object, note: object) -> Opened | None:
        """Return a footnote by its numbers, which a browser sent; ``None`` if there is none."""
        if not isinstance(answer, int) or not isinstance(note, int) or answer not in self.answers:
            return None
        reply = self.answers[answer]
        footnotes = Footnotes.of(answer, reply)
        if not 1 <= note <= len(footnotes.citations):
            return None
        active = footnotes.citations[note - 1]
        lit = cited(reply) if reply.answered else list(footnotes.citations)
        distinct = {footnotes.number(citation): citation for citation in (*lit, active)}
        return Opened(answer, active, tuple(distinct.values()), footnotes)

"""What else may be asked: suggestions under the last answer, made once it stands, each asked by one press."""

from collections.abc import AsyncIterator, Sequence
from typing import Any, TypedDict

import gradio as gr

from chatbot.access import Scope as Right
from chatbot.page import texts
from chatbot.page.asking import Asking
from chatbot.page.choices import Choices
from chatbot.page.conversation import Conversation
from chatbot.page.escape import escaped
from chatbot.page.events import ASKING, QUIET, Values, sent, visitor
from chatbot.page.parts import scripted
from chatbot.suggest.suggester import Suggester

_WAITING: dict[str, Any] = {**QUIET, "concurrency_limit": 4, "concurrency_id": "suggest"}
"""Suggestions are made one at a time; more of them would wait in threads that others need."""


class Offered(TypedDict):
    """The suggestions under turn ``turn``."""

    turn: int
    html: str


class Further:
    """The component, which shows itself under the last turn of the conversation, and its events."""

    def __init__(self, asking: Asking, suggester: Suggester | None) -> None:
        self.asking, self.suggester = asking, suggester
        self.shown = scripted("<div hidden></div>", "further.js", elem_id="fn-further")

    def connect(self, article: gr.HTML) -> None:
        """Join each event to its handler; ``article`` is where a cited article opens."""
        asking = self.asking
        known = [asking.conversation, asking.choices]
        answered = [asking.log, asking.question, asking.hint, article]
        self.shown.wanted(self.suggest, known, [self.shown], **_WAITING)
        self.shown.pick(self.ask, known, answered, **ASKING)

    def suggest(
        self, conversation: Conversation, choices: Choices, event: gr.EventData, request: gr.Request
    ) -> Values:
        """Show what else may be asked after the last answer, unless something was asked meanwhile."""
        turn = sent(event, "turn")
        may_ask = Right.ASK in visitor(request).scopes
        if not isinstance(turn, int) or not may_ask or turn in conversation.suggested:
            return {self.shown: gr.skip()}
        reply = conversation.answers.get(turn)
        if self.suggester is None or reply is None:
            return {self.shown: gr.skip()}

        def is_over() -> bool:
            return conversation.number != turn or bool(conversation.running)

        conversation.suggested = {turn: ()}
        questions = [each.question for each in conversation.answers.values()]
        asked = choices.asked(conversation.turns)
        made = self.suggester.suggestions(reply, asked, questions, is_over)
        if is_over() or not made:
            return {self.shown: gr.skip()}
        conversation.suggested = {turn: tuple(each.question for each in made)}
        return {self.shown: Offered(turn=turn, html=suggestions(conversation.suggested[turn]))}

    async def ask(
        self, conversation: Conversation, choices: Choices, event: gr.EventData, request: gr.Request
    ) -> AsyncIterator[Values]:
        """Ask one of the suggested questions."""
        turn, number = sent(event, "turn"), sent(event, "number")
        offered = conversation.suggested.get(turn, ()) if isinstance(turn, int) else ()
        if isinstance(number, int) and 0 <= number < len(offered):
            async for values in self.asking.ask(offered[number], conversation, choices, request):
                yield values
        else:
            yield {self.asking.hint: gr.skip()}


def suggestions(questions: Sequence[str]) -> str:
    """Return suggested questions as a list of buttons, by their number."""
    items = "".join(
        f'<li><button type="button" data-number="{number}" dir="auto">{escaped(question)}</button></li>'
        for number, question in enumerate(questions)
    )
    return f"<h4>{texts.FURTHER}</h4><ul>{items}</ul>"

"""The chat's column: the conversation, the choices for its answers, and the question; their events."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from typing import Any

import gradio as gr

from chatbot.chain import FootnoteChain, Question
from chatbot.conversations import ConversationStore, Feedback, Rating
from chatbot.page import answering, chat, texts, viewer, welcome
from chatbot.page.choices import Choices
from chatbot.page.conversation import Conversation
from chatbot.page.escape import escaped
from chatbot.page.events import ASKING, EACH, LAST, LIGHT, Values, sent
from chatbot.page.fetching import Fetching
from chatbot.page.offers import Offers
from chatbot.page.parts import plain, scripted
from chatbot.types import Reply
from index.errors import FootnoteError
from index.library import Library


class Asking:
    """The components of the column, and the handlers of their events."""

    def __init__(
        self,
        library: Library,
        chain: FootnoteChain,
        offers: Offers,
        examples: Sequence[str],
        store: ConversationStore,
    ) -> None:
        self.library, self.chain, self.store = library, chain, store
        self.offers, self.fetching, self.examples = offers, Fetching(offers), tuple(examples)
        self.conversation, self.choices = gr.State(Conversation()), gr.State(Choices())
        with gr.Column(elem_id="fn-chat"):
            self.log = scripted(welcome.log_frame(), "conversation.js", elem_id="fn-conversation")
            self.hint = plain(elem_id="fn-hint")
            self.panel = scripted(answering.frame(), "answering.js", elem_id="fn-answering")
            self.question = gr.Textbox(
                label=texts.QUESTION,
                placeholder=texts.QUESTION_PLACEHOLDER,
                submit_btn=texts.ASK,
                lines=1,
                max_lines=6,
                autofocus=True,
                elem_id="fn-ask",
            )

    def connect(self, article: gr.HTML) -> None:
        """Join each event to its handler; ``article`` is where a cited article opens."""
        known = [self.conversation, self.choices]
        answered = [self.log, self.question, self.hint, article]
        self.article = article
        self.question.submit(self.ask, [self.question, *known], answered, **ASKING, **LAST)
        self.log.pick(self.ask_example, known, answered, **ASKING)
        self.log.cite(self.open_footnote, [self.conversation], [article], **EACH)
        self.log.rate(self.rate, [self.conversation], [self.hint], **EACH)
        self.log.renew(self.renew, [self.conversation], answered, **LIGHT)
        self.question.stop(self.stop, [self.conversation], None, **LIGHT)
        self.panel.choose(self.choose, None, [self.choices, self.panel], **EACH)
        self.panel.fetch(self.fetch, [self.choices], [self.panel], **LIGHT)
        self.panel.cancel(self.cancel, [self.choices], [self.panel], **LIGHT)

    async def ask(self, question: str, conversation: Conversation, choices: Choices) -> AsyncIterator[Values]:
        """Answer a question, step by step."""
        if not question.strip():
            yield {self.hint: f'<p role="status">{texts.QUESTION_EMPTY}</p>'}
            return
        scope = choices.scope(self.library.catalog.counts().articles)
        asked = Question(question=question, history=tuple(conversation.turns), **choices.asked())
        yield {self.question: "", self.hint: ""}
        is_writing = False
        async for update in chat.ask(self.chain, asked, conversation, scope):
            values: Values = {self.log: update.shown}
            if update.reply:
                values[self.hint] = await self.keep(conversation, update.shown, update.reply)
            if update.opened:
                values[self.article] = await asyncio.to_thread(
                    viewer.cited_article, self.library, update.opened
                )
            if update.is_writing != is_writing:
                is_writing = update.is_writing
                values[self.question] = _button(is_writing)
            yield values

    async def keep(self, conversation: Conversation, shown: chat.Shown, reply: Reply) -> str:
        """Keep an answer; return what the visitor must know where that failed."""
        try:
            number = await asyncio.to_thread(self.store.add, shown["key"], reply)
        except FootnoteError as error:
            return f'<p role="status">{escaped(texts.not_kept(str(error), error.help))}</p>'
        if conversation.key == shown["key"]:
            conversation.kept[shown["turn"]] = number
        return ""

    async def ask_example(
        self, conversation: Conversation, choices: Choices, event: gr.EventData
    ) -> AsyncIterator[Values]:
        """Ask one of the example questions."""
        number = sent(event, "example")
        if isinstance(number, int) and 0 <= number < len(self.examples):
            async for values in self.ask(self.examples[number], conversation, choices):
                yield values
        else:
            yield {self.hint: gr.skip()}

    async def stop(self, conversation: Conversation) -> None:
        """Stop what is being written."""
        conversation.stop()

    def open_footnote(self, conversation: Conversation, event: gr.EventData) -> Values:
        """Show the article of a footnote."""
        opened = conversation.open(sent(event, "answer"), sent(event, "note"))
        if opened is None:
            return {self.article: viewer.gone()}
        asked = sent(event, "asked")
        number = asked if isinstance(asked, int) else 0
        return {self.article: viewer.cited_article(self.library, opened, number)}

    def rate(self, conversation: Conversation, event: gr.EventData) -> Values:
        """Keep what a visitor thinks of an answer."""
        answer, rating = sent(event, "answer"), sent(event, "rating")
        number = conversation.kept.get(answer) if isinstance(answer, int) else None
        if number is None or rating not in list(Rating):
            return {self.hint: f'<p role="status">{texts.NOT_RATED}</p>'}
        feedback = Feedback(Rating(str(rating)), str(sent(event, "word") or ""))
        try:
            self.store.rate(number, feedback)
        except FootnoteError as error:
            return {self.hint: f'<p role="status">{escaped(texts.not_kept(str(error), error.help))}</p>'}
        return {self.hint: ""}

    async def renew(self, conversation: Conversation) -> Values:
        """Begin a new conversation."""
        conversation.clear()
        return {
            self.log: self.welcome(),
            self.hint: "",
            self.question: _button(is_writing=False),
            self.article: viewer.nothing_open(),
        }

    def choose(self, event: gr.EventData) -> Values:
        """Take a visitor's choices for the questions that follow."""
        choices = Choices.read(event._data, self.offers)
        return {self.choices: choices, self.panel: self.offered(choices)}

    def fetch(self, choices: Choices) -> Values:
        """Fetch the file of the writer that lacks one."""
        self.fetching.start()
        return {self.panel: self.offered(choices)}

    def cancel(self, choices: Choices) -> Values:
        """Stop fetching."""
        self.fetching.cancel()
        return {self.panel: self.offered(choices)}

    def offered(self, choices: Choices) -> answering.Offered:
        """Return the choices as they now stand."""
        return answering.offered(self.offers, choices, self.fetching)

    def welcome(self) -> chat.Shown:
        """Return the conversation before its first question."""
        articles = self.library.catalog.counts().articles
        return chat.Shown(
            turn=0, html=welcome.welcome(articles, self.examples), written="", is_done=True, key=""
        )


def _button(is_writing: bool) -> Any:
    """Return the change of the question's button: it asks, or stops what is being written."""
    return gr.update(
        submit_btn=False if is_writing else texts.ASK, stop_btn=texts.STOP if is_writing else False
    )

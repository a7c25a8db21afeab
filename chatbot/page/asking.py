"""The chat's column: the conversation, the choices for its answers, and the question; their events."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from typing import Any

import gradio as gr

from chatbot.access import Audit, BusyError, Limits, Visitor
from chatbot.access import Scope as Right
from chatbot.chain import FootnoteChain, Question
from chatbot.conversations import ConversationStore, Feedback, Rating
from chatbot.page import answering, chat, texts, viewer, welcome
from chatbot.page.choices import Choices
from chatbot.page.closing import Running
from chatbot.page.conversation import Conversation, Opened
from chatbot.page.escape import escaped
from chatbot.page.events import ASKING, EACH, LAST, LIGHT, Values, sent, visitor
from chatbot.page.fetching import Fetching
from chatbot.page.naming import Naming
from chatbot.page.offers import QUOTE, Offers
from chatbot.page.parts import plain, scripted
from chatbot.telemetry import beneath
from chatbot.types import Reply
from index.errors import FootnoteError
from index.library import Library

REOPENED = 200
"""Answers of a conversation that are shown again; its export has them all."""


class Asking:
    """The components of the column, and the handlers of their events."""

    def __init__(
        self,
        library: Library,
        chain: FootnoteChain,
        offers: Offers,
        examples: Sequence[str],
        store: ConversationStore,
        *,
        limits: Limits,
        audit: Audit,
        running: Running,
    ) -> None:
        self.limits, self.audit, self.running = limits, audit, running
        self.library, self.chain, self.store = library, chain, store
        self.offers, self.fetching, self.examples = offers, Fetching(offers), tuple(examples)
        self.conversation, self.choices = gr.State(Conversation()), gr.State(Choices())
        with gr.Column(elem_id="fn-chat"):
            self.log = scripted(welcome.log_frame(), "conversation.js", elem_id="fn-conversation")
            self.hint = plain(elem_id="fn-hint")
            self.panel = scripted(answering.frame(), "answering.js", elem_id="fn-answering")
            self.naming = Naming(library)
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
        self.log.ask(self.ask, [self.question, *known], answered, **ASKING, **LAST)
        self.log.pick(self.ask_example, known, answered, **ASKING)
        self.log.again(self.ask_again, known, answered, **ASKING)
        self.log.restore(self.restore, [self.conversation], answered, **LIGHT)
        self.log.cite(self.open_footnote, [self.conversation], [article], **EACH)
        self.log.rate(self.rate, [self.conversation], [self.hint], **EACH)
        self.log.renew(self.renew, [self.conversation], answered, **LIGHT)
        self.question.stop(self.stop, [self.conversation], None, **LIGHT)
        self.naming.connect()
        self.panel.choose(self.choose, None, [self.choices, self.panel], **EACH)
        self.panel.fetch(self.fetch, [self.choices], [self.panel], **LIGHT)
        self.panel.cancel(self.cancel, [self.choices], [self.panel], **LIGHT)

    async def ask(
        self,
        question: str,
        conversation: Conversation,
        choices: Choices,
        request: gr.Request,
        replaces: int = 0,
    ) -> AsyncIterator[Values]:
        """Answer a question, step by step, if the visitor may ask now.

        ``replaces`` is the first of the answers that go for it, 0 for none.
        """
        asker, tab = visitor(request), request.session_hash or ""
        if Right.ASK not in asker.scopes:
            yield {self.hint: f'<p role="status">{texts.MAY_NOT_ASK}</p>'}
            return
        if not question.strip():
            yield {self.hint: f'<p role="status">{texts.QUESTION_EMPTY}</p>'}
            return
        try:
            with self.limits.answering(asker), self.running.shown_in(tab, conversation.stop):
                self.audit.asked(asker, question, by="page")
                if request.request:
                    beneath(request.request.scope)
                if replaces:
                    conversation.replace_from(replaces)
                async for values in self.answer(question, conversation, choices, asker):
                    yield values
        except BusyError as busy:
            yield {self.hint: f'<p role="status">{escaped(texts.busy(str(busy), busy.help))}</p>'}

    async def answer(
        self, question: str, conversation: Conversation, choices: Choices, asker: Visitor
    ) -> AsyncIterator[Values]:
        """Answer a question, step by step, and keep the answer."""
        scope = choices.scope(self.library.extent().articles)
        asked = Question(question=question, **choices.asked(conversation.turns))
        begun: Values = {self.question: "", self.hint: ""}
        is_writing = False
        async for update in chat.ask(self.chain, asked, conversation, scope):
            values: Values = {**begun, self.log: update.shown}
            begun = {}
            if update.reply:
                told, opened = await asyncio.gather(
                    self.keep(asker, conversation, update.shown, update.reply), self.opened(update.opened)
                )
                values[self.hint] = (
                    told or self.too_early(update.reply) or self.fell_back(update.reply, choices)
                )
            else:
                opened = await self.opened(update.opened)
            values |= opened
            if update.is_writing != is_writing:
                is_writing = update.is_writing
                values[self.question] = _button(is_writing)
            yield values

    async def opened(self, opened: Opened | None) -> Values:
        """Show the article that an answer opens by itself, if it does."""
        if opened is None:
            return {}
        return {self.article: await asyncio.to_thread(viewer.cited_article, self.library, opened)}

    def too_early(self, reply: Reply) -> str:
        """Return what to know of a refusal while articles are still being indexed."""
        held = self.library.catalog.counts()
        is_early = not reply.answered and held.embedded < held.passages
        return f'<p role="status">{texts.TOO_EARLY}</p>' if is_early else ""

    def fell_back(self, reply: Reply, choices: Choices) -> str:
        """Return what to know, and the way out, where the chosen model was to write and did not."""
        has_chosen = (choices.writer or self.offers.chosen_writer()) != QUOTE
        was_quoted = reply.answered and reply.writer == QUOTE and reply.note != texts.STOPPED_QUOTED
        choose = (
            f'<button type="button" class="fn-plain" data-writers="true">{texts.FELL_BACK_CHOOSE}</button>'
        )
        return f'<p role="status">{texts.FELL_BACK} {choose}</p>' if has_chosen and was_quoted else ""

    async def keep(self, asker: Visitor, conversation: Conversation, shown: chat.Shown, reply: Reply) -> str:
        """Keep an answer; return what the visitor must know: that it failed, or replaced others."""
        store, replaces = self.store.of(asker.name), conversation.replaces_kept
        try:
            if replaces:
                conversation.withdrawn = await asyncio.to_thread(store.withdraw, shown["key"], replaces)
                conversation.replaces_kept = 0
            number = await asyncio.to_thread(store.add, shown["key"], reply)
        except FootnoteError as error:
            return f'<p role="status">{escaped(texts.not_kept(str(error), error.help))}</p>'
        if conversation.key == shown["key"]:
            conversation.kept[shown["turn"]] = number
        return _replaced() if replaces else ""

    async def ask_example(
        self, conversation: Conversation, choices: Choices, event: gr.EventData, request: gr.Request
    ) -> AsyncIterator[Values]:
        """Ask one of the example questions."""
        number = sent(event, "example")
        if isinstance(number, int) and 0 <= number < len(self.examples):
            async for values in self.ask(self.examples[number], conversation, choices, request):
                yield values
        else:
            yield {self.hint: gr.skip()}

    async def ask_again(
        self, conversation: Conversation, choices: Choices, event: gr.EventData, request: gr.Request
    ) -> AsyncIterator[Values]:
        """Ask an answer's question anew, edited or not; the answer and all after it are replaced."""
        number, question = sent(event, "answer"), sent(event, "question")
        known = conversation.answers.get(number) if isinstance(number, int) else None
        if known is None or not isinstance(number, int):
            yield {self.hint: gr.skip()}
            return
        asked = question if isinstance(question, str) and question.strip() else known.question
        chosen = replace(choices, writer="quote") if sent(event, "quoted") else choices
        async for values in self.ask(asked, conversation, chosen, request, number):
            yield values

    async def restore(self, conversation: Conversation, request: gr.Request) -> Values:
        """Bring back what was replaced last, in the place of what stands there now."""
        key, withdrawn = conversation.key, conversation.withdrawn
        if not withdrawn:
            return {self.hint: ""}
        asker = visitor(request)
        self.store.of(asker.name).put_back(key, withdrawn)
        return {**await self.renew(conversation), **self.reopened(conversation, key, asker)}

    def reopened(self, conversation: Conversation, key: str, asker: Visitor) -> Values:
        """Show a conversation that is kept again, to go on with."""
        conversation.reopen(key, self.store.of(asker.name).answers(key, REOPENED))
        first = conversation.open(conversation.number, 1)
        opened = viewer.cited_article(self.library, first) if first else viewer.nothing_open()
        return {self.log: chat.reopened(conversation), self.article: opened}

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
        held = str(sent(event, "held") or "")
        return {self.article: viewer.cited_article(self.library, opened, number, held)}

    def rate(self, conversation: Conversation, event: gr.EventData, request: gr.Request) -> Values:
        """Keep what a visitor thinks of an answer."""
        answer, rating = sent(event, "answer"), sent(event, "rating")
        number = conversation.kept.get(answer) if isinstance(answer, int) else None
        if number is None or rating not in list(Rating):
            return {self.hint: f'<p role="status">{texts.NOT_RATED}</p>'}
        feedback = Feedback(Rating(str(rating)), str(sent(event, "word") or ""))
        try:
            self.store.of(visitor(request).name).rate(number, feedback)
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

    def fetch(self, choices: Choices, request: gr.Request) -> Values:
        """Fetch the file of the writer that lacks one, for a visitor who may change what is here."""
        if Right.WRITE in visitor(request).scopes:
            self.fetching.start()
        return {self.panel: self.offered(choices)}

    def cancel(self, choices: Choices, request: gr.Request) -> Values:
        """Stop fetching."""
        if Right.WRITE in visitor(request).scopes:
            self.fetching.cancel()
        return {self.panel: self.offered(choices)}

    def offered(self, choices: Choices) -> answering.Offered:
        """Return the choices as they now stand."""
        return answering.offered(self.offers, choices, self.fetching)

    def welcome(self) -> chat.Shown:
        """Return the conversation before its first question."""
        articles = self.library.extent().articles
        return chat.Shown(
            turn=0,
            html=welcome.welcome(articles, self.examples, self.offers.seeds is not None),
            earlier=[],
            written="",
            is_done=True,
            key="",
            replaces=0,
        )


def _replaced() -> str:
    """Say that answers were replaced, and offer the way back."""
    return (
        f'<p role="status">{texts.REPLACED} '
        f'<button type="button" class="fn-plain" data-restore="true">{texts.BRING_BACK}</button></p>'
    )


def _button(is_writing: bool) -> Any:
    """Return the change of the question's button: it asks, or stops what is being written."""
    return gr.update(
        submit_btn=False if is_writing else texts.ASK, stop_btn=texts.STOP if is_writing else False
    )

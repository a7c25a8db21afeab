"""The panel of kept conversations: its component, and the handlers of its events."""

from dataclasses import replace

import gradio as gr

from chatbot.conversations import ConversationStore, Shares
from chatbot.page import conversations_panel
from chatbot.page.asking import Asking
from chatbot.page.conversation import Conversation
from chatbot.page.conversations_panel import PER_PAGE, Listed
from chatbot.page.events import EACH, LIGHT, Values, sent, visitor
from chatbot.page.parts import scripted


class Keeping:
    """The component of the panel, and the handlers of its events."""

    def __init__(self, store: ConversationStore, asking: Asking, *, may_be_public: bool) -> None:
        self.store, self.asking, self.may_be_public = store, asking, may_be_public
        self.listed = gr.State(Listed())
        with gr.Column(elem_id="fn-conversations"):
            self.panel = scripted(conversations_panel.frame(), "conversations.js", elem_id="fn-keeping")

    def connect(self, article: gr.HTML) -> None:
        """Join each event to its handler; ``article`` is where a cited article opens."""
        asking, panel = self.asking, self.panel
        self.article = article
        known = [self.listed, asking.conversation]
        listing = [self.listed, panel]
        showing = [asking.log, asking.hint, asking.question, article]
        panel.refresh(self.show, known, listing, **LIGHT)
        panel.find(self.find, known, listing, **EACH)
        panel.turn(self.turn, known, listing, **LIGHT)
        panel.rename(self.rename, known, listing, **EACH)
        panel.remove(self.delete, known, [*listing, *showing], **EACH)
        panel.undo(self.undo, known, listing, **LIGHT)
        panel.publish(self.share, known, listing, **EACH)
        panel.revoke(self.revoke, known, listing, **EACH)
        panel.open(self.open, known, [*listing, *showing], **EACH)
        asking.log.reopen(self.open, known, [*listing, *showing], **LIGHT)

    def of(self, request: gr.Request) -> ConversationStore:
        """Return the conversations of whoever caused an event."""
        return self.store.of(visitor(request).name)

    def show(self, listed: Listed, conversation: Conversation, request: gr.Request) -> Values:
        """Show the list as it now stands."""
        return {
            self.listed: listed,
            self.panel: conversations_panel.shelf(
                self.of(request), listed, conversation.key, may_be_public=self.may_be_public
            ),
        }

    def find(
        self, listed: Listed, conversation: Conversation, event: gr.EventData, request: gr.Request
    ) -> Values:
        """Show the conversations that match."""
        return self.show(Listed(search=str(sent(event, "search") or "")[:200]), conversation, request)

    def turn(
        self, listed: Listed, conversation: Conversation, event: gr.EventData, request: gr.Request
    ) -> Values:
        """Turn the list's page."""
        by = sent(event, "by")
        last = max(0, -(-self.of(request).find(listed.search, limit=0)[1] // PER_PAGE) - 1)
        page = min(last, max(0, listed.page + (by if by in (-1, 1) else 0)))
        return self.show(replace(listed, page=page, deleted=None), conversation, request)

    def rename(
        self, listed: Listed, conversation: Conversation, event: gr.EventData, request: gr.Request
    ) -> Values:
        """Give a conversation another title."""
        self.of(request).rename(str(sent(event, "key")), str(sent(event, "title") or "")[:1000])
        return self.show(replace(listed, deleted=None), conversation, request)

    async def delete(
        self, listed: Listed, conversation: Conversation, event: gr.EventData, request: gr.Request
    ) -> Values:
        """Delete a conversation, which can be undone; the one that is open is closed."""
        summary = self.of(request).summary(str(sent(event, "key")))
        if summary is None:
            return self.show(listed, conversation, request)
        self.of(request).delete(summary.key)
        closed = await self.asking.renew(conversation) if conversation.key == summary.key else {}
        return {**closed, **self.show(replace(listed, deleted=summary), conversation, request)}

    def undo(self, listed: Listed, conversation: Conversation, request: gr.Request) -> Values:
        """Bring back the conversation that was deleted last."""
        if listed.deleted:
            self.of(request).bring_back(listed.deleted.key)
        return self.show(replace(listed, deleted=None), conversation, request)

    def share(
        self, listed: Listed, conversation: Conversation, event: gr.EventData, request: gr.Request
    ) -> Values:
        """Share a conversation as it now is."""
        is_public = self.may_be_public and sent(event, "public") is True
        made = Shares(self.of(request)).share(str(sent(event, "key")), is_public=is_public)
        if made:
            whom = "whoever has the link" if made.is_public else "who may read here"
            self.asking.audit.note(
                "shared", visitor(request), by="page", conversation=made.conversation, whom=whom
            )
        return self.show(replace(listed, deleted=None), conversation, request)

    def revoke(
        self, listed: Listed, conversation: Conversation, event: gr.EventData, request: gr.Request
    ) -> Values:
        """Take a conversation's shared page down."""
        ended = Shares(self.of(request)).revoke(str(sent(event, "key")))
        if ended:
            self.asking.audit.note(
                "stopped sharing", visitor(request), by="page", conversation=ended.conversation
            )
        return self.show(replace(listed, deleted=None), conversation, request)

    async def open(
        self, listed: Listed, conversation: Conversation, event: gr.EventData, request: gr.Request
    ) -> Values:
        """Show a conversation again, and go on with it; where it is gone, begin anew."""
        closed = await self.asking.renew(conversation)
        summary = self.of(request).summary(str(sent(event, "key")))
        if summary is None:
            return {**closed, **self.show(listed, conversation, request)}
        return {
            **closed,
            **self.asking.reopened(conversation, summary.key, visitor(request)),
            **self.show(listed, conversation, request),
        }

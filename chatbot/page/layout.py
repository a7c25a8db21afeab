"""The parts of the page, joined: each event calls the chain, the library or the jobs, and renders.

Foreign text comes out of ``escape`` only. What a browser sends (numbers of footnotes,
ids of articles, choices) is looked up, never believed.
"""

from collections.abc import Sequence
from pathlib import Path

import gradio as gr

from chatbot.access import Audit, Limits, Visitor
from chatbot.access import Scope as Right
from chatbot.chain import FootnoteChain
from chatbot.changes.adding import Places
from chatbot.changes.jobs import Jobs
from chatbot.conversations import ConversationStore
from chatbot.page import viewer, welcome
from chatbot.page.adding import Adding
from chatbot.page.asking import Asking
from chatbot.page.closing import Running
from chatbot.page.events import EACH, LIGHT, THREADS, visitor
from chatbot.page.following import Following
from chatbot.page.further import Further
from chatbot.page.keeping import Keeping
from chatbot.page.mapping import Mapping
from chatbot.page.offers import Offers
from chatbot.page.parts import plain, scripted
from chatbot.page.shelving import Shelving
from chatbot.page.speaking import SpokenPage
from chatbot.suggest.suggester import Suggester
from index.library import Library


def build_page(
    library: Library,
    chain: FootnoteChain,
    jobs: Jobs,
    uploads: Path,
    offers: Offers,
    *,
    conversations: ConversationStore,
    examples: Sequence[str] = (),
    limits: Limits | None = None,
    audit: Audit | None = None,
    suggester: Suggester | None = None,
    public_shares: bool = False,
    places: Places | None = None,
) -> SpokenPage:
    """Return the page; ``examples`` are questions that a first visit offers.

    ``limits`` and ``audit`` are the site's, where it has others beside the page; ``places`` what
    may be added by its name; without a ``suggester`` nothing is suggested. With
    ``public_shares`` an owner may let whoever has the link read a conversation.
    """
    limits, audit, places = limits or Limits(), audit or Audit(), places or Places(library.data)
    running = Running()

    def build(page: gr.Blocks) -> None:
        with gr.Column(elem_id="fn-page"):
            masthead = plain(welcome.masthead(Visitor(scopes=frozenset(Right))), elem_id="fn-masthead")
            told = plain(elem_id="fn-banner")
            asking = Asking(
                library, chain, offers, examples, conversations, limits=limits, audit=audit, running=running
            )
            with gr.Column(elem_id="fn-side"):
                article = _reading()
                with gr.Column(elem_id="fn-library"):
                    adding = Adding(library, jobs, uploads, audit=audit, places=places, seeds=offers.seeds)
                    shelving = Shelving(library, jobs, uploads, adding, audit=audit)
                    adding.show_failures()
                keeping = Keeping(conversations, asking, may_be_public=public_shares)
                mapping = Mapping(library, asking)
                plain(welcome.side_foot(), elem_id="fn-foot")
            following, further = Following(asking, shelving, told), Further(asking, suggester)
        asking.connect(article)
        adding.connect(following.timer)
        shelving.connect(article, following.timer)
        keeping.connect(article)
        mapping.connect(article)
        further.connect(article)
        following.connect(page)
        article.cite(asking.open_footnote, [asking.conversation], [article], **EACH)
        page.load(_greet, None, [masthead], **LIGHT)

    page = SpokenPage(build, running)
    page.max_threads = THREADS
    page.queue()
    return page


def _greet(request: gr.Request) -> str:
    return welcome.masthead(visitor(request))


def _reading() -> gr.HTML:
    """Put the side's head here, and below it what an article is searched and read in; return the last."""
    scripted(welcome.side_head(), "side.js", elem_id="fn-tabs")
    with gr.Row(elem_id="fn-bar"):
        scripted(viewer.finder_frame(), "finder.js", elem_id="fn-finder")
        scripted(viewer.views_frame(), "pages.js", elem_id="fn-views")
    return scripted(viewer.frame(), "viewer.js", viewer.nothing_open(), elem_id="fn-article")

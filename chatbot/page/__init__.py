"""The page: a chat beside the articles that it cites, in the browser.

    conversation       what one visitor has asked, and every footnote that can be opened
    choices, offers    what one visitor has chosen for the answers, and from what
    answer, claims     Reply -> HTML              writing          an answer in the making -> HTML
    viewer, body       Article + lit -> HTML      library_panel    articles and jobs -> HTML
    answering          offers -> HTML             fetching         a model's file on its way
    map_panel, mapping the library as a whole, and an answer in it
    chat               question -> updates        asking           the chat's column
    shelving, adding   the library's list, and what is put into it
    following          what changes by itself     speaking         all of it in the visitor's language
    closing            a tab that is closed, and its answers
    layout             the parts, wired

``chatbot.site`` serves it. Only ``footnote serve`` imports it, so heavy imports are fine here.
"""

import os

os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"  # read by gradio when it is imported

from chatbot.page.layout import build_page
from chatbot.page.offers import Offers, WriterOffer

__all__ = ["Offers", "WriterOffer", "build_page"]

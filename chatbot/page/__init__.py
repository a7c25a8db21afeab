"""The page: a chat beside the articles that it cites, in the browser.

    conversation   what one visitor has asked, and every footnote that can be opened
    answer         Reply -> HTML          viewer, body     Article + lit sentences -> HTML
    chat           question -> updates    library_panel    articles and jobs -> HTML
    layout         the parts, wired       server, edge     the page on a loopback address

Only ``footnote serve`` imports it, so heavy imports are fine here.
"""

from chatbot.page.layout import build_page
from chatbot.page.server import serve

__all__ = ["build_page", "serve"]

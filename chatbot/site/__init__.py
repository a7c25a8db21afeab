"""The site of ``footnote serve``: page and API behind one edge, on one address.

edge      Host, Origin and the security headers, before anything else runs
gate      who sends a request, or a refusal; what answers without a login
tabs      whose page is whose
caps      how large a request may be
login     the page to log in; oidc leads to an organisation's own
app       the surfaces, mounted
server    the address, and how it stops
"""

from chatbot.site.app import app
from chatbot.site.server import serve

__all__ = ["app", "serve"]

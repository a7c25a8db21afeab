"""Addresses -> copies of web pages in the data directory: what indexing reads in their place.

    url ── guard ── client ──┬── robots
                             ├── listing (feeds, sitemaps)
                             └── refresh ── pages

Only ``refresh`` goes to the network, and only where a command asks for it; indexing itself
reads the copies. So whatever holds the index, the chat page's process too, fetches nothing.
"""

from index.sources.client import Client, Limits
from index.sources.pages import Copy, Pages
from index.sources.refresh import Refresh
from index.sources.url import Url, as_root, is_url

__all__ = ["Client", "Copy", "Limits", "Pages", "Refresh", "Url", "as_root", "is_url"]

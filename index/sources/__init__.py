"""Addresses -> copies of web pages in the data directory: what indexing reads in their place.

    url ── guard ── client ──┬── robots
                             ├── listing (feeds, sitemaps)
                             └── refresh ── pages

Only ``refresh`` goes to the network, and only where a command asks for it; indexing itself
reads the copies. So whatever holds the index, the chat page's process too, fetches nothing.
"""

"""A chat server without its page: asks what it is told on standard input, a JSON line an answer.

Run with: chat_server.py DATA CATALOG_URL CHROMA_URL
"""

import json
import sys
from pathlib import Path

from hash_embedder import HashEmbedder

from chatbot.changes.catching_up import CatchingUp
from index.library import Library
from index.settings import IndexSettings

settings = IndexSettings(data=Path(sys.argv[1]), catalog_url=sys.argv[2], chroma_url=sys.argv[3])
with Library(settings, HashEmbedder()) as library, library.following("a chat server"):
    library.catch_up()
    catching_up = CatchingUp(library, lambda: False, every=0.1)
    print("ready", flush=True)
    for question in sys.stdin:
        found = library.search(question.strip())
        best = found.hits[0] if found.hits else None
        told = {
            "text": best.passage.text if best else "",
            "by_terms": bool(best and best.term_rank),
            "by_vectors": bool(best and best.dense_rank),
            "note": found.note,
        }
        print(json.dumps(told), flush=True)
    catching_up.stop()

"""txtai with its own store, as its documents show it: each row as it is, with its content."""

import sys

sys.path.append(sys.path.pop(0))  # this file has the package's name

from measuring import report, task
from txtai import Embeddings

given = task()


def index():
    held = Embeddings(path=given.model, content=True)
    held.index((row["id"], f"{row['title']}\n{row['text']}") for row in given.articles)
    held.save(str(given.folder / "index"))
    return lambda question: held.search(question, 12)


report(given, index)

"""Claims -> what the product's verification says of each."""

from collections.abc import Callable, Iterator, Sequence

from chatbot.evaluate.reading import ClaimSet
from chatbot.evaluate.types import Checked
from chatbot.types import Verdict
from index.embedding import Embedder

Check = Callable[[str, str], Verdict]
"""(claim, document) -> verdict."""


def check_all(sets: Sequence[ClaimSet], check: Check) -> Iterator[Checked]:
    """Yield what ``check`` says of each claim of each set."""
    for each in sets:
        for line in each.claims:
            yield Checked(line, each.name, check(line.claim, line.document))


def verifier(embedder: Embedder) -> Check:
    """Return the product's verification of a claim against a whole text."""
    from chatbot.reranker import supporter
    from chatbot.verify import Verifier

    product = Verifier(embedder, supporter())
    return lambda claim, document: product.check_document(claim, document).verdict

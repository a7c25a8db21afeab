"""A sentence that ends with a colon -> what it leads to: quoted without that, it says nothing."""

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise, takewhile

from chatbot.planted import gives_orders
from chatbot.steps import LONGEST, number_of, of_article
from chatbot.types import Evidence
from index.types import BlockKind, Passage

_COLONS = (":", "：")


def led_to(found: Evidence, passages: Callable[[str], Sequence[Passage]]) -> tuple[Evidence, ...]:
    """Return what stands right below ``found`` where that ends with a colon, in order.

    Of a list it is the first sentence of each item, of code and of a table all of it, else one
    sentence; at most ``LONGEST`` in all, none under another heading. ``passages`` returns those of an
    article by its id.
    """
    if not found.sentence.text.endswith(_COLONS):
        return ()
    below = [each for each in of_article(found, passages) if each.sentence.start >= found.sentence.end]
    if not below or below[0].passage.heading != found.passage.heading:
        return ()
    match kind := below[0].sentence.kind:
        case BlockKind.ITEM:
            led = [below[0], *_firsts(takewhile(lambda each: each.sentence.kind is kind, below))]
        case BlockKind.CODE | BlockKind.ROW:
            led = list(takewhile(lambda each: each.sentence.kind is kind, below))
        case _:
            led = below[:1]
    return tuple(each for each in led[:LONGEST] if not gives_orders(each.sentence.text))


def _firsts(items: Iterator[Evidence]) -> Iterator[Evidence]:
    """Yield the first sentence of each item but the first: it begins a line, or with a number."""
    for last, each in pairwise(items):
        if number_of(each.sentence.text) or each.sentence.start - last.sentence.end > 1:
            yield each

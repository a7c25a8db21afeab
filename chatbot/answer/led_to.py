"""A sentence that ends with a colon -> what it leads to: quoted without that, it says nothing."""

from collections.abc import Callable, Sequence
from itertools import takewhile

from chatbot.answer.steps import COLONS, LONGEST, firsts, of_article
from chatbot.types import Evidence
from chatbot.wording.planted import gives_orders
from index.types import BlockKind, Passage


def led_to(found: Evidence, passages: Callable[[str], Sequence[Passage]]) -> tuple[Evidence, ...]:
    """Return what stands right below ``found`` where that ends with a colon, in order.

    Of a list it is the first sentence of each item, of code and of a table all of it, else one
    sentence; at most ``LONGEST`` in all, none under another heading. ``passages`` returns those of an
    article by its id.
    """
    if not found.sentence.text.endswith(COLONS):
        return ()
    below = [each for each in of_article(found, passages) if each.sentence.start >= found.sentence.end]
    if not below or below[0].passage.heading != found.passage.heading:
        return ()
    kind = below[0].sentence.kind
    alike = list(takewhile(lambda each: each.sentence.kind is kind, below))
    match kind:
        case BlockKind.ITEM:
            led = firsts(alike)
        case BlockKind.CODE | BlockKind.ROW:
            led = alike
        case _:
            led = below[:1]
    return tuple(each for each in led[:LONGEST] if not gives_orders(each.sentence.text))

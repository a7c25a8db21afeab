"""An article's text -> HTML, with the lit sentences marked at their exact offsets.

Offsets count code points and are cut here, in Python: a browser counts UTF-16 units.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from chatbot.page.escape import escaped
from index.columns import NAMES_COLUMNS, cell_spans, cells
from index.types import Article, Block, BlockKind

OWN_BULLET = ' class="fn-own-bullet"'
"""What an item is marked with that needs none drawn."""

_BETWEEN, _PHONE = 2, 36
"""What stands between columns, and the width of a phone, in characters."""

_BULLET = re.compile(r"(?:[-*+•‣⁃◦▪●·]|(?:\d{1,3}|[A-Za-z])[.)])\s")


@dataclass(frozen=True, slots=True)
class Lit:
    """A stretch of the article to light, with its footnote's number."""

    start: int
    end: int
    note: int


def article_body(article: Article, lit: Sequence[Lit]) -> str:
    """Return the article's blocks as HTML; all of its words are there, lit ones in ``<mark>``."""
    blocks = list(_whole(article))
    if blocks and _repeats_title(article, blocks[0], lit):
        blocks = blocks[1:]
    return "".join(
        _group(article.text, list(run), lit) for _, run in groupby(blocks, key=lambda block: block.kind)
    )


def has_own_bullet(item: str) -> bool:
    """Say whether a list item's text begins with its bullet or number."""
    return bool(_BULLET.match(item))


def marked(text: str, start: int, end: int, lit: Iterable[Lit]) -> str:
    """Return ``text[start:end]`` escaped, with each lit stretch inside it marked.

    Where stretches overlap, the common part is one mark that bears all their numbers.
    """
    inside = [each for each in lit if each.start < end and each.end > start]
    cuts = {start, end}.union(*({max(start, each.start), min(end, each.end)} for each in inside))
    edges = sorted(cuts)
    return "".join(_piece(text, one, two, inside) for one, two in pairwise(edges))


def _piece(text: str, start: int, end: int, lit: Iterable[Lit]) -> str:
    notes = sorted({each.note for each in lit if each.start <= start and each.end >= end})
    if not notes:
        return escaped(text[start:end])
    return f'<mark data-notes="{" ".join(map(str, notes))}">{escaped(text[start:end])}</mark>'


def _whole(article: Article) -> Iterator[Block]:
    """Yield the blocks, and as paragraphs whatever text stands between them."""
    done = 0
    for block in article.blocks:
        yield from _between(article.text, done, block.start)
        if block.end > done:
            yield Block(block.kind, max(done, block.start), block.end, block.level)
        done = max(done, block.end)
    yield from _between(article.text, done, len(article.text))


def _between(text: str, start: int, end: int) -> Iterator[Block]:
    if text[start:end].strip():
        yield Block(BlockKind.PARAGRAPH, start, end)


def _repeats_title(article: Article, first: Block, lit: Iterable[Lit]) -> bool:
    is_lit = any(each.start < first.end and each.end > first.start for each in lit)
    return (
        first.kind is BlockKind.HEADING
        and not is_lit
        and article.text[first.start : first.end].strip() == article.title.strip()
    )


def _block(text: str, block: Block, lit: Iterable[Lit]) -> str:
    inner = marked(text, block.start, block.end, lit)
    match block.kind:
        case BlockKind.HEADING:
            level = min(max(block.level, 1) + 2, 6)
            return f'<h{level} dir="auto">{inner}</h{level}>'
        case BlockKind.ITEM:
            own = OWN_BULLET if has_own_bullet(text[block.start : block.end]) else ""
            return f'<li data-depth="{min(max(block.level, 1), 6)}"{own} dir="auto">{inner}</li>'
        case BlockKind.ROW:
            return f"<tr>{''.join(_cells(text, block, lit))}</tr>"
        case BlockKind.CODE:
            return f"<pre><code>{inner}</code></pre>"
        case BlockKind.QUOTE | BlockKind.PARAGRAPH:
            return f'<p dir="auto">{inner}</p>'


def _cells(text: str, row: Block, lit: Iterable[Lit]) -> Iterator[str]:
    """Yield a table row's cells; the separators between them are not shown."""
    tag, scope = ("th", ' scope="col"') if row.level == NAMES_COLUMNS else ("td", "")
    for start, end in cell_spans(text[row.start : row.end]):
        inner = marked(text, row.start + start, row.start + end, lit)
        yield f'<{tag}{scope} dir="auto">{inner}</{tag}>'


def _group(text: str, run: Sequence[Block], lit: Sequence[Lit]) -> str:
    joined = "".join(_block(text, block, lit) for block in run)
    match run[0].kind:
        case BlockKind.ITEM:
            return f"<ul>{joined}</ul>"
        case BlockKind.ROW:
            reached = ' tabindex="0"' if _is_wide([text[row.start : row.end] for row in run]) else ""
            return f"<table{reached}><tbody>{joined}</tbody></table>"
        case BlockKind.QUOTE:
            return f"<blockquote>{joined}</blockquote>"
        case BlockKind.HEADING | BlockKind.PARAGRAPH | BlockKind.CODE:
            return joined


def _is_wide(rows: Sequence[str]) -> bool:
    """Say whether a table may be wider than a phone with a line for each word: it scrolls, for keys too."""
    widest = [0] * max(len(cells(row)) for row in rows)
    for row in rows:
        for column, cell in enumerate(cells(row)):
            widest[column] = max([widest[column], *map(len, cell.split())])
    return sum(widest) + _BETWEEN * len(widest) > _PHONE

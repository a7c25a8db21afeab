"""A PDF's pages as they look, and where on them stretches of its article's text are; by PDFium."""

import ctypes
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from io import BytesIO
from itertools import accumulate
from pathlib import Path
from typing import Any

from index.errors import ReadError
from index.readers.opening import content
from index.readers.pdf_found import Letters, Stretch, found
from index.readers.unreadable import unreadable
from index.types import Facsimile, PageBox

_TALLEST = 4
"""Times its width; what a page has below that is not drawn any finer."""
_UNITS = 100_000
"""Fractions of a page are measured in so many parts of it."""
_MOST_PAGES = 5_000


def read_pages(path: Path, text: str, spans: Sequence[Stretch]) -> Facsimile:
    """Return the pages of the PDF at ``path``, and where they have each of ``spans`` of ``text``.

    Raises ReadError if it cannot be read.
    """
    with _opened(path) as document:
        if len(document) > _MOST_PAGES:
            raise ReadError(f"{path.name} has more than {_MOST_PAGES:,} pages", "read its text")
        texts = [_text(page) for page in document] if spans else []
        starts = list(accumulate(map(len, texts), initial=0))
        places = found(Letters(text), Letters("".join(texts)), spans)
        return Facsimile(
            sizes=tuple(document.get_page_size(number) for number in range(len(document))),
            boxes=tuple(tuple(_boxes(document, texts, starts, each)) for each in places),
        )


def draw_page(path: Path, number: int, width: int) -> bytes:
    """Return page ``number``, from 1, of the PDF at ``path`` as a PNG, ``width`` pixels wide.

    Raises ReadError if it cannot be drawn, or there is no such page.
    """
    with _opened(path) as document:
        if not 1 <= number <= len(document):
            raise ReadError(f"{path.name} has no page {number}")
        page = document[number - 1]
        scale = min(width / page.get_width(), _TALLEST * width / page.get_height())
        drawn = BytesIO()
        page.render(scale=scale, rev_byteorder=True).to_pil().save(drawn, "png")
        return drawn.getvalue()


@contextmanager
def _opened(path: Path) -> Iterator[Any]:
    import pypdfium2

    try:
        with closing(pypdfium2.PdfDocument(content(path))) as document:
            yield document
    except OSError as error:
        raise ReadError(f"{path.name} cannot be opened: {error.strerror or error}") from error
    except (pypdfium2.PdfiumError, ZeroDivisionError, ValueError) as error:
        raise unreadable(f"{path.name} is a PDF whose pages", error, "read its text") from error


def _text(page: Any) -> str:
    """Return the characters of ``page``, one for each that PDFium counts."""
    import pypdfium2.raw as pdfium

    with closing(page.get_textpage()) as text:
        count = text.count_chars()
        whole: str = text.get_text_range()
        if len(whole) == count:
            return whole
        return "".join(_character(pdfium.FPDFText_GetUnicode(text, number)) for number in range(count))


def _character(code: int) -> str:
    return chr(code) if code < 0x110000 and not 0xD800 <= code < 0xE000 else " "


def _boxes(
    document: Any, texts: Sequence[str], starts: Sequence[int], stretches: Sequence[Stretch]
) -> Iterator[PageBox]:
    for start, end in stretches:
        for number, text in enumerate(texts):
            first, last = max(start - starts[number], 0), min(end - starts[number], len(text))
            if first < last:
                yield from _lines(document[number], number + 1, *_with_marks(text, first, last))


def _with_marks(text: str, start: int, end: int) -> Stretch:
    """Return a stretch with the quotes, brackets and stops at its ends."""
    while start > 0 and _is_mark(text[start - 1]):
        start -= 1
    while end < len(text) and _is_mark(text[end]):
        end += 1
    return start, end


def _is_mark(character: str) -> bool:
    return character.isprintable() and not character.isspace() and not character.isalnum()


def _lines(page: Any, number: int, start: int, end: int) -> list[PageBox]:
    """Return a box for each line that the characters ``start`` to ``end`` of a page take."""
    with closing(page.get_textpage()) as text:
        rectangles = [text.get_rect(each) for each in range(text.count_rects(start, end - start))]
    lines: list[PageBox] = []
    for rectangle in rectangles:
        box = _placed(page, number, rectangle)
        if lines and _is_beside(lines[-1], box):
            lines[-1] = _around(lines[-1], box)
        else:
            lines.append(box)
    return lines


def _placed(page: Any, number: int, rectangle: tuple[float, float, float, float]) -> PageBox:
    """Return where a rectangle is on the page as it is drawn: turned, and cut to what is shown."""
    left, bottom, right, top = rectangle
    one, other = _corner(page, left, bottom), _corner(page, right, top)
    across, down = sorted((one[0], other[0])), sorted((one[1], other[1]))
    return PageBox(number, across[0], down[0], across[1] - across[0], down[1] - down[0])


def _corner(page: Any, x: float, y: float) -> tuple[float, float]:
    import pypdfium2.raw as pdfium

    across, down = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDF_PageToDevice(page, 0, 0, _UNITS, _UNITS, 0, x, y, across, down)
    return across.value / _UNITS, down.value / _UNITS


def _is_beside(one: PageBox, other: PageBox) -> bool:
    """Say whether two boxes are of one line: half of the lower one's height, at least, is common."""
    common = min(one.top + one.height, other.top + other.height) - max(one.top, other.top)
    return common >= 0.5 * min(one.height, other.height)


def _around(one: PageBox, other: PageBox) -> PageBox:
    left, top = min(one.left, other.left), min(one.top, other.top)
    right = max(one.left + one.width, other.left + other.width)
    bottom = max(one.top + one.height, other.top + other.height)
    return PageBox(one.page, left, top, right - left, bottom - top)

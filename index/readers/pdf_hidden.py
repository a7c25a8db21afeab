"""A page of a PDF -> the same without the text that nobody sees on it.

Left out is text that is drawn invisibly (ISO 32000-2, 9.3.6: rendering mode 3 or 7), in white
where nothing darker was painted under it, smaller than ``SMALLEST``, or outside the page. The
invisible text of a page that has no other, and a picture of half its size, is a scan's, and stays.
"""

import math
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pypdf import PageObject

SMALLEST = 2.0
"""Points; type of 4 points is the smallest that anybody prints to be read."""

_SHOWING = (b"Tj", b"TJ", b"'", b'"')
_INVISIBLE = (3, 7)
_COLOURS = (b"g", b"rg", b"k", b"sc", b"scn", b"cs")
_WHITE = 0.98
_UNIT = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_MOST_OPERATIONS = 500_000
_ANYWHERE = (-math.inf, -math.inf, math.inf, math.inf)
_FILLS = (b"f", b"F", b"f*", b"B", b"B*", b"b", b"b*", b"sh", b"Do", b"EI", b"INLINE IMAGE")

Matrix = tuple[float, float, float, float, float, float]
Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class _State:
    """The part of the graphics state that decides whether text is seen; ``matrix`` is the page's."""

    matrix: Matrix = _UNIT
    mode: int = 0
    size: float = 1.0
    white: bool = False


def without_hidden_text(page: "PageObject") -> None:
    """Take the text that nobody sees out of the contents of ``page``."""
    from pypdf.generic import ContentStream, NameObject

    contents = page.get_contents()
    if contents is None:
        return
    stream = ContentStream(contents, page.pdf, "bytes")
    operations = stream.operations
    if len(operations) > _MOST_OPERATIONS:
        return
    hidden = _Reading(page).hidden(operations)
    if hidden:
        stream.operations = [each for number, each in enumerate(operations) if number not in hidden]
        page[NameObject("/Contents")] = stream


class _Reading:
    """One pass over the operations of a page."""

    def __init__(self, page: "PageObject") -> None:
        box = page.cropbox
        self._objects = _objects(page)
        self._page: Box = (float(box.left), float(box.bottom), float(box.right), float(box.top))
        self._painted: list[Box] = []
        self._path: list[Box] = []
        self._scanned = False

    def hidden(self, operations: Sequence[tuple[Any, bytes]]) -> set[int]:
        """Return the numbers of the operations that show text which nobody sees."""
        state, kept, cursor = _State(), [_State()], _Cursor()
        invisible: set[int] = set()
        others: set[int] = set()
        seen = False
        for number, (operands, operator) in enumerate(operations):
            with suppress(ValueError, TypeError, IndexError):  # a viewer passes over a damaged operator
                cursor.move(operands, operator)
                state = _changed(state, operands, operator)
            if operator == b"q":
                kept.append(state)
            elif operator == b"Q":
                state = kept.pop() if len(kept) > 1 else state
            elif operator in _FILLS or operator == b"re":
                self._paint(operands, operator, state)
            elif operator not in _SHOWING:
                continue
            elif state.mode in _INVISIBLE:
                invisible.add(number)
            elif self._unseen(state, cursor.text):
                others.add(number)
            else:
                seen = True
        return others if self._scanned and not seen and not others else others | invisible

    def _unseen(self, state: _State, text: Matrix) -> bool:
        placed = _times(text, state.matrix)
        x, y = placed[4], placed[5]
        left, bottom, right, top = self._page
        if state.size * math.hypot(placed[2], placed[3]) < SMALLEST:
            return True
        if not (left - 1 <= x <= right + 1 and bottom - 1 <= y <= top + 1):
            return True
        return state.white and not any(_holds(each, x, y) for each in self._painted)

    def _paint(self, operands: Any, operator: bytes, state: _State) -> None:
        """Note what is painted, and where: a rectangle, a picture, or anywhere for other shapes."""
        if operator == b"re" and len(operands) == 4:
            x, y, width, height = (float(each) for each in operands)
            self._path.append(_box(state.matrix, x, y, x + width, y + height))
        elif operator == b"Do" and self._objects.get(str(*operands[:1])) != "/Image":
            self._painted.append(_ANYWHERE)
        elif operator in (b"Do", b"EI", b"INLINE IMAGE"):
            picture = _box(state.matrix, 0, 0, 1, 1)
            self._painted.append(picture)
            self._scanned = self._scanned or _area(picture) >= _area(self._page) / 2
        elif not state.white:
            self._painted += self._path or [_ANYWHERE]
        if operator != b"re":
            self._path = []


def _objects(page: "PageObject") -> dict[str, str]:
    """Return the kinds of the external objects that ``page`` names."""
    from pypdf.generic import DictionaryObject

    resources = page.get("/Resources", DictionaryObject()).get_object()
    named = resources.get("/XObject", DictionaryObject()).get_object()
    return {name: str(each.get_object().get("/Subtype", "")) for name, each in named.items()}


def _area(box: Box) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def _box(matrix: Matrix, left: float, bottom: float, right: float, top: float) -> Box:
    """Return the box, a point wider, around a rectangle that ``matrix`` places on the page."""
    corners = [_placed(matrix, x, y) for x in (left, right) for y in (bottom, top)]
    across, up = [x for x, _ in corners], [y for _, y in corners]
    return (min(across) - 1, min(up) - 1, max(across) + 1, max(up) + 1)


class _Cursor:
    """Where text is shown next: the text matrix, by the operators of ISO 32000-2, 9.4.2."""

    def __init__(self) -> None:
        self.text = _UNIT
        self._leading = 0.0

    def move(self, operands: Any, operator: bytes) -> None:
        """Move as ``operator`` does."""
        if operator == b"BT":
            self.text = _UNIT
        elif operator == b"Tm":
            self.text = _matrix(operands)
        elif operator == b"TL":
            self._leading = float(operands[0])
        elif operator in (b"Td", b"TD"):
            across, up = float(operands[0]), float(operands[1])
            self._leading = -up if operator == b"TD" else self._leading
            self.text = _times((1, 0, 0, 1, across, up), self.text)
        elif operator in (b"T*", b"'", b'"'):
            self.text = _times((1, 0, 0, 1, 0, -self._leading), self.text)


def _changed(state: _State, operands: Any, operator: bytes) -> _State:
    if operator == b"cm":
        return replace(state, matrix=_times(_matrix(operands), state.matrix))
    if operator == b"Tr":
        return replace(state, mode=int(operands[0]))
    if operator == b"Tf":
        return replace(state, size=abs(float(operands[1])))
    if operator in _COLOURS:
        numbers = [float(each) for each in operands if isinstance(each, int | float)]
        ink = operator == b"k" or len(numbers) == 4
        light = [1 - each for each in numbers] if ink else numbers
        return replace(state, white=bool(light) and min(light) >= _WHITE)
    return state


def _holds(box: Box, x: float, y: float) -> bool:
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


def _matrix(operands: Any) -> Matrix:
    a, b, c, d, e, f = (float(each) for each in operands)
    return (a, b, c, d, e, f)


def _times(one: Matrix, other: Matrix) -> Matrix:
    """Return the matrix that does ``one`` and then ``other`` (ISO 32000-2, 8.3.4)."""
    a, b, c, d, e, f = one
    p, q, r, s, t, u = other
    return (a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u)


def _placed(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return (a * x + c * y + e, b * x + d * y + f)

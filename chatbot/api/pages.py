"""``/api/articles/{article}/pages``: a PDF's pages as they were printed, and where sentences are on them."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Response
from pydantic import BaseModel, Field, StringConstraints

from chatbot.access import Scope, needs
from chatbot.api.articles import Version, known
from chatbot.api.problems import PROBLEMS
from chatbot.services import Services
from index.types import PageBox

MOST_SPANS = 200

_Span = Annotated[str, StringConstraints(pattern=r"^[0-9]{1,9}-[0-9]{1,9}$")]


class PageSize(BaseModel):
    """A page, in points."""

    width: float
    height: float


class Box(BaseModel):
    """A rectangle on a page: fractions of its width and height, from its top left."""

    page: int = Field(description="from 1")
    left: float
    top: float
    width: float
    height: float

    @classmethod
    def of(cls, box: PageBox) -> "Box":
        """Return a box of the index."""
        return cls(page=box.page, left=box.left, top=box.top, width=box.width, height=box.height)


class PrintedPages(BaseModel):
    """The pages, and the boxes of each span that was asked for: one a line, none where it is not found."""

    pages: list[PageSize]
    spans: list[list[Box]]


def pages(services: Services) -> APIRouter:
    """Return the routes."""
    router = APIRouter(prefix="/api/articles/{article}/pages", tags=["Articles"], responses=PROBLEMS)
    library = services.library

    @router.get("", operation_id="listPages", dependencies=[needs(Scope.READ)])
    def listed(
        article: str,
        version: Version = None,
        span: Annotated[
            list[_Span], Query(max_length=MOST_SPANS, description="offsets of a sentence: start-end")
        ] = [],  # noqa: B006 - pydantic copies it
    ) -> PrintedPages:
        """Say how large the printed pages are, and where sentences are on them; the article must be a PDF."""
        parts = [each.split("-") for each in span]
        shown = library.facsimile(
            known(library, article, version), [(int(one), int(two)) for one, two in parts]
        )
        return PrintedPages(
            pages=[PageSize(width=width, height=height) for width, height in shown.sizes],
            spans=[list(map(Box.of, boxes)) for boxes in shown.boxes],
        )

    @router.get(
        "/{number}",
        operation_id="drawPage",
        dependencies=[needs(Scope.READ)],
        response_class=Response,
        responses={200: {"content": {"image/png": {"schema": {"type": "string", "format": "binary"}}}}},
    )
    def drawn(
        article: str, number: Annotated[int, Path(ge=1, le=100_000)], version: Version = None
    ) -> Response:
        """Draw a printed page, counted from 1."""
        picture = library.picture(known(library, article, version), number)
        return Response(picture, media_type="image/png", headers={"cache-control": "private, max-age=3600"})

    return router

"""The printed pages of a PDF, for programs, through a real server."""

from io import BytesIO

import httpx
import pytest
from api_server import Server
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

SENTENCE = "Iceland has no army of its own."


@pytest.fixture(scope="module")
def iceland(server: Server) -> str:
    """An article of two pages; its id."""
    made = BytesIO()
    canvas = Canvas(made)
    for text in (SENTENCE, "It is a member all the same, since 1949."):
        canvas.drawString(72, 700, text)
        canvas.showPage()
    canvas.save()
    with server.client() as client:
        sent = {"files": ("iceland.pdf", made.getvalue(), "application/pdf")}
        server.wait(client.post("/api/articles", files=sent).json()["number"])
        (found,) = client.get("/api/articles", params={"search": "iceland.pdf"}).json()["articles"]
    return found["id"]


def test_pages_and_the_places_of_sentences(server: Server, iceland: str):
    with server.client() as client:
        text = client.get(f"/api/articles/{iceland}").json()["text"]
        start = text.index(SENTENCE)
        spans = {"span": [f"{start}-{start + len(SENTENCE)}", "0-0"]}
        told = client.get(f"/api/articles/{iceland}/pages", params=spans).json()
        assert [list(each) for each in told["pages"]] == [["width", "height"]] * 2
        (box,), nothing = told["spans"]
        assert box["page"] == 1 and 0 < box["left"] < 0.2 and box["height"] < 0.05 and nothing == []
        drawn = client.get(f"/api/articles/{iceland}/pages/2")
        assert drawn.headers["content-type"] == "image/png"
        assert drawn.headers["x-content-type-options"] == "nosniff"
        assert Image.open(BytesIO(drawn.content)).width == 1240


def test_what_has_no_pages_is_told(server: Server, iceland: str):
    with server.client() as client:
        bread = client.get("/api/articles", params={"search": "bread"}).json()["articles"][0]["id"]

        def told(path: str) -> tuple[int, str]:
            answer: httpx.Response = client.get(path)
            return answer.status_code, answer.json()["detail"]

        assert told(f"/api/articles/{bread}/pages") == (404, "bread.txt is no PDF: it has no printed pages")
        assert told("/api/articles/none/pages")[0] == 404
        assert told(f"/api/articles/{iceland}/pages?version=7")[0] == 404
        assert told(f"/api/articles/{iceland}/pages/3") == (422, "iceland.pdf has no page 3")
        assert told(f"/api/articles/{iceland}/pages/0")[0] == 422
        assert told(f"/api/articles/{iceland}/pages?span=a-b")[0] == 422

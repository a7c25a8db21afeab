"""Where sentences are on a PDF's pages, and how the pages look: real PDFs, drawn by PDFium."""

import unicodedata
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from index.errors import ReadError
from index.readers.pdf_found import Letters, found
from index.readers.pdf_pages import draw_page, read_pages
from index.readers.read import read
from index.sentences import sentences
from index.types import PageBox

SIZE = (210 * mm, 297 * mm)


def pdf(path: Path, *pages: list[tuple[float, float, str]], turned: int = 0) -> Path:
    """Write a PDF of A4 pages, each of texts at distances in points from the top left corner."""
    canvas = Canvas(str(path), pagesize=SIZE)
    for page in pages:
        canvas.setFont("Helvetica", 12)
        for across, down, text in page:
            canvas.drawString(across, SIZE[1] - down, text)
        canvas.setPageRotation(turned)
        canvas.showPage()
    canvas.save()
    return path


def boxes(path: Path, text: str, *wanted: str) -> list[tuple[PageBox, ...]]:
    spans = [(text.index(each), text.index(each) + len(each)) for each in wanted]
    return list(read_pages(path, text, spans).boxes)


def near(box: PageBox, across: float, down: float) -> bool:
    """Say whether a box starts at a text that was drawn there, its feet on the line."""
    foot = (box.top + box.height) * SIZE[1]
    return abs(box.left * SIZE[0] - across) < 3 and -1 < foot - down < 6


def test_a_sentence_has_a_box_for_each_of_its_lines(tmp_path: Path):
    path = pdf(
        tmp_path / "a.pdf",
        [(72, 100, "The bridge was"), (72, 116, "opened in 1902. It is"), (72, 132, "red.")],
    )
    text = "The bridge was opened in 1902. It is red."
    (first, second) = boxes(path, text, "The bridge was opened in 1902.", "It is red.")
    assert [box.page for box in first] == [1, 1]
    assert near(first[0], 72, 100) and near(first[1], 72, 116)
    assert len(second) == 2 and second[0].left > first[1].left + first[1].width - 0.001
    assert near(second[1], 72, 132)
    assert read_pages(path, text, []).sizes == (pytest.approx(SIZE, abs=0.1),)


def test_a_sentence_goes_on_over_a_footer_and_a_header(tmp_path: Path):
    one = [
        (72, 60, "The Daily, 4 May"),
        (72, 700, "What he said of the new bridge was heard"),
        (72, 800, "Page 1 of 2"),
    ]
    two = [(72, 60, "The Daily, 4 May"), (72, 100, "in Kyiv. Nobody answered.")]
    text = "What he said of the new bridge was heard in Kyiv. Nobody answered."
    (found_there,) = boxes(
        pdf(tmp_path / "a.pdf", one, two), text, "What he said of the new bridge was heard in Kyiv."
    )
    assert [box.page for box in found_there] == [1, 2]
    assert near(found_there[0], 72, 700) and near(found_there[1], 72, 100)
    assert found_there[1].width * SIZE[0] < 60


def test_divided_words_ligatures_and_accents_do_not_matter(tmp_path: Path):
    path = pdf(tmp_path / "a.pdf", [(72, 100, "The gov-"), (72, 116, "ernment found it at a café.")])
    (lit,) = boxes(
        path, "The government found it at a cafe\u0301.", "The government found it at a cafe\u0301."
    )
    assert [near(box, 72, down) for box, down in zip(lit, (100, 116), strict=True)] == [True, True]
    assert found(Letters("A final file."), Letters("a ﬁnal ﬁle !"), [(2, 13)]) == [[(2, 10)]]


def test_of_a_sentence_that_is_printed_twice_the_right_one_is_lit(tmp_path: Path):
    filler = [f"Line {number} is about something else altogether, as a line may be." for number in range(30)]
    page = [(72.0, 60.0, "He said no.")] + [(72.0, 80.0 + 16 * n, line) for n, line in enumerate(filler)]
    path = pdf(tmp_path / "a.pdf", [*page, (72, 700, "He said no.")])
    text = "\n".join(["He said no.", *filler, "He said no."])
    shown = read_pages(path, text, [(0, 11), (len(text) - 11, len(text))]).boxes
    assert near(shown[0][0], 72, 60) and near(shown[1][0], 72, 700)


def test_what_is_not_on_the_pages_has_no_box(tmp_path: Path):
    path = pdf(tmp_path / "a.pdf", [(72, 100, "The bridge opened in 1902.")])
    text = "The bridge opened in 1902. A sentence of another article."
    assert boxes(path, text, "A sentence of another article.") == [()]
    assert read_pages(path, text, [(10_000, 20_000), (5, 5), (9, 2)]).boxes == ((), (), ())


@pytest.mark.parametrize("turned", [0, 90, 180, 270])
def test_a_box_is_where_the_drawn_page_has_ink(tmp_path: Path, turned: int):
    path = pdf(tmp_path / "a.pdf", [(72, 400, "The bridge opened in 1902.")], turned=turned)
    shown = read_pages(path, "The bridge opened in 1902.", [(0, 26)])
    ((box,),) = shown.boxes
    picture = Image.open(BytesIO(draw_page(path, 1, 800))).convert("L")
    width, height = shown.sizes[0]
    assert picture.width == 800 and picture.height == pytest.approx(800 * height / width, abs=1)
    edges = (box.left, box.top, box.left + box.width, box.top + box.height)
    place = [round(each * length) for each, length in zip(edges, picture.size * 2, strict=True)]
    assert min(picture.crop(tuple(place)).tobytes()) < 100
    inked = picture.point(lambda light: 255 if light < 200 else 0).getbbox()
    assert inked and all(abs(one - other) <= 3 for one, other in zip(inked, place, strict=True))


def test_every_sentence_of_the_seeds_is_on_its_pages():
    for path in Path("seeds").glob("*.pdf"):
        (document,) = read(path)
        cut = sentences(document)
        shown = read_pages(path, document.text, [(each.start, each.end) for each in cut])
        assert [each.text for each, lit in zip(cut, shown.boxes, strict=True) if not lit] == []


def test_files_that_cannot_be_drawn_say_so(tmp_path: Path):
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"%PDF-1.7\nnothing else")
    with pytest.raises(ReadError, match=r"broken\.pdf is a PDF whose pages cannot be read"):
        read_pages(broken, "text", [])
    with pytest.raises(ReadError, match=r"a\.pdf has no page 2"):
        draw_page(pdf(tmp_path / "a.pdf", [(72, 100, "One page.")]), 2, 800)
    with pytest.raises(ReadError, match=r"away\.pdf cannot be opened"):
        draw_page(tmp_path / "away.pdf", 1, 800)


WORDS = st.lists(
    st.text(st.characters(categories=["L", "Nd"]), min_size=2, max_size=9), min_size=6, max_size=60
)


@settings(deadline=None)
@given(WORDS, st.data())
def test_a_sentence_is_found_whatever_stands_between_its_letters(words: list[str], data: st.DataObject):
    text = " ".join(words)
    start = data.draw(st.integers(0, len(words) - 5))
    span = (text.find(words[start], sum(map(len, words[:start])) + start), len(text))
    printed = "\u0002\n, ".join(unicodedata.normalize("NFKC", word) for word in words)
    (places,) = found(Letters(text), Letters(printed), [span])
    assert len(places) == 1
    lit = printed[places[0][0] : places[0][1]]
    assert Letters(lit).text == Letters(text[slice(*span)]).text

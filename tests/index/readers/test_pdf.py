import logging
from io import BytesIO
from pathlib import Path

import pypdf
import pytest
import reportlab
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from index.errors import ReadError
from index.readers.pdf import read_pdf
from index.readers.pdf_layout import pieces_of
from index.readers.pdf_lines import Line, without_running_lines

SENTENCE = (
    "The foreign minister of Ukraine is urging the leaders of the alliance to invite his country next week. "
)


def lines(*rows, size=10.0, top=100.0, bold=False):
    return [Line(text, 72.0, top + 12.0 * number, size, bold) for number, text in enumerate(rows)]


def texts(*pages):
    return [(str(piece.kind), piece.text) for piece in pieces_of(pages)]


def test_paragraphs_and_headings(make_pdf, shown):
    story = [
        ("Title", "Ukraine presses NATO"),
        ("Heading2", "The plan"),
        ("BodyText", SENTENCE * 5),
        ("BodyText", SENTENCE * 2),
    ]
    document = read_pdf(make_pdf(story), "a.pdf")
    assert shown(document) == [
        ("heading", "Ukraine presses NATO"),
        ("heading", "The plan"),
        ("paragraph", (SENTENCE * 5).strip()),
        ("paragraph", (SENTENCE * 2).strip()),
    ]
    assert [block.level for block in document.blocks[:2]] == [1, 2]
    assert document.metadata.title == "Ukraine presses NATO"
    assert document.metadata.author == ""


def test_headers_and_page_numbers_go_and_a_paragraph_goes_on(make_pdf, shown):
    long = " ".join(
        f"Sentence number {number} says what happened on that day in the capital." for number in range(150)
    )
    document = read_pdf(make_pdf([("BodyText", long)], header="The Daily Header, 2024"), "a.pdf")
    assert "Daily Header" not in document.text
    assert "Page " not in document.text
    assert document.text.replace("\n\n", " ") == long


def test_a_paragraph_across_a_page_break_is_one_block():
    body = "The alliance has promised that the country will be a member one day, and that"
    first = lines(body, body, "the date is still to be found by the ministers who meet in the capital in")
    second = lines(
        "December, as they do each year.",
        "A new one starts here and is as long as all of the others are, if not more.",
    )
    kinds = texts(first, second)
    assert [kind for kind, _ in kinds] == ["paragraph", "paragraph"] or len(kinds) == 1
    assert "capital in December, as they do" in kinds[0][1]


def test_hyphens_at_line_ends():
    rows = (
        "The ministers of the alliance have dis-",
        "cussed the well-known question of the mem-",
        "bership, a well-",
        "known one, with their Russian-",
        "American guests of the day",
    )
    assert texts(lines(*rows)) == [
        (
            "paragraph",
            "The ministers of the alliance have discussed the well-known question of the membership, "
            "a well-known one, with their Russian-American guests of the day",
        )
    ]


def test_what_repeats_on_pages_goes():
    pages = [
        [
            *lines(f"The Daily, page {number}"),
            *lines("Body line of this page is unlike others" + "x" * number, top=200.0),
            *lines(str(number), top=700.0),
        ]
        for number in (1, 2, 3)
    ]
    kept = without_running_lines(pages)
    assert [[line.text for line in page] for page in kept] == [
        ["Body line of this page is unlike others" + "x" * n] for n in (1, 2, 3)
    ]


def test_items_and_rows_of_a_table():
    page = [
        Line("•", 72, 100, 9, False),
        Line("the first item, which is long and goes on", 86, 101, 10, False),
        Line("in the next line.", 86, 113, 10, False),
        Line("1.", 72, 130, 9, False),
        Line("The second item.", 86, 131, 10, False),
        Line("Country", 72, 160, 10, False),
        Line("Share", 272, 160, 10, False),
        Line("Poland", 72, 172, 10, False),
        Line("4.12", 272, 172, 10, False),
    ]
    assert texts(page) == [
        ("item", "the first item, which is long and goes on in the next line."),
        ("item", "1. The second item."),
        ("row", "Country | Share"),
        ("row", "Poland | 4.12"),
    ]


def test_ligatures_are_written_out():
    fonts = Path(reportlab.__file__).parent / "fonts"
    pdfmetrics.registerFont(TTFont("Vera", str(fonts / "Vera.ttf")))
    target = BytesIO()
    canvas = Canvas(target)
    canvas.setFont("Vera", 11)
    canvas.drawString(72, 700, "The ﬁnal ﬂight of the oﬃce is here.")
    canvas.save()
    text = read_pdf(target.getvalue(), "a.pdf").text
    assert text.startswith("The final flight of the o")


def test_metadata_of_the_file(make_pdf):
    metadata = read_pdf(
        make_pdf([("BodyText", SENTENCE)], title="The real title", author="Jane Doe"), "a.pdf"
    ).metadata
    assert (metadata.title, metadata.author) == ("The real title", "Jane Doe")
    assert metadata.published_note == "the date on which the file was made"


@pytest.mark.parametrize("title", ["untitled", "Microsoft Word - draft3.docx", "article.indd", "Document1"])
def test_a_title_that_a_program_wrote_is_none(make_pdf, title):
    data = make_pdf([("Title", "The headline"), ("BodyText", SENTENCE * 3)], title=title)
    assert read_pdf(data, "a.pdf").metadata.title == "The headline"


def test_a_byline_dates_the_article(make_pdf):
    story = [
        ("Title", "The headline"),
        ("BodyText", "By Marta Hollis · 3 April 2024"),
        ("BodyText", SENTENCE * 3),
    ]
    metadata = read_pdf(make_pdf(story), "a.pdf").metadata
    assert (metadata.author, metadata.published, metadata.published_note) == (
        "Marta Hollis",
        "2024-04-03",
        "",
    )


def test_a_password_is_asked_for(make_pdf):
    with pytest.raises(ReadError, match=r"a\.pdf needs a password") as caught:
        read_pdf(make_pdf([("BodyText", SENTENCE)], password="secret"), "a.pdf")
    assert caught.value.help


def test_a_scan_is_named_as_one():
    writer = pypdf.PdfWriter()
    writer.add_blank_page(200, 200)
    target = BytesIO()
    writer.write(target)
    with pytest.raises(ReadError, match="has no text; it is probably a scan") as caught:
        read_pdf(target.getvalue(), "a.pdf")
    assert "ocrmypdf" in caught.value.help


def drawn(draw):
    """The text of a page with a sentence that is seen, and what ``draw`` draws."""
    target = BytesIO()
    canvas = Canvas(target)
    canvas.drawString(72, 700, "The bridge opened in 1932.")
    draw(canvas)
    canvas.setFillGray(0)
    canvas.drawString(72, 600, "It carries two lanes.")
    canvas.save()
    return read_pdf(target.getvalue(), "a.pdf").text


def invisible(canvas):
    text = canvas.beginText(72, 650)
    text.setTextRenderMode(3)
    text.textLine("SECRET")
    text.setTextRenderMode(0)
    canvas.drawText(text)


def white(canvas):
    canvas.setFillColorRGB(1, 1, 1)
    canvas.drawString(72, 650, "SECRET")


def white_ink(canvas):
    canvas.setFillColorCMYK(0, 0, 0, 0)
    canvas.drawString(72, 650, "SECRET")


def tiny(canvas):
    canvas.setFont("Helvetica", 1)
    canvas.drawString(72, 650, "SECRET")
    canvas.setFont("Helvetica", 12)


def scaled_down(canvas):
    canvas.saveState()
    canvas.translate(72, 650)
    canvas.scale(0.05, 0.05)
    canvas.drawString(0, 0, "SECRET")
    canvas.restoreState()


def off_the_page(canvas):
    canvas.drawString(-400, 650, "SECRET")
    canvas.drawString(72, 2000, "SECRET")


def white_beside_a_dark_box(canvas):
    canvas.rect(300, 300, 50, 50, fill=1)
    white(canvas)


@pytest.mark.parametrize(
    "draw", [invisible, white, white_ink, tiny, scaled_down, off_the_page, white_beside_a_dark_box]
)
def test_text_that_nobody_sees_is_not_read(draw):
    text = drawn(draw)
    assert "SECRET" not in text
    assert "The bridge opened in 1932." in text and "It carries two lanes." in text


def test_white_text_on_a_dark_box_is_read():
    def draw(canvas):
        canvas.rect(60, 640, 400, 30, fill=1)
        canvas.setFillGray(1)
        canvas.drawString(72, 650, "Shown in white.")

    assert "Shown in white." in drawn(draw)


def test_the_invisible_text_of_a_scan_is_read():
    target = BytesIO()
    canvas = Canvas(target)
    canvas.drawInlineImage(Image.new("L", (8, 8)), 0, 0, *canvas._pagesize)
    text = canvas.beginText(72, 650)
    text.setTextRenderMode(3)
    text.textLine(SENTENCE)
    canvas.drawText(text)
    canvas.save()
    assert SENTENCE.strip() in read_pdf(target.getvalue(), "a.pdf").text


def test_damaged_files_are_read_errors_without_noise(make_pdf, caplog, capsys):
    data = make_pdf([("BodyText", SENTENCE * 20)])
    refused = 0
    for cut in range(0, len(data), max(1, len(data) // 25)):
        try:
            read_pdf(data[:cut] or b"%PDF-", "a.pdf")
        except ReadError as error:
            refused += 1
            assert "a.pdf" in str(error)
    assert refused
    assert capsys.readouterr().err == ""
    assert not caplog.records
    assert logging.getLogger("pypdf").level == logging.NOTSET


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_changed_bytes_raise_nothing_else(make_pdf, check, data):
    original = bytearray(make_pdf([("Title", "Headline"), ("BodyText", SENTENCE * 4)]))
    for _ in range(data.draw(st.integers(1, 30))):
        original[data.draw(st.integers(5, len(original) - 1))] = data.draw(st.integers(0, 255))
    try:
        check(read_pdf(bytes(original), "a.pdf"))
    except ReadError as error:
        assert "a.pdf" in str(error)


def test_rows_of_numbers_at_the_top_of_each_page_stay():
    def rows(page):
        return [f"{1900 + 43 * page + row} | {10000 + 97 * (7 * page + row) % 900}" for row in range(9)]

    pages = [
        [
            *lines("Yearbook 2004, page 7"),
            *lines(*rows(page), top=130.0),
            *lines(f"Table 3 | {page + 7}", top=700.0),
        ]
        for page in range(3)
    ]
    pages = [
        [Line(each.text, 72.0, each.down, each.size, False, is_row="|" in each.text) for each in page]
        for page in pages
    ]
    assert [[line.text for line in page] for page in without_running_lines(pages)] == [
        rows(page) for page in range(3)
    ]

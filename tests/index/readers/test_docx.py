from datetime import datetime
from io import BytesIO
from zipfile import ZipFile

import docx
import pytest
from docx.enum.text import WD_COLOR_INDEX
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor

from index.errors import ReadError, SkipFile
from index.readers.docx import read_docx


def saved(document):
    target = BytesIO()
    document.save(target)
    return target.getvalue()


@pytest.fixture
def word():
    return docx.Document()


def test_blocks_in_their_order(word, shown):
    word.add_heading("The headline", 0)
    word.add_paragraph("The first paragraph.")
    word.add_heading("A section", 2)
    word.add_paragraph("one", style="List Bullet")
    word.add_paragraph("two", style="List Number 2")
    table = word.add_table(rows=2, cols=2)
    for number, cell in enumerate(cell for row in table.rows for cell in row.cells):
        cell.text = f"cell {number}"
    word.add_paragraph("He said so.", style="Quote")
    word.add_paragraph("The\nend 👩‍👩‍👧 e\u0301.")
    document = read_docx(saved(word), "a.docx")
    assert shown(document) == [
        ("heading", "The headline"),
        ("paragraph", "The first paragraph."),
        ("heading", "A section"),
        ("item", "one"),
        ("item", "two"),
        ("row", "cell 0 | cell 1"),
        ("row", "cell 2 | cell 3"),
        ("quote", "He said so."),
        ("paragraph", "The\nend 👩‍👩‍👧 e\u0301."),
    ]
    assert [block.level for block in document.blocks] == [1, 0, 2, 1, 2, 0, 0, 0, 0]
    assert document.metadata.title == "The headline"


def test_core_properties(word):
    word.add_paragraph("Text.")
    word.core_properties.title = "A title"
    word.core_properties.author = "Jane Doe"
    word.core_properties.created = datetime(2024, 11, 28, 9)
    metadata = read_docx(saved(word), "a.docx").metadata
    assert (metadata.title, metadata.author, metadata.published) == ("A title", "Jane Doe", "2024-11-28")
    assert metadata.published_note == "the date on which the file was made"


def test_the_template_of_python_docx_says_nothing(word):
    word.add_paragraph("Text.")
    metadata = read_docx(saved(word), "a.docx").metadata
    assert (metadata.title, metadata.author, metadata.published) == ("", "", "")


def test_hidden_and_deleted_text_goes_and_inserted_text_stays(word):
    paragraph = word.add_paragraph("Shown ")
    paragraph.add_run("SECRET ").font.hidden = True
    for tag, inner in (("w:del", "w:delText"), ("w:ins", "w:t")):
        change, run, text = OxmlElement(tag), OxmlElement("w:r"), OxmlElement(inner)
        text.text = f"by {tag[2:]}"
        run.append(text)
        change.append(run)
        paragraph._p.append(change)
    assert read_docx(saved(word), "a.docx").text == "Shown by ins"


def test_white_and_tiny_text_goes_and_white_on_a_shade_stays(word):
    paragraph = word.add_paragraph("It opened ")
    paragraph.add_run("SECRET ").font.color.rgb = RGBColor(255, 255, 255)
    paragraph.add_run("SECRET ").font.size = Pt(1)
    paragraph.add_run("in 1932.").font.size = Pt(8)
    shaded = word.add_paragraph().add_run("Shown in white.")
    shaded.font.color.rgb = RGBColor(255, 255, 255)
    shaded.font.highlight_color = WD_COLOR_INDEX.BLACK
    assert read_docx(saved(word), "a.docx").text == "It opened in 1932.\n\nShown in white."


def test_text_in_a_hidden_style_goes(word):
    style = word.styles.add_style("Invisible", docx.enum.style.WD_STYLE_TYPE.CHARACTER)
    style.font.hidden = True
    word.add_paragraph("Shown").add_run(" SECRET", style="Invisible")
    assert read_docx(saved(word), "a.docx").text == "Shown"


def test_links_and_content_controls_are_text(word):
    paragraph = word.add_paragraph("See ")
    link, run, text = OxmlElement("w:hyperlink"), OxmlElement("w:r"), OxmlElement("w:t")
    text.text = "this page"
    run.append(text)
    link.append(run)
    paragraph._p.append(link)
    control, content = OxmlElement("w:sdt"), OxmlElement("w:sdtContent")
    control.append(content)
    word.element.body.insert(0, control)
    content.append(word.add_paragraph("Inside a control.")._p)
    assert read_docx(saved(word), "a.docx").text == "Inside a control.\n\nSee this page"


def test_numbering_turned_off_is_no_item(word, shown):
    paragraph = word.add_paragraph("Not an item.", style="List Bullet")
    properties = paragraph._p.get_or_add_pPr()._add_numPr()
    number = OxmlElement("w:numId")
    number.set(qn("w:val"), "0")
    properties.append(number)
    assert shown(read_docx(saved(word), "a.docx")) == [("paragraph", "Not an item.")]


def test_an_empty_document_is_skipped(word):
    with pytest.raises(SkipFile, match=r"a\.docx holds no text"):
        read_docx(saved(word), "a.docx")


def test_damaged_documents_are_read_errors(word):
    word.add_paragraph("Text.")
    data = saved(word)
    for cut in (10, 1000, len(data) // 2, len(data) - 30):
        with pytest.raises(
            ReadError, match=r"a\.docx is a (?:Word document that cannot be read|damaged archive)"
        ):
            read_docx(data[:cut], "a.docx")


def test_a_zip_that_only_pretends_is_a_read_error():
    target = BytesIO()
    with ZipFile(target, "w") as archive:
        archive.writestr("word/document.xml", "<no")
    with pytest.raises(ReadError, match=r"a\.docx"):
        read_docx(target.getvalue(), "a.docx")

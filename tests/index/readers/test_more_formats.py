"""The formats beside text, web pages and Word: real files, each with what must and must not be read."""

import json
import zipfile
from datetime import datetime
from email.message import EmailMessage
from io import BytesIO
from pathlib import Path

import openpyxl
import pptx
import pytest

from index.errors import ReadError, SkipFile
from index.readers import read
from index.types import BlockKind, Document

GOOD = "The bridge opened in 1902."


def written(path: Path, data: bytes | str) -> Path:
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return path


def zipped(path: Path, members: dict[str, str]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    return path


def kinds(document: Document) -> list[tuple[str, str]]:
    return [(block.kind.value, document.text[block.start : block.end]) for block in document.blocks]


CONTAINER = '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles><rootfile full-path="OEBPS/a.opf"/></rootfiles></container>'
PACKAGE = """<package xmlns="http://www.idpf.org/2007/opf" xmlns:dc="http://purl.org/dc/elements/1.1/"><metadata>
<dc:title>Bridges</dc:title><dc:creator>Ann Ash</dc:creator><dc:date>2019-04</dc:date><dc:language>en-GB</dc:language></metadata>
<manifest><item id="c" href="cover.xhtml" media-type="application/xhtml+xml"/><item id="two" href="b%20two.xhtml" media-type="application/xhtml+xml"/>
<item id="one" href="one.xhtml" media-type="application/xhtml+xml"/></manifest>
<spine><itemref idref="c"/><itemref idref="one"/><itemref idref="two"/></spine></package>"""
PAGE = "<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'><head><title>x</title></head><body>{}</body></html>"


def book(path: Path, **more: str) -> Path:
    return zipped(
        path,
        {
            "mimetype": "application/epub+zip",
            "META-INF/container.xml": CONTAINER,
            "OEBPS/a.opf": PACKAGE,
            "OEBPS/cover.xhtml": PAGE.format("<img src='a.png'/>"),
            "OEBPS/one.xhtml": PAGE.format(f"<h1>Stone</h1><p>{GOOD}</p><p style='display:none'>Hidden.</p>"),
            "OEBPS/b two.xhtml": PAGE.format("<h1>Iron</h1><p>It rusts.</p><ul><li>in rain</li></ul>"),
            **more,
        },
    )


def test_a_book_is_an_article_a_chapter_in_reading_order(tmp_path: Path) -> None:
    one, two = read(book(tmp_path / "a.epub"))
    assert kinds(one) == [("heading", "Stone"), ("paragraph", GOOD)]
    assert (one.metadata.title, one.metadata.author) == ("Bridges: Stone", "Ann Ash")
    assert (one.metadata.published, one.metadata.language, one.metadata.part) == (
        "2019-04",
        "en-GB",
        "one.xhtml",
    )
    assert kinds(two) == [("heading", "Iron"), ("paragraph", "It rusts."), ("item", "in rain")]


def test_what_a_book_hides_by_its_style_sheet_is_not_read(tmp_path: Path) -> None:
    package = PACKAGE.replace("</manifest>", '<item id="s" href="s.css" media-type="text/css"/></manifest>')
    page = PAGE.format(f"<h1>Stone</h1><p>{GOOD}</p><p class='gone'>Hidden.</p>")
    files = {"OEBPS/a.opf": package, "OEBPS/s.css": ".gone { display: none }", "OEBPS/one.xhtml": page}
    one, _ = read(book(tmp_path / "a.epub", **files))
    assert kinds(one) == [("heading", "Stone"), ("paragraph", GOOD)]


def test_a_chapter_made_by_a_documentation_tool_is_read_as_its_web_page_is(tmp_path: Path) -> None:
    page = PAGE.replace("<head>", "<head><meta name='generator' content='Docutils 0.17'/>").format(
        "<div class='related'><ul><li>next</li></ul></div><div class='documentwrapper'><div role='main'>"
        "<h1>Bridges<a class='headerlink'>¶</a></h1><div>Use <code>span</code> there.</div>"
        "<dl><dt><code>arch</code></dt><dd>It is round.</dd></dl></div></div>"
    )
    one, _ = read(book(tmp_path / "a.epub", **{"OEBPS/one.xhtml": page}))
    assert kinds(one) == [
        ("heading", "Bridges"),
        ("paragraph", "Use span there."),
        ("item", "arch"),
        ("item", "It is round."),
    ]


def test_a_chapter_that_the_spine_names_once_a_section_is_read_once(tmp_path: Path) -> None:
    package = PACKAGE.replace(
        "</manifest>", '<item id="s" href="one.xhtml#s" media-type="application/xhtml+xml"/></manifest>'
    ).replace("</spine>", '<itemref idref="s"/></spine>')
    read_as = [each.metadata.part for each in read(book(tmp_path / "a.epub", **{"OEBPS/a.opf": package}))]
    assert read_as == ["one.xhtml", "b two.xhtml"]


def test_a_locked_book_says_so(tmp_path: Path) -> None:
    lock = "<encryption><CipherReference URI='OEBPS/one.xhtml'/></encryption>"
    with pytest.raises(ReadError, match="locked by its seller"):
        read(book(tmp_path / "a.epub", **{"META-INF/encryption.xml": lock}))


ODT = """<office:document-content xmlns:office="o" xmlns:text="t" xmlns:table="b" xmlns:style="s">
<office:automatic-styles><style:style style:name="H"><style:text-properties text:display="none"/></style:style></office:automatic-styles>
<office:body><office:text><text:tracked-changes><text:p>Deleted.</text:p></text:tracked-changes>
<text:h text:outline-level="2">Bridges</text:h><text:p>The bridge<text:s text:c="1"/>opened in <text:span>1902</text:span>.<text:note><text:p>A note.</text:p></text:note></text:p>
<text:p><text:span text:style-name="H">Hidden.</text:span>It is old.</text:p>
<text:list><text:list-item><text:p>stone</text:p><text:list><text:list-item><text:p>grey</text:p></text:list-item></text:list></text:list-item></text:list>
<table:table><table:table-row><table:table-cell><text:p>a</text:p></table:table-cell><table:table-cell><text:p>b</text:p></table:table-cell></table:table-row></table:table>
</office:text></office:body></office:document-content>"""


def test_an_opendocument_text(tmp_path: Path) -> None:
    meta = "<m xmlns:dc='d'><dc:title>On bridges</dc:title><creator>Ann Ash</creator><creation-date>2020-02-03T10:00:00</creation-date></m>"
    path = zipped(
        tmp_path / "a.odt",
        {"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": ODT, "meta.xml": meta},
    )
    (found,) = read(path)
    assert kinds(found) == [
        ("heading", "Bridges"),
        ("paragraph", GOOD),
        ("paragraph", "It is old."),
        ("item", "stone"),
        ("item", "grey"),
        ("row", "a | b"),
    ]
    assert (found.metadata.title, found.metadata.author, found.metadata.published) == (
        "On bridges",
        "Ann Ash",
        "2020-02-03",
    )
    assert [block.level for block in found.blocks if block.kind is BlockKind.ITEM] == [1, 2]


def test_boxes_and_shapes_of_an_opendocument_text_follow_the_line_that_they_hang_on(tmp_path: Path) -> None:
    boxes = """<text:p>The bridge <draw:frame><draw:text-box><text:p>In a box.</text:p></draw:text-box><svg:desc>Unseen.</svg:desc></draw:frame>opened in 1902.</text:p>
<text:p><text:span><draw:custom-shape><text:p>In a shape.</text:p></draw:custom-shape></text:span></text:p>
<draw:frame><draw:text-box><text:h>On the page</text:h></draw:text-box></draw:frame>
<draw:frame draw:style-name="H"><draw:text-box><text:p>Hidden.</text:p></draw:text-box></draw:frame>
<text:p><draw:frame><draw:object><text:p>Drawn.</text:p></draw:object></draw:frame></text:p></office:text>"""
    content = ODT.replace("xmlns:text=", "xmlns:draw='d' xmlns:svg='v' xmlns:text=").replace(
        "</office:text>", boxes
    )
    (found,) = read(
        zipped(
            tmp_path / "a.odt",
            {"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": content},
        )
    )
    assert kinds(found)[6:] == [
        ("paragraph", GOOD),
        ("paragraph", "In a box."),
        ("paragraph", "In a shape."),
        ("heading", "On the page"),
    ]


def test_rich_text_without_what_it_hides(tmp_path: Path) -> None:
    rtf = r"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Arial;}}{\info{\title On bridges}{\author Ann Ash}{\creatim\yr2024\mo3\dy2\hr10}}\pard Caf\'e9s stand on it. {\v Hidden \'e9 words. }\par The bridge \v not shown \v0 opened in 1902\u8212? long ago.\par\trowd\cellx1000 a\cell b\cell\row\pard}"
    (found,) = read(written(tmp_path / "a.rtf", rtf))
    assert found.text.strip() == "Cafés stand on it.\n\nThe bridge opened in 1902— long ago.\n\na | b"
    assert (found.metadata.title, found.metadata.author, found.metadata.published) == (
        "On bridges",
        "Ann Ash",
        "2024-03-02",
    )


def test_a_presentation_without_hidden_slides(tmp_path: Path) -> None:
    made = pptx.Presentation()
    made.core_properties.title, made.core_properties.author = "On bridges", "Ann Ash"
    for title, hidden in (("Stone", False), ("Secret", True)):
        slide = made.slides.add_slide(made.slide_layouts[1])
        slide.shapes.title.text = title
        slide.placeholders[1].text = GOOD
        slide.notes_slide.notes_text_frame.text = "A note."
        table = slide.shapes.add_table(1, 2, 0, 0, 100, 100).table
        table.cell(0, 0).text, table.cell(0, 1).text = "a", "b"
        if hidden:
            slide.element.set("show", "0")
    made.save(str(tmp_path / "a.pptx"))
    (found,) = read(tmp_path / "a.pptx")
    assert kinds(found) == [("heading", "Stone"), ("item", GOOD), ("row", "a | b")]
    assert found.metadata.published == ""
    assert (found.metadata.title, found.metadata.author) == ("On bridges", "Ann Ash")


def test_a_workbook_is_an_article_a_sheet_that_is_shown(tmp_path: Path) -> None:
    made = openpyxl.Workbook()
    first = made.active
    first.title = "Spans"
    for row in (["Bridge", "Opened", "Length"], ["Old", datetime(1902, 5, 1), 120.0], ["Gone", 1999, 3.5]):
        first.append(row)
    first.row_dimensions[3].hidden = True
    other = made.create_sheet("Secret")
    other["A1"] = "Hidden."
    other.sheet_state = "hidden"
    made.create_sheet("More")["B2"] = GOOD
    made.save(tmp_path / "bridges.xlsx")
    spans, more = read(tmp_path / "bridges.xlsx")
    assert kinds(spans) == [("row", "Bridge | Opened | Length"), ("row", "Old | 1902-05-01 | 120")]
    assert (spans.metadata.title, spans.metadata.part) == ("bridges: Spans", "Spans")
    assert more.text.endswith(GOOD)


def test_hidden_columns_are_not_read_though_saved_as_one_range(tmp_path: Path) -> None:
    made = openpyxl.Workbook()
    made.active.append(["Bridge", "secret", "secret", "secret", "1902"])
    made.active.column_dimensions.group("B", "D", hidden=True)
    made.save(tmp_path / "a.xlsx")
    assert read(tmp_path / "a.xlsx")[0].text == "Bridge | 1902"


def test_a_cell_at_the_far_end_of_a_sheet_does_not_fill_it(tmp_path: Path) -> None:
    made = openpyxl.Workbook()
    made.active["A1"], made.active["C1"] = "Bridge", 1902
    made.active["XFD1048576"] = "far away"
    made.save(tmp_path / "a.xlsx")
    (found,) = read(tmp_path / "a.xlsx")
    assert kinds(found) == [("row", "Bridge | 1902"), ("row", "|  | far away")]


def test_a_hidden_slide_may_say_so_in_a_word(tmp_path: Path) -> None:
    made = pptx.Presentation()
    for title, shown in ((GOOD, "true"), ("Secret", "false")):
        slide = made.slides.add_slide(made.slide_layouts[5])
        slide.shapes.title.text = title
        slide.element.set("show", shown)
    made.save(str(tmp_path / "a.pptx"))
    assert read(tmp_path / "a.pptx")[0].text == GOOD


def test_a_hidden_paragraph_and_deleted_rich_text_are_not_read(tmp_path: Path) -> None:
    hidden = ODT.replace("<text:p>", '<text:p><text:hidden-paragraph text:is-hidden="true"/>Secret. ', 2)
    path = zipped(
        tmp_path / "a.odt", {"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": hidden}
    )
    assert "Secret" not in read(path)[0].text
    rtf = written(tmp_path / "a.rtf", r"{\rtf1\ansi The bridge {\deleted never }opened in 1902.\par}")
    assert read(rtf)[0].text == GOOD


def test_an_opendocument_file_without_content_says_so(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.odt", {"mimetype": "application/vnd.oasis.opendocument.text"})
    with pytest.raises(ReadError, match="without its content"):
        read(path)


def message(subject: str, text: str, page: str = "") -> EmailMessage:
    made = EmailMessage()
    made["From"], made["Subject"], made["Message-ID"] = (
        "Ann Ash <ann@example.org>",
        subject,
        "<1@example.org>",
    )
    made["Date"] = "Tue, 02 Apr 2024 10:00:00 +0200"
    made.set_content(text)
    if page:
        made.add_alternative(page, subtype="html")
    made.add_attachment(b"\x89PNG", maintype="image", subtype="png", filename="a.png")
    return made


def test_a_message_in_plain_text(tmp_path: Path) -> None:
    (found,) = read(
        written(
            tmp_path / "a.eml",
            message("Über Brücken", f"{GOOD}\n\n> It was so.\n", "<p>Other.</p>").as_bytes(),
        )
    )
    assert found.text.strip() == f"{GOOD}\n\n> It was so."
    assert (found.metadata.title, found.metadata.published) == ("Über Brücken", "2024-04-02")
    assert "Ann Ash" in found.metadata.author


def test_a_message_whose_plain_text_is_a_stub_is_read_from_its_html(tmp_path: Path) -> None:
    page = f"<p>{GOOD}</p><p>It is the oldest bridge of the town, and the widest.</p>"
    (found,) = read(written(tmp_path / "a.eml", message("Bridges", "Open it on the web.", page).as_bytes()))
    assert kinds(found)[0] == ("paragraph", GOOD)


def test_a_field_without_end_is_read_by_its_beginning(tmp_path: Path) -> None:
    plain = message("x", GOOD).as_bytes()
    long = plain.replace(b"Subject: x", b"Subject: " + b'Bridges "and" ' * 20_000)
    (found,) = read(written(tmp_path / "a.eml", long))
    assert found.text.strip() == GOOD
    assert found.metadata.title.startswith("Bridges") and len(found.metadata.title) < 3000
    endless = plain.replace(b"text/plain;", b"text/plain; name=" + b'"=8840269414nda' * 20_000 + b";")
    (found,) = read(written(tmp_path / "b.eml", endless))
    assert found.text.strip() == GOOD


def test_a_message_in_html_alone_without_a_telling_name(tmp_path: Path) -> None:
    made = EmailMessage()
    made["From"], made["Subject"], made["MIME-Version"] = "ann@example.org", "Bridges", "1.0"
    made.set_content(f"<p>{GOOD}</p><p style='display:none'>Hidden.</p>", subtype="html")
    (found,) = read(written(tmp_path / "message", made.as_bytes()))
    assert found.text == GOOD


def test_a_mailbox_is_an_article_a_message(tmp_path: Path) -> None:
    parts = [
        b"From ann@example.org Tue Apr  2 10:00:00 2024\n"
        + message(f"Part {n}", f"{GOOD}\n\n>From here on {n}.\n").as_bytes()
        for n in (1, 2)
    ]
    one, two = read(written(tmp_path / "all.mbox", b"\n".join(parts)))
    assert (one.metadata.title, one.metadata.part, two.metadata.part) == ("Part 1", "1", "2")
    assert two.text.strip() == f"{GOOD}\n\nFrom here on 2."


def test_a_notebook(tmp_path: Path) -> None:
    cells = [
        {"cell_type": "markdown", "metadata": {}, "source": ["# Bridges\n", "\n", GOOD]},
        {
            "cell_type": "code",
            "metadata": {},
            "source": "print(1)",
            "outputs": [{"output_type": "stream", "text": ["1\n"]}],
        },
    ]
    book = {
        "cells": cells,
        "metadata": {"kernelspec": {"name": "python3"}},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    (found,) = read(written(tmp_path / "a.ipynb", json.dumps(book)))
    assert kinds(found) == [("heading", "Bridges"), ("paragraph", GOOD), ("code", "print(1)"), ("code", "1")]
    assert found.metadata.title == "Bridges"


@pytest.mark.parametrize(
    "text",
    [
        "<book xmlns='http://docbook.org/ns/docbook' xml:lang='en'><title>Bridges</title><chapter><title>Stone</title><para>The <emphasis>bridge</emphasis> opened in 1902.</para><itemizedlist><listitem><para>grey</para></listitem></itemizedlist></chapter></book>",
        f"<article xml:lang='en'><front><article-title>Bridges</article-title></front><body><sec><title>Stone</title><p>{GOOD}</p><list><list-item><p>grey</p></list-item></list></sec></body></article>",
        f"<TEI xmlns='http://www.tei-c.org/ns/1.0' xml:lang='en'><text><head>Bridges</head><div><head>Stone</head><p>{GOOD}</p><list><item>grey</item></list></div></text></TEI>",
    ],
)
def test_xml_of_the_known_kinds(text: str, tmp_path: Path) -> None:
    (found,) = read(written(tmp_path / "a.xml", f"<?xml version='1.0'?>{text}"))
    assert kinds(found) == [
        ("heading", "Bridges"),
        ("heading", "Stone"),
        ("paragraph", GOOD),
        ("item", "grey"),
    ]
    assert (found.metadata.title, found.metadata.language) == ("Bridges", "en")


JATS = f"""<article xml:lang="en"><front><journal-meta><journal-title>Of Bridges</journal-title></journal-meta><article-meta>
<article-id>10.1/1</article-id><title-group><article-title>Bridges</article-title></title-group><contrib-group>
<contrib contrib-type="author"><name><surname>Ash</surname><given-names>Ann</given-names></name><xref>1</xref></contrib>
<contrib contrib-type="author"><collab>The Bridge Group</collab></contrib>
<contrib contrib-type="editor"><name><surname>Elm</surname><given-names>Ed</given-names></name></contrib></contrib-group>
<pub-date pub-type="ppub"><year>2021</year></pub-date><pub-date pub-type="epub"><day>3</day><month>4</month><year>2020</year></pub-date>
<abstract><p>It is old.</p></abstract></article-meta></front><body><p>{GOOD}</p></body></article>"""
DOCBOOK = f"""<article xmlns="http://docbook.org/ns/docbook" xml:lang="en"><info><title>Bridges</title><author><personname>
<firstname>Ann</firstname> <surname>Ash</surname></personname></author><author><orgname>The Bridge Group</orgname></author>
<pubdate>2020-04-03</pubdate><abstract><para>It is old.</para></abstract></info><para>{GOOD}</para></article>"""


@pytest.mark.parametrize("text", [JATS, DOCBOOK])
def test_xml_tells_who_wrote_it_and_when_and_that_is_not_its_text(text: str, tmp_path: Path) -> None:
    (found,) = read(written(tmp_path / "a.xml", f"<?xml version='1.0'?>{text}"))
    assert kinds(found) == [("heading", "Bridges"), ("paragraph", "It is old."), ("paragraph", GOOD)]
    about = found.metadata
    assert (about.title, about.author, about.published) == (
        "Bridges",
        "Ann Ash, The Bridge Group",
        "2020-04-03",
    )


def test_a_saved_feed_is_an_article_an_entry(tmp_path: Path) -> None:
    feed = f"<?xml version='1.0'?><rss version='2.0'><channel><title>News</title><item><title>Bridges</title><link>https://example.org/1</link><pubDate>Tue, 02 Apr 2024 10:00:00 GMT</pubDate><description>&lt;p&gt;{GOOD}&lt;/p&gt;</description></item></channel></rss>"
    (found,) = read(written(tmp_path / "a.xml", feed))
    assert found.text == GOOD
    assert (found.metadata.title, found.metadata.url, found.metadata.published) == (
        "Bridges",
        "https://example.org/1",
        "2024-04-02",
    )


def test_entities_of_xml_are_not_expanded(tmp_path: Path) -> None:
    secret = written(tmp_path / "secret.txt", "The password is mellon.")
    text = f"<!DOCTYPE a [<!ENTITY x SYSTEM '{secret.as_uri()}'>]><a><p>{GOOD} &x;</p></a>"
    (found,) = read(written(tmp_path / "a.xml", f"<?xml version='1.0'?>{text}"))
    assert "mellon" not in found.text


def test_a_drawing_is_no_article(tmp_path: Path) -> None:
    with pytest.raises(SkipFile, match="SVG"):
        read(written(tmp_path / "a.svg", "<svg xmlns='http://www.w3.org/2000/svg'><text>Hi</text></svg>"))


@pytest.mark.parametrize("name", ["a.epub", "a.odt", "a.pptx", "a.xlsx"])
def test_what_unpacks_to_too_much_is_not_unpacked(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.readers.archive.MOST_BYTES", 1000)
    with pytest.raises(ReadError, match="unpacks to more than"):
        read(zipped(tmp_path / name, {"mimetype": "x", "big": "a" * 2000}))


def test_every_cut_off_file_has_a_reason(tmp_path: Path) -> None:
    made = openpyxl.Workbook()
    made.active["A1"] = GOOD
    whole = BytesIO()
    made.save(whole)
    for name, data in (("a.epub", book(tmp_path / "b.epub").read_bytes()), ("a.xlsx", whole.getvalue())):
        for share in (0.2, 0.5, 0.9):
            with pytest.raises((ReadError, SkipFile)):
                read(written(tmp_path / name, data[: int(len(data) * share)]))


@pytest.mark.parametrize("member", ["mimetype", "content.xml", "meta.xml"])
@pytest.mark.parametrize("part", [b"PK\x03\x04", b"\x00\x00"])
def test_a_damaged_member_of_an_opendocument_text_says_so(member: str, part: bytes, tmp_path: Path) -> None:
    kind = "application/vnd.oasis.opendocument.text"
    whole = zipped(
        tmp_path / "a.odt", {"first": "-", "mimetype": kind, "content.xml": ODT, "meta.xml": "<m/>"}
    )
    data = bytearray(whole.read_bytes())
    with zipfile.ZipFile(whole) as archive:
        start = archive.getinfo(member).header_offset
    at = start if part.startswith(b"PK") else start + 30 + len(member)
    data[at : at + len(part)] = bytes(255 - each for each in part)
    with pytest.raises(ReadError, match=f"is damaged: {member} cannot be read") as raised:
        read(written(tmp_path / "a.odt", bytes(data)))
    assert raised.value.help


def test_a_newsletter_of_tables_within_tables_is_read_as_paragraphs(tmp_path: Path) -> None:
    cell = "<td style='font-size:0px;padding:10px'><div style='font-size:13px'>{}</div></td>"
    rows = "".join(f"<tr>{cell.format(text)}</tr>" for text in ("The bridge is open.", "Trams run again."))
    page = f"<table><tr><td><table>{rows}</table></td></tr></table>"
    (document,) = read(written(tmp_path / "a.eml", message("News", "", page).as_bytes()))
    assert kinds(document)[-2:] == [("paragraph", "The bridge is open."), ("paragraph", "Trams run again.")]


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("", "Міська рада закрила міст."),
        ("text/html", "<meta charset=utf-8><p>Міська рада закрила міст.</p>"),
    ],
)
def test_a_message_that_names_no_encoding_is_read(kind: str, body: str, tmp_path: Path) -> None:
    head = "From: a@b.c\nTo: x@y.z\nSubject: Budget\nMessage-ID: <1@x>\n"
    head += f"MIME-Version: 1.0\nContent-Type: {kind}\n" if kind else ""
    (document,) = read(written(tmp_path / "m.eml", f"{head}\n{body}\n".encode()))
    assert "Міська рада закрила міст." in document.text


def test_chapters_of_one_name_in_two_folders_are_two(tmp_path: Path) -> None:
    package = PACKAGE.replace("b%20two.xhtml", "more/one.xhtml")
    made = book(tmp_path / "a.epub", **{
        "OEBPS/a.opf": package,
        "OEBPS/more/one.xhtml": PAGE.format("<h1>Iron</h1><p>It rusts.</p>"),
    })  # fmt: skip
    one, two = read(made)
    assert one.metadata.part != two.metadata.part and "rusts" in two.text and GOOD in one.text

"""Lit sentences stand at their exact code points, whatever the text holds."""

import re
from html import unescape
from html.parser import HTMLParser

from hypothesis import given, settings
from hypothesis import strategies as st

from chatbot.page.body import Lit, article_body, marked
from index.types import Article, Block, BlockKind, Metadata

HOSTILE = "ab <&>\"'`\n 👩‍🚒e\u0301שלום\u202e\u0000\ud800|$\\{}[]()!*_#"
TEXTS = st.text(st.one_of(st.sampled_from(HOSTILE), st.characters()), max_size=60)


def article(text: str, *blocks: Block, title: str = "A title") -> Article:
    return Article("id", 1, Metadata(title=title), "text/plain", "", text, blocks, ("/a.txt",), "2024")


class Reader(HTMLParser):
    """What a browser would show: all text, and the text of each mark."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.shown, self.marks, self.notes = "", [], []
        self._inside = False
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        if tag == "mark":
            self._inside = True
            self.marks.append("")
            self.notes.append([int(note) for note in dict(attrs)["data-notes"].split()])

    def handle_endtag(self, tag):
        self._inside = self._inside and tag != "mark"

    def handle_data(self, data):
        self.shown += data
        if self._inside:
            self.marks[-1] += data


def _showable(text: str) -> str:
    return re.sub("[\x00\ud800-\udfff]", "\ufffd", text)


@st.composite
def _text_and_lit(draw):
    text = draw(TEXTS)
    edge = st.integers(0, len(text))
    lit = [
        Lit(min(one, two), max(one, two), note)
        for note, (one, two) in enumerate(draw(st.lists(st.tuples(edge, edge), max_size=4)), 1)
    ]
    return text, lit


@settings(max_examples=300, deadline=None)
@given(_text_and_lit())
def test_marks_are_the_exact_spans_and_no_character_is_lost(case):
    text, lit = case
    read = Reader(marked(text, 0, len(text), lit))
    assert read.shown == _showable(text)
    for each in lit:
        parts = [mark for mark, notes in zip(read.marks, read.notes, strict=True) if each.note in notes]
        assert "".join(parts) == _showable(text[each.start : each.end])


@settings(max_examples=200, deadline=None)
@given(TEXTS)
def test_nothing_foreign_is_markup(text):
    html = marked(text, 0, len(text), [Lit(0, len(text), 1)])
    assert re.findall(r"<[^>]*>", html) in ([], ['<mark data-notes="1">', "</mark>"])
    assert unescape(re.sub(r"<[^>]*>", "", html)) == _showable(text)


def test_an_emoji_before_a_sentence_does_not_move_it():
    text = "👩‍🚒🗼 First. Second."
    start = text.index("Second")
    assert Reader(marked(text, 0, len(text), [Lit(start, len(text), 3)])).marks == ["Second."]


def test_overlapping_sentences_share_their_common_part():
    html = marked("abcdef", 0, 6, [Lit(0, 4, 1), Lit(2, 6, 2)])
    assert (
        html == '<mark data-notes="1">ab</mark><mark data-notes="1 2">cd</mark><mark data-notes="2">ef</mark>'
    )


def test_each_kind_of_block_keeps_its_form():
    text = "Head\n\nPara.\n\none\n\n2. two\n\nA | B\n\n1 | 2\n\nSaid.\n\nx = <1>"
    kinds = [
        (BlockKind.HEADING, "Head", 2),
        (BlockKind.PARAGRAPH, "Para.", 0),
        (BlockKind.ITEM, "one", 1),
        (BlockKind.ITEM, "2. two", 2),
        (BlockKind.ROW, "A | B", 0),
        (BlockKind.ROW, "1 | 2", 0),
        (BlockKind.QUOTE, "Said.", 0),
        (BlockKind.CODE, "x = <1>", 0),
    ]
    blocks = [
        Block(kind, text.index(part), text.index(part) + len(part), level) for kind, part, level in kinds
    ]
    lit = [Lit(text.index("1 | 2"), text.index("1 | 2") + 5, 7)]
    assert article_body(article(text, *blocks), lit) == (
        '<h4 dir="auto">Head</h4><p dir="auto">Para.</p>'
        '<ul><li data-depth="1" dir="auto">one</li>'
        '<li data-depth="2" class="fn-own-bullet" dir="auto">2. two</li></ul>'
        '<table><tbody><tr><td dir="auto">A</td><td dir="auto">B</td></tr>'
        '<tr><td dir="auto"><mark data-notes="7">1</mark></td><td dir="auto"><mark data-notes="7">2</mark></td></tr>'
        '</tbody></table><blockquote><p dir="auto">Said.</p></blockquote><pre><code>x = &lt;1&gt;</code></pre>'
    )


def test_a_table_is_a_tab_stop_where_a_phone_has_to_scroll_it():
    narrow, wide = "Reach | Load", " | ".join(["measurement"] * 5)
    text = f"{narrow}\n\nBetween.\n\n{wide}"
    blocks = [
        Block(kind, text.index(part), text.index(part) + len(part))
        for kind, part in (
            (BlockKind.ROW, narrow),
            (BlockKind.PARAGRAPH, "Between."),
            (BlockKind.ROW, wide),
        )
    ]
    html = article_body(article(text, *blocks), [])
    assert html.count("<table>") == 1 and html.count('<table tabindex="0">') == 1


def test_text_outside_every_block_is_shown_too():
    text = "Before.\n\nInside.\n\nAfter."
    body = article_body(article(text, Block(BlockKind.PARAGRAPH, 9, 16)), [])
    assert [part.strip() for part in Reader(body).shown.split("\n\n")] == ["Before.", "Inside.", "After."]


def test_a_heading_that_repeats_the_title_is_left_out_unless_it_is_lit():
    text = "A title\n\nText."
    blocks = (Block(BlockKind.HEADING, 0, 7, 1), Block(BlockKind.PARAGRAPH, 9, 14))
    assert "A title" not in article_body(article(text, *blocks), [])
    assert '<mark data-notes="1">A title</mark>' in article_body(article(text, *blocks), [Lit(0, 7, 1)])

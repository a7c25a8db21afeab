import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import ReadError, SkipFile
from index.readers.plain import read_plain
from index.text import normalise

WRAPPED = """Ukraine presses NATO for an invitation

The foreign minister of Ukraine is urging the leaders of the
alliance to invite his country during a meeting in Brussels
next week.

Russia opposes it, and some members fear that the war would
become theirs. Nobody expects a decision before the winter.
"""


def text_of(document):
    return [document.text[block.start : block.end] for block in document.blocks]


def test_each_long_line_is_a_paragraph(shown):
    lines = [
        "The first paragraph is one line. " * 8,
        "The second is another line. " * 9,
        "And the last one. " * 12,
    ]
    document = read_plain("\n".join(lines).encode(), "a.txt")
    assert shown(document) == [("paragraph", line.strip()) for line in lines]


def test_short_sentences_on_lines_of_their_own_stay_apart(shown):
    document = read_plain(b"Ann said no.\nBob, after a while, said yes.\nNobody else spoke.\n", "a.txt")
    assert len(shown(document)) == 3


def test_broken_lines_stay_inside_their_paragraph(shown):
    document = read_plain(WRAPPED.encode(), "a.txt")
    assert [kind for kind, _ in shown(document)] == ["heading", "paragraph", "paragraph"]
    assert shown(document)[1][1].endswith("in Brussels\nnext week.")
    assert document.metadata.title == "Ukraine presses NATO for an invitation"


def test_the_text_is_kept_as_it_is():
    raw = "\n  Two  spaces.\t\n\n\n\u2028Emoji 👩‍👩‍👧 and e\u0301.\r\n"
    assert read_plain(raw.encode(), "a.txt").text == normalise(raw)


def test_crlf_makes_the_same_blocks(shown):
    assert shown(read_plain(WRAPPED.replace("\n", "\r\n").encode(), "a")) == shown(
        read_plain(WRAPPED.encode(), "a")
    )


def test_items_have_depths_and_lose_their_bullets(shown):
    raw = "What to do:\n- first thing\n  - a part of it\n    that goes on\n- second thing\n"
    raw += "1. One\n2) Two\n• Three\n"
    document = read_plain(raw.encode(), "a.txt")
    items = [block for block in document.blocks if block.kind == "item"]
    assert [block.level for block in items] == [1, 2, 1, 1, 1, 1]
    assert [text for kind, text in shown(document) if kind == "item"] == [
        "first thing",
        "a part of it\n    that goes on",
        "second thing",
        "1. One",
        "2) Two",
        "Three",
    ]


def test_a_year_at_the_start_of_a_broken_line_is_no_item(shown):
    raw = "The treaty was signed in Washington in the spring of the year\n"
    raw += "49. It has been in force ever since, in all of the\nmember states.\n"
    assert [kind for kind, _ in shown(read_plain(raw.encode(), "a.txt"))] == ["paragraph"]


def test_underlined_and_stand_alone_headings(shown):
    raw = "Title\n=====\n\nSome text here, which goes on.\n\nPart two\n--------\nMore text here.\n"
    raw += "\nShort one\n\nText again.\n"
    document = read_plain(raw.encode(), "a.txt")
    assert [(text, kind) for kind, text in shown(document) if kind == "heading"] == [
        ("Title", "heading"),
        ("Part two", "heading"),
        ("Short one", "heading"),
    ]
    assert [block.level for block in document.blocks if block.kind == "heading"] == [1, 2, 2]


def test_a_list_of_names_is_not_all_headings(shown):
    raw = (
        "\n\n".join(["Anna Berg", "Carl Dahl", "Eva Falk", "Gun Holm", "Ida Jons"])
        + "\n\nThey all came to the hall.\n"
    )
    kinds = [kind for kind, _ in shown(read_plain(raw.encode(), "a.txt"))]
    assert kinds.count("paragraph") >= 3


def test_no_title_without_a_heading():
    assert read_plain(b"This is a sentence.\n\nAnd another one.\n", "a.txt").metadata.title == ""


def test_a_byline_gives_author_and_date():
    document = read_plain(
        b"A headline\n\nBy Marta Hollis, 3 April 2024\n\nThe text is here. It goes on.\n", "a.txt"
    )
    assert (document.metadata.author, document.metadata.published) == ("Marta Hollis", "2024-04-03")


@pytest.mark.parametrize("data", [b"", b" \n\t\n", b"... --- ...", b"\xef\xbb\xbf"])
def test_a_file_without_words_is_skipped(data):
    with pytest.raises(SkipFile, match=r"a\.txt holds no text"):
        read_plain(data, "a.txt")


hostile = st.text(
    alphabet=st.one_of(st.characters(), st.sampled_from("\n\n\n \t\r\x85\u2028\ufeff-*•1.)=#A.b,:"))
)


@given(hostile)
def test_the_invariants_hold_for_any_text(check, raw):
    data = raw.encode("utf-8", "surrogatepass")
    try:
        document = read_plain(data, "a.txt")
    except ReadError as error:
        assert "a.txt" in str(error)
        return
    check(document)
    covered = "".join(text_of(document))
    assert sum(map(str.isalnum, document.text)) - sum(map(str.isalnum, covered)) == 0

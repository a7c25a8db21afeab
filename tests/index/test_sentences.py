import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.sentences import sentences
from index.text import normalise
from index.types import Block, BlockKind, Document, Metadata


def cut(text: str, language: str = "", kind: BlockKind = BlockKind.PARAGRAPH) -> list[str]:
    document = Document(text, (Block(kind, 0, len(text)),), Metadata(language=language), "text/plain")
    return [sentence.text for sentence in sentences(document)]


@pytest.mark.parametrize(
    "expected",
    [
        ["He met J. D. Vance at 5 p.m. on Friday.", "They spoke."],
        ["The U.S. Senate voted.", "It was close."],
        ["Gen. Mark Milley and Mr. Blinken left.", "Dr. No stayed."],
        ["It cost €1.3 billion, or 2.5 per cent.", "See No. 5 and Fig. 2."],
        ['"It is late," he said.', "“We will win.”", "Nobody answered."],
        ["He said no.", "The next."],
        ["Volodymyr O. Zelenskyy came.", "George W. Bush did not."],
        ["1. First of all, this.", "Then that."],
        ["She asked: “Why?”", "No one knew…", "Then it rained!"],
        ["Hi 😀 there.", "Zoë e\u0301 said so."],
        ["Acme Inc. was sold in Jan. 2020.", "It was large."],
    ],
)
def test_boundaries_of_news_prose(expected: list[str]) -> None:
    assert cut(" ".join(expected)) == expected


def test_ukrainian_initials_and_abbreviations_hold_together() -> None:
    expected = ["Т. Г. Шевченко народився 1814 р. у селі.", "Він був поет.", "Див. рис. 5."]
    assert cut(" ".join(expected), "uk") == expected


def test_a_hard_wrapped_line_is_no_boundary() -> None:
    assert cut("The first line\ngoes on here. Second.") == ["The first line\ngoes on here.", "Second."]


def test_reference_marks_stand_outside_quotes() -> None:
    assert cut("It ended.[12] Then more came.3 Last on Russian soil.2") == [
        "It ended.",
        "Then more came.",
        "Last on Russian soil.",
    ]


@pytest.mark.parametrize("text", ["Version 1.2 is out.", "It rose to 3.14 in May 2020.", "He owns 5.5"])
def test_numbers_are_no_reference_marks(text: str) -> None:
    assert cut(text) == [text]


@pytest.mark.parametrize("kind", [BlockKind.HEADING, BlockKind.ROW, BlockKind.CODE])
def test_headings_rows_and_code_are_one_span(kind: BlockKind) -> None:
    assert cut("One. Two. Three.", kind=kind) == ["One. Two. Three."]


def test_no_sentence_crosses_a_block() -> None:
    text = "A heading\n\nThe text"
    blocks = (Block(BlockKind.HEADING, 0, 9, 1), Block(BlockKind.PARAGRAPH, 11, 19))
    found = sentences(Document(text, blocks, Metadata(), "text/plain"))
    assert [(each.text, each.kind) for each in found] == [
        ("A heading", BlockKind.HEADING),
        ("The text", BlockKind.PARAGRAPH),
    ]


HOSTILE = st.text(
    st.one_of(
        st.characters(codec=None),
        st.sampled_from(
            list(".!?…。؟ \n\t\u00a0\u200b\u200f\u0301\U0001f468\u200d\U0001f469[]()“”'\"0123456789Aaбשа")
        ),
    ),
    max_size=300,
)


@given(HOSTILE, st.sampled_from(["", "en", "uk", "he", "ja", "xx", "en-GB"]))
def test_spans_are_exact_ordered_and_complete(raw: str, language: str) -> None:
    text = normalise(raw)
    middle = len(text) // 2
    spans = [(0, middle), (middle, len(text))]
    blocks = tuple(Block(BlockKind.PARAGRAPH, start, end) for start, end in spans if start < end)
    end = 0
    covered = set()
    for each in sentences(Document(text, blocks, Metadata(language=language), "text/plain")):
        assert text[each.start : each.end] == each.text
        assert each.text == each.text.strip() != ""
        assert each.start >= end
        assert not each.start < middle < each.end
        end = each.end
        covered.update(range(each.start, each.end))
    lost = [place for place, character in enumerate(text) if character.isalpha() and place not in covered]
    assert all("[" in text[max(0, place - 5) : place + 1] for place in lost)  # only marks such as [a]

from collections.abc import Callable, Sequence

from hypothesis import given
from hypothesis import strategies as st

from index.columns import NAMES_COLUMNS
from index.passages import CONTEXT_TOKENS, passages
from index.sentences import sentences
from index.types import Block, BlockKind, Document, Metadata, Passage


class Words:
    def count(self, texts: Sequence[str]) -> list[int]:
        return [len(text.split()) for text in texts]


def cut(document: Document, window: int) -> list[Passage]:
    return passages(document, sentences(document), article_id="a", version=1, window=window, counter=Words())


def composed(*blocks: tuple[BlockKind, str, int]) -> Document:
    spans, start = [], 0
    for kind, text, level in blocks:
        spans.append(Block(kind, start, start + len(text), level))
        start += len(text) + 2
    text = "\n\n".join(text for _, text, _ in blocks)
    return Document(text, tuple(spans), Metadata(title="Title"), "text/plain")


def test_whole_sentences_up_to_the_window(paragraphs: Callable[..., Document]) -> None:
    document = paragraphs("One two three. Four five six. Seven eight nine.", title="T")
    assert [passage.text for passage in cut(document, 7)] == [
        "One two three. Four five six.",
        "Seven eight nine.",
    ]


def test_ids_name_article_version_and_place(paragraphs: Callable[..., Document]) -> None:
    found = cut(paragraphs("One two three. Four five six.", title=""), 3)
    assert [passage.id for passage in found] == ["a-1-0", "a-1-1"]


def test_a_passage_stays_in_its_section_and_knows_its_headings() -> None:
    document = composed(
        (BlockKind.PARAGRAPH, "Before all.", 0),
        (BlockKind.HEADING, "Big", 1),
        (BlockKind.PARAGRAPH, "In big.", 0),
        (BlockKind.HEADING, "Small", 2),
        (BlockKind.PARAGRAPH, "In small.", 0),
        (BlockKind.HEADING, "Other", 1),
        (BlockKind.PARAGRAPH, "In other.", 0),
    )
    assert [(passage.context, passage.text) for passage in cut(document, 50)] == [
        ("Title", "Before all."),
        ("Title > Big", "In big."),
        ("Title > Big > Small", "In small."),
        ("Title > Other", "In other."),
    ]


def test_a_table_that_goes_on_in_another_passage_takes_the_names_of_its_columns_along() -> None:
    rows = [f"Place {number} | {number} km | {number} days" for number in range(6)]
    document = composed(
        (BlockKind.PARAGRAPH, "How far they are.", 0),
        (BlockKind.ROW, "Name | Way | Time", NAMES_COLUMNS),
        *((BlockKind.ROW, row, 0) for row in rows),
        (BlockKind.PARAGRAPH, "That is all of them.", 0),
    )
    found = cut(document, 26)
    assert [(passage.context, passage.text) for passage in found] == [
        ("Title", f"How far they are. Name | Way | Time {rows[0]} {rows[1]}"),
        ("Title > Name | Way | Time", f"{rows[2]} {rows[3]}"),
        ("Title > Name | Way | Time", f"{rows[4]} {rows[5]}"),
        ("Title", "That is all of them."),
    ]


def test_names_of_columns_that_leave_no_room_for_a_row_are_left_out() -> None:
    names = " | ".join(["a long name"] * 3)
    document = composed((BlockKind.ROW, names, NAMES_COLUMNS), *[(BlockKind.ROW, "one | two | three", 0)] * 3)
    assert [passage.context for passage in cut(document, 13)] == ["Title"] * 3


def test_a_heading_with_nothing_under_it_is_kept() -> None:
    found = cut(composed((BlockKind.HEADING, "Only this", 1)), 50)
    assert [passage.text for passage in found] == ["Only this"]


def test_a_sentence_longer_than_the_window_is_cut_at_the_best_place(
    paragraphs: Callable[..., Document],
) -> None:
    document = paragraphs("a b c, d e; f g h i j k l m n", title="")
    found = [sentence.text for passage in cut(document, 6) for sentence in passage.sentences]
    assert found == ["a b c, d e;", "f g h i j k", "l m n"]


def test_an_endless_title_leaves_room_for_the_text(paragraphs: Callable[..., Document]) -> None:
    document = paragraphs("The text.", title="word " * 500)
    assert Words().count([cut(document, 120)[0].context]) == [CONTEXT_TOKENS]


@given(st.lists(st.text("ab .,;\n", min_size=1, max_size=80), min_size=1, max_size=5), st.integers(41, 60))
def test_nothing_is_lost_and_every_span_is_exact(texts: list[str], window: int) -> None:
    kept = [text.strip() for text in texts if text.strip(" .,;\n")]
    document = composed(*[(BlockKind.PARAGRAPH, text, 0) for text in kept])
    expected = "".join(sentence.text for sentence in sentences(document))
    found = cut(document, window)
    got = "".join(sentence.text for passage in found for sentence in passage.sentences)
    assert "".join(got.split()) == "".join(expected.split())
    for passage in found:
        assert passage.start == passage.sentences[0].start and passage.end == passage.sentences[-1].end
        for sentence in passage.sentences:
            assert document.text[sentence.start : sentence.end] == sentence.text


def test_a_long_sentence_is_cut_without_counting_its_rest_each_time() -> None:
    counted = 0

    class Counting(Words):
        def count(self, texts: Sequence[str]) -> list[int]:
            nonlocal counted
            counted += sum(map(len, texts))
            return super().count(texts)

    text = ", ".join(f"name {number}" for number in range(20_000))
    block = Block(BlockKind.PARAGRAPH, 0, len(text))
    document = Document(text, (block,), Metadata(title="Names"), "text/plain")
    found = passages(document, sentences(document), article_id="a", version=1, window=50, counter=Counting())
    pieces = [each for passage in found for each in passage.sentences]
    assert "".join(each.text.replace(" ", "") for each in pieces) == text.replace(" ", "")
    assert counted < 100 * len(text)

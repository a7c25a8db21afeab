import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.columns import cells, column_names
from index.errors import ReadError, SkipFile
from index.readers.tables import read_csv, read_json
from index.types import BlockKind


def test_csv_columns_in_any_case(check):
    raw = 'ID,Headline,Body,Author,Date,Source,Lang\na1,One,"First, text.\n\nMore.",Jane,28 November 2024,https://x.y/1,EN\n'
    (document,) = read_csv(raw.encode(), "a.csv")
    check(document)
    metadata = document.metadata
    assert document.text == "First, text.\n\nMore."
    assert len(document.blocks) == 2
    assert (metadata.part, metadata.title, metadata.author) == ("a1", "One", "Jane")
    assert (metadata.published, metadata.url, metadata.language) == ("2024-11-28", "https://x.y/1", "en")
    assert document.media_type == "text/csv"


@pytest.mark.parametrize(("delimiter", "kind"), [(";", "text/csv"), ("\t", "text/tab-separated-values")])
def test_other_delimiters(delimiter, kind):
    documents = read_csv(
        f"title{delimiter}text\r\nA{delimiter}One.\r\nB{delimiter}Two.\r\n".encode("utf-8-sig"), "a.tsv"
    )
    assert [(d.metadata.title, d.text, d.media_type) for d in documents] == [
        ("A", "One.", kind),
        ("B", "Two.", kind),
    ]


def test_rows_without_id_are_numbered_and_repeated_ids_told_apart():
    assert [d.metadata.part for d in read_csv(b"text\nOne.\n\nTwo.\n", "a.csv")] == ["1", "2"]
    lines = "\n".join(json.dumps({"id": one, "text": "Text."}) for one in ("x", "x", "x#2", "x", 7))
    assert [d.metadata.part for d in read_json(lines.encode(), "a.jsonl")] == [
        "x",
        "x#2",
        "x#2#2",
        "x#3",
        "7",
    ]


def test_line_separators_inside_a_cell_end_no_row():
    documents = read_csv("text,id\nOne\u2028two.,a\nThree\x0cfour.,b\n".encode(), "a.csv")
    assert [(d.text, d.metadata.part) for d in documents] == [("One\ntwo.", "a"), ("Three\nfour.", "b")]


def test_a_long_field():
    (document,) = read_csv(b"text\n" + b"word " * 60_000 + b"\n", "a.csv")
    assert len(document.text) > 250_000


def test_a_broken_line_does_not_lose_the_others():
    raw = '{"text": "One."}\n{"text": \n[]\n\n{"text": "Two.", "id": null}\n'
    documents = read_json(raw.encode(), "a.jsonl")
    assert [(d.text, d.metadata.part) for d in documents] == [("One.", "1"), ("Two.", "4")]


def test_only_broken_lines_are_an_error_that_names_the_first():
    with pytest.raises(ReadError, match=r"line 2 of a\.jsonl cannot be read") as caught:
        read_json(b'\n{"text": \n{{}\n', "a.jsonl")
    assert not isinstance(caught.value, SkipFile)


@pytest.mark.parametrize(
    "raw", ['[{"text": "One."}, {"text": "Two."}]', '[{"content": "One."}, 5, {"Article": "Two."}]']
)
def test_a_list_of_objects(raw):
    assert [d.text for d in read_json(raw.encode(), "a.json")] == ["One.", "Two."]


def test_one_object_over_several_lines():
    (document,) = read_json(json.dumps({"title": "T", "text": "One."}, indent=2).encode(), "a.json")
    assert (document.metadata.title, document.text) == ("T", "One.")


@pytest.mark.parametrize(
    "raw", ['{"id": 1, "question": "Why?"}\n{"id": 2, "question": "How?"}', "{}", '"text"']
)
def test_no_text_key(raw):
    with pytest.raises(SkipFile, match=r"a\.jsonl holds no column named text"):
        read_json(raw.encode(), "a.jsonl")


def test_a_csv_without_texts_is_a_table_whose_first_row_names_the_columns(check):
    raw = 'Country,People,Since\nNorway,"5.5 million, 2024",\nSweden,10.6\n,7,1995\n'
    (document,) = read_csv(raw.encode(), "a.csv")
    check(document)
    rows = [document.text[block.start : block.end] for block in document.blocks]
    assert [(block.kind, block.level) for block in document.blocks] == [
        (BlockKind.ROW, 1 if not number else 0) for number in range(4)
    ]
    assert [cells(row) for row in rows] == [
        ["Country", "People", "Since"],
        ["Norway", "5.5 million, 2024", ""],
        ["Sweden", "10.6"],
        ["", "7", "1995"],
    ]
    assert document.metadata.title == "" and document.media_type == "text/csv"


def test_a_csv_without_texts_that_is_too_long_for_a_table_is_left_out():
    with pytest.raises(SkipFile, match=r"a\.csv has no column named text, and 10,002 rows") as caught:
        read_csv(b"name,number\n" + b"x,1\n" * 10_001, "a.csv")
    assert caught.value.help


@pytest.mark.parametrize("raw", ['{"text": ""}', '{"text": null}', '{"text": ["a"]}', '{"text": "…"}'])
def test_rows_without_words(raw):
    with pytest.raises(SkipFile, match=r"a\.jsonl holds no text"):
        read_json(raw.encode(), "a.jsonl")


def test_deep_json_is_a_read_error():
    with pytest.raises(ReadError, match=r"a\.json"):
        read_json(b"[" * 200_000, "a.json")


values = st.dictionaries(
    st.sampled_from(["text", "TITLE", "id", "date", "url", "body", "x"]),
    st.one_of(st.none(), st.integers(), st.text(), st.lists(st.text(), max_size=2)),
)


@given(st.lists(values, max_size=6))
def test_the_invariants_hold_for_any_rows(check, rows):
    try:
        documents = read_json("\n".join(map(json.dumps, rows)).encode(), "a.jsonl")
    except ReadError as error:
        assert "a.jsonl" in str(error)
        return
    for document in documents:
        check(document)
    parts = [document.metadata.part for document in documents]
    assert len(set(parts)) == len(parts)


@given(st.text())
def test_any_csv_without_texts_is_a_table_or_refused(check, raw):
    try:
        (document,) = read_csv(b"name,number\n" + raw.encode("utf-8", "surrogatepass"), "a.csv")
    except ReadError as error:
        assert "a.csv" in str(error)
        return
    check(document)
    assert column_names(document.text, document.blocks)[0] == "name | number"


@given(st.text())
def test_any_csv_is_read_or_refused(check, raw):
    try:
        documents = read_csv(b"id,text\n" + raw.encode("utf-8", "surrogatepass"), "a.csv")
    except ReadError as error:
        assert "a.csv" in str(error)
        return
    for document in documents:
        check(document)

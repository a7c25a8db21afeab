"""Tokens counted word by word: as many as the tokenizer finds in the whole text."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import counting
from index.counting import WordCounts
from index.embedding import LocalEmbedder
from index.settings import DEFAULT_MODEL

HOSTILE = st.text(
    alphabet=st.one_of(
        st.sampled_from(" \t\n\r\x0b\x1c\x85\xa0\u2028\u3000\u200b\u0301\u0300'-.,—北京Ąé\U0001f600"),
        st.characters(codec="utf-8"),
        st.sampled_from("abcdefghijklmnop "),
    )
)


@given(st.lists(HOSTILE, max_size=4))
def test_a_text_has_the_tokens_of_its_words(texts: list[str]) -> None:
    embedder = LocalEmbedder(DEFAULT_MODEL)
    assert embedder._words
    assert embedder.count(texts) == embedder._counted(texts)


def test_a_word_is_cut_once_until_all_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def count(texts: Sequence[str]) -> list[int]:
        asked.extend(texts)
        return [len(text) for text in texts]

    counts = WordCounts(count)
    assert counts.of(["red blue", "blue  red"]) == [7, 7]
    assert sorted(asked) == ["", "blue", "red"]
    monkeypatch.setattr(counting, "_MOST", 5)
    assert counts.of(["red"]) == [3]
    assert sorted(asked) == ["", "blue", "red", "red"]

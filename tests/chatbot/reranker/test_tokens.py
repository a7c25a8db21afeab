from hypothesis import given, settings
from hypothesis import strategies as st

from chatbot.reranker.tokens import MOST_TOKENS, Pair, encode, reading_tokenizer
from index import models

FOLDER = models.locate(models.EMBEDDING.name)
TOKENIZER = reading_tokenizer(str(FOLDER / "tokenizer.json"))


def tokens_of(pair: Pair, number: int) -> str:
    batch = encode(TOKENIZER, [pair])
    ids = [
        int(token)
        for token, sentence in zip(batch.ids[0], batch.sentence[0], strict=True)
        if sentence == number
    ]
    return TOKENIZER.decode(ids)


def test_each_token_belongs_to_its_sentence_and_those_of_the_rest_to_none() -> None:
    pair = Pair("Who came?", "A title", ("Anna came.", "Ben stayed at home.", "Rain fell."))
    assert [tokens_of(pair, number) for number in (1, 2, 3)] == [
        "anna came.",
        "ben stayed at home.",
        "rain fell.",
    ]
    none = tokens_of(pair, 0)
    assert "title" in none and "who came" in none and "anna" not in none


def test_a_long_passage_loses_its_end_and_never_the_question() -> None:
    sentences = tuple(f"Sentence number {number} says little." for number in range(80))
    batch = encode(TOKENIZER, [Pair("Which one says it?", "", sentences), Pair("Short?", "", ("Yes.",))])
    assert batch.ids.shape == batch.sentence.shape == (2, MOST_TOKENS)
    assert 10 < batch.sentence[0].max() < 80
    assert "which one says it" in TOKENIZER.decode([int(each) for each in batch.ids[0]])
    assert batch.mask[1].sum() < 10 and batch.sentence[1].max() == 1


@settings(max_examples=60, deadline=None)
@given(
    st.text(max_size=60),
    st.text(max_size=30),
    st.lists(st.text(min_size=1, max_size=60), min_size=1, max_size=6),
)
def test_sentence_numbers_rise_and_never_pass_the_last(
    question: str, context: str, sentences: list[str]
) -> None:
    batch = encode(TOKENIZER, [Pair(question, context, tuple(sentences))])
    numbered = [int(each) for each in batch.sentence[0] if each]
    assert numbered == sorted(numbered)
    assert all(1 <= each <= len(sentences) for each in numbered)

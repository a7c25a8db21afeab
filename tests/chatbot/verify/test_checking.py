"""A growing answer: each sentence is read and judged once, and stays as it was told."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import accumulate

from hash_embedder import HashEmbedder
from made_evidence import evidence_of

from chatbot.types import Verdict
from chatbot.verify import Checking, Verifier
from index.embedding import Tokens

QUOTES = ("Sweden joined NATO on 7 March 2024.", "Turkey and Hungary had delayed it.")
ANSWER = "Sweden joined NATO on 7 March 2024. [1] Turkey and Hungary had delayed it [2]. Cats purr [1]."


class Counting(HashEmbedder):
    """Notes which texts it was asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.read: list[str] = []

    def tokens(self, texts: Sequence[str]) -> list[Tokens]:
        self.read += texts
        return super().tokens(texts)


def test_what_a_row_states_its_columns_say_too() -> None:
    (row,) = evidence_of("North Macedonia | 6 February 2019 | 27 March 2020")
    table = replace(row, columns="Country | Protocol signed | Member since")
    answer = "The protocol of North Macedonia was signed on 6 February 2019 [1]."
    (alone,), (told,) = (Verifier(HashEmbedder()).claims(answer, [each]) for each in (row, table))
    assert told.score > alone.score
    assert [each.quote for each in told.citations] == [row.sentence.text]


def test_each_sentence_is_checked_once_when_it_is_whole() -> None:
    embedder = Counting()
    checking = Checking(Verifier(embedder), evidence_of(*QUOTES))
    told = []
    for text in accumulate(f"{word} " for word in ANSWER.split()):
        if checking.grown(text):
            told.append(checking.so_far(text))
    assert [len(claims) for claims in told] == [1, 2]
    whole = checking.all(ANSWER)
    assert all(whole[: len(claims)] == claims for claims in told)
    assert whole == Verifier(HashEmbedder()).claims(ANSWER, evidence_of(*QUOTES))
    assert [[each.quote for each in claim.citations] for claim in whole] == [[QUOTES[0]], [QUOTES[1]], []]
    assert whole[-1].verdict is Verdict.UNSUPPORTED
    assert embedder.read == [*QUOTES, *(claim.text for claim in whole)]

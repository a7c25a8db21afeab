import json
import random
from pathlib import Path
from typing import Any

import pytest

from chatbot.fitting.claims import part_rows, parts
from chatbot.verify import Verifier
from chatbot.verify.sets import claimed, side

DOCUMENT = (
    "Sweden joined NATO in March 2024.\nTurkey and Hungary had delayed it for two years.\nRye bread keeps."
)
CLAIMS = [
    ("Sweden joined NATO in March 2024. Hungary had delayed it.", "supported"),
    ("Sweden joined NATO in March 2021. Hungary had delayed it.", "not_supported"),
    ("Sweden left NATO in May 2024. Norway had delayed it for two years.", "not_supported"),
]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    rows = [{"claim": claim, "evidence": DOCUMENT, "label": label} for claim, label in CLAIMS]
    path = tmp_path / "made.claims.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return path


def test_claims_are_read_with_the_sentences_of_their_document(file: Path) -> None:
    found = list(claimed(file))
    assert sorted(each.claim for each in found) == sorted(claim for claim, _ in CLAIMS)
    assert {each.set for each in found} == {f"{file.parent.name}/made"}
    assert {len(each.sentences) for each in found} == {3}
    assert [each.supported for each in found].count(True) == 1
    assert len(list(claimed(file, most=2))) == 2


def test_only_a_sentence_that_alone_can_be_blamed_is_labelled_unsupported(file: Path, embedder: Any) -> None:
    found = {each.pair.question: each for each in parts([file], Verifier(embedder))}
    assert found["Sweden joined NATO in March 2024."].supported
    assert found["Hungary had delayed it."].supported  # also where it stands in a claim that is not
    assert not found["Sweden joined NATO in March 2021."].supported
    assert "Sweden left NATO in May 2024." not in found  # its neighbour may be what is wrong
    assert "March 2024" in found["Sweden joined NATO in March 2021."].pair.sentences[0]
    assert {each.side for each in found.values()} == {side(next(claimed(file)).document)}


def test_rows_hold_as_many_supported_as_not(file: Path, embedder: Any) -> None:
    held = parts([file], Verifier(embedder))
    rows = part_rows(held, 2, random.Random(0))
    assert sorted(row.supported for row in rows if row.supported is not None) == [False, True]
    assert all(row.answers is None for row in rows)

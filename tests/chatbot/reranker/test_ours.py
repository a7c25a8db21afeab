import subprocess
import sys
from importlib import resources
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.numpy import save_file

from chatbot.reranker import PassageReranker
from chatbot.reranker.network import Network
from chatbot.reranker.tokens import Pair, encode, reading_tokenizer
from index import models
from index.errors import ModelError


@pytest.fixture(scope="module")
def ours() -> PassageReranker:
    return PassageReranker()


PASSAGE = (
    "The bridge was designed by Maria Keller.",
    "It opened in 1932 after four years of work.",
    "Building it cost 12 million crowns.",
    "Today 40,000 cars cross it every day.",
)


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("Who designed the bridge?", 0),
        ("When did the bridge open?", 1),
        ("How much did the bridge cost?", 2),
        ("How many cars use the bridge each day?", 3),
    ],
)
def test_it_finds_the_sentence_that_answers(ours: PassageReranker, question: str, answer: int) -> None:
    reading = ours.read_pairs([Pair(question, "The Norr bridge", PASSAGE)])[0]
    assert int(np.argmax(reading.sentences)) == answer
    assert reading.sentences.shape == (4,)


def test_it_tells_where_none_answers(ours: PassageReranker) -> None:
    answered, not_answered = ours.read_pairs(
        [
            Pair(question, "The Norr bridge", PASSAGE)
            for question in ("Who designed the bridge?", "Why do cats purr?")
        ]
    )
    assert answered.none - answered.sentences.max() < not_answered.none - not_answered.sentences.max()


def test_a_batch_says_what_each_pair_alone_would(ours: PassageReranker) -> None:
    pairs = [Pair("Who designed the bridge?", "", PASSAGE), Pair("When did it open?", "Norr", PASSAGE[:2])]
    for pair, together in zip(pairs, ours.read_pairs(pairs), strict=True):
        alone = ours.read_pairs([pair])[0]
        assert together.sentences == pytest.approx(alone.sentences, abs=0.2)  # bfloat16 has 8 bits
    assert ours.read_pairs([]) == []


def test_it_says_nearly_what_its_weights_say_without_rounding(ours: PassageReranker) -> None:
    questions = ("Who designed the bridge?", "How many cars cross it?", "Why do cats purr?")
    pairs = [Pair(question, "The Norr bridge", PASSAGE) for question in questions]
    batch = encode(reading_tokenizer(str(models.shipped() / "tokenizer.json")), pairs)
    weights = Path(str(resources.files("chatbot.reranker").joinpath("weights.safetensors")))
    with torch.inference_mode():
        exact, _ = Network.open(weights, models.shipped())(batch, len(PASSAGE))
    for reading, sentences in zip(ours.read_pairs(pairs), exact.numpy(), strict=True):
        assert reading.sentences == pytest.approx(sentences, abs=0.6)
        assert np.argmax(reading.sentences) == np.argmax(sentences)


def test_a_sentence_beyond_the_window_never_stands_above_those_that_were_read(ours: PassageReranker) -> None:
    sentences = (*PASSAGE, *(f"Filler number {number} is of no interest here." for number in range(60)))
    reading = ours.read_pairs([Pair("Who designed the bridge?", "", sentences)])[0]
    assert reading.sentences.shape == (64,)
    assert reading.sentences[-1] == reading.sentences.min()


def test_weights_of_something_else_are_refused_by_name(tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.safetensors"
    save_file({"a": np.zeros(3, dtype=np.float16)}, wrong)
    for path in (wrong, tmp_path / "none.safetensors"):
        with pytest.raises(ModelError, match=path.name) as raised:
            PassageReranker(path).read_pairs([Pair("Why?", "", ("So.",))])
        assert "FOOTNOTE_RERANKER" in raised.value.help


def test_where_openvino_is_installed_torch_is_never_loaded() -> None:
    pytest.importorskip("openvino")
    asked = (
        "import sys; from chatbot.reranker import PassageReranker; from chatbot.turns import Turns; "
        "Turns().run(lambda: PassageReranker().support([('a', 'b')])); print('torch' in sys.modules)"
    )
    ran = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "False"

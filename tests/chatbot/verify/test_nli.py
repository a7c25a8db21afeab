from pathlib import Path

import numpy as np
import pytest
from transformers import BertConfig, BertForSequenceClassification, BertTokenizer

from chatbot.verify.nli import NliModel
from index.errors import ModelError


def saved(folder: Path, labels: list[str]) -> str:
    """A tiny model with random weights whose labels have these names."""
    folder.mkdir()
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "rain", "fell", "snow", "melted", "."]
    (folder / "vocab.txt").write_text("\n".join(words), "utf-8")
    BertTokenizer(str(folder / "vocab.txt")).save_pretrained(folder)
    config = BertConfig(
        vocab_size=len(words),
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=16,
        id2label=dict(enumerate(labels)),
        label2id={name: number for number, name in enumerate(labels)},
    )
    BertForSequenceClassification(config).save_pretrained(folder)
    return str(folder)


PAIRS = [("Rain fell.", "Snow melted."), ("Snow melted.", "Snow melted. Rain fell.")]


def test_the_label_is_found_by_its_name_wherever_it_stands(tmp_path: Path) -> None:
    name = saved(tmp_path / "one", ["contradiction", "entailment", "neutral"])
    values = NliModel(name).support(PAIRS)
    assert values.shape == (2,) and np.isfinite(values).all()
    config = (tmp_path / "one" / "config.json").read_text("utf-8")
    (tmp_path / "one" / "config.json").write_text(
        config.replace("entailment", "X").replace("neutral", "entailment").replace("X", "neutral"), "utf-8"
    )
    assert not np.allclose(NliModel(name).support(PAIRS), values)
    assert NliModel(name).support([]).shape == (0,)


def test_a_model_for_something_else_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="joy, anger, fear"):
        NliModel(saved(tmp_path / "other", ["joy", "anger", "fear"])).support(PAIRS)
    with pytest.raises(ModelError, match="cannot be loaded") as raised:
        NliModel(str(tmp_path / "nothing")).support(PAIRS)
    assert "FOOTNOTE_NLI_MODEL" in raised.value.help

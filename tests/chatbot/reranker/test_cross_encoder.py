from pathlib import Path

import numpy as np
import pytest
from transformers import BertConfig, BertForSequenceClassification, BertTokenizer

from chatbot.reranker import CrossEncoderReranker, PassageReranker, reranker
from index.errors import ModelError
from index.library import Library


def saved(folder: Path, labels: int) -> str:
    """A tiny CrossEncoder with random weights, in a folder as a hub would hold it."""
    folder.mkdir()
    words = [
        "[PAD]",
        "[UNK]",
        "[CLS]",
        "[SEP]",
        "[MASK]",
        "nato",
        "joined",
        "sweden",
        "finland",
        "when",
        "?",
        ".",
    ]
    (folder / "vocab.txt").write_text("\n".join(words), "utf-8")
    BertTokenizer(str(folder / "vocab.txt")).save_pretrained(folder)
    config = BertConfig(
        vocab_size=len(words),
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=16,
        num_labels=labels,
    )
    BertForSequenceClassification(config).save_pretrained(folder)
    return str(folder)


def test_any_cross_encoder_reads_each_sentence(library: Library, articles: Path, tmp_path: Path) -> None:
    library.sync([articles])
    passages = [hit.passage for hit in library.search("When did Sweden join NATO?").hits]
    readings = CrossEncoderReranker(saved(tmp_path / "model", 1)).read("When did Sweden join NATO?", passages)
    assert [len(reading.sentences) for reading in readings] == [
        len(passage.sentences) for passage in passages
    ]
    assert len(np.unique(np.concatenate([reading.sentences for reading in readings]))) > 1
    assert all(reading.none == 0.0 for reading in readings)


def test_a_model_that_does_not_rank_is_refused(library: Library, articles: Path, tmp_path: Path) -> None:
    library.sync([articles])
    passages = [hit.passage for hit in library.search("Sweden").hits]
    with pytest.raises(ModelError, match="gives 3 values"):
        CrossEncoderReranker(saved(tmp_path / "three", 3)).read("Sweden?", passages)
    with pytest.raises(ModelError, match="cannot be loaded") as raised:
        CrossEncoderReranker(str(tmp_path / "nothing")).read("Sweden?", passages)
    assert "FOOTNOTE_RERANKER" in raised.value.help


def test_the_setting_names_a_reranker() -> None:
    assert reranker("none") is None
    assert isinstance(reranker("footnote"), PassageReranker)
    other = reranker("cross-encoder/ms-marco-MiniLM-L6-v2")
    assert isinstance(other, CrossEncoderReranker) and other.name == "cross-encoder/ms-marco-MiniLM-L6-v2"

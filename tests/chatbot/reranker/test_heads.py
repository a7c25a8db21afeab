"""The last layers in NumPy say what those that were fitted, in torch, say."""

import numpy as np
import pytest
import torch

from chatbot.reranker.heads import Heads
from chatbot.reranker.network import Network
from chatbot.reranker.tokens import Pair, encode, reading_tokenizer
from index import models


def test_numpy_and_torch_say_the_same() -> None:
    torch.manual_seed(0)
    network = Network.begin(models.shipped()).eval()
    pairs = [
        Pair("Who designed the bridge?", "Norr", ("Maria Keller designed it.", "It opened in 1932.", "So.")),
        Pair("Why?", "", ("Bread keeps for a week.",)),
    ]
    batch = encode(reading_tokenizer(str(models.shipped() / "tokenizer.json")), pairs)
    with torch.inference_mode():
        sentences, whole = network(batch, 3)
        states = network.body(
            *(torch.from_numpy(each) for each in (batch.ids, batch.mask, batch.types))
        ).last_hidden_state
    heads = Heads({name: value.numpy() for name, value in network.state_dict().items()})
    found, pair = heads.scored(batch, 3, states.numpy())
    assert found == pytest.approx(sentences.numpy(), abs=1e-4)
    assert pair == pytest.approx(whole.numpy(), abs=1e-4)
    by_torch = network.quickened().states(batch.ids, batch.mask, batch.types)
    real = batch.mask.astype(bool)
    assert np.abs(by_torch[real] - states.numpy()[real]).mean() < 0.02  # bfloat16, where there is that

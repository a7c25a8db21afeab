"""What a network's layers read in texts of the fit."""

from pathlib import Path

import numpy as np

from chatbot.fitting.rows import Row
from chatbot.fitting.seen import look
from chatbot.reranker.network import Network
from chatbot.reranker.tokens import Pair
from index import models

ROWS = [
    Row(
        Pair("Who designed the bridge?", "", ("Maria Keller designed it.", "It opened in 1932.")), None, True
    ),
    Row(Pair("Cats purr.", "", ("Bread keeps for a week.",)), None, False),
]


def test_the_range_of_each_layer_s_input_is_seen_and_kept(tmp_path: Path) -> None:
    network = Network.begin(models.shipped())
    look(network, ROWS[:1])
    fewer = network.seen
    look(network, ROWS)
    assert (
        len(network.seen) == 6 * 4
    )  # layers; inputs of attention, of what joins it, and of the two after it
    for name, (least, most) in network.seen.items():
        assert (least <= most).all() and (least < most).any()
        assert (least <= fewer[name][0] + 1e-3).all() and (most >= fewer[name][1] - 1e-3).all()
    network.save(tmp_path / "w", models.shipped())
    kept = Network.open(tmp_path / "w", models.shipped()).seen
    assert kept.keys() == network.seen.keys()
    assert all(np.allclose(kept[name], seen, rtol=1e-2, atol=1e-3) for name, seen in network.seen.items())

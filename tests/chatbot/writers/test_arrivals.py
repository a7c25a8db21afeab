"""What a model writes is handed on at a pace: its beginning at once, and no more often than is read."""

import threading
from collections.abc import Callable
from contextlib import ExitStack

from scripted_server import ScriptedServer, says

from chatbot.types import Evidence
from chatbot.writers import ChatWriter
from chatbot.writers.arrivals import PACE, SLOWEST, TEXTS_A_SECOND, Arrivals, Pace


def test_all_that_is_there_is_taken_together_and_in_order():
    arrived: Arrivals[int] = Arrivals()
    for number in range(5):
        arrived.put(number)
    assert arrived.taken(0) == [0, 1, 2, 3, 4]
    assert arrived.taken(0) == []


def test_what_is_to_be_taken_at_once_wakes_whoever_waits():
    arrived: Arrivals[str] = Arrivals()
    threading.Timer(0.05, arrived.put, ["now"], {"at_once": True}).start()
    assert arrived.taken(3600) == ["now"]


def test_the_more_are_written_the_slower_each_is_handed_on_within_bounds():
    pace = Pace()
    with ExitStack() as others:
        for _ in range(2 * TEXTS_A_SECOND):
            others.enter_context(pace.shared())
            assert PACE <= pace.seconds() <= SLOWEST
        assert pace.seconds() == SLOWEST
    assert pace.seconds() == PACE


def test_of_a_quick_model_fewer_pieces_come_and_every_character(
    server: ScriptedServer,
    writer_with: Callable[..., ChatWriter],
    evidence_of: Callable[..., tuple[Evidence, ...]],
):
    words = [f"{number} " for number in range(400)]
    server.then(says(*words))
    pieces = list(writer_with().write("Who?", evidence_of("Sweden joined NATO.")))
    assert "".join(pieces) == "".join(words) and len(pieces) < len(words)

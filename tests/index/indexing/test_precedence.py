"""Work gives way to whoever asks, and never stands still for it."""

import threading
from time import monotonic

from index.indexing.precedence import Precedence


def worked(precedence: Precedence, seconds: float = 0.0) -> None:
    with precedence.work():
        if seconds:
            threading.Event().wait(seconds)


def test_work_waits_until_nobody_is_being_answered():
    precedence = Precedence(quiet=0.01, patience=1000.0)
    answered = threading.Event()
    order: list[str] = []

    def ask() -> None:
        with precedence.asked():
            answered.wait(5)
            order.append("answered")

    asking = threading.Thread(target=ask)
    asking.start()
    while not precedence._asked:
        pass
    working = threading.Thread(target=lambda: (worked(precedence, 0.01), order.append("worked on")))
    working.start()
    threading.Timer(0.1, answered.set).start()
    working.join(10)
    asking.join(10)
    assert order == ["answered", "worked on"]


def test_work_goes_on_at_its_share_while_people_ask_all_the_time():
    precedence = Precedence(patience=2.0)
    with precedence.asked():
        start = monotonic()
        worked(precedence, 0.05)
        assert monotonic() - start >= 0.15
        worked(precedence)


def test_what_fails_is_told_at_once():
    precedence = Precedence(patience=1000.0)
    with precedence.asked():
        try:
            with precedence.work():
                raise ValueError
        except ValueError:
            pass
    assert precedence._asked == 0

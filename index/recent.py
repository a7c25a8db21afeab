"""What was computed a moment ago, so that it is not computed again."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class Recent(Generic[Key, Value]):
    """Values by key, the ``most`` that were asked for last; safe to use from any thread."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._held: OrderedDict[Key, Value] = OrderedDict()
        self._turn = threading.Lock()

    def of(self, keys: Sequence[Key], compute: Callable[[list[Key]], Sequence[Value]]) -> list[Value]:
        """Return the value of each key; ``compute`` gives those of the keys that are not held."""
        with self._turn:
            known = {key: self._held[key] for key in keys if key in self._held}
        missing = list(dict.fromkeys(key for key in keys if key not in known))
        if missing:
            known |= zip(missing, compute(missing), strict=True)
        with self._turn:
            for key in keys:
                self._held[key] = known[key]
                self._held.move_to_end(key)
            while len(self._held) > self._most:
                self._held.popitem(last=False)
        return [known[key] for key in keys]

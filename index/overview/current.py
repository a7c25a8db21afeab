"""The map of the library as it now stands: made anew, in a thread, once the catalog has changed."""

import threading
from collections.abc import Callable

from index.catalog import CatalogReader
from index.overview.overview import Overview


class CurrentOverview:
    """The last map that was made; asking for it never waits. Safe from any thread."""

    def __init__(self, catalog: Callable[[], CatalogReader]) -> None:
        self._catalog = catalog
        self._guard = threading.Lock()
        self._made: Overview | None = None
        self._making: threading.Thread | None = None

    def get(self) -> Overview | None:
        """Return the last map, ``None`` before the first; one that is out of date is being made anew."""
        with self._guard:
            is_making = self._making is not None and self._making.is_alive()
            if not is_making and not self._is_current():
                self._making = threading.Thread(target=self._make, name="footnote-overview", daemon=True)
                self._making.start()
            return self._made

    def is_making(self) -> bool:
        """Say whether a newer map is on its way."""
        with self._guard:
            return self._making is not None and self._making.is_alive()

    def _is_current(self) -> bool:
        return self._made is not None and self._made.revision == self._catalog().revision()

    def _make(self) -> None:
        made = Overview.of(self._catalog())
        with self._guard:
            self._made = made

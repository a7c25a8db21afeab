"""What the library holds and what changes it, counted when Prometheus asks."""

from collections.abc import Iterator
from typing import get_args

from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from chatbot.changes.jobs import Jobs, State
from index.errors import FootnoteError
from index.library import Library

_FOLLOWER_STATES = ("ready", "behind", "missing", "failed", "away")


class Holdings(Collector):
    """The figures of one library and its jobs; a catalog that cannot be read leaves them out."""

    def __init__(self, library: Library, jobs: Jobs) -> None:
        self._library, self._jobs = library, jobs

    def describe(self) -> Iterator[Metric]:
        """Yield nothing: the catalog is not to be read for a registration."""
        return iter(())

    def collect(self) -> Iterator[Metric]:
        """Yield the figures as they are now."""
        jobs = GaugeMetricFamily("footnote_jobs", "Changes of the library by their state.", labels=("state",))
        states = self._jobs.states()
        for state in get_args(State):
            jobs.add_metric((state,), states[state])
        yield jobs
        readable = GaugeMetricFamily("footnote_catalog_readable", "1 where the catalog can be read, else 0.")
        try:
            held = list(self._held())
        except FootnoteError:
            held = []
        readable.add_metric((), bool(held))
        yield readable
        yield from held

    def _held(self) -> Iterator[Metric]:
        counts = self._library.catalog.counts()
        for name, number in {
            "articles": counts.articles,
            "passages": counts.passages,
            "passages_with_vectors": counts.embedded,
        }.items():
            what = f"{name.replace('_', ' ').capitalize()} in the catalog."
            yield GaugeMetricFamily(f"footnote_{name}", what, value=number)
        states = GaugeMetricFamily(
            "footnote_follower_state",
            "1 for the state that an index beside the catalog is in, 0 for the others.",
            labels=("follower", "state"),
        )
        for follower in self._library.followers:
            current = follower.state(self._library.catalog).state
            for state in _FOLLOWER_STATES:
                states.add_metric((follower.name, state), current == state)
        yield states

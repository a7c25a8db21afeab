"""What a host asks of robots: which pages they leave alone, and how long they wait between two."""

from dataclasses import dataclass, field

from protego import Protego

from index.errors import FetchError
from index.sources.client import AGENT, Client
from index.sources.url import Url, split

_LONGEST_DELAY = 30.0


@dataclass(slots=True)
class Robots:
    """Asks each host once for its robots.txt; while it cannot say, its pages are left (RFC 9309).

    Both methods raise FetchError then.
    """

    client: Client
    _known: dict[str, Protego | FetchError] = field(default_factory=dict)

    def allows(self, url: Url) -> bool:
        """Say whether the page may be fetched."""
        return self._rules(url).can_fetch(url, AGENT)

    def delay(self, url: Url) -> float:
        """Return the seconds that the host wants between two requests, 0 if it does not say."""
        return min(float(self._rules(url).crawl_delay(AGENT) or 0.0), _LONGEST_DELAY)

    def _rules(self, url: Url) -> Protego:
        site = split(url).site
        if site not in self._known:
            try:
                self._known[site] = self._asked(site)
            except FetchError as error:
                self._known[site] = error
        rules = self._known[site]
        if isinstance(rules, FetchError):
            raise FetchError(str(rules), rules.help)
        return rules

    def _asked(self, site: str) -> Protego:
        answer = self.client.get(Url(f"{site}/robots.txt"))
        if answer.status >= 500:
            raise FetchError(f"{site}/robots.txt answers {answer.status}", "try later")
        return Protego.parse(answer.body.decode("utf-8", "replace"))

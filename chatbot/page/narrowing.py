"""What narrows the library's list: its controls and chips, and what a browser sends of them.

A browser sends a control's name and a value; both are looked up among what there is.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date

from chatbot.page import texts
from chatbot.page.chips import Chip, chips
from chatbot.page.escape import escaped
from index.types import ArticleState, Facets, Filter

FAILED = "failed"
"""The state of files that are no articles: they could not be read."""

STATES = (ArticleState.READY, ArticleState.EMBEDDING, FAILED)


@dataclass(frozen=True, slots=True)
class Narrowing:
    """One visitor's filters of the list, each empty where nothing is chosen."""

    source: str = ""
    format: str = ""
    since: str = ""
    until: str = ""
    state: str = ""
    collection: str = ""

    def __bool__(self) -> bool:
        """Say whether anything is chosen."""
        return any(getattr(self, each.name) for each in fields(self))

    def with_choice(self, name: object, value: object, facets: Facets) -> "Narrowing":
        """Return the filters after a choice that a browser sent; as they are where it is not offered.

        Of two dates that exclude each other the newer choice stands.
        """
        if not isinstance(name, str) or not isinstance(value, str) or not _is_offered(name, value, facets):
            return self
        changed = replace(self, **{name: value})
        if changed.since and changed.until and changed.since > changed.until:
            return replace(changed, **{"until" if name == "since" else "since": ""})
        return changed

    def where(self) -> Filter:
        """Return the filter that a search would have too."""
        return Filter(
            sources=(self.source,) if self.source else (),
            since=self.since,
            until=self.until,
            collections=(self.collection,) if self.collection else (),
        )

    def formats(self) -> tuple[str, ...]:
        """Return the media types that are called as the chosen one is."""
        return texts.called_alike(self.format) if self.format else ()

    def article_state(self) -> ArticleState | None:
        """Return the state that listed articles have; ``None`` for any."""
        return ArticleState(self.state) if self.state in list(ArticleState) else None

    def worn(self) -> list[Chip]:
        """Return what is chosen, in words."""
        said: Mapping[str, Callable[[str], str]] = {
            "source": texts.source,
            "format": texts.media_format,
            "since": texts.since,
            "until": texts.until,
            "state": lambda state: texts.LIST_STATES[state],
            "collection": texts.collection,
        }
        return [(name, say(value)) for name, say in said.items() if (value := getattr(self, name))]


def narrowing(chosen: Narrowing, facets: Facets, failed: int) -> str:
    """Return the controls, folded, and the chips of what is ``chosen``; ``failed`` counts failed files."""
    controls = (
        _select("source", texts.SOURCE, facets.sources, str, chosen.source)
        + _select("format", texts.FORMAT, _formats(facets), texts.media_format, chosen.format)
        + (_dates(chosen) if facets.since else "")
        + _states(chosen.state, failed)
        + _select("collection", texts.COLLECTION, facets.collections, str, chosen.collection)
    )
    return (
        f'<details class="fn-narrow-by"><summary>{texts.FILTER}</summary>'
        f'<div class="fn-filters">{controls}</div></details>{chips(chosen.worn())}'
    )


def _is_offered(name: str, value: str, facets: Facets) -> bool:
    offered: Mapping[str, Callable[[], bool]] = {
        "source": lambda: value in facets.sources,
        "format": lambda: value in facets.formats,
        "since": lambda: _is_day(value),
        "until": lambda: _is_day(value),
        "state": lambda: value in STATES,
        "collection": lambda: value in facets.collections,
    }
    return name in offered and (not value or offered[name]())


def _formats(facets: Facets) -> dict[str, int]:
    """Return the media types to choose from: of those that have one name, the first, for all of them."""
    first: dict[str, str] = {}
    numbers: Counter[str] = Counter()
    for media_type, number in facets.formats.items():
        numbers[first.setdefault(texts.media_format(media_type), media_type)] += number
    return dict(numbers.most_common())


def _is_day(value: str) -> bool:
    try:
        return date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def _dates(chosen: Narrowing) -> str:
    return "".join(
        f'<label><span>{label}</span><input type="date" name="{name}" value="{day}"></label>'
        for name, label, day in (
            ("since", texts.SINCE, chosen.since),
            ("until", texts.UNTIL, chosen.until),
        )
    )


def _states(chosen: str, failed: int) -> str:
    named = {state: texts.LIST_STATES[state] for state in STATES}
    named[FAILED] = texts.option(named[FAILED], failed)
    return _options("state", texts.STATE, named, chosen)


def _select(name: str, label: str, values: Mapping[str, int], said: Callable[[str], str], chosen: str) -> str:
    if not values:
        return ""
    named = {value: texts.option(said(value), number) for value, number in values.items()}
    return _options(name, label, named, chosen)


def _options(name: str, label: str, named: Mapping[str, str], chosen: str) -> str:
    options = "".join(
        f'<option value="{escaped(value)}"{" selected" if value == chosen else ""}>{escaped(said)}</option>'
        for value, said in named.items()
    )
    return (
        f'<label><span>{label}</span><select name="{name}"><option value="">{texts.ANY}</option>'
        f"{options}</select></label>"
    )

"""A library's summary -> one HTML page that needs nothing else: no script, nothing from outside."""

from collections.abc import Mapping

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from chatbot.report.drawing import drawing, symbol
from index.overview import Summary


def page(summary: Summary) -> str:
    """Return the whole page; what comes from articles and file names stands in it as text."""
    environment = Environment(
        loader=PackageLoader("chatbot.report"), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    return environment.get_template("report.html").render(
        summary=summary,
        overview=summary.overview,
        map=Markup(drawing(summary.overview)),  # it escapes what is foreign
        symbols=[Markup(symbol(number)) for number in range(len(summary.overview.topics))],
        bars=bars(summary.months),
        titles=_titles(summary),
    )


def bars(counted: Mapping[str, int]) -> list[tuple[str, int, float]]:
    """Return each name with its count and its share of the largest, 0 to 100."""
    most = max(counted.values(), default=1)
    return [(name, number, round(100 * number / most, 1)) for name, number in counted.items()]


def _titles(summary: Summary) -> list[list[str]]:
    """Return the titles of each topic's articles, each once, as the map has them."""
    found: list[dict[str, str]] = [{} for _ in summary.overview.topics]
    for point in summary.overview.points:
        found[point.topic].setdefault(point.article_id, point.title)
    return [list(each.values()) for each in found]

"""A library's overview and one answer -> HTML: the map, its topics in words, the cited articles in time."""

from collections.abc import Sequence

import numpy as np

from chatbot.conversations.cited import cited
from chatbot.page import texts
from chatbot.page.escape import escaped, isolated
from chatbot.page.footnotes import Footnotes
from chatbot.report.drawing import AnswerPlace, Mark, drawing, symbol
from chatbot.types import Citation, Reply
from index.library import Library
from index.overview import Overview, Point, Topic

TOLD = 8
"""Articles of a topic that are listed."""


def frame() -> str:
    """Return what the map's script shows its value in."""
    return f'<div class="fn-overview" role="region" aria-label="{texts.MAP}" tabindex="0"></div>'


def panel(library: Library, overview: Overview | None, number: int, reply: Reply | None) -> str:
    """Return the map with the answer of ``number`` on it; ``reply`` is ``None`` before the first."""
    timeline = _timeline(Footnotes.of(number, reply), reply) if reply and reply.answered else ""
    if overview is None:
        return f'<p class="fn-none" role="status">{texts.MAP_MAKING}</p>{timeline}'
    if not overview.points:
        return f'<p class="fn-none">{texts.MAP_EMPTY}</p>{timeline}'
    placed = _placed(library, overview, number, reply) if reply else None
    return (
        f'<p class="fn-map-how">{texts.map_how(len(overview.points), overview.passages)}</p>'
        f"{drawing(overview, placed, opens=True)}"
        f"{_legend(reply)}{timeline}"
        f"<h3>{texts.MAP_TOPICS}</h3>{_topics(overview, placed)}"
    )


def _placed(library: Library, overview: Overview, number: int, reply: Reply) -> AnswerPlace:
    """Return where the question lies, and the passages of its evidence, each once."""
    notes = Footnotes.of(number, reply)
    quoted = {(each.article_id, each.version, each.start): notes.number(each) for each in cited(reply)}
    held = library.catalog.passages([each.passage.id for each in reply.evidence])
    first: dict[str, int] = {}
    for each in reply.evidence:
        citation = Citation.of(each)
        note = quoted.get((citation.article_id, citation.version, citation.start), 0)
        known = first.get(each.passage.id, 0)
        first[each.passage.id] = min(filter(None, (known, note)), default=0)
    vectors = {key: stored.vector for key, stored in held.items() if stored.vector is not None}
    question = library.embedder.query(reply.standalone_question)
    places = overview.places(np.array([question, *vectors.values()]))
    marks = [Mark(first[key], *place) for key, place in zip(vectors, places[1:].tolist(), strict=True)]
    return AnswerPlace(float(places[0][0]), float(places[0][1]), texts.MAP_QUESTION, marks)


def _legend(reply: Reply | None) -> str:
    return f'<p class="fn-map-how">{texts.MAP_LEGEND}</p>' if reply else ""


def _topics(overview: Overview, placed: AnswerPlace | None) -> str:
    near = _nearest(overview, placed) if placed else -1
    items = "".join(
        f"<li>{_topic(overview, number, topic, is_near=number == near)}</li>"
        for number, topic in enumerate(overview.topics)
    )
    return f'<ul class="fn-topics">{items}</ul>'


def _nearest(overview: Overview, placed: AnswerPlace) -> int:
    """Return the topic of the point that lies nearest to the question on the map."""
    places = np.array([[each.across, each.up] for each in overview.points])
    return overview.points[int(np.argmin(((places - (placed.across, placed.up)) ** 2).sum(axis=1)))].topic


def _topic(overview: Overview, number: int, topic: Topic, *, is_near: bool) -> str:
    firsts: dict[str, Point] = {}
    for point in overview.points:
        if point.topic == number:
            firsts.setdefault(point.article_id, point)
    listed = "".join(
        f'<li><button type="button" class="fn-title" data-passage="{escaped(each.name)}">'
        f"{isolated(each.title)}</button></li>"
        for each in list(firsts.values())[:TOLD]
    )
    more = f"<li>{texts.map_more(topic.articles - TOLD)}</li>" if topic.articles > TOLD else ""
    named = ", ".join(isolated(word) for word in topic.words) or texts.MAP_UNNAMED
    here = f" <em>{texts.MAP_NEAREST}</em>" if is_near else ""
    return (
        f"<details><summary>{symbol(number)}<span>{named}{here}</span> "
        f"<small>{texts.map_size(topic.passages, topic.articles)}</small></summary>"
        f"<ul>{listed}{more}</ul></details>"
    )


def _timeline(notes: Footnotes, reply: Reply) -> str:
    """Return the cited articles by their dates, the oldest first, each opening its first footnote."""
    firsts: dict[tuple[str, int], Citation] = {}
    for citation in cited(reply):
        firsts.setdefault((citation.article_id, citation.version), citation)
    dated = sorted((each for each in firsts.values() if each.published), key=lambda each: each.published)
    undated = [each for each in firsts.values() if not each.published]
    if not firsts:
        return ""
    return f"<h3>{texts.TIMELINE}</h3><ol class='fn-timeline'>{_entries([*dated, *undated], notes)}</ol>"


def _entries(citations: Sequence[Citation], notes: Footnotes) -> str:
    return "".join(
        f"<li><span>{escaped(texts.date(each.published) or texts.NO_DATE)}</span>"
        f'<button type="button" class="fn-title" data-answer="{notes.answer}" '
        f'data-note="{notes.number(each)}">{isolated(each.title)}</button></li>'
        for each in citations
    )

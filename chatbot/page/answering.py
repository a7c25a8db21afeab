"""The choices for the answers -> HTML: who writes, when to refuse, where to search.

What leaves no choice is not shown. Foreign names (sources, collections, models) are
escaped here; the browser sends a choice back by its name, and it is looked up.
"""

from collections.abc import Callable, Mapping
from typing import TypedDict

from chatbot.page import texts
from chatbot.page.chips import chips
from chatbot.page.choices import Choices, Only, steps
from chatbot.page.escape import escaped, isolated
from chatbot.page.fetching import Fetching
from chatbot.page.offers import Offers, WriterOffer
from chatbot.weights import Cost
from index.types import Facets


class Offered(TypedDict):
    """What is shown: the one article asked, the filters, the controls, the choices in a few words, the fetch.

    ``number`` is that of the choices.
    """

    number: int
    only: str
    worn: str
    html: str
    chosen: str
    work: str


def frame() -> str:
    """Return what the disclosure's script shows controls in."""
    return (
        '<div class="fn-alone" role="status"></div><div class="fn-limits"></div>'
        f'<details class="fn-answering" hidden><summary>{texts.ANSWERING} '
        '<span class="fn-chosen"></span></summary>'
        '<div class="fn-choices"><div class="fn-fetching"></div><form></form></div></details>'
    )


def offered(offers: Offers, choices: Choices, fetching: Fetching) -> Offered:
    """Return the disclosure as it now stands."""
    parts = (
        _writers(offers, fetching.is_running()),
        _threshold(offers),
        _filters(offers.facets()),
    )
    html = "".join(parts)
    reset = f'<button type="reset" class="fn-plain">{texts.RESET}</button>' if html else ""
    writer = texts.writer_name(choices.writer or offers.chosen_writer())
    moved = (
        [texts.threshold_moved(choices.threshold, offers.threshold)] if choices.threshold is not None else []
    )
    return Offered(
        number=choices.number,
        only=_only(choices.only),
        worn=chips(choices.worn()),
        html=html + reset,
        chosen=" · ".join(map(escaped, (writer, *moved))),
        work=_work(fetching),
    )


def _only(only: Only | None) -> str:
    if only is None:
        return ""
    about = f'<q dir="auto">{escaped(texts.shortened(only.about))}</q>' if only.about else ""
    return (
        f'<p class="fn-only" data-article="{escaped(only.id)}" data-about="{escaped(only.about)}">'
        f"<span>{texts.ASKING_ONLY} <strong>{isolated(only.title)}</strong>{about}</span> "
        f'<button type="button" class="fn-plain" data-all="true">{texts.ASK_ALL}</button></p>'
    )


def _writers(offers: Offers, is_fetching: bool) -> str:
    listed = offers.writers()
    if len(listed) < 2:
        return ""
    chosen = offers.chosen_writer()
    options = "".join(_writer(offer, offer.name == chosen, offers, is_fetching) for offer in listed)
    return _group(texts.WRITER, options)


def _writer(offer: WriterOffer, is_chosen: bool, offers: Offers, is_fetching: bool) -> str:
    name = escaped(offer.name)
    state = " checked" if is_chosen else "" if offer.is_ready else " disabled"
    option = (
        f'<label><input type="radio" name="writer" value="{name}"{state}> '
        f"<span>{escaped(texts.writer_label(offer.name))}</span></label>"
    )
    if offer.is_ready or is_fetching:
        return f"<div>{option}</div>"
    size = texts.file_size(offer.size)
    if offers.fetch is None:
        return f"<div>{option}<p>{texts.model_missing(size)} <code>{escaped(offer.command)}</code></p></div>"
    button = f'<button type="button" class="fn-plain" data-fetch="true">{texts.fetch(size)}</button>'
    return f"<div>{option} {button}</div>"


def _threshold(offers: Offers) -> str:
    costs = steps(offers)
    if len(costs) < 2:
        return ""
    now = min(range(len(costs)), key=lambda each: abs(costs[each].threshold - offers.threshold))
    words = "".join(f"<li>{_cost(cost)}</li>" for cost in costs)
    return _group(
        texts.REFUSING,
        f'<div class="fn-slider"><span aria-hidden="true">{texts.ANSWER_MORE}</span>'
        f'<input type="range" name="threshold" min="0" max="{len(costs) - 1}" value="{now}" '
        f'aria-label="{texts.REFUSING_FROM_TO}" aria-describedby="fn-cost">'
        f'<span aria-hidden="true">{texts.REFUSE_MORE}</span></div>'
        f'<p id="fn-cost"></p><ol class="fn-costs" hidden>{words}</ol>',
    )


def _cost(cost: Cost) -> str:
    return texts.cost(cost.refused_answerable, cost.refused_near, cost.refused_foreign)


def _filters(facets: Facets) -> str:
    dates = _dates() if facets.since < facets.until else ""
    listed = (
        _select("collection", texts.COLLECTION, facets.collections, str)
        + _select("language", texts.LANGUAGE, facets.languages, texts.language_name)
        + _select("source", texts.SOURCE, facets.sources, str)
        + dates
    )
    return _group(texts.WHERE, f'<div class="fn-filters">{listed}</div>' if listed else "")


def _dates() -> str:
    return "".join(
        f'<label><span>{label}</span><input type="date" name="{name}"></label>'
        for name, label in (("since", texts.SINCE), ("until", texts.UNTIL))
    )


def _select(name: str, label: str, values: Mapping[str, int], said: Callable[[str], str]) -> str:
    if len(values) < 2:
        return ""
    options = "".join(
        f'<option value="{escaped(value)}">{escaped(texts.option(said(value), number))}</option>'
        for value, number in values.items()
    )
    return (
        f'<label><span>{label}</span><select name="{name}"><option value="">{texts.ANY}</option>'
        f"{options}</select></label>"
    )


def _group(legend: str, inner: str) -> str:
    return f"<fieldset><legend>{legend}</legend>{inner}</fieldset>" if inner else ""


def _work(fetching: Fetching) -> str:
    if fetching.is_running():
        known = f' max="{fetching.total}" value="{fetching.done}"' if fetching.total else ""
        return (
            f'<div class="fn-job"><p>{texts.fetching(fetching.done, fetching.total)}</p>'
            f'<progress aria-label="{texts.WORKING}"{known}></progress>'
            f'<button type="button" class="fn-plain" data-cancel="true">{texts.STOP}</button></div>'
        )
    return f"<p>{escaped(texts.sentence(fetching.problem))}</p>" if fetching.problem else ""

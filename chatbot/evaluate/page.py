"""An evaluation -> one HTML page that needs nothing else: no script, no font, no picture from outside.

Everything that comes from a file goes through ``_text``, and the page's own policy lets a
browser load nothing.
"""

from collections.abc import Iterator
from html import escape
from importlib import resources

from chatbot.evaluate import charts
from chatbot.evaluate.labels import FIGURES, PARTS, STAGES
from chatbot.evaluate.refusal import Curves, curves
from chatbot.evaluate.report import interval, seconds, shown, summary
from chatbot.evaluate.speed import EMBEDDING
from chatbot.evaluate.types import Asked, Evaluation, Figure, span_of
from chatbot.evaluate.worst import Group, groups
from chatbot.types import Citation, Evidence
from index.text import fold, normalise

SHOWN = 6
"""Sentences of evidence that a case shows."""

COSTS = (0.05, 0.10, 0.20)
"""Shares of answerable questions refused, whose thresholds are offered."""

_HEADLINES = (
    ("retrieval", "hit@1"),
    ("evidence", "gold@3"),
    ("refusal", "answered"),
    ("refusal", "refused"),
    ("citations", "valid"),
    ("followups", "share_of_gain"),
    ("verdicts", "balanced_accuracy"),
)
_CARDS = {
    ("evidence", "gold@3"): "a gold sentence among the first 3",
    ("citations", "valid"): "quotes exact, letter for letter",
    ("retrieval", "hit@1"): "a right article first",
    ("followups", "share_of_gain"): "of what a person's rewording gains on follow-ups",
    ("verdicts", "balanced_accuracy"): "claims judged rightly (balanced accuracy)",
}


def page(found: Evaluation) -> str:
    """Return the whole page."""
    style = resources.files("chatbot.evaluate").joinpath("page.css").read_text("utf-8")
    told = curves(found.asked)
    body = "".join(
        [
            _head(found),
            _cards(found),
            _plots(found, told),
            _table(found),
            _worst(found),
            _problems(found),
        ]
    )
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="color-scheme" content="light dark">'
        '<meta http-equiv="Content-Security-Policy" '
        "content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        f"<title>How well Footnote answers</title><style>{style}</style></head>"
        f"<body><main>{body}</main></body></html>\n"
    )


def _head(found: Evaluation) -> str:
    lines = list(summary(found.about))
    partial = f'<p class="warning">{_text(lines.pop(0))}</p>' if found.about.partial else ""
    return (
        f"<header><h1>How well Footnote answers</h1>{partial}"
        + "".join(f"<p>{_text(line)}</p>" for line in lines)
        + f'<p class="soft">{_text(found.about.moment)}, '
        f"embedding model {_text(found.about.model)}</p></header>"
    )


def _cards(found: Evaluation) -> str:
    cards = [
        f"<li><b>{_percent(figure.value)}</b><span>{_CARDS.get((part, name), FIGURES[part, name])}</span>"
        f"<small>{_percent(figure.low)} to {_percent(figure.high)}, of {figure.count:,}</small></li>"
        for part, name in _HEADLINES
        if (figure := found.parts.get(part, {}).get(name))
    ]
    return f'<ul class="cards">{"".join(cards)}</ul>' if cards else ""


def _plots(found: Evaluation, told: Curves | None) -> str:
    plots = []
    if told:
        plots += [
            charts.costs(told, found.about.threshold),
            charts.precision_recall(told, found.about.threshold),
            charts.reliability(told),
        ]
    if found.latency:
        rows = [(STAGES.get(stage, stage), each) for stage, each in found.latency.items()]
        plots.append(charts.times(rows, _tick))
    thresholds = _thresholds(told, found.about.threshold) if told else ""
    return f'<section class="plots">{"".join(plots)}</section>{thresholds}' if plots else ""


def _thresholds(told: Curves, threshold: float) -> str:
    rows = []
    for cost in COSTS:
        most = max(
            (each for each in told.points if each.false_refused <= cost), key=lambda each: each.threshold
        )
        rows.append(
            f"<tr><td>at most {cost:.0%}</td><td>{most.right_refused:.0%}</td>"
            f"<td class=number>{most.threshold:.3f}</td></tr>"
        )
    return (
        "<section><h2>Choosing a threshold</h2><p>Footnote refuses below a confidence of "
        f"{threshold:.3f}. On these questions another threshold would give:</p>"
        '<div class="wide"><table><thead><tr><th>answerable refused</th><th>unanswerable refused</th>'
        f"<th><code>FOOTNOTE_THRESHOLD</code></th></tr></thead><tbody>{''.join(rows)}</tbody></table></div>"
        f'<p class="soft">The mean squared error of confidence (Brier score) is {told.brier:.3f}; '
        "0 is perfect, .25 is what “50%” to every question gives. A threshold chosen on few questions "
        "carries over badly: look at the intervals.</p></section>"
    )


def _table(found: Evaluation) -> str:
    sections = "".join(_part(part, figures) for part, figures in _rows(found))
    return f"<section><h2>All figures</h2>{sections}{_times(found)}</section>"


def _rows(found: Evaluation) -> Iterator[tuple[str, list[tuple[str, Figure]]]]:
    for part, figures in found.parts.items():
        yield part, list(figures.items())


def _part(part: str, figures: list[tuple[str, Figure]]) -> str:
    rows = "".join(
        f"<tr><td>{FIGURES[part, name]} <code>{name}</code></td><td class=number>{shown(figure.value)}</td>"
        f"<td>{charts.span(figure)}</td><td class=number>{interval(figure)}</td>"
        f"<td class=number>{figure.count:,}</td></tr>"
        for name, figure in figures
    )
    return (
        f'<h3>{PARTS[part]}</h3><div class="wide"><table class="figures"><thead><tr><th>figure</th>'
        f"<th class=number>value</th><th>0 to 1</th><th class=number>95% interval</th>"
        f"<th class=number>of</th></tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _times(found: Evaluation) -> str:
    if not found.latency:
        return ""
    unit = found.latency[EMBEDDING].p50
    rows = "".join(
        f"<tr><td>{_text(STAGES.get(stage, stage))}</td><td class=number>{seconds(each.p50)}</td>"
        f"<td class=number>{seconds(each.p95)}</td><td class=number>{each.p50 / unit:.1f}</td>"
        f"<td class=number>{each.p95 / unit:.1f}</td></tr>"
        for stage, each in found.latency.items()
    )
    return (
        '<h3>Time</h3><div class="wide"><table><thead><tr><th>stage</th><th class=number>p50</th>'
        "<th class=number>p95</th><th class=number>p50 ×</th><th class=number>p95 ×</th></tr></thead>"
        f'<tbody>{rows}</tbody></table></div><p class="soft">× is one embedding of a question, the median '
        "of this run: it says more than seconds do on a machine that is busy.</p>"
    )


def _worst(found: Evaluation) -> str:
    cases = "".join(_group(each) for each in groups(found.asked))
    return f"<section><h2>Worst cases</h2>{cases}</section>" if cases else ""


def _group(group: Group) -> str:
    of = (
        f"the worst {len(group.worst)} of {group.number}" if group.number > len(group.worst) else group.number
    )
    return f"<h3>{group.title} <small>({of})</small></h3><p class=soft>{group.hint}</p>" + "".join(
        map(_case, group.worst)
    )


def _case(asked: Asked) -> str:
    question, reply = asked.question, asked.reply
    history = "".join(f"<li>{_text(turn.content)}</li>" for turn in question.history)
    facts = [
        ("before", f"<ol>{history}</ol>" if history else ""),
        ("asked as", _text(reply.standalone_question) if reply.standalone_question != reply.question else ""),
        ("should be", " · ".join(map(_text, question.answers)) if question.answers else ""),
        ("gold", "".join(f"<q>{_text(gold.quote)}</q>" for gold in question.gold if gold.quote)),
        ("answer", _text(reply.text)),
        ("evidence", _evidence(asked)),
    ]
    told = "".join(f"<dt>{name}</dt><dd>{value}</dd>" for name, value in facts if value)
    return (
        f"<details><summary>{_text(question.question)} "
        f"<small>{_text(question.id)}, confidence {reply.confidence:.2f}</small></summary>"
        f"<dl>{told}</dl></details>"
    )


def _evidence(asked: Asked) -> str:
    rows = "".join(_sentence(asked, found) for found in asked.reply.evidence[:SHOWN])
    return f'<ol class="evidence">{rows}</ol>' if rows else ""


def _sentence(asked: Asked, found: Evidence) -> str:
    cited = [span_of(citation) for claim in asked.reply.claims for citation in claim.citations]
    marks = [
        *(["gold"] if asked.target.met_by(span_of(found)) else []),
        *(["cited"] if any(span_of(found).meets(each) for each in cited) else []),
    ]
    citation = Citation.of(found)
    told = "".join(f'<b class="{mark}">{mark}</b> ' for mark in marks)
    date = f", {_text(citation.published)}" if citation.published else ""
    return (
        f"<li>{told}{_text(found.sentence.text)}<small>{_text(citation.title)}{date}, characters "
        f"{citation.start:,}–{citation.end:,}, score {found.score:.2f}</small></li>"
    )


def _problems(found: Evaluation) -> str:
    if not found.problems:
        return ""
    rows = "".join(f"<li>{_text(str(each))}</li>" for each in found.problems)
    return (
        f"<section><details><summary>{len(found.problems):,} lines or files that were left out, "
        f"in whole or in part</summary><ul>{rows}</ul></details></section>"
    )


def _text(text: str | None) -> str:
    """Return foreign text so that it stands literally, in a direction of its own."""
    return f'<bdi dir="auto">{escape(fold(normalise(text or "")))}</bdi>'


def _percent(value: float) -> str:
    return (
        "100%" if value == 1 else f"{min(value, 0.999):.0%}" if value < 0.985 else f"{min(value, 0.999):.1%}"
    )


def _tick(value: float) -> str:
    return f"{value * 1000:g} ms" if value < 1 else f"{value:g} s"

"""An evaluation -> JSON, Markdown and the short table on the terminal."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict

from chatbot.evaluate.labels import FIGURES, PARTS, STAGES
from chatbot.evaluate.speed import EMBEDDING
from chatbot.evaluate.types import About, Asked, Evaluation, Figure, span_of

Json = Mapping[str, object]


def to_json(found: Evaluation) -> dict[str, object]:
    """Return the parts by name, ``intervals`` and ``counts`` beside them, what was run, what was wrong."""
    parts: dict[str, object] = {
        part: {name: round(figure.value, 4) for name, figure in figures.items()}
        for part, figures in found.parts.items()
    }
    counts: dict[str, object] = {
        part: {name: figure.count for name, figure in figures.items()}
        for part, figures in found.parts.items()
    }
    if found.latency:
        parts["latency"] = _latency_json(found)
        counts["latency"] = {stage: each.count for stage, each in found.latency.items()}
    return {
        **parts,
        "intervals": {
            part: {name: [round(figure.low, 4), round(figure.high, 4)] for name, figure in figures.items()}
            for part, figures in found.parts.items()
        },
        "counts": counts,
        "about": {**asdict(found.about), "writers": dict(found.about.writers)},
        "problems": [asdict(each) for each in found.problems],
    }


def full_json(found: Evaluation) -> dict[str, object]:
    """Return ``to_json`` and, under ``questions`` and ``claims``, every single outcome."""
    return {
        **to_json(found),
        "questions": [_asked_json(each) for each in found.asked],
        "claims": [
            {
                "id": each.line.id,
                "set": each.set,
                "label": each.line.label,
                "verdict": each.verdict.value,
            }
            for each in found.checked
        ],
    }


def table(found: Evaluation) -> str:
    """Return the figures with their intervals as aligned lines."""
    lines = [*summary(found.about), ""]
    for part, figures in found.parts.items():
        for number, (name, figure) in enumerate(figures.items()):
            head = part if number == 0 else ""
            lines.append(
                f"{head:<10} {name:<22} {shown(figure.value)}  {interval(figure):<12} of {figure.count:,}"
            )
    if found.latency:
        unit = found.latency[EMBEDDING].p50
        for number, (stage, each) in enumerate(found.latency.items()):
            head = "latency" if number == 0 else ""
            lines.append(
                f"{head:<10} {stage:<22} p50 {seconds(each.p50)} ({each.p50 / unit:.1f}×)   "
                f"p95 {seconds(each.p95)} ({each.p95 / unit:.1f}×)"
            )
        lines.append("           × is one embedding of a question, the median of this run")
    return "\n".join(lines)


def markdown(found: Evaluation) -> str:
    """Return the figures as a Markdown page; names from files are code, which renders as itself."""
    lines = [
        "# How well Footnote answers",
        "",
        *(f"{line}  " for line in map(_code_safe, summary(found.about))),
    ]
    for part, figures in found.parts.items():
        lines += ["", f"## {PARTS[part]}", "", "| figure | value | 95% interval | of |", "|---|---|---|---|"]
        lines += [
            f"| {FIGURES[part, name]} (`{name}`) | {shown(figure.value)} | {interval(figure)} "
            f"| {figure.count:,} |"
            for name, figure in figures.items()
        ]
    if found.latency:
        unit = found.latency[EMBEDDING].p50
        lines += [
            "",
            "## Time",
            "",
            "× is one embedding of a question, the median of this run.",
            "",
            "| stage | p50 | p95 | p50 × | p95 × |",
            "|---|---|---|---|---|",
        ]
        lines += [
            f"| {STAGES.get(stage, stage)} | {seconds(each.p50)} | {seconds(each.p95)} "
            f"| {each.p50 / unit:.1f} | {each.p95 / unit:.1f} |"
            for stage, each in found.latency.items()
        ]
    if found.problems:
        lines += ["", "## Left out", "", *(f"- {_code_safe(str(each))}" for each in found.problems)]
    return "\n".join(lines) + "\n"


def summary(about: About) -> Iterator[str]:
    """Yield what was evaluated, a line each."""
    if about.partial:
        yield "PARTIAL: stopped before the end; the figures are of what was done so far"
    if about.questions:
        yield (
            f"{about.asked:,} of {about.questions:,} questions asked of {about.articles:,} articles "
            f"({about.passages:,} passages) from {about.articles_from}"
        )
        others = {name: number for name, number in about.writers.items() if name != about.writer}
        instead = "".join(f"; {number} by {name} in its place" for name, number in others.items())
        yield f"answers by {about.writer}{instead}; refused below a confidence of {about.threshold:.3f}"
    if about.claims:
        yield f"{about.checked:,} of {about.claims:,} claims checked"
    if about.unchecked:
        yield f"{about.unchecked:,} of the questions are drafts that no person has checked"


def shown(value: float) -> str:
    """Return a share or a score with three digits: ``.965``, ``1.000``."""
    return f"{value:.3f}".removeprefix("0") if value >= 0 else f"-{shown(-value)}"


def interval(figure: Figure) -> str:
    """Return the interval of a figure: ``.93–.98``."""
    return re.sub(r"\b0\.", ".", f"{figure.low:.2f}–{figure.high:.2f}")


def seconds(value: float) -> str:
    """Return a time with a fitting unit: ``7.3 ms``, ``1.25 s``."""
    return f"{value * 1000:.1f} ms" if value < 0.1 else f"{value:.2f} s"


def _latency_json(found: Evaluation) -> dict[str, dict[str, float]]:
    unit = found.latency[EMBEDDING].p50
    return {
        stage: {
            "p50": round(each.p50, 5),
            "p95": round(each.p95, 5),
            "p50_embeddings": round(each.p50 / unit, 2),
            "p95_embeddings": round(each.p95 / unit, 2),
        }
        for stage, each in found.latency.items()
    }


def _asked_json(asked: Asked) -> Json:
    gold = [found.rank for found in asked.reply.evidence if asked.target.met_by(span_of(found))]
    return {
        "id": asked.question.id,
        "kind": asked.question.kind,
        "answerable": asked.question.answerable,
        "gold_articles": list(asked.target.articles),
        "ranking": list(asked.ranking[:10]),
        "gold_ranks": gold,
        "exact": list(asked.exact),
        "embedding": round(asked.embedding, 5),
        "reply": asked.reply.to_json(),
    }


def _code_safe(text: str) -> str:
    """Return ``text`` as a Markdown code span that nothing in it can end."""
    text = re.sub(r"\s+", " ", text)
    fence = "`" * (1 + max((len(run) for run in re.findall("`+", text)), default=0))
    return f"{fence} {text} {fence}" if "`" in text else f"`{text}`"

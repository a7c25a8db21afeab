"""All benchmarks, each in a process of its own, their figures as JSON and as one plot.

    python tests/bench/every.py [--folder build/bench] [PART …]

Ratios are of figures of one run, so a part that is repeated alone is as good as all. What a
part printed before is kept until it is run again.
"""

import argparse
import json
import subprocess
import sys
from collections.abc import Mapping
from html import escape
from pathlib import Path
from typing import Any

PARTS = ("embedding", "indexing", "retrieval", "scale", "comparison")
HERE = Path(__file__).parent
WIDTH, ROW = 640, 26


def main() -> None:
    """Run the parts named, all by default; write figures.json and ratios.svg."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, default=HERE.parents[1] / "build" / "bench")
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"one of {', '.join(PARTS)}")
    given = parser.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    kept = given.folder / "figures.json"
    figures: dict[str, Any] = json.loads(kept.read_text("utf-8")) if kept.is_file() else {}
    for part in given.parts or PARTS:
        print(f"{part} …", flush=True)
        done = subprocess.run([sys.executable, HERE / f"{part}.py"], stdout=subprocess.PIPE, check=True)
        figures[part] = json.loads(done.stdout)
        kept.write_text(json.dumps(figures, indent=1) + "\n", "utf-8")
        (given.folder / "ratios.svg").write_text(plot(against_bars(figures)), "utf-8")
        print(json.dumps(figures[part], indent=1), flush=True)


def against_bars(figures: Mapping[str, Any]) -> list[tuple[str, float]]:
    """Return each figure over its bar, so that 1 is the bar; what should be large is turned round."""
    found = []
    for name in ("torch", "openvino"):
        if name in figures.get("embedding", {}):
            found.append((f"embedding, {name}", 1.5 / figures["embedding"][name]["times_as_fast"]))
    if indexing := figures.get("indexing"):
        found += [
            ("beside embedding", indexing["beside_embedding"] / 0.10),
            ("first answer by terms", indexing["first_answer_by_terms"] / 0.05),
            ("second run", indexing["second_run"] / 0.01),
        ]
    if retrieval := figures.get("retrieval"):
        found += [(f"evidence, reranker {name}", retrieval[name]["p95"] / 3) for name in ("none", "footnote")]
    if scale := figures.get("scale"):
        found += [
            ("retrieval, largest library", (scale["retrieval_p95_largest_over_smallest"] or 0) / 4),
            ("server's memory", scale["server"]["less_models_mib"] / 600),
            ("server's start", scale["server"]["over_20_passages"] / 1.5),
        ]
    for name, measures in figures.get("comparison", {}).items():
        if isinstance(measures, dict):
            found += [
                (f"{key} of {name}", 1 / ratio) for key, ratio in measures.get("over_footnote", {}).items()
            ]
    return found


def plot(rows: list[tuple[str, float]]) -> str:
    """Return an SVG of bars; what ends left of the upright line, at 1, is met."""
    longest = max([1.0, *(min(value, 4.0) for _, value in rows)])
    scale = (WIDTH - 330) / longest
    drawn = []
    for number, (name, value) in enumerate(rows):
        top = 34 + number * ROW
        colour = "#2e7d32" if value <= 1 else "#c62828"
        drawn.append(
            f'<text x="250" y="{top + 13}" text-anchor="end">{escape(name)}</text>'
            f'<rect x="260" y="{top}" width="{min(value, 4.0) * scale:.1f}" height="17" fill="{colour}"/>'
            f'<text x="{266 + min(value, 4.0) * scale:.1f}" y="{top + 13}">{value:.2f}</text>'
        )
    height = 44 + len(rows) * ROW
    bar = 260 + scale
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img" '
        f'font-family="sans-serif" font-size="12"><title>Figures over their bars</title>'
        f'<rect width="{WIDTH}" height="{height}" fill="#fff"/>'
        f'<text x="{bar:.1f}" y="18" text-anchor="middle">bar</text>{"".join(drawn)}'
        f'<path d="M{bar:.1f} 24V{height - 6}" stroke="#000" stroke-dasharray="4 3"/></svg>\n'
    )


if __name__ == "__main__":
    main()

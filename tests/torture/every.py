"""All torture, each part in a process of its own; one summary as JSON, and whether all held.

    python tests/torture/every.py [--folder build/torture] [--seed 0] [PART …]

A part that is run again replaces what the summary told of it. The exit status is 0 if all parts
that were run now held.
"""

import argparse
import json
import subprocess
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

PARTS: Mapping[str, tuple[str, ...]] = {
    "fuzz": ("--files", "1000"),
    "asking": (),
    "kills": ("--kills", "300"),
}
HERE = Path(__file__).parent


def main() -> None:
    """Run the parts named, all by default; write summary.json after each."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--folder", type=Path, default=HERE.parents[1] / "build" / "torture")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"one of {', '.join(PARTS)}")
    given = parser.parse_args()
    if unknown := set(given.parts) - PARTS.keys():
        parser.error(f"no such part: {', '.join(sorted(unknown))}")
    given.folder.mkdir(parents=True, exist_ok=True)
    kept = given.folder / "summary.json"
    summary: dict[str, Any] = json.loads(kept.read_text("utf-8")) if kept.is_file() else {}
    held = []
    for part in given.parts or PARTS:
        print(f"{part} …", flush=True)
        summary[part] = told(part, given.seed)
        kept.write_text(json.dumps(summary, indent=1) + "\n", "utf-8")
        print(json.dumps(summary[part], indent=1), flush=True)
        held.append(summary[part]["ok"])
    print(f"{'all held' if all(held) else 'NOT all held'}: {kept}")
    sys.exit(not all(held))


def told(part: str, seed: int) -> dict[str, Any]:
    """Run a part and return its figures, whether it held, and what was tried when; one that crashed did not hold."""
    command = [sys.executable, str(HERE / f"{part}.py"), *PARTS[part], "--seed", str(seed)]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=False)
    try:
        figures = json.loads(done.stdout)
    except ValueError:
        figures = None
    return {
        "ok": done.returncode == 0 and figures is not None,
        "seed": seed,
        "commit": _commit(),
        "date": datetime.now(UTC).isoformat(timespec="seconds"),
        "figures": figures,
    }


def _commit() -> str:
    """Return the commit, marked if the tree has changes; empty outside a repository."""
    try:
        command = ["git", "-C", str(HERE), "describe", "--always", "--dirty", "--abbrev=12", "--match="]
        return subprocess.run(command, capture_output=True, check=False, text=True).stdout.strip()
    except OSError:
        return ""


if __name__ == "__main__":
    main()

"""Index files that are broken in every way, among good neighbours; each must be told, none may be lost.

    python tests/torture/fuzz.py [--files 1000] [--seed 0]

A whole file of every format is broken by seeded faults (``breaking``). Each must have an outcome, a
file that fails or is skipped a reason that is no defect of Footnote; the neighbours must be indexed
and found, and no reading process or temporary file be left. Prints JSON; the exit status tells whether
all held.
"""

import argparse
import json
import os
import random
import sys
import tempfile
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "support"))
sys.path.insert(0, str(Path(__file__).parent))

from breaking import broken
from hash_embedder import HashEmbedder
from wholesome import neighbours, wholesome

from index.library import Library
from index.report import FileOutcome, Outcome
from index.settings import IndexSettings

_OURS = ("an error in Footnote", "Traceback")
_NEIGHBOURS = 5


def run(folder: Path, files: int, seed: int) -> dict[str, object]:
    """Break and index so many files in ``folder``, and return what was seen."""
    articles, temporary = folder / "articles", folder / "tmp"
    articles.mkdir()
    temporary.mkdir()
    write_broken(articles, files, random.Random(seed))
    good = neighbours(articles, _NEIGHBOURS)
    before, tempfile.tempdir = tempfile.tempdir, str(temporary)
    try:
        with Library(IndexSettings.read(data=folder / "data", catalog_url=""), HashEmbedder()) as library:
            told = {each.path: each for each in library.sync([articles]).files}
            unfound = [path.name for number, path in enumerate(good) if not _found(library, number)]
    finally:
        tempfile.tempdir = before
    untold = [path.name for path in articles.iterdir() if str(path) not in told]
    problems = [f"{each}: no outcome" for each in untold]
    problems += [f"{Path(each.path).name}: {each.reason!r}" for each in told.values() if _is_wrong(each)]
    problems += [f"{each}: not found" for each in unfound]
    problems += [f"{each.name}: left over" for each in temporary.iterdir()]
    problems += [f"process {each}: left over" for each in _readers()]
    return {
        "files": files,
        "outcomes": Counter(str(each.outcome) for each in told.values()),
        "problems": problems,
    }


def write_broken(articles: Path, files: int, chance: random.Random) -> None:
    """Write so many broken files, of each format in turn; always the same ones for a seed."""
    whole = wholesome()
    for number in range(files):
        name = list(whole)[number % len(whole)]
        data = broken(whole[name], list(whole.values()), chance)
        (articles / f"broken-{number:06}{Path(name).suffix}").write_bytes(data)


def _is_wrong(told: FileOutcome) -> bool:
    unread = told.outcome in (Outcome.FAILED, Outcome.SKIPPED)
    return unread and (not told.reason or any(each in told.reason for each in _OURS))


def _found(library: Library, number: int) -> bool:
    hits = library.search(f"Who was the keeper Ostrava{number} of the lighthouse of Quell?").hits
    return any(f"Ostrava{number} " in hit.passage.text for hit in hits)


def _readers() -> list[int]:
    """Return the reading processes that are children of this one; none where there is no proc(5)."""
    found = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(status.read_text("utf-8").rpartition(")")[2].split()[1])
            command = (status.parent / "cmdline").read_bytes()
        except OSError:
            continue
        if parent == os.getpid() and b"index.indexing.worker" in command:
            found.append(int(status.parent.name))
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--files", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        found = run(Path(folder), given.files, given.seed)
    print(json.dumps(found, indent=1))
    sys.exit(bool(found["problems"]))


if __name__ == "__main__":
    main()

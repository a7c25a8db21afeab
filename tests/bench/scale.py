"""What grows with the library: retrieval, the server's memory, its start.

    python tests/bench/scale.py [--sizes 10000 1000000] [--server 100000]

Passages have made vectors and real terms. The server is ``footnote serve`` in a process of its
own; the models' memory is what a bare process grows by when it loads them. Prints JSON.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import httpx
import numpy as np
from corpus import library_of, questions

ROOT = Path(__file__).parents[2]
_MODELS = """
from pathlib import Path
import numpy, tokenizers
from chatbot.reranker import PassageReranker, supporter
from index.embedding import LocalEmbedder
from index.encoders import bert
from index.settings import DEFAULT_MODEL
bert.is_installed() and bert._openvino()
def resident():
    words = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmRSS"))
    return int(words.split()[1]) / 1024
before = resident()
held = [LocalEmbedder(DEFAULT_MODEL), PassageReranker(), supporter()]
held[0].query("loaded")
for reader in held[1:]:
    reader.support([("loaded", "loaded")])
print(resident() - before)
"""


def main() -> None:
    """Build each library, ask, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="*", default=[10_000, 1_000_000])
    parser.add_argument("--server", type=int, default=100_000)
    given = parser.parse_args()
    print(json.dumps(measured(given.sizes, given.server), indent=1))


def measured(sizes: list[int], server: int) -> dict[str, Any]:
    """Return retrieval's times by size, and what a server of ``server`` passages takes."""
    asked = {}
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder, library_of(size, Path(folder)) as library:
            asked[size] = retrieval(library)
    least, full = served(20), served(server)
    return {
        "retrieval_ms": asked,
        "retrieval_p95_largest_over_smallest": round(asked[sizes[-1]]["p95"] / asked[sizes[0]]["p95"], 2)
        if len(sizes) > 1
        else None,
        "server": {
            "passages": server,
            "start_to_first_answer_seconds": full["seconds"],
            "over_20_passages": round(full["seconds"] / least["seconds"], 2),
            "memory_mib": full["memory_mib"],
            "less_models_mib": round(full["memory_mib"] - models_memory()),
        },
    }


def retrieval(library: Any) -> dict[str, float]:
    """Return p50 and p95 of a search in milliseconds, the question's embedding left out."""
    from index.search.hits import Query

    queries = [Query.of(each, library.embedder.query(each)) for each in questions()]
    taken = []
    for turn in range(4):
        for query in queries:
            start = time.perf_counter()
            library.search_for(query)
            if turn:
                taken.append((time.perf_counter() - start) * 1000)
    return {
        "passages": library.status().counts.passages,
        "p50": round(float(np.quantile(taken, 0.5)), 2),
        "p95": round(float(np.quantile(taken, 0.95)), 2),
    }


def served(passages: int) -> dict[str, float]:
    """Return the seconds from a server's start to its first answer, and its memory after 50."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        library_of(passages, folder).close()
        port = _free_port()
        command = [sys.executable, "-c", "from chatbot.cli import main; main()", "serve", "--port", str(port)]
        environment = {
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "FOOTNOTE_DATA": str(folder / "index"),
            "FOOTNOTE_WRITER": "quote",
        }
        start = time.perf_counter()
        process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
        try:
            with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=120) as client:
                first = _first(client) - start
                for question in questions()[:50]:
                    client.post("/api/ask", json={"question": question})
            lines = Path(f"/proc/{process.pid}/status").read_text("utf-8").splitlines()
            resident = next(line for line in lines if line.startswith("VmRSS"))
        finally:
            process.terminate()
            process.wait(30)
    return {"seconds": round(first, 2), "memory_mib": round(int(resident.split()[1]) / 1024)}


def models_memory() -> float:
    """Return the MiB that a process grows by when it loads the models, their libraries loaded before."""
    done = subprocess.run(
        [sys.executable, "-c", _MODELS],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    return float(done.stdout)


def _first(client: httpx.Client) -> float:
    """Wait until a question is answered; return the moment."""
    while True:
        try:
            if client.post("/api/ask", json={"question": questions()[0]}).is_success:
                return time.perf_counter()
        except httpx.TransportError:
            pass
        time.sleep(0.05)


def _free_port() -> int:
    import socket

    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
    return port


if __name__ == "__main__":
    main()

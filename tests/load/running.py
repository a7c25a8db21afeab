"""The servers of a load: the writer and ``footnote serve``, each a process of its own on the loopback."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

ROOT = Path(__file__).parents[2]
FOOTNOTE = "from chatbot.cli import main; main()"
_PATIENCE = 120.0


@dataclass(frozen=True, slots=True)
class Running:
    """Where ``footnote serve`` answers, where its writer does, and the server's process."""

    address: str
    writer: str
    process: int

    def processor(self) -> float:
        """Return the seconds of processor time that the server's process has taken."""
        fields = Path(f"/proc/{self.process}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def memory(self) -> int:
        """Return the bytes of memory that the server's process holds now."""
        pages = int(Path(f"/proc/{self.process}/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE")


def free_port() -> int:
    """Return a port of the loopback that nobody has just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(folder: Path, articles: Path, writer_name: str, tokens: int) -> Iterator[Running]:
    """Index ``articles`` below ``folder`` and serve them; ``openai:scripted`` writes answers of ``tokens`` tokens."""
    writer, port = free_port(), free_port()
    environment = {
        **os.environ,
        "PYTHONPATH": f"{ROOT}{os.pathsep}{os.environ.get('PYTHONPATH', '')}",
        "HF_HUB_OFFLINE": "1",
        "FOOTNOTE_DATA": str(folder / "data"),
        "FOOTNOTE_THRESHOLD": "0",  # every question is answered, so that every one is written
        "FOOTNOTE_REWRITE": "false",  # the writer is asked once for each question
        "FOOTNOTE_WRITER": writer_name,
        "FOOTNOTE_WRITER_BASE_URL": f"http://127.0.0.1:{writer}/v1",
    }
    with (folder / "log.txt").open("w") as log:
        started = [
            subprocess.Popen(
                [sys.executable, Path(__file__).with_name("writer.py"), str(writer), str(tokens)],
                stderr=log,
            ),
            subprocess.Popen(
                [sys.executable, "-c", FOOTNOTE, "serve", "--port", str(port), "--index", str(articles)],
                env=environment,
                cwd=folder,
                stdout=log,
                stderr=log,
            ),
        ]
        try:
            found = Running(f"http://127.0.0.1:{port}/", f"http://127.0.0.1:{writer}/", started[1].pid)
            _wait(f"{found.writer}streams")
            _wait(f"{found.address}metrics", 'footnote_jobs{state="done"} 1.0')
            yield found
        finally:
            for process in started:
                process.terminate()
            for process in started:
                process.wait(30)


def _wait(address: str, text: str = "") -> None:
    end = time.monotonic() + _PATIENCE
    while True:
        try:
            answered = httpx.get(address, timeout=5)
            if answered.status_code == 200 and text in answered.text:
                return
        except httpx.HTTPError:
            pass
        if time.monotonic() > end:
            raise TimeoutError(f"{address} did not answer with {text!r} within {_PATIENCE:g} s")
        time.sleep(0.2)

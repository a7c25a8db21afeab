"""Servers of other people that tests start for themselves: Postgres and Chroma, on the loopback."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import suppress
from pathlib import Path

POSTGRES = next(iter(sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)), None) or (
    Path(found).parent if (found := shutil.which("initdb")) else None
)
"""Where initdb and pg_ctl are; ``None`` where Postgres is not installed."""

CHROMA = Path(sys.executable).parent / "chroma"
_PATIENCE = 30.0


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Postgres:
    """A private cluster; root hands it to the user postgres, since the server refuses root."""

    def __init__(self, folder: Path) -> None:
        assert POSTGRES
        self._bin, self._folder = POSTGRES, folder
        folder.mkdir(mode=0o700)
        if os.geteuid() == 0:
            shutil.chown(folder, "postgres")
        self._port = free_port()
        self._run(
            "initdb", "--encoding=UTF8", "--locale=C", "--auth=trust", "--username=footnote", "--no-sync"
        )
        self.start()

    def _run(self, command: str, *given: str) -> None:
        as_user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        subprocess.run(
            [*as_user, self._bin / command, "-D", self._folder / "cluster", *given],
            check=True, stdout=subprocess.DEVNULL, stderr=subprocess.STDOUT, cwd=self._folder, timeout=60,
        )  # fmt: skip

    def start(self) -> None:
        options = f"-p {self._port} -h 127.0.0.1 -k '' -c fsync=off"
        self._run("pg_ctl", "start", "--wait", "-o", options, "-l", str(self._folder / "log"))

    def stop(self) -> None:
        self._run("pg_ctl", "stop", "--wait", "-m", "immediate")

    def database(self, name: str, encoding: str = "UTF8") -> str:
        """Make a database and return its URL."""
        import psycopg

        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            locale = "C.UTF-8" if encoding == "UTF8" else "C"
            connection.execute(
                f"CREATE DATABASE {name} ENCODING '{encoding}' LOCALE '{locale}' TEMPLATE template0"  # type: ignore[arg-type]
            )
        return self.url(name)

    def url(self, database: str) -> str:
        return f"postgresql://footnote@127.0.0.1:{self._port}/{database}"


class Chroma:
    """``chroma run`` on a folder that outlives it."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, free_port()
        self._process: subprocess.Popen[bytes] | None = None
        self.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        self.folder.mkdir(exist_ok=True)
        self._process = subprocess.Popen(
            [CHROMA, "run", "--path", str(self.folder), "--host", "127.0.0.1", "--port", str(self.port)],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        end = time.monotonic() + _PATIENCE
        while time.monotonic() < end:
            with suppress(OSError):
                urllib.request.urlopen(f"{self.url}/api/v2/heartbeat", timeout=2).close()
                return
            time.sleep(0.05)
        raise TimeoutError("chroma run did not answer")

    def kill(self) -> None:
        if self._process:
            self._process.kill()
            self._process.wait()
            self._process = None

"""As the container runs it: everything read-only but /data and /tmp, and the variables of the Dockerfile.

Docker is not here. A mount namespace in which the root is mounted again, read-only, is what it would make.
"""

import json
import os
import re
import signal
import socket
import subprocess
import time
from pathlib import Path

import httpx
import pytest
from installation import ROOT, Installed

UNSHARE = ["unshare", "--mount", *([] if os.geteuid() == 0 else ["--user", "--map-root-user"])]
READ_ONLY = """
set -e
mount --make-rprivate /
for kept in "$DATA" "$TMPDIR"; do mount --bind "$kept" "$kept"; done
mount -o remount,ro,bind /
if touch "$FORBIDDEN" 2>/dev/null; then echo "the root can be written" >&2; exit 1; fi
exec "$@"
"""


def can_unshare() -> bool:
    script = "mount --make-rprivate / && mount -o remount,ro,bind /"
    return subprocess.run([*UNSHARE, "sh", "-c", script], capture_output=True, check=False).returncode == 0


@pytest.fixture
def contained(installed: Installed, tmp_path: Path):
    """Give a function that starts a command as in the container, with /data and /tmp below ``tmp_path``."""
    if not can_unshare():
        pytest.skip("no mount namespace can be made here, so nothing can be made read-only")
    data, passing = tmp_path / "data", tmp_path / "tmp"
    data.mkdir()
    passing.mkdir()
    block = re.search(r"^ENV ((?:.*\\\n)*.*)$", (ROOT / "Dockerfile").read_text(), re.M)
    assert block
    named = dict(re.findall(r"(\w+)=(\S+)", block[1]))
    within = {name: value.replace("/data", str(data)) for name, value in named.items()}
    environment = installed.environment(
        **within, DATA=str(data), TMPDIR=str(passing), FORBIDDEN=str(tmp_path / "forbidden")
    )

    def start(*command: str, **more: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [*UNSHARE, "sh", "-c", READ_ONLY, "sh", str(installed.binaries / "footnote"), *command],
            cwd="/",
            env={**environment, **more},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    return start


def test_it_indexes_answers_and_serves_on_a_read_only_root(contained, articles: Path):
    indexing = contained("index", str(articles))
    _, problems = indexing.communicate(timeout=180)
    assert indexing.returncode == 0, problems
    asking = contained("ask", "When did Sweden join NATO?", "--json")
    reply, problems = asking.communicate(timeout=180)
    assert asking.returncode == 0, problems
    assert json.loads(reply)["claims"][0]["citations"][0]["quote"] == "Sweden joined NATO on 7 March 2024."

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    serving = contained("serve", FOOTNOTE_PORT=str(port))
    try:
        page = f"http://127.0.0.1:{port}/"
        answered = wait_for(page, serving)
        assert "Footnote" in answered.text
        dropped = httpx.post(
            f"{page}gradio_api/upload", files={"files": ("one.txt", b"One article. It is short.")}
        )
        assert dropped.status_code == 200, dropped.text
        assert "/data/dropped/" in dropped.json()[0]
        serving.send_signal(signal.SIGTERM)
        _, problems = serving.communicate(timeout=60)
    finally:
        serving.kill()
    assert serving.returncode == 0 and "Read-only" not in problems, problems


def wait_for(address: str, serving: subprocess.Popen[str]) -> httpx.Response:
    end = time.monotonic() + 120
    while time.monotonic() < end and serving.poll() is None:
        try:
            return httpx.get(address, timeout=10)
        except httpx.TransportError:
            time.sleep(0.2)
    serving.kill()
    raise AssertionError(serving.communicate()[1])

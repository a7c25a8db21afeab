"""The audit of what is installed: found, waived with a reason, and never passed because nobody could be asked."""

import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from installation import ROOT

AUDIT = ROOT / ".ci" / "audit.py"


@pytest.fixture
def database() -> Iterator[str]:
    """A database in OSV's form that knows one vulnerability, of jinja2 3.0.0."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            affected = {
                "package": {"name": "jinja2", "ecosystem": "PyPI"},
                "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "3.1.6"}]}],
            }
            known = {"id": "GHSA-test", "aliases": [], "summary": "x", "details": "x", "affected": [affected]}
            told = {"vulns": [known]} if asked["package"]["name"] == "jinja2" else {}
            body = json.dumps(told).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/v1/query"
    server.shutdown()
    server.server_close()


def audit(
    folder: Path, address: str, pins: str, waivers: str = "waiver = []"
) -> subprocess.CompletedProcess[str]:
    (folder / "pins.txt").write_text(pins)
    (folder / "waivers.toml").write_text(waivers)
    command = [sys.executable, AUDIT, "--osv-url", address]
    command += ["--pins", folder / "pins.txt", "--waivers", folder / "waivers.toml"]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False, cwd=folder)


def test_what_is_known_is_told_and_fails(tmp_path: Path, database: str):
    done = audit(tmp_path, database, "jinja2==3.0.0\ntyper==0.20.0\n")
    assert done.returncode == 1
    assert done.stdout == "jinja2 3.0.0: GHSA-test, mended in 3.1.6\n"


def test_what_is_waived_is_told_with_its_reason_and_passes(tmp_path: Path, database: str):
    waived = (
        '[[waiver]]\nid = "GHSA-test"\npackage = "jinja2"\nwhy = "only its sandbox"\nuntil = 2999-01-01\n'
    )
    done = audit(tmp_path, database, "jinja2==3.0.0\n", waived)
    assert done.returncode == 0, done.stderr
    assert "waived until 2999-01-01: GHSA-test of jinja2: only its sandbox" in done.stdout


@pytest.mark.parametrize(
    ("why", "until", "told"),
    [("", "2999-01-01", "without a reason"), ("x", "2020-01-01", "ran out on 2020-01-01")],
)
def test_a_waiver_without_a_reason_or_past_its_day_fails(tmp_path: Path, why: str, until: str, told: str):
    waived = f'[[waiver]]\nid = "GHSA-test"\npackage = "jinja2"\nwhy = "{why}"\nuntil = {until}\n'
    done = audit(tmp_path, "http://127.0.0.1:9/", "jinja2==3.0.0\n", waived)
    assert done.returncode == 1 and told in done.stderr


def test_who_cannot_ask_says_so_and_does_not_pass(tmp_path: Path):
    done = audit(tmp_path, "http://127.0.0.1:9/v1/query", "jinja2==3.0.0\n")
    assert done.returncode == 75
    assert done.stderr.startswith("NOT AUDITED")


def test_the_waivers_that_stand_are_explained_and_in_time(tmp_path: Path, database: str):
    standing = (ROOT / ".ci" / "waivers.toml").read_text("utf-8")
    assert audit(tmp_path, database, "typer==0.20.0\n", standing).returncode == 0


def test_the_bill_of_materials_names_what_is_installed(tmp_path: Path):
    made = tmp_path / "sbom.json"
    command = [
        sys.executable,
        "-m",
        "cyclonedx_py",
        "environment",
        "--pyproject",
        str(ROOT / "pyproject.toml"),
    ]
    command += ["--output-reproducible", "--of", "JSON", "-o", str(made), sys.executable]
    subprocess.run(command, check=True, timeout=120, capture_output=True)
    bill = json.loads(made.read_text())
    assert bill["bomFormat"] == "CycloneDX" and bill["metadata"]["component"]["name"] == "footnote"
    pinned = dict(
        line.split("==") for line in (ROOT / ".constraints.txt").read_text().split() if "==" in line
    )
    named = {each["name"].lower(): each["version"] for each in bill["components"]}
    assert named["chromadb"] == pinned["chromadb"] and named["gradio"] == pinned["gradio"]

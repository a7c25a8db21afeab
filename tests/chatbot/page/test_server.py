"""The server as a process of its own: its port, its end, and what it refuses."""

import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
from page_support import Site

from chatbot.site.server import PORTS_TRIED, listen
from index.errors import SettingsError

SERVE = """
import sys
from pathlib import Path
from chatbot.chain import FootnoteChain
from chatbot.conversations import ConversationStore
from chatbot.changes.jobs import Jobs
from chatbot.page import Offers, build_page
from chatbot.services import Services
from chatbot.settings import Settings
from chatbot.site import app, serve
from index.library import Library
settings = Settings(data=Path(sys.argv[1]))
with Library(settings) as library:
    jobs, store = Jobs(library), ConversationStore(library.data)
    services = Services(settings, library, FootnoteChain(library, settings), jobs, store)
    page = build_page(library, services.chain, jobs, services.uploads, Offers(library.facets, 0.5), conversations=store)
    serve(app(services, page, "127.0.0.1"), port=int(sys.argv[2]), on_ready=lambda at: print("ready", at, flush=True))
    jobs.stop()
    print("stopped well", flush=True)
"""


@pytest.fixture
def taken() -> Iterator[int]:
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        yield holder.getsockname()[1]


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_it_moves_off_a_taken_port_and_stops_cleanly_with_a_tab_open(
    tmp_path: Path, taken: int, how: signal.Signals
):
    started = subprocess.Popen(
        [sys.executable, "-c", SERVE, str(tmp_path / "data"), str(taken)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[3],
    )
    try:
        assert started.stdout
        ready = started.stdout.readline().split()
        assert ready and ready[0] == "ready"
        at = ready[1]
        assert at != f"http://127.0.0.1:{taken}/"
        assert "Footnote" in httpx.get(at).text
        with httpx.stream("GET", f"{at}gradio_api/heartbeat/tab", timeout=10) as tab:
            assert tab.status_code == 200
            started.send_signal(how)
            out, err = started.communicate(timeout=15)
    finally:
        started.kill()
    assert started.returncode == 0
    assert out == "stopped well\n"
    assert "Traceback" not in err and "Error" not in err
    assert f"port {taken} is taken, so the page takes" in err


def test_it_says_so_when_no_port_is_free(monkeypatch: pytest.MonkeyPatch):
    held: list[socket.socket] = []
    try:
        first = listen("127.0.0.1", 27100)
        held.append(first)
        port = first.getsockname()[1]
        held.extend(listen("127.0.0.1", port) for _ in range(PORTS_TRIED - 1 - (port - 27100)))
        with pytest.raises(SettingsError, match=r"all ports from 27100 to 27119 are taken"):
            listen("127.0.0.1", 27100)
    finally:
        for each in held:
            each.close()


def test_a_host_that_is_not_this_machine_is_an_error_with_help():
    with pytest.raises(SettingsError, match=r"cannot listen on 203\.0\.113\.7") as raised:
        listen("203.0.113.7", 7860)
    assert "FOOTNOTE_HOST" in raised.value.help


@pytest.mark.allow_hosts(["127.0.0.1", "127.0.0.2"])
def test_it_listens_on_its_host_alone(site: Site):
    port = int(site.address.rsplit(":", 1)[1].strip("/"))
    with socket.socket() as other, pytest.raises(ConnectionRefusedError):
        other.connect(("127.0.0.2", port))


@pytest.fixture(scope="module")
def get(site: Site) -> Callable[..., httpx.Response]:
    def request(path: str, method: str = "GET", **headers: str) -> httpx.Response:
        return httpx.request(method, site.address.rstrip("/") + path, headers=headers)

    return request


def test_another_site_can_neither_read_the_page_nor_act_on_it(get: Callable[..., httpx.Response], site: Site):
    ours = site.address.rstrip("/").removeprefix("http://")
    assert get("/").status_code == 200
    assert get("/", origin=f"http://{ours}").status_code == 200
    assert get("/", host="evil.example").status_code == 403
    assert get("/", host=f"evil.example:{ours.split(':')[1]}").status_code == 403
    for origin in ("http://evil.example", "null", f"http://evil.{ours}", "http://127.0.0.1:1"):
        assert get("/gradio_api/queue/join", "POST", origin=origin).status_code == 403
        assert get("/gradio_api/upload", "POST", origin=origin).status_code == 403


def test_the_browser_is_told_to_load_nothing_from_elsewhere(get: Callable[..., httpx.Response]):
    headers = get("/").headers
    assert "default-src 'self'" in headers["content-security-policy"]
    assert "http" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"


def test_no_file_of_the_library_is_served_and_no_handler_is_an_api(
    get: Callable[..., httpx.Response], site: Site
):
    assert (site.library.data / "catalog.sqlite3").is_file()
    for path in (site.library.data / "catalog.sqlite3", site.sources / "ferry.md", Path("/etc/passwd")):
        assert get(f"/gradio_api/file={path}").status_code in (403, 404)
    named = get("/gradio_api/info").json()
    assert named["named_endpoints"] == {} and named["unnamed_endpoints"] == {}
    assert get("/docs").status_code == 404 and get("/openapi.json").status_code == 404

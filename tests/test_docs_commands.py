"""The documents' commands: each is run, or named here with the reason why a test does not run it."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import click
import documented
import httpx
import pytest
import typer
from documented import PAGES, ROOT, Command
from local_web import Page, Web
from typer.testing import CliRunner

from chatbot.chain import FootnoteChain
from chatbot.cli import app
from chatbot.conversations import ConversationStore, Feedback, Rating
from chatbot.conversations.store import new_key
from chatbot.settings import Settings
from index.embedding import LocalEmbedder
from index.library import Library

NOT_RUN = {
    r"python tests/load/load\.py .*": "minutes of load; tests/load/test_short.py runs the same for seconds",
    r"python tests/bench/large_library\.py .*": "minutes for 50,000 articles; test_browser_adding does the same to a few",
    r"python -m chatbot\.fitting\..*": "hours, on sets that the project does not hold; tests/chatbot/fitting fits on a few rows",
    r"pip install footnote-.*": "tests/delivery makes this wheel and installs it",
    r"pip install footnote\[.*": "fetches packages; that the extra exists is seen to below",
    r"createdb .*": "tests/servers makes a cluster of its own",
    r"chroma run .*": "tests/servers runs one, on the loopback",
    r"FOOTNOTE_CATALOG_URL=.*": "needs both servers; tests/servers has them",
    r"footnote reembed .*": "fetches a model; tests/index/test_reembed.py does it with a folder",
}
"""Commands, as patterns of their whole text, and what stands in for running them."""

HEARS = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)"
FOOTNOTE = (sys.executable, "-c", f"{HEARS}; from chatbot.cli import main; main()")
QUESTION = "How long did Sweden wait?"
ARTICLE = "Sweden waited for 20 months. It joined NATO on 7 March 2024. In Bucharest nothing was decided."
KNOWN = [command for page in PAGES for command in documented.commands(page)]


def is_not_run(command: Command) -> bool:
    return any(re.fullmatch(pattern, command.text) for pattern in NOT_RUN)


RUN = [command for command in KNOWN if not is_not_run(command)]


@dataclass(frozen=True, slots=True)
class Home:
    """Somebody's home, with articles and an index of them, and what the documents' words stand for there."""

    folder: Path
    stands_for: dict[str, str]
    served: Callable[[], str]

    def words(self, command: Command) -> list[str]:
        """Return a command as it is given here."""
        given = [self.stands_for.get(word, word) for word in command.words]
        return [str(self.folder) + word[1:] if word.startswith("~") else word for word in given]

    def variables(self, command: Command) -> dict[str, str]:
        return {"HOME": str(self.folder), "FOOTNOTE_WRITER": "quote", **dict(command.variables)}


@pytest.fixture(scope="module")
def furnished(
    tmp_path_factory: pytest.TempPathFactory, real_embedder: LocalEmbedder
) -> tuple[Path, dict[str, str]]:
    """A home to be copied, whose index holds a rated answer."""
    folder = tmp_path_factory.mktemp("documents") / "home"
    for name in ("articles", "own"):
        (folder / name).mkdir(parents=True)
        (folder / name / "sweden.txt").write_text(ARTICLE)
    settings = Settings(data=folder / ".footnote", writer="quote")
    with Library(settings, real_embedder) as library:
        library.sync([folder / "articles"])
        reply = FootnoteChain(library, settings).ask(QUESTION)
        key, store = new_key(), ConversationStore(library.data)
        store.rate(store.add(key, reply), Feedback(Rating.GOOD))
        store.close()
    gold = [{"article": "sweden.txt", "quote": claim.text} for claim in reply.claims]
    line = {"id": "1", "question": QUESTION, "answerable": True, "answers": ["20 months"], "gold": gold}
    (folder / "questions.jsonl").write_text(json.dumps({**line, "history": []}) + "\n")
    shutil.copy(folder / "questions.jsonl", folder / "own")
    return folder, {"KEY": key[:8], "WORDS": "Sweden", "FILE": "library.zip", "FOLDER": "own"}


@pytest.fixture(scope="module")
def served(
    furnished: tuple[Path, dict[str, str]], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[], str]]:
    """``footnote serve`` in a home of its own, started once for all pages; say where it answers."""
    folder = tmp_path_factory.mktemp("served") / "home"
    shutil.copytree(furnished[0], folder)
    with _started(("footnote", "serve"), {"HOME": str(folder), "FOOTNOTE_WRITER": "quote"}) as serving:
        address = cache(lambda: _address(serving))
        yield address
        address()  # it stops in order once it has begun
        serving.terminate()
        assert "Footnote has stopped" in serving.communicate(timeout=60)[0]


@pytest.fixture
def web(monkeypatch: pytest.MonkeyPatch) -> Iterator[Web]:
    web = Web()
    threading.Thread(target=web.server.serve_forever, daemon=True).start()
    entry = f"<item><link>{web.url}/one</link></item>"
    web.pages["/feed.xml"] = Page(
        f"<rss version='2.0'><channel>{entry}</channel></rss>", media_type="text/xml"
    )
    web.pages["/one"] = Page(f"<article><p>{ARTICLE}</p></article>")
    monkeypatch.setenv("FOOTNOTE_FETCH_HOSTS", '["127.0.0.1"]')
    monkeypatch.setenv("FOOTNOTE_FETCH_PORTS", f"[{web.port}]")
    monkeypatch.setenv("FOOTNOTE_FETCH_PAUSE", "0")
    yield web
    web.server.shutdown()
    web.server.server_close()


@pytest.fixture
def home(
    furnished: tuple[Path, dict[str, str]],
    served: Callable[[], str],
    web: Web,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    real_embedder: LocalEmbedder,
) -> Home:
    folder = tmp_path / "home"
    shutil.copytree(furnished[0], folder)
    monkeypatch.chdir(folder)
    monkeypatch.setattr("index.library.LocalEmbedder", lambda *_: real_embedder)
    return Home(folder, {**furnished[1], "https://example.org/news/feed.xml": f"{web.url}/feed.xml"}, served)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_commands_of_a_page_run_one_after_the_other(page: Path, home: Home) -> None:
    for command in RUN:
        if command.page == page.name:
            _runner(command)(command, home)


def _runner(command: Command) -> Callable[[Command, Home], None]:
    if not command.words:
        return _sets
    program = Path(command.words[0]).name
    if program == "footnote":
        return {"serve": _serves, "watch": _watches}.get(command.words[1], _runs)
    return {"make": _would_make, "curl": _asks}[program]


def _runs(command: Command, home: Home) -> None:
    """In this process, which has the models already."""
    words = home.words(command)[1:]
    if words[:2] == ["users", "add"]:
        words.append("--password-stdin")
    if {"--make-questions", "--from-feedback"} & set(words):  # they write where there is no such file
        (home.folder / words[1] / "questions.jsonl").unlink(missing_ok=True)
        (home.folder / "questions.jsonl").unlink(missing_ok=True)
    done = CliRunner(env=home.variables(command)).invoke(app, words, input="four words nobody knows\n")
    assert done.exit_code == 0, (command.text, done.output, done.exception)


def _sets(command: Command, home: Home) -> None:
    """Variables that are set for later: settings of these names can be read."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in command.variables:
            patch.setenv(name, value)
        found = Settings.read()
    for name, _ in command.variables:
        assert getattr(found, name.removeprefix("FOOTNOTE_").lower()), name


def _would_make(command: Command, home: Home) -> None:
    """What make would do is only asked: it sets up an environment, and runs these very tests."""
    told = subprocess.run(["make", "-n", *command.words[1:]], cwd=ROOT, capture_output=True, check=False)
    assert told.returncode == 0, told.stderr


def _watches(command: Command, home: Home) -> None:
    with _started(home.words(command), home.variables(command)) as watching:
        assert "watching" in _line(watching, "watching")
        watching.send_signal(signal.SIGINT)
        told, _ = watching.communicate(timeout=60)
        assert watching.returncode in (0, 130) and "stopped" in told, (watching.returncode, told)


def _serves(command: Command, home: Home) -> None:
    if not command.variables:
        assert httpx.get(f"{home.served()}/ready").status_code == 200
        return
    with _started(home.words(command), home.variables(command)) as serving:
        assert httpx.get(f"{_address(serving)}/ready").status_code == 200


def _asks(command: Command, home: Home) -> None:
    words = [word.replace("http://127.0.0.1:7860", home.served()) for word in command.words]
    done = subprocess.run(words, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0 and json.loads(done.stdout)["question"] == QUESTION


@contextmanager
def _started(words: Sequence[str], variables: Mapping[str, str]) -> Iterator["subprocess.Popen[str]"]:
    """Start ``footnote``, which hears Ctrl-C whoever started the tests; it is ended in any case."""
    path = f"{ROOT}{os.pathsep}{os.environ.get('PYTHONPATH', '')}"
    with subprocess.Popen(
        [*FOOTNOTE, *words[1:]],
        env={**os.environ, **variables, "PYTHONPATH": path},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def _address(serving: "subprocess.Popen[str]") -> str:
    """Return where a server answers, once it is ready."""
    at = re.search(r"http://\S+?:(\d+)", _line(serving, "answers at"))
    assert at
    address = f"http://127.0.0.1:{at[1]}"
    end = time.monotonic() + 60
    while httpx.get(f"{address}/ready").status_code != 200 and time.monotonic() < end:
        time.sleep(0.1)
    return address


def _line(process: "subprocess.Popen[str]", holding: str) -> str:
    """Return the first line that holds something; raises AssertionError where the process ends without."""
    assert process.stdout
    told = ""
    for line in process.stdout:
        told += line
        if holding in line:
            return line
    raise AssertionError(told)


def test_the_python_of_api_md_runs(served: Callable[[], str], capsys: pytest.CaptureFixture[str]) -> None:
    (block,) = [block for language, block in documented.blocks(ROOT / "docs/api.md") if language == "python"]
    exec(block.replace("http://127.0.0.1:7860", served()), {})
    assert "20 months" in capsys.readouterr().out


def test_each_reason_not_to_run_something_is_for_something() -> None:
    for pattern in NOT_RUN:
        assert any(re.fullmatch(pattern, command.text) for command in KNOWN), pattern


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_block_says_what_it_is(page: Path) -> None:
    for language, block in documented.blocks(page):
        assert language in (*documented.SHELL, *documented.OTHERS), block
        if language == "json":
            json.loads(block)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_what_a_page_names_in_passing_is_there(page: Path) -> None:
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["optional-dependencies"]
    targets = re.findall(r"^(\w+):", (ROOT / "Makefile").read_text(), re.MULTILINE)
    for named in documented.inline(page):
        program, *words = named.split(" ")
        if program == "footnote":
            _is_known(words)
        elif program == "make" and words:
            assert words[0] in targets, named
        elif program == "python" and words[0] == "-m":
            module = ROOT / words[1].replace(".", "/")
            assert module.with_suffix(".py").exists() or (module / "__main__.py").exists(), named
        elif program == "python":
            assert (ROOT / words[0]).exists(), named
        for extra in re.findall(r"footnote\[(\w+)\]", named):
            assert extra in extras, named


def _is_known(words: list[str]) -> None:
    """Hold ``a|b --option`` to the commands that there are."""
    at = [typer.main.get_command(app)]
    for word in words:
        if word.strip("[").startswith("--"):
            options = {name for one in at for each in one.params for name in each.opts}
            assert word.strip("[]") in options, words
        elif all(isinstance(one, click.Group) for one in at) or hasattr(at[0], "commands"):
            at = [at[0].commands[each] for each in word.split("|")]  # type: ignore[attr-defined]

"""The command line as a user runs it, in processes of its own, on real parts."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

FOOTNOTE = [sys.executable, "-c", "from chatbot.cli import main; main()"]


def run(*arguments: str, stdin: str = "", **variables: str) -> subprocess.CompletedProcess[str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("FOOTNOTE_")}
    return subprocess.run(
        [*FOOTNOTE, *arguments],
        capture_output=True,
        text=True,
        input=stdin,
        env={**clean, "FOOTNOTE_WRITER": "quote", **variables},
        timeout=300,
        check=False,
    )


def complains(done: subprocess.CompletedProcess[str], *words: str) -> None:
    assert done.returncode != 0
    assert "Traceback" not in done.stderr
    for word in words:
        assert word in done.stderr


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("cli")
    (folder / "articles").mkdir()
    (folder / "articles" / "sweden.txt").write_text("Sweden joined NATO on 7 March 2024. It was cold.")
    (folder / "articles" / "bread.md").write_text("# Bread\n\nRye bread keeps for a week.\n")
    done = run("index", str(folder / "articles"), "--data", str(folder / "data"))
    assert done.returncode == 0, done.stderr
    assert "2 indexed" in done.stdout
    return folder / "data"


def test_help_imports_nothing_heavy() -> None:
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            "import sys; sys.argv = ['footnote', '--help']\n"
            "try:\n from chatbot.cli import main; main()\n"
            "finally: print(sorted({'torch', 'chromadb', 'gradio', 'langchain_core', 'sqlalchemy', 'tantivy', 'numpy'}"
            " & set(sys.modules)), file=sys.stderr)",
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stderr == "[]\n"
    for command in ("index", "ask", "serve", "status", "remove", "models", "eval"):
        assert command in done.stdout


def test_ask_prints_the_answer_with_its_footnote(data: Path) -> None:
    done = run("ask", "When did Sweden join NATO?", "--data", str(data))
    assert done.returncode == 0
    assert "Sweden joined NATO on 7 March 2024. [1]" in done.stdout
    assert "sweden.txt, characters 0-35" in done.stdout


def test_ask_as_json_with_the_directory_from_the_environment(data: Path) -> None:
    done = run("ask", "-", "--json", stdin="When did Sweden join NATO?\n", FOOTNOTE_DATA=str(data))
    told = json.loads(done.stdout)
    assert told["answered"] and told["question"] == "When did Sweden join NATO?"
    citation = told["claims"][0]["citations"][0]
    assert Path(citation["source"]).read_text()[citation["start"] : citation["end"]] == citation["quote"]


def test_a_refusal_is_an_answer_too(data: Path) -> None:
    done = run("ask", "Who won the 2022 World Cup?", "--data", str(data))
    assert done.returncode == 0
    assert "do not answer" in done.stdout and "Nearest sentences" in done.stdout


def test_status_in_words_and_as_json(data: Path) -> None:
    assert "2 articles" in run("status", "--data", str(data)).stdout
    told = json.loads(run("status", "--json", "--data", str(data)).stdout)
    assert (told["articles"], told["passages"], told["sentences"]) == (2, 2, 3)
    assert told["revision"] > 0
    assert {name: each["state"] for name, each in told["followers"].items()} == {
        "terms": "ready",
        "vectors": "ready",
    }


def test_index_again_remove_and_a_bad_file(data: Path, tmp_path: Path) -> None:
    articles = data.parent / "articles"
    again = run("index", str(articles), "--json", "--data", str(data))
    assert json.loads(again.stdout)["counts"] == {"unchanged": 2}
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.7 broken")
    (tmp_path / "good.txt").write_text("Cake is sweet.")
    mixed = run("index", str(tmp_path), "--data", str(data))
    assert mixed.returncode == 3
    assert "1 indexed, 1 failed" in mixed.stdout and "broken.pdf" in mixed.stdout
    removed = run("remove", str(tmp_path / "good.txt"), "--data", str(data))
    assert removed.stdout == f"removed {tmp_path / 'good.txt'}\n"
    complains(run("remove", "nothing.txt", "--data", str(data)), "nothing was indexed from")


def test_bad_input_is_told_in_a_sentence(data: Path, tmp_path: Path) -> None:
    complains(run("ask", "", "--data", str(data)), "the question is empty")
    complains(run("ask", "-", "--data", str(data), stdin="a" * 100_000), "100,000 characters")
    complains(run("ask", "What?", "--data", str(tmp_path / "none")), "there is no index", "footnote index")
    assert not (tmp_path / "none").exists()
    (tmp_path / "file").write_text("in the way")
    complains(run("index", str(tmp_path), "--data", str(tmp_path / "file")), "cannot be made")
    complains(run("status", "--data", str(data), FOOTNOTE_CANDIDATES="many"), "candidates")
    complains(run("reembed", "--model", str(tmp_path), "--data", str(data)), "modules.json")


def test_an_empty_index_is_told_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "articles").mkdir()
    data = str(tmp_path / "data")
    assert run("index", str(tmp_path / "articles"), "--data", data).returncode == 0
    complains(run("ask", "What?", "--data", data), "holds no article yet", "footnote index")


def test_a_path_that_is_not_there_fails_with_its_name(tmp_path: Path) -> None:
    done = run("index", str(tmp_path / "none.txt"), "--data", str(tmp_path / "data"))
    assert done.returncode == 3
    assert "none.txt" in done.stdout and "No such file" in done.stdout


def test_two_indexers_do_not_meet(data: Path) -> None:
    holder = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import sys, pathlib; from index.indexing.lock import IndexLock\n"
            f"lock = IndexLock(pathlib.Path({str(data)!r})); lock.acquire('a long run'); print('held', flush=True); sys.stdin.read()",
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert holder.stdout and holder.stdin and holder.stdout.readline() == "held\n"
    start = time.monotonic()
    complains(run("index", str(data.parent), "--data", str(data)), "a long run", str(holder.pid))
    assert time.monotonic() - start < 60  # it left; it did not wait for the other
    assert "Sweden joined" in run("ask", "When did Sweden join NATO?", "--data", str(data)).stdout
    holder.stdin.close()
    holder.wait()
    holder.stdout.close()


def test_sync_brings_all_that_was_ever_indexed_up_to_date(tmp_path: Path) -> None:
    folder, data = tmp_path / "articles", str(tmp_path / "data")
    folder.mkdir()
    (folder / "sweden.txt").write_text("Sweden joined NATO on 7 March 2024.", "utf-8")
    assert run("index", str(folder), "--data", data).returncode == 0
    (folder / "norr.txt").write_text("The windmill of Norr was built in 1932.", "utf-8")
    done = run("sync", "--data", data)
    assert done.returncode == 0 and done.stdout.startswith("1 indexed, 1 unchanged")

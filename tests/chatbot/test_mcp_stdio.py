"""``footnote mcp`` as an agent starts it: a process of its own, with the official client."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from mcp import Client, StdioServerParameters, stdio_client

from chatbot.changes.handover import Door
from chatbot.changes.jobs import Jobs
from index.embedding import LocalEmbedder
from index.library import Library
from index.settings import IndexSettings

COMMAND = ["-c", "from chatbot.cli import main; main()", "mcp", "--data"]
ENVIRONMENT = {
    "FOOTNOTE_WRITER": "quote",
    "PYTHONPATH": str(Path(__file__).parents[2]),
    "HF_HUB_OFFLINE": "1",
}


@pytest.fixture
def page(tmp_path: Path, real_embedder: LocalEmbedder, articles: Path) -> Iterator[Library]:
    """The library of a chat page's process, which holds the index and takes work at its door."""
    with Library(IndexSettings(data=tmp_path / "data"), real_embedder) as library:
        library.sync([articles])
        with library.writing("footnote serve"):
            jobs = Jobs(library)
            door = Door.opened(library.data, jobs)
            assert door
            yield library
            door.close()
            jobs.stop()


async def test_it_reads_beside_the_page_and_hands_it_what_is_to_be_added(
    page: Library, tmp_path: Path
) -> None:
    started = StdioServerParameters(
        command=sys.executable, args=[*COMMAND, str(page.data)], env=ENVIRONMENT, cwd=tmp_path
    )
    async with Client(stdio_client(started)) as client:
        hints = {tool.name: tool.annotations for tool in (await client.list_tools()).tools}
        assert {name for name, hint in hints.items() if hint and not hint.read_only_hint} == {
            "add_article",
            "add_document",
            "add_files",
        }
        doing: list[str] = []

        async def progress(_done: float, _all: float | None, message: str | None) -> None:
            doing.append(message or "")

        asked = {"question": "When did Sweden join NATO?"}
        answer = (await client.call_tool("ask", asked, progress_callback=progress)).structured_content
        assert answer and answer["answer"] == "Sweden joined NATO on 7 March 2024."
        assert doing[0] == "searching the articles"
        (tmp_path / "norway.txt").write_text("Norway was a founding member of NATO in 1949.", "utf-8")
        added = await client.call_tool("add_files", {"paths": [str(tmp_path / "norway.txt")]})
        assert added.structured_content and added.structured_content["files"][0]["outcome"] == "indexed"
        found = await client.call_tool("find_evidence", {"question": "When did Norway found NATO?"})
        assert found.structured_content and "1949" in found.structured_content["evidence"][0]["quote"]
        refused = await client.call_tool("add_files", {"paths": ["norway.txt"]})
        assert refused.is_error and "is no whole path" in refused.content[0].text  # type: ignore[union-attr]
    assert page.catalog.counts().articles == 4


def test_nothing_but_the_protocol_is_on_standard_output(tmp_path: Path) -> None:
    initialize = {
        "jsonrpc": "2.0",
        "id": 1,
        "method": "initialize",
        "params": {
            "protocolVersion": "2025-06-18",
            "capabilities": {},
            "clientInfo": {"name": "t", "version": "1"},
        },
    }
    done = subprocess.run(
        [sys.executable, *COMMAND, str(tmp_path / "data")],
        input="".join(json.dumps(each) + "\n" for each in [initialize, "no request"]),
        capture_output=True,
        text=True,
        env={**os.environ, **ENVIRONMENT},
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    answers = list(map(json.loads, done.stdout.splitlines()))
    assert answers and all(each["jsonrpc"] == "2.0" for each in answers)
    assert any(each.get("result", {}).get("serverInfo", {}).get("name") == "footnote" for each in answers)
    assert "Traceback" not in done.stderr

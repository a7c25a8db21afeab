"""The MCP server at /mcp with the official client: whole answers, rights, and what the edge refuses."""

import asyncio
import socket
from base64 import b64encode
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import fastapi
import httpx
import pytest
import uvicorn
from httpx2 import AsyncClient
from mcp import Client
from mcp.client.streamable_http import streamable_http_client

from chatbot.access import Accounts, Scope
from index.library import Library

INITIALIZE = {
    "jsonrpc": "2.0",
    "id": 1,
    "method": "initialize",
    "params": {
        "protocolVersion": "2025-06-18",
        "capabilities": {},
        "clientInfo": {"name": "t", "version": "1"},
    },
}
ACCEPT = {"accept": "application/json, text/event-stream"}


@asynccontextmanager
async def served(application: fastapi.FastAPI) -> AsyncIterator[str]:
    """The application on the loopback, while it is used."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = uvicorn.Server(uvicorn.Config(application, log_config=None, timeout_graceful_shutdown=1))
        running = asyncio.create_task(server.serve(sockets=[listener]))
        while not server.started:
            await asyncio.sleep(0.01)
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        server.should_exit = True
        await running


@asynccontextmanager
async def connected(at: str, key: str = "", mode: str = "auto") -> AsyncIterator[Client]:
    headers = {"authorization": f"Bearer {key}"} if key else {}
    async with (
        AsyncClient(headers=headers, timeout=60) as http,
        Client(streamable_http_client(f"{at}/mcp", http_client=http), mode=mode) as client,
    ):
        yield client


async def told(client: Client, tool: str, **arguments: Any) -> dict[str, Any]:
    """What a tool gives back, which is no error."""
    result = await client.call_tool(tool, arguments)
    assert not result.is_error, result.content
    assert isinstance(result.structured_content, dict)
    return result.structured_content


async def refusal(client: Client, tool: str, **arguments: Any) -> str:
    """What a tool says that refuses."""
    result = await client.call_tool(tool, arguments)
    assert result.is_error
    (said,) = result.content
    return said.text


@pytest.mark.parametrize("mode", ["auto", "legacy"])
async def test_an_answer_names_the_exact_stretch_of_an_article_that_can_be_read(
    assembled: Callable[..., fastapi.FastAPI], library: Library, articles: Path, mode: str
) -> None:
    library.sync([articles])
    async with served(assembled(threshold=0.0)) as at, connected(at, mode=mode) as client:
        answer = await told(client, "ask", question="When did Sweden join NATO?")
        assert answer["answered"] and answer["answer"].startswith("Sweden joined NATO on 7 March 2024.")
        source = answer["sentences"][0]["sources"][0]
        read = await told(client, "read_article", article=source["article"], version=source["version"])
        assert read["text"][source["start"] : source["end"]] == source["quote"]
        uri = f"footnote://articles/{source['article']}/{source['version']}"
        assert (await client.read_resource(uri)).contents[0].text == read["text"]  # type: ignore[union-attr]
        found = await told(client, "find_evidence", question="When did Finland join NATO?", limit=2)
        assert len(found["evidence"]) == 2 and "Finland" in found["evidence"][0]["quote"]
        assert {each["title"] for each in (await told(client, "list_articles"))["articles"]} == {
            "finland.txt", "sweden.txt", "bread.txt"
        }  # fmt: skip


async def test_what_is_sent_is_indexed_and_its_new_version_replaces_it(
    assembled: Callable[..., fastapi.FastAPI], library: Library
) -> None:
    async with served(assembled(threshold=0.0)) as at, connected(at) as client:
        first = await told(
            client,
            "add_article",
            title="Zebras",
            text="Zebras eat grass.",
            published="2024-05",
            collection="zoo",
        )
        assert [each["outcome"] for each in first["files"]] == ["indexed"]
        again = await told(client, "add_article", title="Zebras", text="Zebras eat grass and bark.")
        assert [each["outcome"] for each in again["files"]] == ["updated"]
        document = b64encode(b"# Lions\n\nLions sleep for twenty hours.").decode()
        await told(client, "add_document", name="../../lions.md", content=document)
        assert sorted(path.name for path in (library.data / "uploads").iterdir()) == [
            "Zebras.txt", "Zebras.txt.meta.json", "lions.md"
        ]  # fmt: skip
        listed = await told(client, "list_articles")
        assert listed["collections"] == ["zoo"]
        answer = await told(client, "ask", question="What do zebras eat?", collections=["zoo"])
        source = answer["sentences"][0]["sources"][0]
        assert source["version"] == 2 and source["quote"] == "Zebras eat grass and bark."
        old = await told(client, "read_article", article=source["article"], version=1)
        assert old["text"] == "Zebras eat grass." and not old["current"] and old["published"] == "2024-05"


async def test_what_cannot_be_done_is_told_in_a_sentence(
    assembled: Callable[..., fastapi.FastAPI], articles: Path
) -> None:
    async with served(assembled()) as at, connected(at) as client:
        assert "holds no article yet" in await refusal(client, "ask", question="Anything?")
        assert "is empty" in await refusal(client, "ask", question="  ")
        assert "no collection named moon" in await refusal(client, "ask", question="?", collections=["moon"])
        assert "no date to search since" in await refusal(client, "find_evidence", question="?", since="May")
        assert "no article none" in await refusal(client, "read_article", article="none")
        assert "no Base64" in await refusal(client, "add_document", name="a.pdf", content="%%%")
        torn = b64encode(b"%PDF-1.7 torn").decode()
        assert "a.pdf" in await refusal(client, "add_document", name="a.pdf", content=torn)
        assert "Unknown tool" in await refusal(client, "add_files", paths=[str(articles)])


async def test_each_tool_needs_its_right(
    assembled: Callable[..., fastapi.FastAPI], accounts: Accounts, library: Library, articles: Path
) -> None:
    library.sync([articles])
    accounts.users.add("anna", "four words nobody knows")
    keys = {right: accounts.keys.create(right, [right])[1] for right in Scope}
    tools = {
        "ask": (Scope.ASK, {"question": "When did Sweden join NATO?"}),
        "find_evidence": (Scope.READ, {"question": "When did Sweden join NATO?"}),
        "list_articles": (Scope.READ, {}),
        "read_article": (Scope.READ, {"article": library.articles()[0][0].id}),
        "add_article": (Scope.WRITE, {"title": "A", "text": "A text."}),
        "add_document": (Scope.WRITE, {"name": "b.txt", "content": b64encode(b"B text.").decode()}),
    }
    async with served(assembled()) as at:
        for key_right, key in keys.items():
            async with connected(at, key) as client:
                assert {tool.name for tool in (await client.list_tools()).tools} == set(tools)
                for name, (right, arguments) in tools.items():
                    if right is key_right:
                        await told(client, name, **arguments)
                    else:
                        assert f"needs the right to {right}" in await refusal(client, name, **arguments)


async def test_nobody_comes_in_from_another_site_or_without_a_login(
    assembled: Callable[..., fastapi.FastAPI], accounts: Accounts
) -> None:
    async with served(assembled()) as at, httpx.AsyncClient(base_url=at, headers=ACCEPT) as http:
        assert (await http.post("/mcp", json=INITIALIZE)).status_code == 200
        for headers in ({"host": "evil.example"}, {"origin": "http://evil.example"}):
            answer = await http.post("/mcp", json=INITIALIZE, headers=headers)
            assert answer.status_code == 403 and "not an address of this page" in answer.text
        too_much = {**INITIALIZE, "params": {"padding": "x" * 1_000_001}}
        assert (await http.post("/mcp", json=too_much)).status_code == 413
        accounts.users.add("anna", "four words nobody knows")
        assert (await http.post("/mcp", json=INITIALIZE)).status_code == 401


async def test_other_titles_are_other_articles(
    assembled: Callable[..., fastapi.FastAPI], library: Library
) -> None:
    long = "A very long title of a report " * 8
    titles = ["Budget 2023/24", "Sales 2023/24", "What? No", "What: No", f"{long}one", f"{long}two", "Plain"]
    async with served(assembled(threshold=0.0)) as at, connected(at) as client:
        for title in titles:
            added = await told(client, "add_article", title=title, text=f"This is all of {title}.")
            assert [each["outcome"] for each in added["files"]] == ["indexed"]
        again = await told(client, "add_article", title="Budget 2023/24", text="It is another text.")
        assert [each["outcome"] for each in again["files"]] == ["updated"]
    assert {each.title for each in library.articles()[0]} >= set(map(str.strip, titles))
    assert (library.data / "uploads" / "Plain.txt").is_file()

"""The tools that put articles into the library.

A client elsewhere sends what it wants to add; it can name no file of this machine, and no
address to fetch. One that runs here as the same user may name files and folders.
"""

import hashlib
import json
import re
import tempfile
from base64 import b64decode
from binascii import Error as NotBase64
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated

import anyio.to_thread
from mcp.server.mcpserver import Context, MCPServer
from mcp_types import ToolAnnotations
from pydantic import Field

from chatbot.access import Scope
from chatbot.changes.uploads import keep, safe_name
from chatbot.mcp_server.desk import Desk, visiting
from chatbot.mcp_server.results import Added, AddedFile
from index.errors import FootnoteError, ReadError
from index.report import Outcome, Report

ADDS = ToolAnnotations(
    read_only_hint=False, destructive_hint=False, idempotent_hint=True, open_world_hint=False
)
REPLACES = ADDS.model_copy(update={"destructive_hint": True})

_LONGEST_NAME = 150
"""Bytes of a title in its file's name, so that the metadata file's is no longer than disks take."""

_PATHS = re.compile(r"[/\\]+")
_OF_DIGEST = 8
"""Digits of a title's digest in its file's name, where the name alone may be another title's too."""

Collection = Annotated[
    str, Field(max_length=100, description="Let it belong to the collection of this name.")
]


def adding(server: MCPServer, desk: Desk) -> None:
    """Give ``server`` the tools."""

    @server.tool(title="Add an article", annotations=REPLACES)
    async def add_article(
        context: Context,
        *,
        title: Annotated[str, Field(min_length=1, max_length=300)],
        text: Annotated[str, Field(min_length=1, description="The article's plain text, as it stands.")],
        author: str = "",
        published: Annotated[str, Field(description="2024, 2024-05 or 2024-05-31, if it is known.")] = "",
        url: Annotated[str, Field(description="Where it was published, if it is known.")] = "",
        collection: Collection = "",
    ) -> Added:
        """Add an article that you have as text; it can be asked about at once.

        One that was added under the same title before is replaced; its old versions stay readable.
        """
        about = {"title": title, "author": author, "published": published, "url": url}
        known = {name: value for name, value in about.items() if value}
        name = _file_name(title)
        files = {f"{name}.meta.json": json.dumps(known).encode(), name: text.encode()}
        return await _sent(context, files, collection)

    @server.tool(title="Add a document", annotations=REPLACES)
    async def add_document(
        context: Context,
        name: Annotated[str, Field(min_length=1, max_length=300, description="Its file name: report.pdf.")],
        content: Annotated[str, Field(min_length=1, description="The file's bytes in Base64 (RFC 4648).")],
        collection: Collection = "",
    ) -> Added:
        """Add a document (PDF, Word, HTML, Markdown, EPUB, …) that you have as a file's bytes.

        One that was added under the same name before is replaced; its old versions stay readable.
        """
        try:
            data = b64decode(content, validate=True)
        except NotBase64 as error:
            with visiting(context, Scope.WRITE):
                raise ReadError(f"the content of {name} is no Base64: {error}") from error
        return await _sent(context, {safe_name(name): data}, collection)

    if desk.is_local:

        @server.tool(title="Add files of this machine", annotations=ADDS)
        async def add_files(
            context: Context,
            paths: Annotated[
                Sequence[str],
                Field(min_length=1, max_length=1000, description="Whole paths of files and folders."),
            ],
            collection: Collection = "",
        ) -> Added:
            """Add files, and all that folders hold, where they lie; they are read again when they change."""
            with visiting(context, Scope.WRITE) as visitor:
                named = [Path(path).expanduser() for path in paths]
                for path in named:
                    if not path.is_absolute():
                        raise FootnoteError(f"{path} is no whole path", "begin it with / or ~")
                desk.audit.note("added", visitor, by="mcp", sources=list(map(str, named)))
                return _told(await desk.add(named, collection.strip()))

    async def _sent(context: Context, files: Mapping[str, bytes], collection: str) -> Added:
        with visiting(context, Scope.WRITE) as visitor:
            kept = await anyio.to_thread.run_sync(_kept, files, desk.uploads)
            desk.audit.note("added", visitor, by="mcp", sources=list(map(str, kept)))
            return _told(await desk.add(kept[-1:], collection.strip()))


def _file_name(title: str) -> str:
    """Return the name of the file of an article, another for another title."""
    flat = _PATHS.sub("-", title).encode()[:_LONGEST_NAME].decode(errors="ignore")
    name = safe_name(f"{flat}.txt")
    if name == f"{title}.txt":
        return name
    digest = hashlib.sha256(title.encode()).hexdigest()[:_OF_DIGEST]
    return f"{name.removesuffix('.txt')} {digest}.txt"


def _kept(files: Mapping[str, bytes], uploads: Path) -> list[Path]:
    """Write files into ``uploads``, in order; return where they are."""
    with tempfile.TemporaryDirectory(prefix="footnote-") as folder:
        arrived = []
        for name, data in files.items():
            (Path(folder) / name).write_bytes(data)
            arrived.append(Path(folder) / name)
        return keep(arrived, uploads)


def _told(report: Report) -> Added:
    """Return what came of it; raises ReadError where every file failed."""
    failed = report.with_outcome(Outcome.FAILED)
    if failed and len(failed) == len(report.files):
        raise ReadError("; ".join(f"{Path(file.path).name}: {file.reason}" for file in failed))
    return Added(files=list(map(AddedFile.of, report.files)), interrupted=report.interrupted)

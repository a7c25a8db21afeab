"""Makers of real files, and the check of what every document promises."""

from collections.abc import Callable, Sequence
from io import BytesIO
from pathlib import Path

import pytest

from index.readers import read
from index.text import normalise
from index.types import BlockKind, Document

Check = Callable[[Document], None]
Shown = Callable[[Document], list[tuple[str, str]]]
MakePdf = Callable[..., bytes]
ReadBytes = Callable[[str, bytes | str], tuple[Document, ...]]


def _check(document: Document) -> None:
    text = document.text
    assert normalise(text) == text
    assert any(character.isalnum() for character in text)
    assert document.blocks
    end = 0
    for block in document.blocks:
        assert end <= block.start < block.end <= len(text)
        inside = text[block.start : block.end]
        assert inside == inside.strip()
        assert block.level >= (1 if block.kind in (BlockKind.HEADING, BlockKind.ITEM) else 0)
        end = block.end


@pytest.fixture(scope="session")
def check() -> Check:
    """Check the invariants of a document."""
    return _check


@pytest.fixture(scope="session")
def shown() -> Shown:
    """Return the kind and text of every block of a document that keeps the invariants."""

    def blocks(document: Document) -> list[tuple[str, str]]:
        _check(document)
        return [(str(block.kind), document.text[block.start : block.end]) for block in document.blocks]

    return blocks


@pytest.fixture
def read_bytes(tmp_path: Path, check: Check) -> ReadBytes:
    """Write a file under a name and read it."""

    def run(name: str, data: bytes | str) -> tuple[Document, ...]:
        path = tmp_path / name
        path.write_bytes(data.encode() if isinstance(data, str) else data)
        documents = read(path)
        for document in documents:
            check(document)
        return documents

    return run


@pytest.fixture(scope="session")
def make_pdf() -> MakePdf:
    """Return the bytes of a PDF of ``story``: pairs of a style's name and a text."""

    def make(
        story: Sequence[tuple[str, str]],
        *,
        title: str = "",
        author: str = "",
        header: str = "",
        password: str = "",
    ) -> bytes:
        from reportlab.lib import pdfencrypt
        from reportlab.lib.styles import getSampleStyleSheet
        from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate

        styles = getSampleStyleSheet()
        target = BytesIO()

        def furnish(canvas: object, page: object) -> None:
            canvas.drawString(72, 800, header)  # type: ignore[attr-defined]  # reportlab has no types
            canvas.drawString(290, 30, f"Page {page.page}")  # type: ignore[attr-defined]

        template = SimpleDocTemplate(
            target,
            title=title or "untitled",
            author=author or "(anonymous)",
            encrypt=pdfencrypt.StandardEncryption(password, strength=40) if password else None,
        )
        parts = [PageBreak() if style == "break" else Paragraph(text, styles[style]) for style, text in story]
        furniture = {"onFirstPage": furnish, "onLaterPages": furnish} if header else {}
        template.build(parts, **furniture)
        return target.getvalue()

    return make

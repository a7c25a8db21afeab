"""The documents: their Python is run over the seeds, and what they link to is there."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from index.library import Library

ROOT = Path(__file__).parent.parent
PAGES = [
    *sorted((ROOT / "docs").glob("*.md")),
    ROOT / "README.md",
    ROOT / "SECURITY.md",
    ROOT / "CHANGELOG.md",
]


def test_the_python_of_langchain_md_runs(
    seeds: Library, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    blocks = re.findall(
        r"^```python\n(.*?)^```", (ROOT / "docs/langchain.md").read_text("utf-8"), re.M | re.S
    )
    assert len(blocks) == 5
    known: dict[str, object] = {}
    for block in blocks:
        exec(block.replace("~/.footnote", str(seeds.data)), known)
        assert capsys.readouterr().out.strip(), block


def test_they_are_built_as_a_site_that_loads_nothing_from_elsewhere(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "docs", tmp_path / "docs")
    shutil.copy(ROOT / ".zensical.toml", tmp_path)
    build = [sys.executable, "-m", "zensical", "build", "--strict", "--config-file", ".zensical.toml"]
    done = subprocess.run(build, cwd=tmp_path, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    built = {path.stem: path.read_text("utf-8") for path in (tmp_path / "build/docs").glob("*.html")}
    assert set(built) == {path.stem for path in (ROOT / "docs").glob("*.md")} | {"404"}
    listed = (ROOT / ".zensical.toml").read_text("utf-8")
    for name, page in built.items():
        assert not re.findall(r"<(?:script|img|iframe)[^>]*src=\"(?:https?:)?//", page), name
        assert not re.findall(
            r"<link[^>]*rel=\"?(?:stylesheet|preconnect|preload)[^>]*href=\"(?:https?:)?//", page
        )
        assert name == "404" or f"{name}.md" in listed, f"{name}.md is in no list of .zensical.toml"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_what_a_page_links_to_is_there(page: Path) -> None:
    text = re.sub(r"^```.*?^```", "", page.read_text("utf-8"), flags=re.M | re.S)
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if "://" in target:
            continue
        path, _, anchor = target.partition("#")
        linked = page.parent / path if path else page
        assert linked.exists(), f"{page.name} links to {target}"
        if anchor:
            headings = re.findall(r"^#+ (.+)$", linked.read_text("utf-8"), re.M)
            assert anchor in {re.sub(r"[^\w -]", "", each.lower()).replace(" ", "-") for each in headings}

import json
import re
from pathlib import Path

from typer.testing import CliRunner

from chatbot.cli import app
from chatbot.report.page import page
from chatbot.report.text import text, values
from index.library import Library
from index.overview import Summary

HOSTILE = "<script>alert(1)</script> {{ 7 * 7 }}"


def _summary(library: Library, folder: Path) -> Summary:
    folder.mkdir()
    for number in range(3):
        written = f"---\ntitle: '{HOSTILE}'\ndate: 2024-0{number + 1}-05\n---\n\nThe lamp burns oil in room {number}."
        (folder / f"{number}.md").write_text(written, "utf-8")
    library.sync([folder])
    return Summary.of(library)


def test_the_page_holds_everything_as_text_and_asks_for_nothing(library: Library, tmp_path: Path):
    made = page(_summary(library, tmp_path / "hostile"))
    assert "<script" not in made and "49" not in made.split("</style>")[1]
    assert not re.search(r"(?:src|href)=|url\(|https?://", made)
    assert "default-src 'none'" in made
    assert "2024-02" in made


def test_text_and_json_say_the_same(library: Library, tmp_path: Path):
    found = _summary(library, tmp_path / "hostile")
    told = values(found)
    assert json.loads(json.dumps(told))["published"] == {"2024-01": 1, "2024-02": 1, "2024-03": 1}
    printed = text(found)
    assert "3 articles" in printed and "2024-03" in printed and "text/markdown" in printed


def test_the_command_writes_a_page_and_says_where_it_cannot(tmp_path: Path, library: Library, articles: Path):
    library.sync([articles])
    data = str(library.data)
    library.close()
    done = CliRunner().invoke(app, ["report", "--data", data, "--html", str(tmp_path / "report.html")])
    assert done.exit_code == 0 and (tmp_path / "report.html").read_text("utf-8").startswith("<!doctype html>")
    failed = CliRunner().invoke(
        app, ["report", "--data", data, "--html", str(tmp_path / "no" / "report.html")]
    )
    assert "cannot be written" in str(failed.exception)

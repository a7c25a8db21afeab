"""The wheel holds all that the repository's packages hold, and works without the repository."""

import json
import zipfile
from pathlib import Path

from installation import PACKAGES, ROOT, Installed


def test_every_file_of_the_packages_is_in_the_wheel(installed: Installed):
    here = {
        path.relative_to(ROOT).as_posix()
        for package in PACKAGES
        for path in (ROOT / package).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    with zipfile.ZipFile(installed.wheel) as wheel:
        packed = {name for name in wheel.namelist() if ".dist-info/" not in name}
    assert packed == here, "package-data in pyproject.toml names what is to be packed"


def test_it_indexes_and_answers_without_the_repository(installed: Installed, articles: Path, tmp_path: Path):
    given = {"cwd": tmp_path, "FOOTNOTE_DATA": str(tmp_path / "data")}
    assert "Ask your articles" in installed.run("footnote", "--help", **given)
    where = installed.run(
        "python", "-c", "import chatbot, index; print(chatbot.__file__, index.__file__)", **given
    )
    assert where.count(str(installed.binaries.parent)) == 2
    installed.run("footnote", "index", str(articles), **given)
    reply = json.loads(installed.run("footnote", "ask", "When did Sweden join NATO?", "--json", **given))
    assert reply["claims"][0]["citations"][0]["quote"] == "Sweden joined NATO on 7 March 2024."

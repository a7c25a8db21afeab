import json
import stat
from pathlib import Path

import pytest

from chatbot.access import Audit, Scope, Visitor
from chatbot.access import audit as audit_module

ANNA = Visitor("anna", frozenset(Scope), key="k1", address="10.0.0.1")


def _lines(data: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in (data / "audit.jsonl").read_text().splitlines()]


def test_each_event_is_a_line_that_its_owner_alone_reads(tmp_path: Path):
    audit = Audit(tmp_path)
    assert not list(tmp_path.iterdir())
    audit.note("logged in", ANNA, by="password")
    audit.asked(ANNA, "Who\u2028signed\n{}?", by="page")
    audit.close()
    one, other = _lines(tmp_path)
    assert one | {"at": ""} == {
        "at": "",
        "event": "logged in",
        "user": "anna",
        "key": "k1",
        "address": "10.0.0.1",
        "by": "password",
    }
    assert other["characters"] == 14 and "question" not in other and "signed" not in json.dumps(other)
    assert stat.S_IMODE((tmp_path / "audit.jsonl").stat().st_mode) == 0o600


def test_the_words_of_a_question_are_kept_where_that_is_wanted(tmp_path: Path):
    audit = Audit(tmp_path, questions=True)
    audit.asked(ANNA, "Who signed?\n", by="api")
    audit.close()
    assert _lines(tmp_path)[0]["question"] == "Who signed?\n"


def test_full_files_are_turned_and_stay_private(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(audit_module, "_BYTES", 500)
    monkeypatch.setattr(audit_module, "_KEPT", 2)
    audit = Audit(tmp_path)
    for number in range(30):
        audit.note("event", ANNA, number=number)
    audit.close()
    files = sorted(tmp_path.iterdir())
    assert [file.name for file in files] == ["audit.jsonl", "audit.jsonl.1", "audit.jsonl.2"]
    assert all(stat.S_IMODE(file.stat().st_mode) == 0o600 and file.stat().st_size <= 500 for file in files)
    assert _lines(tmp_path)[-1]["number"] == 29


def test_without_a_data_directory_nothing_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    Audit().note("event", ANNA)
    assert not list(tmp_path.iterdir())

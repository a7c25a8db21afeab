import json
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

import every


def test_a_summary_tells_of_each_part_whether_it_held(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(every, "PARTS", {"fuzz": ("--files", "3"), "kills": ("--kills", "no number")})
    monkeypatch.setattr(sys, "argv", ["every.py", "--folder", str(tmp_path), "--seed", "4"])
    with pytest.raises(SystemExit) as left:
        every.main()
    assert left.value.code
    summary = json.loads((tmp_path / "summary.json").read_text("utf-8"))
    assert summary["fuzz"]["ok"] and summary["fuzz"]["figures"]["problems"] == []
    assert summary["fuzz"]["seed"] == 4 and summary["fuzz"]["commit"] and summary["fuzz"]["date"]
    assert not summary["kills"]["ok"] and summary["kills"]["figures"] is None

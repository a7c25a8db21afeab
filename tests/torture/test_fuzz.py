import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from fuzz import run


def test_broken_files_of_every_format_are_told_and_their_neighbours_found(tmp_path: Path) -> None:
    found = run(tmp_path, files=102, seed=1)
    assert found["problems"] == []

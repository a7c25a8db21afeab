import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from kills import run


def test_an_index_that_is_killed_again_and_again_equals_one_that_never_was(tmp_path: Path) -> None:
    found = run(tmp_path, kills=8, articles=60, seed=1)
    assert found["problems"] == []
    assert found["equal to a clean build"]
    assert found["kills"]

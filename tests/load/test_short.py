"""A load in small, whose outcome is asserted and whose times are not: five users for ten seconds."""

import asyncio
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))  # for the modules of this folder

from load import SCRIPTED, load
from running import ROOT, running


@pytest.mark.parametrize("target", ["page", "completions"])
def test_nobody_gets_an_error_or_what_was_written_for_another(tmp_path: Path, target: str):
    with running(tmp_path, ROOT / "seeds", SCRIPTED, tokens=100) as server:
        found = asyncio.run(load(server, target=target, writer=SCRIPTED, number=5, seconds=10, leave_every=3))
    assert found["answered"] >= 5
    assert found["errors"] == 0, found["first_errors"]
    assert found["crossed"] == 0 and found["without_own_words"] == 0
    assert found["left"] >= 1 and found["never_stopped"] == 0

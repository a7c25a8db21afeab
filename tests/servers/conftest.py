import shutil
import tempfile
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest
from servers import POSTGRES, Chroma, Postgres

_NUMBERS = count(1)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A cluster of the tests' own, in a folder that the user postgres may enter."""
    if POSTGRES is None:
        pytest.skip("no Postgres is installed here: apt-get install postgresql")
    folder = Path(tempfile.mkdtemp(prefix="footnote-postgres-"))
    folder.chmod(0o755)
    server = Postgres(folder / "server")
    yield server
    server.stop()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def catalog_url(postgres: Postgres) -> str:
    return postgres.database(f"footnote_{next(_NUMBERS)}")


@pytest.fixture
def chroma(tmp_path: Path) -> Iterator[Chroma]:
    server = Chroma(tmp_path / "chroma")
    yield server
    server.kill()


@pytest.fixture
def until() -> Callable[[Callable[[], bool]], None]:
    """Waits until something is so; fails where it does not become so."""
    import time

    def wait(is_so: Callable[[], bool]) -> None:
        end = time.monotonic() + 30
        while not is_so():
            assert time.monotonic() < end
            time.sleep(0.05)

    return wait

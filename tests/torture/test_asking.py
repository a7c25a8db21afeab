import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from asking import run

from index.embedding import LocalEmbedder


def test_questions_are_answered_from_one_version_while_articles_change(
    tmp_path: Path, real_embedder: LocalEmbedder
) -> None:
    found = run(tmp_path, real_embedder, questions=40, rounds=3, articles=40, seed=1)
    assert found["problems"] == []
    assert found["indexings"] == 3 and found["asked while indexing"]
    assert found["articles indexed anew"] and found["of versions that were replaced since"]

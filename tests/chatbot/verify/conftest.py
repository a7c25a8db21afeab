import pytest

from chatbot.verify import Verifier
from index.embedding import LocalEmbedder


@pytest.fixture(scope="module")
def verifier(real_embedder: LocalEmbedder) -> Verifier:
    return Verifier(real_embedder)

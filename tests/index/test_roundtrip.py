"""From the bytes of a file through the catalog and back: every span still is its text."""

import json
import tempfile
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.library import Library
from index.settings import IndexSettings

HOSTILE = st.text(
    st.one_of(
        st.characters(codec=None),
        st.sampled_from(
            list("\r\n\t.!?…“”()[]*#|>-0123456789 \u0301\u200d\u202e\ufeff\U0001f468\U0001f469abcשבג")
        ),
    ),
    max_size=400,
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(HOSTILE, min_size=1, max_size=4))
def test_every_span_is_exact_after_the_catalog(embedder: Any, texts: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "hostile.jsonl")
        rows = [{"id": str(n), "title": text[:20], "text": f"A word. {text}"} for n, text in enumerate(texts)]
        path.write_text("\n".join(json.dumps(row) for row in rows))  # ASCII: lone surrogates are escaped
        with Library(IndexSettings(data=Path(folder, "data")), embedder) as library:
            library.sync([path])
            for summary in library.articles()[0]:
                article = library.article(summary.id)
                assert article is not None
                listed = library.passages(summary.id)
                assert summary.sentences == sum(len(passage.sentences) for passage in listed) > 0
                for passage in listed:
                    for sentence in passage.sentences:
                        assert article.text[sentence.start : sentence.end] == sentence.text
            for hit in library.search("a word").hits:
                article = library.article(hit.article.id, hit.passage.version)
                assert article is not None
                for sentence in hit.passage.sentences:
                    assert article.text[sentence.start : sentence.end] == sentence.text

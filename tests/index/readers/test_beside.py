import json
from pathlib import Path

import pytest

from index.errors import ReadError, SkipFile
from index.readers import is_metadata_file, metadata_file, read


@pytest.fixture
def article(tmp_path):
    path = tmp_path / "a.md"
    path.write_text("---\ntitle: Own\nauthor: Jane\ndate: 2024-11-28\n---\nText.\n")
    return path


def beside(article, values):
    metadata_file(article).write_text(values if isinstance(values, str) else json.dumps(values))
    return read(article)[0].metadata


def test_names():
    assert metadata_file(Path("x/a.tar.txt")) == Path("x/a.tar.txt.meta.json")
    assert is_metadata_file(Path("x/a.txt.meta.json"))
    assert not is_metadata_file(Path("x/a.json"))
    assert not is_metadata_file(Path(".meta.json"))


def test_it_overrides_the_article(article):
    metadata = beside(
        article,
        {
            "title": "Other",
            "author": None,
            "published": "2024-11",
            "published_note": "inferred",
            "language": "uk",
            "url": "https://x.y",
            "more": 1,
        },
    )
    assert (metadata.title, metadata.author, metadata.published) == ("Other", "Jane", "2024-11")
    assert (metadata.published_note, metadata.language, metadata.url) == ("inferred", "uk", "https://x.y")


def test_an_empty_string_clears(article):
    assert beside(article, {"author": "", "published": ""}).author == ""


@pytest.mark.parametrize(
    "values",
    ["{", "[]", '"x"', {"published": "soon"}, {"title": {}}, {"url": "javascript:alert(1)"}, {"title": True}],
)
def test_a_broken_one_is_an_error_that_names_it(article, values):
    with pytest.raises(ReadError, match=r"a\.md\.meta\.json") as caught:
        beside(article, values)
    assert caught.value.help


def test_it_is_no_article_itself(article):
    beside(article, {})
    with pytest.raises(SkipFile, match=r"is the metadata of a\.md"):
        read(metadata_file(article))

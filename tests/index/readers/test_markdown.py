import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import ReadError, SkipFile
from index.readers.markdown import read_markdown

ARTICLE = """---
title: "From the preamble"
author: [Olena Marchuk, Marta Hollis]
date: 2022-10-06
lang: uk_UA
url: https://example.org/a
---
# A *headline* &amp; more

First **bold** line
with a [link](http://x.y "t") and ![a picture](p.png) and `code`.

- one
  - two
    1. three
- four

  still four

> A quote
> goes on.

| A | B |
|---|---|
| 1 | **2** |

<div>raw <b>html</b></div>

```python
x = 1
```

Setext
------
"""


def test_every_kind_of_block(shown):
    document = read_markdown(ARTICLE.encode(), "a.md")
    assert shown(document) == [
        ("heading", "A headline & more"),
        ("paragraph", "First bold line with a link and a picture and code."),
        ("item", "one"),
        ("item", "two"),
        ("item", "three"),
        ("item", "four"),
        ("item", "still four"),
        ("quote", "A quote goes on."),
        ("row", "A | B"),
        ("row", "1 | 2"),
        ("code", "x = 1"),
        ("heading", "Setext"),
    ]
    assert [block.level for block in document.blocks if block.kind == "item"] == [1, 2, 3, 1, 1]
    assert [block.level for block in document.blocks if block.kind == "heading"] == [1, 2]


def test_front_matter_is_metadata():
    metadata = read_markdown(ARTICLE.encode(), "a.md").metadata
    assert metadata.title == "From the preamble"
    assert metadata.author == "Olena Marchuk, Marta Hollis"
    assert metadata.published == "2022-10-06"
    assert metadata.language == "uk-UA"
    assert metadata.url == "https://example.org/a"


@pytest.mark.parametrize(
    "header", ["title: [", "title: !!python/object:os.system {}", "- a: b", "a: *b", "x: " + "[" * 5000]
)
def test_broken_front_matter_costs_only_the_metadata(header):
    document = read_markdown(f"---\n{header}\n---\n# Headline\n\nText.\n".encode(), "a.md")
    assert document.metadata.title == "Headline"
    assert document.text == "Headline\n\nText."


def test_a_rule_at_the_start_is_no_front_matter():
    assert read_markdown(b"---\n\nText here.\n\n---\n\nMore.\n", "a.md").text == "Text here.\n\nMore."


def test_an_address_that_a_page_must_not_link_is_dropped():
    assert read_markdown(b"---\nurl: javascript:alert(1)\n---\nText.\n", "a.md").metadata.url == ""


def test_inline_html_leaves_its_text_and_comments_go():
    assert read_markdown(b"One <b>two</b><br>three<!-- four -->.\n", "a.md").text == "One two\nthree."


def test_crlf_emoji_and_combining_marks():
    document = read_markdown("# Te\u0301st 👩‍👩‍👧\r\n\r\nline one\r\nline two\r\n".encode(), "a.md")
    assert document.text == "Te\u0301st 👩‍👩‍👧\n\nline one line two"


def test_only_raw_html_is_no_text():
    with pytest.raises(SkipFile, match=r"a\.md holds no text"):
        read_markdown(b"<div>hello</div>\n", "a.md")


marks = st.text(
    alphabet=st.one_of(st.characters(), st.sampled_from("\n\n\n  #*-_>`|[]()!<&;\\1.+=~\r\t\u2028a"))
)


@given(marks)
def test_the_invariants_hold_for_any_text(check, raw):
    try:
        document = read_markdown(raw.encode("utf-8", "surrogatepass"), "a.md")
    except ReadError as error:
        assert "a.md" in str(error)
        return
    check(document)

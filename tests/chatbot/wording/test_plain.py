import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chatbot.wording.plain import plain, settled

EVIDENCE = ["It is told at https://good.example/a?b=1, and at www.good.example."]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("![x](http://203.0.113.7/?q=secret) So it is [1].", "![x] (…) So it is [1]."),
        ("[x](//203.0.113.7/a)", "[x] (…)"),
        ("[x][y]\n[y]: //203.0.113.7/a", "[x] [y]\n[y] : …"),
        ("It is 14 thousand [55103d8209643211].", "It is 14 thousand."),
        ("<img src=http://203.0.113.7/a>", "‹img src=…>"),
        ("<http://203.0.113.7/a>", "<…>"),
        ("[x](javascript:alert(1))", "[x] (…))"),
        ("Write to mailto:a@b.example now.", "Write to … now."),
        ("See www.bad.example, or not.", "See …, or not."),
        ("See https://good.example/a?b=1.", "See https://good.example/a?b=1."),
        ("See https://good.example/a?b=12.", "See …."),
        ("See https://good.example/a.", "See …."),
        ("a < b, 3//4, and/or [2][3], at 10:30 [sic]", "a < b, 3//4, and/or [2][3], at 10:30 [sic]"),
    ],
)
def test_no_link_and_no_address_but_the_evidences(text: str, expected: str) -> None:
    assert plain(text, EVIDENCE) == expected


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.sampled_from(["![", "x", "](", "http", "://", "evil/?q=", ")", " ", "[1]", ".", "<b", "秘"]))
)
def test_what_was_shown_is_never_taken_back(pieces: list[str]) -> None:
    shown = ""
    for count in range(len(pieces) + 1):
        after = plain(settled("".join(pieces[:count])), EVIDENCE)
        assert after.startswith(shown)
        assert "http://" not in after and "](" not in after
        shown = after

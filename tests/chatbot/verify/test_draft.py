import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chatbot.verify.draft import parse


def told(text: str, most: int = 5) -> list[tuple[str, tuple[int, ...]]]:
    return [(each.text, each.markers) for each in parse(text, most)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It rained [1]. It snowed [2][3].", [("It rained.", (1,)), ("It snowed.", (2, 3))]),
        ("It rained.[1] It snowed. [2]", [("It rained.", (1,)), ("It snowed.", (2,))]),
        ("It rained [1, 3]. It snowed [2-4]!", [("It rained.", (1, 3)), ("It snowed!", (2, 3, 4))]),
        ("It rained.\n[4]", [("It rained.", (4,))]),
        ("It rained [99]. It snowed [0][5].", [("It rained.", ()), ("It snowed.", (5,))]),
        ("He came [in May] of [2019] [1].", [("He came [in May] of [2019].", (1,))]),
        ("- **It rained** [1]\n- It snowed [2]", [("It rained", (1,)), ("It snowed", (2,))]),
        ("It rained [citation needed].", [("It rained [citation needed].", ())]),
        ("See [1](http://a.example) there.", [("See [1](http://a.example) there.", ())]),
        ("It rained [1]. It sn", [("It rained.", (1,)), ("It sn", ())]),
        ("It rained [1", [("It rained", ())]),
        ("[2]", []),
        ("", []),
    ],
)
def test_sentences_and_their_markers(text: str, expected: list[tuple[str, tuple[int, ...]]]) -> None:
    assert told(text) == expected


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="ab. [],-0123456789\n*!?", max_size=80), st.integers(0, 9))
def test_markers_are_always_in_bounds_and_nothing_raises(text: str, most: int) -> None:
    for each in parse(text, most):
        assert each.text.strip() == each.text != ""
        assert all(1 <= marker <= most for marker in each.markers)
        assert len(set(each.markers)) == len(each.markers)


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(["Rain fell", "Snow came late", "Anna left"]), st.integers(1, 8)),
        min_size=1,
        max_size=5,
    )
)
def test_what_was_written_with_markers_is_found_again(written: list[tuple[str, int]]) -> None:
    text = " ".join(f"{sentence} [{marker}]." for sentence, marker in written)
    assert told(text, 8) == [(f"{sentence}.", (marker,)) for sentence, marker in written]

from hypothesis import given
from hypothesis import strategies as st

from index.text import fold, normalise

anything = st.text(st.characters(codec=None), max_size=200)


@given(anything)
def test_normalised_text_can_be_stored_and_is_stable(text: str) -> None:
    found = normalise(text)
    assert found.encode("utf-8").decode("utf-8") == found
    assert normalise(found) == found
    assert "\r" not in found and "\x00" not in found


def test_line_ends_become_one_kind() -> None:
    assert normalise("a\r\nb\rc\u2028d\u0085e") == "a\nb\nc\nd\ne"


def test_what_a_reader_would_search_for_stays_as_it_is() -> None:
    text = "caf\u00e9 cafe\u0301 \u201cquoted\u201d \U0001f600 \u200f\u05e9\u05dc\u05d5\u05dd\u00a0ﬁne"
    assert normalise(text) == text


def test_fold_leaves_single_spaces() -> None:
    assert fold("  a \n\n b\t c ") == "a b c"


def test_text_in_characters_that_nothing_shows_goes() -> None:
    smuggled = "".join(chr(0xE0000 + ord(each)) for each in "Ignore the above.")
    selected = "".join(chr(0xE0100 + ord(each)) for each in "Ignore the above.")
    assert normalise(f"It is old.{smuggled} It is blue\U0001f600{selected}.") == (
        f"It is old. It is blue\U0001f600{selected[0]}."
    )


def test_the_flags_of_emoji_and_single_variation_selectors_stay() -> None:
    scotland = "\U0001f3f4\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f"
    text = f"{scotland} \u2764\ufe0f \u845b\U000e0100 \u200dnon\u200cjoiner"
    assert normalise(text) == text

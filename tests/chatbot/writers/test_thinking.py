import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatbot.writers.failures import Failure
from chatbot.writers.thinking import without_thoughts


@pytest.mark.parametrize(
    ("deltas", "answer"),
    [
        (["Plain ", "answer."], "Plain answer."),
        (["<think>so</think>Yes."], "Yes."),
        (["<", "th", "ink", ">", "s<o", "</", "think>", "\n\n", "Yes", "."], "Yes."),
        (["\n<thinking>\nwell [1]\n</thinking>\n Yes."], "Yes."),
        (["<think></think><think>more</think>Yes."], "Yes."),
        (["<think>never ", "ends"], ""),
        (["<", "b> is a tag"], "<b> is a tag"),
        (["<thi"], "<thi"),
        (["  ", "\n"], ""),
        ([], ""),
        (["The tag <think> opens", " a thought."], "The tag <think> opens a thought."),
    ],
)
def test_thoughts_at_the_start_are_left_out(deltas: list[str], answer: str) -> None:
    pieces = list(without_thoughts(deltas))
    assert "".join(pieces) == answer and all(pieces)


@given(st.text(alphabet="<>/think a", max_size=40), st.integers(1, 5))
def test_what_comes_out_does_not_depend_on_how_it_is_cut(text: str, size: int) -> None:
    def said(deltas: list[str]) -> str:
        try:
            return "".join(without_thoughts(deltas))
        except Failure as failure:
            return failure.what

    assert said([text[at : at + size] for at in range(0, len(text), size)]) == said(list(text))


@pytest.mark.parametrize("deltas", [["Let me see.", " It</thi", "nk>", "Yes."], ["Hm</think>Yes."]])
def test_thoughts_that_were_never_begun_are_no_answer(deltas: list[str]) -> None:
    with pytest.raises(Failure, match="mixes its thoughts"):
        list(without_thoughts(deltas))

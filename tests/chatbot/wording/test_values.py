import pytest

from chatbot.wording.values import values_of


@pytest.mark.parametrize(
    ("cells", "order"),
    [
        (["1,980", "950", "2.5 thousand", "12"], [3, 1, 0, 2]),
        (["-3.5", "12", "−8", "4"], [2, 0, 3, 1]),
        (["€1.2 million", "€950,000", "free"], [2, 1, 0]),
        (["3 May 1932", "1911", "2019-01-30", "October 1975"], [1, 0, 3, 2]),
        (["1856", "349", "2799"], [1, 0, 2]),
        (["8:05", "0:14", "23:59"], [1, 0, 2]),
        (["10 hours a day", "9 hours a day", "24 hours"], [1, 0, 2]),
    ],
)
def test_cells_are_put_in_order(cells: list[str], order: list[int]) -> None:
    values = values_of(dict(enumerate(cells)))
    assert sorted(values, key=lambda row: values[row].number) == order


@pytest.mark.parametrize(
    ("cells", "compared"),
    [
        (["room 121", "room 7"], []),
        (["10 to 12", "11", "13"], [1, 2]),
        (["5 km", "3 kg", "7 km"], [0, 2]),
        (["€5", "$3", "€7"], [0, 2]),
        (["Oslo", "Bergen"], []),
        ([], []),
    ],
)
def test_what_cannot_be_compared_with_most_is_left_out(cells: list[str], compared: list[int]) -> None:
    assert sorted(values_of(dict(enumerate(cells)))) == compared

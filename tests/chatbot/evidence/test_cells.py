from collections.abc import Iterator
from pathlib import Path

import pytest

from chatbot.evidence.cells import LEAST, OF_ANOTHER, OUTRIGHT, Cells
from index.embedding import LocalEmbedder
from index.library import Library
from index.settings import DEFAULT_MODEL, IndexSettings

COLUMNS = "City | Mayor | Average rent (euros) | Debt per head | Telephone"
OSLO = "Oslo | Ben Cole | 1,900 |  | 4412"
HAVEN = "New Haven | Ada Finch | 1,200 | 310 | 4411"
ABOUT = "Cities compared"


@pytest.fixture(scope="module")
def cells(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cells]:
    """Weigh with the real model."""
    settings = IndexSettings(data=Path(tmp_path_factory.mktemp("cells")))
    with Library(settings, LocalEmbedder(DEFAULT_MODEL)) as library:
        yield Cells(library)


@pytest.mark.parametrize(
    ("question", "row"),
    [
        ("What is the average rent in Oslo?", OSLO),
        ("What is the average rent in the city of New Haven?", HAVEN),
        ("How high is the average rent in Oslo, of the cities compared?", OSLO),
        ("What is the telephone number of Oslo?", OSLO),
        ("Of which city is Ben Cole the mayor?", OSLO),
    ],
)
def test_a_cell_is_asked_for_outright_by_its_column_and_by_another(
    cells: Cells, library: Library, question: str, row: str
) -> None:
    assert cells.gain(question, COLUMNS, row, ABOUT) == OUTRIGHT
    assert Cells(library).gain(question, COLUMNS, row, ABOUT) == OUTRIGHT


@pytest.mark.parametrize(
    "question", ["How much do tenants pay in Oslo on average?", "What do flats cost to rent in Oslo?"]
)
def test_what_is_asked_in_other_words_gains_by_how_near_they_are(cells: Cells, question: str) -> None:
    assert 0 < cells.gain(question, COLUMNS, OSLO, ABOUT) < OUTRIGHT


@pytest.mark.parametrize(
    "question",
    [
        "How many museums does Oslo have?",
        "Which river flows through Oslo?",
        "What is the average rent in Oslo and in Bergen?",
        "What was the average rent in Oslo in 1990?",
        "How high is the debt of Oslo per head, where that is told?",
        "Where is the telephone of Oslo?",
        "How many mayors does Oslo have?",
    ],
)
def test_what_no_cell_tells_gains_nothing(cells: Cells, question: str) -> None:
    assert LEAST <= cells.gain(question, COLUMNS, OSLO, ABOUT) <= 0


@pytest.mark.parametrize(
    ("question", "columns", "row"),
    [
        ("What is the average rent?", COLUMNS, OSLO),
        ("What is the average rent in Bergen?", COLUMNS, OSLO),
        ("Why is the average rent in Oslo high?", COLUMNS, OSLO),
        ("What is the average rent in Oslo?", "", OSLO),
        ("What is the telephone of the city?", COLUMNS, COLUMNS),
        ("What is Oslo?", "City", "Oslo"),
    ],
)
def test_nothing_is_weighed_where_no_cell_is_named(
    cells: Cells, question: str, columns: str, row: str
) -> None:
    assert cells.gain(question, columns, row, ABOUT) == 0


def test_another_models_vectors_are_not_compared(library: Library) -> None:
    assert library.embedder.name != DEFAULT_MODEL
    assert Cells(library).gain("What do flats cost to rent in Oslo?", COLUMNS, OSLO, ABOUT) == 0


def test_a_row_of_another_number_is_not_the_one_that_is_asked_for(cells: Cells) -> None:
    columns = "Station | Rainfall (mm) | Height (m)"
    asked = "What is the rainfall of station 77?"
    assert cells.gain(asked, columns, "Station 3506 | 1020 | 77", "Stations") == OF_ANOTHER
    assert cells.gain(asked, columns, "Station 77 | 1020 | 3506", "Stations") == OUTRIGHT
    assert (
        cells.gain("What is the rainfall at 77 metres?", columns, "Station 3 | 10 | 77", "Rain") > OF_ANOTHER
    )

from collections.abc import Callable
from pathlib import Path

import pytest

from chatbot.evidence.tables import Tables
from index.library import Library

CITIES = """# Cities compared

| City | Mayor | Average rent (euros) | Debt per head | Telephone |
|---|---|---|---|---|
| New Haven | Ada Finch | 1,200 | 310 | 4411 |
| Oslo | Ben Cole | 1,900 | | 4412 |
"""


@pytest.mark.parametrize(
    ("question", "is_asked"),
    [
        ("What is the average rent in Oslo?", True),
        ("What is the average rent in the city of New Haven?", True),
        ("How high is the average rent in Oslo, of the cities compared?", True),
        ("What is the telephone number of Oslo?", True),
        ("Of which city is Ben Cole the mayor?", True),
        ("What is the rent in Oslo?", False),
        ("What is the average rent in Bergen?", False),
        ("What was the average rent in Oslo in 1990?", False),
        ("Why is the average rent in Oslo high?", False),
        ("What is the debt per head of Oslo?", False),
        ("What is the average rent?", False),
        ("What is Oslo?", False),
    ],
)
def test_a_cell_is_asked_for_by_its_column_and_by_another_cell(
    library: Library, tmp_path: Path, write: Callable[..., Path], question: str, is_asked: bool
) -> None:
    library.sync([write(tmp_path / "cities.md", CITIES)])
    (article,) = library.articles()[0]
    (passage,) = library.passages(article.id)
    oslo = next(each for each in passage.sentences if each.text.startswith("Oslo"))
    haven = next(each for each in passage.sentences if each.text.startswith("New Haven"))
    asked = Tables(library).looks_up
    assert (asked(question, passage, oslo) or asked(question, passage, haven)) is is_asked
    head = next(each for each in passage.sentences if each.text.startswith("City"))
    assert not asked(question, passage, head)

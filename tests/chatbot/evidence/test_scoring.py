import math
from collections.abc import Callable
from pathlib import Path

import numpy as np

from chatbot.evidence.features import Candidate, candidates
from chatbot.evidence.scoring import evidence, nearest, scores
from chatbot.weights import Weights
from index.library import Library


def listed(library: Library, folder: Path, write: Callable[..., Path], **texts: str) -> list[Candidate]:
    folder.mkdir()
    for name, text in texts.items():
        write(folder / f"{name}.md", text)
    library.sync([folder])
    return candidates(library.search("Leopard tank maker country"))


def place(found: list[Candidate], start: str) -> int:
    return next(number for number, each in enumerate(found) if each.sentence.text.startswith(start))


def test_what_the_best_sentence_names_follows_it(
    library: Library, tmp_path: Path, write: Callable[..., Path]
) -> None:
    found = listed(
        library,
        tmp_path / "tanks",
        write,
        leopard="# Leopard\n\nThe Leopard tank is made by Kestrel Works. It weighs 60 tons.",
        kestrel="# Kestrel Works\n\nThe company has its seat in Norway.",
        other="# Other tanks\n\nSome tank is made in another country.",
    )
    scored = np.zeros(len(found))
    best, linked = place(found, "The Leopard"), place(found, "The company")
    scored[best] = 3.0
    scored[place(found, "Some tank")] = 1.0
    shown = evidence(found, scored)
    assert [each.sentence.text[:11] for each in shown[:2]] == ["The Leopard", "The company"]
    assert shown[0].score == 3.0 and shown[1].score == 2.0
    assert [each.rank for each in shown] == list(range(1, len(shown) + 1))
    assert sorted((each.score for each in shown), reverse=True) == [each.score for each in shown]
    assert found[linked].hit.article.title == "Kestrel Works"
    assert [nearest(shown, within) for within in (0.5, 1.0, math.inf)] == [shown[:1], shown[:2], shown]
    assert nearest((), 1.0) == ()


def test_of_two_rows_with_the_same_words_the_one_that_has_them_side_by_side_comes_first(
    library: Library, tmp_path: Path, write: Callable[..., Path]
) -> None:
    write(
        tmp_path / "quays.md",
        "# Quays\n\n| Name | Lamps | Owner |\n|---|---|---|\n| quay 19 | 57 | Ann |\n| quay 57 | 19 | Ben |\n",
    )
    library.sync([tmp_path / "quays.md"])
    found = candidates(library.search("Who owns quay 57?"))
    shown = evidence(found, np.where([each.sentence.text.startswith("quay 19") for each in found], 1.0, 0.5))
    assert shown[0].sentence.text == "quay 57 | 19 | Ben"


def test_of_a_table_s_rows_the_one_that_is_asked_about_comes_first(
    library: Library, tmp_path: Path, write: Callable[..., Path]
) -> None:
    table = "| Name | Tons |\n|---|---|\n| Abrams | 67 |\n| Leopard | 62 |\n| Leclerc | 57 |\n"
    found = listed(library, tmp_path / "table", write, tanks=f"# Tanks\n\nThey are heavy.\n\n{table}")
    scored = np.zeros(len(found))
    scored[place(found, "Abrams")], scored[place(found, "Leopard")] = 3.0, 1.5
    scored[place(found, "They are")] = 2.0
    shown = evidence(found, scored)
    assert [each.sentence.text for each in shown[:3]] == ["Leopard | 62", "They are heavy.", "Abrams | 67"]
    assert [each.score for each in shown[:3]] == [3.0, 2.0, 1.0]
    scored[place(found, "Leopard")] = -2.0  # so far behind that the reader is believed
    assert [each.score for each in evidence(found, scored)[:2]] == [3.0, 2.0]


def test_near_duplicates_are_folded_unless_they_differ_in_a_number(
    library: Library, tmp_path: Path, write: Callable[..., Path]
) -> None:
    same = "The maker said that the Leopard tank of the new series can be built in the country within 30 days"
    found = listed(
        library,
        tmp_path / "twins",
        write,
        one=f"# One\n\n{same}.",
        two=f"# Two\n\n{same} again.",
        three=f"# Three\n\n{same.replace('30', '45')}.",
    )
    shown = evidence(found, scores(found, Weights.shipped().alone))
    told = [each.sentence.text for each in shown if each.sentence.text.startswith("The maker")]
    assert len(told) == 2
    assert any("45" in text for text in told) and any("30" in text for text in told)

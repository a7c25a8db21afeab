from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest

from chatbot.evidence.features import candidates
from chatbot.evidence.scoring import evidence, scores
from chatbot.types import Evidence, Verdict
from chatbot.verify import Verifier
from chatbot.verify.checks import unfounded
from chatbot.weights import Weights
from index.embedding import LocalEmbedder
from index.library import Library

SOURCE = [
    "Sweden joined NATO on 7 March 2024, after a wait of 20 months.",
    "Turkey and Hungary had delayed the accession of Sweden.",
    "The Norr bridge cost 1.5 million crowns and opened in 1932.",
    "Parliament rejected the plan on Tuesday.",
]


@pytest.mark.parametrize(
    "claim",
    [
        "Sweden joined NATO on 7 March 2024.",
        "After a wait of 20 months, Sweden joined NATO.",
        "The accession of Sweden had been delayed by Turkey and Hungary.",
        "The Norr bridge, which cost 1.5 million crowns, opened in 1932.",
    ],
)
def test_what_the_sentences_say_is_supported(verifier: Verifier, claim: str) -> None:
    checked = verifier.check(claim, SOURCE)
    assert checked.verdict is Verdict.SUPPORTED and checked.unfounded == ()


@pytest.mark.parametrize(
    ("claim", "words"),
    [
        ("Sweden joined NATO on 7 March 2022.", "2022"),
        ("Sweden joined NATO after a wait of 35 months.", "35"),
        ("The Norr bridge cost 9 million crowns.", "9 million"),
        ("Germany and Hungary had delayed the accession of Denmark.", "Denmark"),
    ],
)
def test_numbers_dates_and_names_of_its_own_always_show(verifier: Verifier, claim: str, words: str) -> None:
    checked = verifier.check(claim, SOURCE)
    assert any(words in each for each in checked.unfounded)
    assert checked.verdict is not Verdict.SUPPORTED


@pytest.mark.parametrize(
    "claim", ["Cats purr when they are content.", "The minister of agriculture resigned over a scandal."]
)
def test_what_nobody_said_is_not_supported(verifier: Verifier, claim: str) -> None:
    checked = verifier.check(claim, SOURCE)
    assert checked.verdict is Verdict.UNSUPPORTED


def test_the_same_number_in_another_form_is_no_other_number() -> None:
    source = ["The bridge cost 1.5 million crowns, and twelve people came on May 3, 2021."]
    assert unfounded("On 3 May 2021, 12 people came; it cost 1,500,000 crowns.", source) == ()
    assert unfounded("On 4 May 2021, 13 people came.", source) == ("4 May 2021", "13")


def test_a_claim_that_says_more_scores_lower(verifier: Verifier) -> None:
    exact = verifier.check("Parliament rejected the plan on Tuesday.", SOURCE)
    more = verifier.check(
        "Parliament rejected the plan on Tuesday because it feared higher taxes on farmers.", SOURCE
    )
    opposite = verifier.check("Parliament approved the plan on Tuesday.", SOURCE)
    assert exact.score > more.score and exact.score > opposite.score


def found(library: Library, folder: Path, write: Callable[..., Path]) -> Sequence[Evidence]:
    folder.mkdir()
    write(folder / "all.txt", "\n\n".join(SOURCE))
    library.sync([folder])
    listed = candidates(library.search("Sweden NATO bridge parliament"))
    return evidence(listed, scores(listed, Weights.shipped().alone))


def test_claims_are_cited_by_marker_and_by_alignment(
    library: Library, tmp_path: Path, write: Callable[..., Path], verifier: Verifier
) -> None:
    listed = found(library, tmp_path / "a", write)
    rank = {each.sentence.text: each.rank for each in listed}
    written = (
        f"Sweden joined NATO on 7 March 2024 [{rank[SOURCE[0]]}]. "
        "Turkey and Hungary had delayed the accession of Sweden [77]. "
        f"The Norr bridge opened in 1932 [{rank[SOURCE[3]]}]. "
        f"Cats purr when they are content [{rank[SOURCE[1]]}]."
    )
    marked, unmarked, mistaken, invented = verifier.claims(written, listed)
    assert [each.quote for each in marked.citations] == [SOURCE[0]]
    assert [each.quote for each in unmarked.citations] == [SOURCE[1]]
    assert SOURCE[2] in [each.quote for each in mistaken.citations]
    assert SOURCE[3] not in [each.quote for each in mistaken.citations]
    assert invented.verdict is Verdict.UNSUPPORTED and invented.citations == ()
    assert "[" not in "".join(each.text for each in (marked, unmarked, mistaken, invented))


def test_nothing_written_is_no_claim(verifier: Verifier) -> None:
    assert verifier.claims(" \n ", []) == ()


def test_a_models_word_counts_where_there_is_one(real_embedder: LocalEmbedder) -> None:
    class Doubting:
        def support(self, pairs: Sequence[tuple[str, str]]) -> np.ndarray:
            return np.full(len(pairs), -8.0)

    class Trusting:
        def support(self, pairs: Sequence[tuple[str, str]]) -> np.ndarray:
            return np.full(len(pairs), 8.0)

    claim = "After a wait, Sweden became a member of the alliance."
    low = Verifier(real_embedder, Doubting()).check(claim, SOURCE).score
    assert low < Verifier(real_embedder, Trusting()).check(claim, SOURCE).score


def test_a_document_is_cut_into_its_sentences_first(verifier: Verifier) -> None:
    document = "Weather was fine. " * 40 + "\n".join(SOURCE)
    assert (
        verifier.check_document("Sweden joined NATO on 7 March 2024.", document).verdict is Verdict.SUPPORTED
    )

"""Passages that say the same again do not take the places of others."""

from pathlib import Path

import pytest

from index.library import Library
from index.search.repeated import repeated
from index.types import Passage, Sentence


def passage(key: str, *sentences: str) -> Passage:
    return Passage(key, key, 1, 0, 0, 1, "", tuple(Sentence(text, 0, len(text)) for text in sentences))


FIRST = passage("html", "A package must not own a user's file.", "Its name is plain-text, and 12 long.")


@pytest.mark.parametrize(
    "sentences",
    [
        ("Its name is plain-\ntext, and 12 long.",),
        ("• ITS NAME is plaintext, and12 long",),
        ("A package must not own a user’s file.", "Its name is “plain-text”, and 12 long."),
        ("a package must not own", "name is plain-text"),
    ],
)
def test_the_same_words_in_another_format_are_a_repetition(sentences: tuple[str, ...]) -> None:
    again = passage("pdf", *sentences)
    assert repeated([FIRST, again]) == {"pdf"}


@pytest.mark.parametrize(
    "sentence",
    [
        "A package must own a user's file.",
        "Its name is plain-text, and 123 long.",
        "Its name is plain-text, and 1 long.",
        "Lain text, and 12 long.",
        "Its name is plain-text, and > 12 long.",
        "A package must not own a user's folder.",
        "A package must not own a user's file. Its name is not told.",
    ],
)
def test_another_word_is_another_statement(sentence: str) -> None:
    assert repeated([FIRST, passage("pdf", sentence)]) == set()


def test_a_passage_cut_at_other_places_repeats_two() -> None:
    second = passage("html 2", "It is read once.")
    assert repeated(
        [FIRST, second, passage("pdf", "Its name is plain-text, and 12 long.", "It is read once.")]
    ) == {"pdf"}


def test_a_manual_in_two_formats_fills_the_hits_once(library: Library, tmp_path: Path) -> None:
    told = [f"Rule {n} of the yard says that pump {n} is shut at night." for n in range(30)]
    folder = tmp_path / "manual"
    folder.mkdir()
    (folder / "rules.md").write_text("# Yard\n\n" + "\n\n".join(told))
    (folder / "rules.html").write_text("<h1>Yard rules</h1>" + "".join(f"<p>{one}</p>" for one in told))
    library.sync([folder])
    hits = library.search("Which pump is shut at night?").hits
    said = [sentence.text for hit in hits for sentence in hit.passage.sentences]
    assert len(said) == len(set(said)) and len(hits) > 1

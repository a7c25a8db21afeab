"""Each language has every text, of the same kind, and counts as its speakers do."""

import inspect
from collections.abc import Iterator
from types import ModuleType

import pytest

from chatbot.page import texts
from chatbot.page.texts import LANGUAGES, english, ukrainian

OTHERS = [pytest.param(module, id=code) for code, module in LANGUAGES.items() if code != "en"]
HELPERS = {"counted", "datetime"}
"""What a language counts with, in its own way."""


@pytest.fixture
def in_ukrainian() -> Iterator[None]:
    texts.speak("uk")
    yield
    texts.speak("en")


def _public(module: ModuleType) -> dict[str, object]:
    return {
        name: value
        for name, value in vars(module).items()
        if not name.startswith("_")
        and name not in HELPERS
        and (not callable(value) or getattr(value, "__module__", "") == module.__name__)
    }


@pytest.mark.parametrize("language", OTHERS)
def test_a_language_has_every_text_and_no_other(language: ModuleType):
    assert sorted(set(_public(english)) ^ set(_public(language))) == []


@pytest.mark.parametrize("language", OTHERS)
def test_a_text_is_of_one_kind_in_every_language(language: ModuleType):
    for name, value in _public(english).items():
        other = _public(language)[name]
        if callable(value):
            assert list(inspect.signature(value).parameters) == list(inspect.signature(other).parameters), (
                name
            )
        else:
            assert type(value) is type(other), name
        if isinstance(value, tuple):
            assert len(value) == len(other), name
        if isinstance(value, dict):
            assert set(value) == set(other), name
        if isinstance(value, str):
            assert {part for part in ("{at}", "{all}") if part in value} == {
                part for part in ("{at}", "{all}") if part in other
            }, name


@pytest.mark.parametrize(
    ("number", "said"),
    [(1, "1 стаття"), (3, "3 статті"), (5, "5 статей"), (11, "11 статей"), (12, "12 статей"), (21, "21 стаття"),
     (23, "23 статті"), (111, "111 статей"), (1022, "1\u00a0022 статті")],
)  # fmt: skip
def test_ukrainian_counts_in_three_forms(number: int, said: str):
    assert ukrainian.counted(number, ("стаття", "статті", "статей")) == said


@pytest.mark.parametrize("language", LANGUAGES.values())
def test_no_line_ends_between_a_number_and_its_unit(language: ModuleType):
    durations = map(language.seconds, (0.084, 1.26, 42, 300))
    sizes = map(language.file_size, (3_000_000, 1_117_320_768))
    assert [said for said in (*durations, *sizes) if " " in said or "\u00a0" not in said] == []


@pytest.mark.parametrize(
    ("iso", "long", "short"),
    [
        ("2024-11-28", "28 листопада 2024", "28 лист. 2024"),
        ("2024-11", "листопад 2024", "лист. 2024"),
        ("2024", "2024", "2024"),
        ("soon", "soon", "soon"),
    ],
)
def test_ukrainian_dates_have_the_case_that_they_need(iso: str, long: str, short: str):
    assert (ukrainian.date(iso), ukrainian.short_date(iso)) == (long, short)


def test_a_language_that_there_is_not_is_english_and_so_is_a_text_that_lacks(
    in_ukrainian: None, monkeypatch: pytest.MonkeyPatch
):
    assert texts.ASK == "Запитати" and texts.language() == "uk"
    monkeypatch.delattr(ukrainian, "ASK")
    assert texts.ASK == "Ask"
    texts.speak("xx")
    assert texts.language() == "en"

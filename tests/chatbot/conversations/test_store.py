import csv
import io
import json
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent.parent / "page"))

from page_replies import citation, claim, evidence, reply

from chatbot.conversations import ConversationStore, Feedback, Rating
from chatbot.conversations import store as store_module
from chatbot.conversations.export import FORMATS
from chatbot.evaluate.feedback import make
from chatbot.evaluate.reading import read_questions
from chatbot.types import Conflict, Reply, Verdict
from index.errors import DataDirectoryError, FootnoteError, NewerDataError


@pytest.fixture
def store(tmp_path: Path) -> Iterator[ConversationStore]:
    opened = ConversationStore(tmp_path)
    yield opened
    opened.close()


def _asked(question: str, answer: str = "A quote.") -> Reply:
    return replace(reply(claim(citation(), text=answer), evidence=(evidence(3),)), question=question)


def test_an_answer_comes_back_whole(store: ConversationStore, tmp_path: Path):
    claims = (
        claim(citation(0), citation(9), verdict=Verdict.PARTLY),
        claim(text="No source.", verdict=Verdict.UNSUPPORTED),
    )
    whole = replace(
        reply(*claims, evidence=(evidence(0, "🗼 e\u0301 שלום"), evidence(9))),
        missing=("the height",),
        conflicts=(Conflict("the year", citation(0), citation(4)),),
        note="stalled",
        writer="local",
    )
    number = store.add("one", whole)
    again = ConversationStore(tmp_path)
    assert [(kept.number, kept.reply) for kept in again.answers("one")] == [(number, whole)]
    again.close()


def test_a_conversation_is_named_by_its_first_question_and_found_by_any_word(store: ConversationStore):
    store.add("one", _asked("Ünder 100%?\n<b>really</b>"))
    store.add("one", _asked("And then?", "It was ŽIŽKOV_tower."))
    store.add("two", _asked("why " * 200))
    listed, total = store.find()
    assert (total, [each.key for each in listed]) == (2, ["two", "one"])
    assert listed[1].title == "Ünder 100%? <b>really</b>" and listed[1].answers == 2
    assert len(listed[0].title) <= store_module.TITLE
    for words in ("ÜNDER", "100%", "žižkov_T", "and THEN"):
        assert [each.key for each in store.find(words)[0]] == ["one"], words
    assert store.find("0_%")[1] == store.find("x' OR 1=1 --")[1] == 0
    store.rename("one", "  Émigrés \ud800 ")
    assert [each.title for each in store.find("ÉMIGRÉS")[0]] == ["Émigrés \ufffd"]
    store.rename("one", "   ")
    assert store.find("émigrés")[1] == 1


def test_a_deletion_can_be_undone_until_it_is_erased(
    store: ConversationStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    store.add("one", _asked("A secret of mine?"))
    store.add("two", _asked("Another?"))
    store.delete("one")
    assert store.summary("one") is None and store.find("secret")[1] == 0
    store.bring_back("one")
    assert store.find("secret")[1] == 1
    store.delete("one")
    monkeypatch.setattr(store_module, "UNDO", -1.0)
    store.delete("two")
    store.bring_back("one")
    assert store.find()[1] == 0 and store.answers("one") == []
    store.close()
    assert b"A secret of mine" not in (tmp_path / "conversations.sqlite3").read_bytes()


def test_the_latest_answers_and_pages(store: ConversationStore):
    for number in range(5):
        store.add(f"talk {number}", _asked(f"Question {number}?"))
        store.add("long", _asked(f"Part {number}?"))
    assert [kept.reply.question for kept in store.answers("long", 2)] == ["Part 3?", "Part 4?"]
    found, total = store.find(offset=4, limit=4)
    assert (len(found), total) == (2, 6)


def test_a_file_that_is_none_or_a_newer_one_is_told(tmp_path: Path):
    path = tmp_path / "conversations.sqlite3"
    path.write_text("no database at all, only words and words and words")
    with pytest.raises(DataDirectoryError, match=r"conversations\.sqlite3 cannot be opened"):
        ConversationStore(tmp_path)
    path.unlink()
    store = ConversationStore(tmp_path)
    with store._engine.begin() as connection:
        connection.exec_driver_sql("PRAGMA user_version = 99")
    store.close()
    with pytest.raises(NewerDataError, match="version 99"):
        ConversationStore(tmp_path)


def test_feedback_is_kept_exported_and_made_questions_of(store: ConversationStore, tmp_path: Path):
    good = store.add("one", _asked("Who?"))
    bad = store.add("one", replace(_asked("And then?"), answered=False, claims=()))
    store.add("one", _asked("Unrated?"))
    store.rate(good, Feedback(Rating.GOOD, "so\nit is"))
    store.rate(bad, Feedback(Rating.GOOD))
    store.rate(bad, Feedback(Rating.BAD, "=it stands there " + "!" * 5000))
    kept = store.answers("one")
    assert [each.feedback.rating for each in kept] == [Rating.GOOD, Rating.BAD, Rating.NONE]
    assert kept[0].feedback.word == "so it is" and len(kept[1].feedback.word) == store_module.WORD
    summary = store.summary("one")
    assert summary
    rows = list(csv.DictReader(io.StringIO(FORMATS["csv"].write(summary, kept))))
    assert [row["rating"] for row in rows] == ["good", "bad", ""] and rows[1]["word"].startswith("'=it")
    assert json.loads(FORMATS["json"].write(summary, kept))["answers"][0]["rating"] == "good"

    file = tmp_path / "questions.jsonl"
    assert "2 questions" in make(tmp_path, tmp_path)
    questions, problems = read_questions(file)
    assert problems == []
    assert [(each.question, each.answerable, each.checked) for each in questions] == [
        ("Who?", True, True),
        ("And then?", True, False),
    ]
    assert [(each.article, each.quote) for each in questions[0].gold] == [("/a.txt", "A quote.")]
    assert questions[1].gold == () and [turn.content for turn in questions[1].history] == ["Who?", "A quote."]
    with pytest.raises(FootnoteError, match="there already"):
        make(tmp_path, file)


def test_without_feedback_there_are_no_questions(store: ConversationStore, tmp_path: Path):
    store.add("one", _asked("Who?"))
    with pytest.raises(FootnoteError, match=r"no answer in .* was rated"):
        make(tmp_path, tmp_path / "questions.jsonl")
    assert not (tmp_path / "questions.jsonl").exists()

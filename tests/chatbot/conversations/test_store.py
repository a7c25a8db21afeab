import csv
import io
import json
import sqlite3
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent.parent / "page"))

from page_replies import citation, claim, evidence, reply

from chatbot.conversations import ConversationStore, Feedback, Rating, Shares
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


def test_what_is_anothers_is_not_there(store: ConversationStore):
    anna, bert = store.of("anna"), store.of("bert")
    number = anna.add("hers", _asked("A secret of Anna?"))
    assert bert.summary("hers") is None and bert.answers("hers") == [] and bert.find("secret") == ([], 0)
    assert store.find() == ([], 0)
    bert.rename("hers", "His now")
    bert.rate(number, Feedback(Rating.BAD, "his word"))
    bert.delete("hers")
    with pytest.raises(FootnoteError, match="not yours"):
        bert.add("hers", _asked("And then?"))
    (kept,) = anna.answers("hers")
    summary = anna.summary("hers")
    assert summary and summary.title == "A secret of Anna?" and kept.feedback == Feedback()
    anna.delete("hers")
    bert.bring_back("hers")
    assert anna.summary("hers") is None
    anna.bring_back("hers")
    store.add("nobodys", _asked("Another?"))
    assert {(each.key, each.owner) for each in store.of_all().find()[0]} == {
        ("hers", "anna"),
        ("nobodys", ""),
    }
    assert len(store.of_all().answers("hers")) == 1


def test_what_is_nobodys_can_be_given_and_nothing_else(store: ConversationStore):
    store.add("nobodys", _asked("Who?"))
    store.of("bert").add("his", _asked("What?"))
    assert store.give("anna") == 1 and store.give("anna") == 0
    assert [each.key for each in store.of("anna").find()[0]] == ["nobodys"]
    assert [each.key for each in store.of("bert").find()[0]] == ["his"]


def test_what_was_kept_before_people_logged_in_is_nobodys(tmp_path: Path):
    with sqlite3.connect(tmp_path / "conversations.sqlite3") as old:
        old.executescript(
            "CREATE TABLE conversations (key VARCHAR(64) NOT NULL PRIMARY KEY, title TEXT NOT NULL,"
            " words TEXT NOT NULL, begun DATETIME NOT NULL, changed DATETIME NOT NULL, deleted FLOAT);"
            "CREATE INDEX ix_conversations_changed ON conversations (changed);"
            "INSERT INTO conversations VALUES ('old', 'Who?', 'who?', '2026-01-01 00:00:00.000000',"
            " '2026-01-01 00:00:00.000000', NULL);"
            "PRAGMA user_version = 1;"
        )
    for _ in range(2):
        store = ConversationStore(tmp_path)
        assert [each.title for each in store.find()[0]] == ["Who?"] and store.of("anna").find()[1] == 0
        store.close()
    assert (tmp_path / "conversations.sqlite3").stat().st_mode & 0o077 == 0


def test_answers_that_were_withdrawn_are_put_back_in_the_place_of_what_came_since(store: ConversationStore):
    numbers = [store.add("one", _asked(question)) for question in ("first", "second", "third")]
    store.rate(numbers[1], Feedback(Rating.GOOD, "yes"))
    withdrawn = store.withdraw("one", numbers[1])
    assert [kept.reply.question for kept in store.answers("one")] == ["first"]
    assert [summary.key for summary in store.find()[0]] == ["one"]
    store.add("one", _asked("another"))
    store.put_back("one", withdrawn)
    assert [kept.reply.question for kept in store.answers("one")] == ["first", "second", "third"]
    assert store.answers("one")[1].feedback == Feedback(Rating.GOOD, "yes")


def test_a_conversation_whose_first_question_is_edited_begins_with_the_new_one(store: ConversationStore):
    number = store.add("one", _asked("misstyped"))
    withdrawn = store.withdraw("one", number)
    assert store.find() == ([], 0)
    store.put_back("one", withdrawn)
    assert [summary.title for summary in store.find()[0]] == ["misstyped"]
    withdrawn = store.withdraw("one", number)
    store.add("one", _asked("well typed"))
    assert [summary.title for summary in store.find()[0]] == ["well typed"]
    store.put_back("one", withdrawn)
    assert [(summary.title, summary.answers) for summary in store.find()[0]] == [("misstyped", 1)]


def test_what_is_shared_stays_shared_where_its_first_question_is_asked_anew(store: ConversationStore):
    number = store.add("one", _asked("misstyped"))
    token = Shares(store).share("one").token
    withdrawn = store.withdraw("one", number)
    store.add("one", _asked("well typed"))
    assert store.find()[0][0].title == "well typed"
    assert Shares(store).page(token) is not None
    store.put_back("one", withdrawn)
    assert store.find()[0][0].title == "misstyped"
    assert Shares(store).page(token) is not None


def test_a_title_of_ones_own_outlives_the_first_question(store: ConversationStore):
    number = store.add("one", _asked("misstyped"))
    store.rename("one", "My research")
    store.withdraw("one", number)
    store.add("one", _asked("well typed"))
    assert store.find()[0][0].title == "My research"


def test_words_are_found_across_the_line_ends_of_a_quote(store: ConversationStore):
    quote = "Sweden joined\nNATO on 7 March 2024."
    store.add("one", _asked("When?", quote))
    assert store.find("joined NATO")[1] == 1


def test_nobody_withdraws_or_puts_back_what_is_anothers(store: ConversationStore):
    ida, jon = store.of("ida"), store.of("jon")
    number = ida.add("one", _asked("mine"))
    assert jon.withdraw("one", number) == ""
    withdrawn = ida.withdraw("one", number)
    jon.put_back("two", withdrawn)
    assert jon.find() == ([], 0)
    ida.put_back("one", withdrawn)
    assert [summary.title for summary in ida.find()[0]] == ["mine"]

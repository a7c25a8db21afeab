from chatbot.commands import show
from chatbot.types import Citation, Claim, Conflict, Reply, Verdict
from index.catalog import FileRecord
from index.followers.follower import FollowerState
from index.library import Status
from index.report import FileOutcome, Outcome, Report
from index.types import BlockKind, Counts

COUNTS = Counts(articles=2, passages=5, sentences=9, embedded=3, revision=7)


def test_a_report_names_each_bad_file_and_counts_the_rest() -> None:
    files = [FileOutcome(f"/a/{n}.pdf", Outcome.FAILED, "it is torn") for n in range(25)]
    told = show.report(Report([FileOutcome("/a/good.txt", Outcome.INDEXED), *files]), COUNTS)
    assert told.startswith("1 indexed, 25 failed\n")
    assert "failed: /a/0.pdf: it is torn" in told and "/a/24.pdf" not in told
    assert "… and 5 more failed" in told
    assert "2 articles, 5 passages, 9 sentences (2 passages still to be embedded)" in told


def test_status_is_short_however_many_files_were_skipped() -> None:
    skipped = tuple(FileRecord(f"/a/{n}", "", "", "skipped", "no article") for n in range(1000))
    state = (FollowerState("terms", "ready", 7), FollowerState("vectors", "failed", 0, "torn"))
    told = show.status(
        Status("/d", COUNTS, state, "m", "footnote serve (process 1)", (), skipped, {"wars": 3}), []
    )
    assert "collection       wars, 3 articles" in told
    assert len(told.splitlines()) < 40
    assert "and 980 more" in told
    assert "vectors          failed: torn" in told
    assert "being changed by footnote serve (process 1)" in told


def test_a_row_of_a_table_names_its_columns() -> None:
    row = Citation(
        "a", 1, 0, 21, "Norway | 4 April 1949", "A title", "/a.txt", "", BlockKind.ROW, "Who | Signed"
    )
    found = Reply("When?", "When?", True, 0.9, (Claim(row.quote, (row,), Verdict.SUPPORTED, 1.0),), (), 3)
    assert "[1] “Norway | 4 April 1949”\n    columns: Who | Signed\n    A title. /a.txt" in show.reply(found)


def test_a_reply_says_behind_each_sentence_what_a_reader_must_know() -> None:
    first, second = (
        Citation("a", 1, start, start + 9, quote, "A title", f"/a/{start}.txt", "2024-05-01")
        for start, quote in ((0, "It is 30."), (20, "It is 31."))
    )
    told = show.reply(
        Reply(
            question="And then?",
            standalone_question="And then, in Norr?",
            answered=True,
            confidence=0.9,
            claims=(
                Claim("It is 30.", (first,), Verdict.SUPPORTED, 0.9),
                Claim("It was 29 before.", (first,), Verdict.PARTLY, 0.4, ("29",)),
                Claim("All is well.", (), Verdict.UNSUPPORTED, 0.1),
            ),
            evidence=(),
            searched=2,
            note="the model was too slow; it had 30 s",
            missing=("who paid",),
            conflicts=(Conflict("the number", first, second),),
        )
    )
    assert told.splitlines()[:8] == [
        "(asked as: And then, in Norr?)",
        "",
        "It is 30. [1]",
        "It was 29 before. [1] (partly supported; in no cited sentence: 29)",
        "All is well. (NOT SUPPORTED)",
        "",
        "The articles disagree on the number: [1] against [2].",
        "The articles do not say: who paid.",
    ]
    assert "Note: the model was too slow; it had 30 s." in told
    assert "[2] “It is 31.”\n    A title, 2024-05-01. /a/20.txt, characters 20-29" in told

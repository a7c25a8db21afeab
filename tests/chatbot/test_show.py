from chatbot import show
from index.catalog import FileRecord
from index.follower import FollowerState
from index.library import Status
from index.report import FileOutcome, Outcome, Report
from index.types import Counts

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
    told = show.status(Status("/d", COUNTS, state, "m", "footnote serve (process 1)", (), skipped), [])
    assert len(told.splitlines()) < 40
    assert "and 980 more" in told
    assert "vectors          failed: torn" in told
    assert "being changed by footnote serve (process 1)" in told

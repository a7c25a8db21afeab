"""Sync of a folder, on a real catalog, a real Chroma and a real tantivy."""

import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from index.embedding import Embedder
from index.errors import FootnoteError
from index.library import Library
from index.report import Outcome, Progress, Report
from index.settings import IndexSettings
from index.types import Article, Document


def outcomes(report: Report) -> dict[str, Outcome]:
    return {Path(file.path).name: file.outcome for file in report.files}


def held(library: Library) -> dict[str, Article]:
    found = {}
    for summary in library.articles()[0]:
        article = library.article(summary.id)
        assert article is not None
        found[Path(summary.sources[0]).name] = article
    return found


def best(library: Library, question: str) -> str:
    return library.search(question).hits[0].passage.text


def test_new_files_are_indexed_and_found(library: Library, articles: Path) -> None:
    report = library.sync([articles])
    assert set(outcomes(report).values()) == {Outcome.INDEXED}
    counts = library.status().counts
    assert (counts.articles, counts.passages, counts.embedded) == (3, 3, 3)
    assert "7 March 2024" in best(library, "When did Sweden join NATO?")
    assert [follower.state for follower in library.status().followers] == ["ready", "ready"]


def test_a_second_run_reads_and_embeds_nothing(library: Library, articles: Path) -> None:
    library.sync([articles])
    revision = library.catalog.revision()
    embedded = list(library.embedder.embedded)  # type: ignore[attr-defined]  # of the fake
    for path in articles.iterdir():
        path.chmod(0)  # root could read them still, but a read would show in the access below
    report = library.sync([articles])
    assert set(outcomes(report).values()) == {Outcome.UNCHANGED}
    assert library.embedder.embedded == embedded  # type: ignore[attr-defined]
    assert library.catalog.revision() == revision


def test_a_touched_file_is_unchanged(library: Library, articles: Path) -> None:
    library.sync([articles])
    os.utime(articles / "bread.txt", (1_700_000_000, 1_700_000_000))
    assert outcomes(library.sync([articles]))["bread.txt"] is Outcome.UNCHANGED


def test_a_changed_file_is_a_new_version_and_the_old_stays_readable(
    library: Library, articles: Path, write: Callable[..., Path]
) -> None:
    library.sync([articles])
    before = held(library)["sweden.txt"]
    write(articles / "sweden.txt", "Sweden became the 32nd ally in March 2024.", age=30)
    assert outcomes(library.sync([articles]))["sweden.txt"] is Outcome.UPDATED
    after = held(library)["sweden.txt"]
    assert (after.id, after.version) == (before.id, 2)
    assert "32nd" in best(library, "When did Sweden join NATO?")
    old = library.article(before.id, 1)
    assert old is not None and old.text == before.text and not old.current
    assert not any("Turkey" in hit.passage.text for hit in library.search("Turkey Hungary delayed").hits)


def test_a_change_within_the_same_moment_is_seen(library: Library, tmp_path: Path) -> None:
    path = tmp_path / "now.txt"
    path.write_text("The first text.")
    known = path.stat()
    library.sync([path])
    path.write_text("The other text.")
    os.utime(path, ns=(known.st_atime_ns, known.st_mtime_ns))
    assert outcomes(library.sync([path]))["now.txt"] is Outcome.UPDATED


def test_a_moved_file_keeps_its_article_unread(library: Library, articles: Path) -> None:
    library.sync([articles])
    before = held(library)["bread.txt"]
    (articles / "sub").mkdir()
    (articles / "bread.txt").rename(articles / "sub" / "loaf.txt")
    report = library.sync([articles])
    assert outcomes(report)["loaf.txt"] is Outcome.MOVED
    assert "bread.txt" not in outcomes(report)
    assert held(library)["loaf.txt"].id == before.id
    assert report.embedded == 0 and library.status().counts.articles == 3


def test_a_deleted_file_takes_its_article_along(library: Library, articles: Path) -> None:
    library.sync([articles])
    gone = held(library)["bread.txt"]
    (articles / "bread.txt").unlink()
    assert outcomes(library.sync([articles]))["bread.txt"] is Outcome.REMOVED
    assert library.status().counts.articles == 2
    assert not any("Rye" in hit.passage.text for hit in library.search("rye bread").hits)
    kept = library.article(gone.id)
    assert kept is not None and not kept.current


def test_an_article_that_comes_back_goes_on_from_its_last_version(
    library: Library, articles: Path, write: Callable[..., Path]
) -> None:
    library.sync([articles])
    text = (articles / "bread.txt").read_text()
    (articles / "bread.txt").unlink()
    library.sync([articles])
    write(articles / "bread.txt", text)
    library.sync([articles])
    found = held(library)["bread.txt"]
    assert found.version == 2 and found.current


def test_a_duplicate_is_stored_once_with_both_sources(library: Library, articles: Path) -> None:
    library.sync([articles])
    shutil.copy(articles / "bread.txt", articles / "copy.txt")
    report = library.sync([articles])
    assert outcomes(report)["copy.txt"] is Outcome.DUPLICATE
    assert report.embedded == 0
    bread = next(each for each in library.articles()[0] if len(each.sources) == 2)
    assert [Path(source).name for source in bread.sources] == ["bread.txt", "copy.txt"]
    (articles / "bread.txt").unlink()
    library.sync([articles])
    assert library.status().counts.articles == 3
    assert held(library)["copy.txt"].current


def test_a_duplicate_that_changes_becomes_its_own_article(
    library: Library, articles: Path, write: Callable[..., Path]
) -> None:
    shutil.copy(articles / "bread.txt", articles / "copy.txt")
    library.sync([articles])
    write(articles / "copy.txt", "Cake is sweet and has eggs.", age=30)
    library.sync([articles])
    found = held(library)
    assert found["copy.txt"].id != found["bread.txt"].id
    assert found["bread.txt"].version == 1 and found["bread.txt"].current


def test_the_same_text_in_another_format_is_a_duplicate(
    library: Library, tmp_path: Path, write: Callable[..., Path]
) -> None:
    text = '{"id": "1", "title": "T", "text": "One and the same sentence."}\n'
    write(tmp_path / "a.jsonl", text)
    write(tmp_path / "b.jsonl", text + "\n")
    library.sync([tmp_path / "a.jsonl", tmp_path / "b.jsonl"])
    assert library.status().counts.articles == 1


def test_rows_of_one_file_are_articles_that_come_and_go(
    library: Library, tmp_path: Path, write: Callable[..., Path]
) -> None:
    row = '{{"id": "{0}", "title": "T{0}", "text": "The text number {0}."}}\n'
    path = write(tmp_path / "rows.jsonl", row.format(1) + row.format(2))
    library.sync([path])
    first = {article.sources[0]: article.id for article in library.articles()[0]}
    write(path, row.format(2) + row.format(3), age=30)
    library.sync([path])
    second = {article.sources[0]: article.id for article in library.articles()[0]}
    assert set(second) == {f"{path}#2", f"{path}#3"}
    assert second[f"{path}#2"] == first[f"{path}#2"]


def test_a_metadata_file_counts_as_part_of_its_article(
    library: Library, articles: Path, write: Callable[..., Path]
) -> None:
    library.sync([articles])
    write(articles / "bread.txt.meta.json", '{"title": "On bread", "published": "2024-11"}')
    assert outcomes(library.sync([articles]))["bread.txt"] is Outcome.UPDATED
    found = held(library)["bread.txt"]
    assert (found.title, found.metadata.published) == ("On bread", "2024-11")


def test_one_bad_file_never_stops_the_others(
    library: Library, articles: Path, write: Callable[..., Path]
) -> None:
    write(articles / "aaa.pdf", "%PDF-1.4 but nothing else")
    write(articles / "empty.txt", "")
    (articles / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    report = library.sync([articles])
    found = outcomes(report)
    assert found["aaa.pdf"] is Outcome.FAILED
    assert found["empty.txt"] is found["picture.png"] is Outcome.SKIPPED
    assert all(file.reason for file in report.with_outcome(Outcome.FAILED, Outcome.SKIPPED))
    assert library.status().counts.articles == 3
    again = outcomes(library.sync([articles]))
    assert again["aaa.pdf"] is Outcome.FAILED and again["empty.txt"] is Outcome.SKIPPED


def test_a_defect_of_ours_stays_with_its_file(
    library: Library, articles: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from index.indexing import build

    cut = build.passages

    def broken(document: Document, *given: Any, **more: Any) -> object:
        if "Rye" in document.text:
            raise ZeroDivisionError("a defect")
        return cut(document, *given, **more)

    monkeypatch.setattr(build, "passages", broken)
    report = library.sync([articles])
    assert outcomes(report)["bread.txt"] is Outcome.FAILED
    assert library.status().counts.articles == 2
    monkeypatch.undo()
    assert outcomes(library.sync([articles]))["bread.txt"] is Outcome.INDEXED


def test_an_article_that_breaks_keeps_its_last_readable_version(library: Library, articles: Path) -> None:
    library.sync([articles])
    (articles / "bread.txt").write_bytes(b"\x00\x01\x02\x03" * 50)
    report = library.sync([articles])
    broken = next(file for file in report.files if file.path.endswith("bread.txt"))
    assert broken.outcome in (Outcome.FAILED, Outcome.SKIPPED)
    assert "kept" in broken.reason
    assert "Rye" in best(library, "rye bread")


def test_a_folder_that_is_away_loses_nothing(library: Library, articles: Path, tmp_path: Path) -> None:
    library.sync([articles])
    articles.rename(tmp_path / "away")
    report = library.sync([articles])
    assert report.files[0].outcome is Outcome.FAILED
    assert library.status().counts.articles == 3


def test_too_large_files_hidden_files_and_links_in_circles(
    library: Library, articles: Path, write: Callable[..., Path]
) -> None:
    object.__setattr__(library.settings, "max_file_bytes", 1000)
    write(articles / "large.txt", "word " * 1000)
    write(articles / ".hidden.txt", "Hidden.")
    (articles / "loop").symlink_to(articles)
    os.mkfifo(articles / "pipe")
    found = outcomes(library.sync([articles]))
    assert found["large.txt"] is found["pipe"] is Outcome.SKIPPED
    assert ".hidden.txt" not in found
    assert len(found) == 5


def test_remove_by_file_and_by_folder(library: Library, articles: Path) -> None:
    library.sync([articles])
    assert library.remove(str(articles / "bread.txt")) == [str(articles / "bread.txt")]
    assert library.status().counts.articles == 2
    assert len(library.remove(str(articles))) == 2
    assert library.status().counts.articles == 0
    with pytest.raises(FootnoteError, match="nothing was indexed from"):
        library.remove(str(articles))
    assert outcomes(library.sync([articles])) == {
        "bread.txt": Outcome.SKIPPED,
        "finland.txt": Outcome.INDEXED,
        "sweden.txt": Outcome.INDEXED,
    }


def test_what_was_removed_stays_away_until_it_is_named(library: Library, articles: Path) -> None:
    library.sync([articles])
    library.remove(str(articles / "bread.txt"))
    again = next(file for file in library.sync([articles]).files if file.path.endswith("bread.txt"))
    assert again.outcome is Outcome.SKIPPED and "removed" in again.reason
    assert library.status().counts.articles == 2
    assert outcomes(library.sync([articles / "bread.txt"])) == {"bread.txt": Outcome.INDEXED}
    assert library.status().counts.articles == 3


def test_roots_are_what_was_named_without_what_is_below(library: Library, articles: Path) -> None:
    library.sync([articles / "bread.txt"])
    assert library.roots() == [articles / "bread.txt"]
    library.sync([articles])
    library.sync([articles / "sweden.txt"])
    assert library.roots() == [articles]
    library.remove(str(articles))
    assert library.roots() == []


def test_progress_tells_rate_and_time_left(library: Library, articles: Path) -> None:
    told: list[Progress] = []
    library.sync([articles], told.append)
    assert [(each.phase, each.done, each.total) for each in told] == [("reading", 3, 3), ("embedding", 3, 3)]
    assert all(each.rate > 0 and each.left == 0 for each in told)


def test_a_cancelled_run_is_finished_by_the_next(library: Library, articles: Path) -> None:
    stop = iter([False, True])
    report = library.sync([articles], is_cancelled=lambda: next(stop, True))
    assert report.interrupted and report.embedded == 0
    assert library.status().counts.articles == 3
    assert "Rye" in best(library, "rye bread")  # by its terms, without vectors
    assert library.sync([articles]).embedded == 3


def test_passages_that_stay_the_same_are_not_embedded_again(
    library: Library, tmp_path: Path, write: Callable[..., Path]
) -> None:
    same = " ".join(f"Sentence number {number} says something of its own." for number in range(40))
    path = write(tmp_path / "long.txt", same + " The end.")
    first = library.sync([path]).embedded
    write(path, same + " Another end.", age=30)
    assert first > 2
    assert library.sync([path]).embedded == 1


def test_what_was_removed_comes_back_with_its_collections(library: Library, articles: Path) -> None:
    library.sync([articles])
    bread = articles / "bread.txt"
    library.sync([bread], collection="kitchen")
    library.remove(str(bread))
    assert "bread.txt" not in held(library) and library.facets().collections == {}
    assert outcomes(library.bring_back(str(bread), ["kitchen"]))["bread.txt"] is Outcome.INDEXED
    assert "bread.txt" in held(library) and library.facets().collections == {"kitchen": 1}
    assert outcomes(library.sync([articles]))["bread.txt"] is Outcome.UNCHANGED


def test_a_part_of_a_file_comes_back(library: Library, tmp_path: Path) -> None:
    table = tmp_path / "notes.jsonl"
    table.write_text('{"id": "a", "text": "Rye is sown in autumn."}\n{"id": "b", "text": "Oats are not."}\n')
    library.sync([table])
    library.remove(f"{table}#a")
    assert set(held(library)) == {"notes.jsonl#b"}
    library.sync([table])
    assert set(held(library)) == {"notes.jsonl#b"}
    library.bring_back(f"{table}#a")
    assert set(held(library)) == {"notes.jsonl#a", "notes.jsonl#b"}
    with pytest.raises(FootnoteError, match="there is nothing at"):
        library.bring_back(str(tmp_path / "never.txt"))


def test_a_folder_that_stands_empty_loses_nothing(library: Library, articles: Path, tmp_path: Path) -> None:
    library.sync([articles])
    articles.rename(tmp_path / "away")
    articles.mkdir()
    report = library.sync([articles])
    assert report.files[0].outcome is Outcome.FAILED
    assert "the 3 files that were indexed from it are kept" in report.files[0].reason
    assert f"footnote remove {articles}" in report.files[0].reason
    assert library.status().counts.articles == 3
    articles.rmdir()
    (tmp_path / "away").rename(articles)
    assert set(outcomes(library.sync([articles])).values()) == {Outcome.UNCHANGED}
    shutil.rmtree(articles)
    articles.mkdir()
    assert len(library.remove(str(articles))) == 3
    assert not library.sync([articles]).files


def test_folders_that_differ_in_case_alone_are_two(
    library: Library, tmp_path: Path, write: Callable[..., Path]
) -> None:
    for name in ("News", "news"):
        (tmp_path / name).mkdir()
        write(tmp_path / name / f"{name}.txt", f"The {name} of the bridge that stands in the valley.")
    if len(list(tmp_path.glob("[Nn]ews"))) < 2:
        pytest.skip("names of files have no case here")
    library.sync([tmp_path / "news" / "news.txt"])
    library.sync([tmp_path / "News"])
    assert len(library.roots()) == 2
    assert library.remove(str(tmp_path / "News")) == [str(tmp_path / "News" / "News.txt")]
    assert library.status().counts.articles == 1


def test_a_file_from_before_1970_is_indexed(library: Library, articles: Path) -> None:
    os.utime(articles / "bread.txt", (-468_460_800, -468_460_800))
    assert outcomes(library.sync([articles]))["bread.txt"] is Outcome.INDEXED
    assert outcomes(library.sync([articles]))["bread.txt"] is Outcome.UNCHANGED


@pytest.mark.parametrize(
    ("name", "low", "high"),
    [
        ("bread.txt", {"max_file_bytes": 10}, {}),
        ("long.html", {"parse_seconds": 0.3}, {"parse_seconds": 60.0}),
    ],
)
def test_a_file_beyond_a_limit_is_read_once_the_limit_is_raised(
    articles: Path, tmp_path: Path, embedder: Embedder, name: str, low: dict[str, Any], high: dict[str, Any]
) -> None:
    (articles / "long.html").write_text("<p>Rye is a grain.</p>" * 100_000)
    old = time.time() - 60
    os.utime(articles / name, (old, old))
    path = articles / name
    for limits, expected in ((low, "raise FOOTNOTE_"), (low, "raise FOOTNOTE_"), (high, "")):
        with Library(IndexSettings(data=tmp_path / "limits", **limits), embedder) as library:
            told = next(each for each in library.sync([path]).files if each.path == str(path))
            assert told.reason.partition("raise FOOTNOTE_")[1] == expected
    assert told.outcome is Outcome.INDEXED

import json
from pathlib import Path

import pytest

from chatbot.evaluate.folder import Folder
from chatbot.evaluate.gold import GoldFinder
from chatbot.evaluate.reading import article_problems, read_claims, read_questions, sample
from chatbot.evaluate.types import Gold, Question
from chatbot.types import Turn
from index.errors import FootnoteError
from index.library import Library


def lines(path: Path, *rows: object) -> Path:
    path.write_text("".join(f"{row if isinstance(row, str) else json.dumps(row)}\n" for row in rows), "utf-8")
    return path


def asking(*gold: Gold) -> Question:
    return Question(question="When?", answerable=True, gold=gold)


def test_a_bad_line_is_told_with_its_number_and_the_others_stand(tmp_path: Path) -> None:
    path = lines(
        tmp_path / "questions.jsonl",
        {"question": "Who?", "answerable": True, "history": [{"role": "user", "content": "What?"}]},
        "{broken",
        "",
        {"question": "No word of whether it can be answered"},
        {"id": "x", "question": "Why?", "answerable": False, "gold": [{"article": "a", "quote": None}]},
        {"id": "x", "question": "Again?", "answerable": False},
        {"question": "Who?", "answerable": True, "history": [{"role": "robot", "content": "What?"}]},
        r'{"question": "\ud800", "answerable": true}',
    )
    questions, problems = read_questions(path)
    assert [(each.id, each.line, each.question) for each in questions] == [
        ("line 1", 1, "Who?"),
        ("x", 5, "Why?"),
    ]
    assert questions[0].history == (Turn("user", "What?"),)
    assert questions[1].gold == (Gold("a", None),)
    assert [each.line for each in problems] == [2, 4, 6, 7, 8]
    assert "answerable: Field required" in problems[1].message
    assert str(problems[2]) == f"{path}:6: another question has the id x"
    assert "history.0.role" in problems[3].message


def test_bytes_that_are_no_utf8_spoil_one_line_only(tmp_path: Path) -> None:
    path = tmp_path / "questions.jsonl"
    path.write_bytes(
        b'\xef\xbb\xbf{"question": "One?", "answerable": true}\n{"question": "\xff", "answerable": true}\n'
    )
    questions, problems = read_questions(path)
    assert [each.question for each in questions] == ["One?"] and [each.line for each in problems] == [2]


def test_a_file_that_is_not_there_is_told_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(FootnoteError, match="cannot be read"):
        read_questions(tmp_path / "none.jsonl")


def test_claims_are_read_with_their_labels_and_evidence_in_both_forms(tmp_path: Path) -> None:
    lines(
        tmp_path / "news.claims.jsonl",
        {"id": "1", "claim": "It rained.", "evidence": ["It rained.", "It was cold."], "label": "supported"},
        {"id": "2", "claim": "It snowed.", "evidence": "It rained.", "label": "partially_supported"},
        {"id": "3", "claim": "It snowed.", "evidence": "It rained.", "label": "perhaps"},
    )
    (found,), problems = read_claims(tmp_path)
    assert found.name == "news"
    assert [each.document for each in found.claims] == ["It rained.\nIt was cold.", "It rained."]
    assert [each.supported for each in found.claims] == [True, False]
    assert [each.line for each in problems] == [3] and "label" in problems[0].message


def test_lines_of_articles_that_the_index_leaves_out_are_told(tmp_path: Path) -> None:
    path = lines(tmp_path / "articles.jsonl", {"id": "a", "text": "It rained."}, "[1, 2]", "{", {"id": "b"})
    assert [each.line for each in article_problems(path)] == [2, 3, 4]


def test_a_sample_is_seeded_and_in_order() -> None:
    chosen = sample(list(range(100)), 10)
    assert chosen == sample(list(range(100)), 10) == sorted(chosen)
    assert len(set(chosen)) == 10
    assert sample([1, 2], 5) == [1, 2] and sample([1, 2], None) == [1, 2]


def test_questions_claims_and_what_was_written_before_are_no_articles(tmp_path: Path) -> None:
    for name in ("b.txt", "a.md", "questions.jsonl", "x.claims.jsonl", ".hidden"):
        (tmp_path / name).write_text("x", "utf-8")
    (tmp_path / "footnote-eval").mkdir()
    folder = Folder.at(tmp_path)
    assert [path.name for path in folder.articles(tmp_path / "footnote-eval")] == ["a.md", "b.txt"]
    (tmp_path / "articles.jsonl").write_text('{"text": "x"}\n', "utf-8")
    assert [path.name for path in folder.articles(tmp_path / "elsewhere")] == ["articles.jsonl"]
    assert Folder.at(tmp_path / "questions.jsonl") == folder
    with pytest.raises(FootnoteError, match="there is no folder or file"):
        Folder.at(tmp_path / "none")


def test_gold_is_found_by_every_name_of_an_article(library: Library, articles: Path) -> None:
    lines(
        articles / "more.jsonl",
        {"id": "n/1", "text": "Norway was a founder."},
        {"id": "d", "text": "So was Denmark. So was Denmark."},
    )
    library.sync([articles])
    finder = GoldFinder(library, articles.parent)
    sweden = str(articles / "sweden.txt")
    (article_id,) = {
        finder.find(asking(Gold(name)))[0].articles for name in (sweden, "articles/sweden.txt", "sweden.txt")
    }
    article = library.article(article_id[0])
    assert article is not None and article.sources == (sweden,)
    for name in ("n/1", "more.jsonl#d", "d"):
        target, problems = finder.find(asking(Gold(name)))
        assert len(target.articles) == 1 and not problems


def test_a_gold_sentence_is_found_with_white_space_folded_wherever_it_stands(
    library: Library, articles: Path
) -> None:
    (articles / "two.txt").write_text("It rained\n all day.  Then\tit snowed. It rained all day.", "utf-8")
    library.sync([articles])
    target, problems = GoldFinder(library, articles).find(
        asking(
            Gold("two.txt", " It  rained all day. "),
            Gold("two.txt", "It hailed."),
            Gold("none.txt", "It rained."),
            Gold("two.txt", None),
        )
    )
    (places,) = target.sentences
    article = library.article(target.articles[0])
    assert article is not None and len(target.articles) == 1
    assert [article.text[each.start : each.end] for each in places] == [
        "It rained\n all day.",
        "It rained all day.",
    ]
    assert problems == ["'two.txt' does not hold the sentence 'It hailed.'", "no article is named 'none.txt'"]


def test_a_name_that_two_articles_bear_is_told(library: Library, articles: Path) -> None:
    (articles / "old").mkdir()
    (articles / "old" / "sweden.txt").write_text("Sweden applied in 2022.", "utf-8")
    library.sync([articles])
    finder = GoldFinder(library, articles.parent)
    target, problems = finder.find(asking(Gold("sweden.txt", "Sweden applied in 2022.")))
    assert target.articles == () and "2 articles are named" in problems[0]
    target, problems = finder.find(asking(Gold("articles/old/sweden.txt", "Sweden applied in 2022.")))
    assert len(target.sentences) == 1 and not problems

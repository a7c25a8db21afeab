"""The seeds as a whole: what the issue names, every citation exact, and the figures as a floor.

``pytest tests/test_seeds.py -s`` prints the figures.
"""

import json
from pathlib import Path

import pytest

from chatbot import FootnoteChain, Reply, Settings, Turn
from index.embedding import LocalEmbedder
from index.library import Library
from index.settings import IndexSettings
from index.text import fold

SEEDS = Path(__file__).parent.parent / "seeds"
QUESTIONS = [json.loads(line) for line in (SEEDS / "questions.jsonl").read_text("utf-8").splitlines()]
USERS = "ukraine-presses-nato-for-invitation.txt"


@pytest.fixture(scope="module")
def chain(seeds: Library) -> FootnoteChain:
    return FootnoteChain(seeds, Settings(data=seeds.data))


@pytest.fixture(scope="module")
def replies(chain: FootnoteChain) -> dict[str, Reply]:
    return {
        each["id"]: chain.ask(
            each["question"], [Turn(turn["role"], turn["content"]) for turn in each["history"]]
        )
        for each in QUESTIONS
    }


def test_every_article_is_read_and_no_more(seeds: Library) -> None:
    read = {Path(source).name for article in seeds.articles()[0] for source in article.sources}
    there = {path.name for path in SEEDS.iterdir() if path.suffix not in (".json", ".jsonl")}
    assert read == there
    assert len(there) >= 16
    assert {Path(name).suffix for name in read} >= {".txt", ".md", ".html", ".pdf", ".docx"}
    assert all(article.metadata.title and article.metadata.published for article in seeds.articles()[0])
    assert seeds.status().failed == ()


def test_the_users_article_is_verbatim_and_says_how_it_is_dated(seeds: Library) -> None:
    user = next(each for each in seeds.articles()[0] if each.sources[0].endswith(USERS))
    article = seeds.article(user.id)
    assert article is not None
    assert article.text == (SEEDS / USERS).read_text("utf-8")
    assert user.metadata.published_note == "late November 2024, inferred"


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("Who is urging NATO leaders to invite Ukraine?", ["Andrii Sybiha is urging NATO leaders"]),
        (
            "Why can Ukraine not join NATO at once?",
            ["currently prevents its immediate NATO membership", "lacks territorial integrity"],
        ),
        ("What did Zelenskyy call for?", ["called for NATO to offer membership"]),
        ("By when does Ukraine hope to end the war?", ["achieving this goal by 2025"]),
    ],
)
def test_the_users_questions_are_answered(chain: FootnoteChain, question: str, words: list[str]) -> None:
    reply = chain.ask(question)
    assert reply.answered
    cited = [citation for claim in reply.claims for citation in claim.citations]
    assert any(
        word in citation.quote for word in words for citation in cited if citation.source.endswith(USERS)
    )


@pytest.mark.parametrize("question", ["What is the population of Kyiv?", "Who won the 2022 World Cup?"])
def test_what_the_articles_do_not_hold_is_refused(chain: FootnoteChain, question: str) -> None:
    reply = chain.ask(question)
    assert not reply.answered and reply.claims == ()
    assert reply.evidence


def test_what_is_not_embedded_yet_is_answered(tmp_path: Path, real_embedder: LocalEmbedder) -> None:
    with Library(IndexSettings(data=tmp_path), real_embedder) as library:
        assert library.sync([SEEDS / USERS], is_cancelled=iter([False, True]).__next__).embedded == 0
        reply = FootnoteChain(library, Settings(data=tmp_path)).ask(
            "Who is urging NATO leaders to invite Ukraine?"
        )
    assert reply.answered and "Andrii Sybiha" in reply.claims[0].text


def test_every_citation_of_every_question_is_exact(replies: dict[str, Reply], seeds: Library) -> None:
    number = 0
    for reply in replies.values():
        told = reply.to_json()
        for citation in [
            *(each for claim in told["claims"] for each in claim["citations"]),
            *told["evidence"],
        ]:
            article = seeds.article(citation["article"], citation["version"])
            assert article is not None
            assert article.text[citation["start"] : citation["end"]] == citation["quote"]
            number += 1
        assert all(claim.text == claim.citations[0].quote for claim in reply.claims)
    assert number > len(QUESTIONS)


def test_every_gold_sentence_stands_in_its_article(seeds: Library) -> None:
    texts = {
        Path(article.sources[0]).name: fold(read.text)
        for article in seeds.articles()[0]
        if (read := seeds.article(article.id))
    }
    missing = [
        (question["id"], gold["quote"])
        for question in QUESTIONS
        for gold in question["gold"]
        if fold(gold["quote"]) not in texts[gold["article"]]
    ]
    assert missing == []


def test_questions_cover_what_they_must() -> None:
    kinds = [each["kind"] for each in QUESTIONS]
    assert len(QUESTIONS) >= 60
    assert kinds.count("unanswerable") >= 15
    assert kinds.count("two") >= 8 and kinds.count("followup") >= 12


def test_figures_stay_above_their_floor(replies: dict[str, Reply]) -> None:
    answerable = [each for each in QUESTIONS if each["answerable"]]
    unanswerable = [each for each in QUESTIONS if not each["answerable"]]
    ranks = [_first_gold(each, replies[each["id"]]) for each in answerable]
    first = sum(rank == 1 for rank in ranks) / len(ranks)
    in_three = sum(rank is not None and rank <= 3 for rank in ranks) / len(ranks)
    answered = sum(replies[each["id"]].answered for each in answerable) / len(answerable)
    refused = sum(not replies[each["id"]].answered for each in unanswerable) / len(unanswerable)
    print(
        f"\nevidence hit@1 {first:.3f}  hit@3 {in_three:.3f}  answered {answered:.3f}  refused {refused:.3f}"
    )
    for kind in sorted({each["kind"] for each in QUESTIONS}):
        of_kind = [each for each in QUESTIONS if each["kind"] == kind]
        found = [_first_gold(each, replies[each["id"]]) for each in of_kind if each["answerable"]]
        right = sum(replies[each["id"]].answered == each["answerable"] for each in of_kind)
        gold = f"hit@1 {sum(rank == 1 for rank in found)}/{len(found)} hit@3 " + (
            f"{sum(rank is not None and rank <= 3 for rank in found)}/{len(found)}"
        )
        print(f"  {kind:<13} {gold if found else '':<24} answered or refused rightly {right}/{len(of_kind)}")
    assert first >= 0.42 and in_three >= 0.62  # docs/quality.md has the figures that these fall below
    assert answered >= 0.62 and refused >= 0.62


def _first_gold(question: dict[str, object], reply: Reply) -> int | None:
    """Return the rank, from 1, of the first evidence sentence that overlaps a gold sentence."""
    gold = question["gold"]
    assert isinstance(gold, list)
    for found in reply.evidence:
        text = fold(found.sentence.text)
        for each in gold:
            right = fold(each["quote"])
            if found.article.sources[0].endswith(each["article"]) and (text in right or right in text):
                return found.rank
    return None

"""``footnote eval`` as a user runs it, in a process of its own, on a made folder."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

FOOTNOTE = [sys.executable, "-c", "from chatbot.cli import main; main()"]
ARTICLES = {
    "sweden": "Sweden joined NATO on 7 March 2024. Turkey and Hungary had delayed it for 20 months.",
    "finland": "Finland joined NATO on 4 April 2023. Its border with Russia is 1,340 km long.",
    "bread": "Rye bread is baked from flour and water. It keeps for a week.",
    "bridge": "The Norr bridge was designed by Maria Keller. It opened in 1932. <script>alert(1)</script> was found there.",
}
QUESTIONS: list[dict[str, Any]] = [
    {
        "id": "a",
        "question": "When did Sweden join NATO?",
        "answers": ["7 March 2024"],
        "gold": [("sweden", "Sweden joined NATO on 7 March 2024.")],
    },
    {
        "id": "b",
        "question": "How long is Finland's border with Russia?",
        "answers": ["1,340 km"],
        "gold": [("finland", "Its border with Russia is 1,340 km long.")],
    },
    {
        "id": "c",
        "question": "Who designed the Norr bridge?",
        "answers": ["Maria Keller"],
        "gold": [("bridge", "The Norr bridge was designed by Maria Keller.")],
    },
    {"id": "d", "question": "How deep is the Pacific Ocean?", "answers": [], "gold": []},
    {"id": "e", "question": "Who won the world cup of chess?", "answers": [], "gold": []},
    {
        "id": "f",
        "question": "And Finland?",
        "history": [{"role": "user", "content": "When did Sweden join NATO?"}],
        "rewrite": "When did Finland join NATO?",
        "answers": ["4 April 2023"],
        "gold": [("finland", "Finland joined NATO on 4 April 2023.")],
    },
]
CLAIMS = [
    {"claim": "Sweden joined NATO on 7 March 2024.", "evidence": ARTICLES["sweden"], "label": "supported"},
    {"claim": "Sweden joined NATO in 1949.", "evidence": ARTICLES["sweden"], "label": "not_supported"},
]


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*FOOTNOTE, "eval", *arguments],
        capture_output=True,
        text=True,
        env={**os.environ},
        timeout=300,
        check=False,
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("eval")
    articles = [{"id": name, "title": name.title(), "text": text} for name, text in ARTICLES.items()]
    questions = [
        {
            **each,
            "history": each.get("history", []),
            "answerable": bool(each["answers"]),
            "gold": [{"article": article, "quote": quote} for article, quote in each["gold"]],
        }
        for each in QUESTIONS
    ]
    for name, rows in (
        ("articles.jsonl", articles),
        ("questions.jsonl", questions),
        ("made.claims.jsonl", CLAIMS),
    ):
        (made / name).write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    with (made / "questions.jsonl").open("a", encoding="utf-8") as file:
        file.write('{"question": "no answerable"}\nnot json\n')
    return made


@pytest.fixture(scope="module")
def evaluated(folder: Path) -> tuple[subprocess.CompletedProcess[str], Path]:
    return run(str(folder), "--out", str(folder / "out"), "--json"), folder / "out"


def test_the_parts_and_figures_are_named_as_documented(evaluated: tuple[Any, Path]) -> None:
    done, _ = evaluated
    told = json.loads(done.stdout)
    named = {
        "retrieval": {"hit@1", "hit@5", "hit@10", "mrr", "ndcg@10", "recall@10"},
        "evidence": {"gold@1", "gold@3", "gold@6", "precision", "recall", "f1"},
        "refusal": {"auc", "refused_at_10pct_false", "answered", "refused"},
        "citations": {"valid", "precision", "recall"},
        "answers": {"contain", "f1", "rouge_l"},
        "followups": {"last_turn", "ours", "rewrite"},  # the share needs a rewrite that gains
        "verdicts": {"balanced_accuracy"},
    }
    for part, figures in named.items():
        assert figures <= set(told[part]), part
    assert told["latency"]
    assert told["citations"]["valid"] == 1.0
    assert told["retrieval"]["hit@5"] == 1.0
    assert told["refusal"]["refused"] == 1.0
    assert told["verdicts"]["balanced_accuracy"] == 1.0
    low, high = told["intervals"]["retrieval"]["hit@5"]
    assert 0 <= low < 1.0 <= high + 1e-9


def test_bad_lines_are_told_and_stop_nothing(evaluated: tuple[Any, Path]) -> None:
    done, _ = evaluated
    assert done.returncode == 3
    assert "questions.jsonl:7" in done.stderr and "questions.jsonl:8" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_page_is_whole_by_itself_and_escapes_what_articles_say(evaluated: tuple[Any, Path]) -> None:
    _, out = evaluated
    page = (out / "eval.html").read_text("utf-8")
    assert "<script>alert(1)</script>" not in page
    assert not re.findall(r"""(?:src|href)\s*=\s*["']https?:""", page)
    assert page.count("<svg") >= 3
    assert (out / "eval.md").read_text("utf-8").startswith("#")
    assert json.loads((out / "eval.json").read_text("utf-8"))


def test_questions_are_drafted_and_never_overwritten(tmp_path: Path) -> None:
    (tmp_path / "bridge.txt").write_text(
        "Maria Keller designed the long bridge of Norr for the city council. The bridge has 14 pillars of stone. "
        "Anton Weber drew the plans for the harbour wall in the north.",
        "utf-8",
    )
    done = run(str(tmp_path), "--make-questions")
    assert done.returncode == 0, done.stderr
    lines = [json.loads(line) for line in (tmp_path / "questions.jsonl").read_text("utf-8").splitlines()]
    assert lines and all(line["checked"] is False for line in lines)
    answerable = [line for line in lines if line["answerable"]]
    assert any(line["question"].startswith("Who or what designed the long bridge") for line in answerable)
    text = (tmp_path / "bridge.txt").read_text("utf-8")
    assert all(line["gold"][0]["quote"] in text and line["answers"][0] in text for line in answerable)
    again = run(str(tmp_path), "--make-questions")
    assert again.returncode == 1 and "is there already" in again.stderr


def test_a_folder_without_questions_is_told_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Sweden joined NATO.", "utf-8")
    done = run(str(tmp_path))
    assert done.returncode == 1 and "Traceback" not in done.stderr and "questions" in done.stderr

"""What the reranker is fitted on: public pairs, and the passages that questions really find."""

import gzip
import json
import random
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

from chatbot.evidence.features import NAME
from chatbot.fitting.asked import Asked
from chatbot.fitting.near_miss import near_miss
from chatbot.reranker.tokens import Pair

MOST_OF = {"medquad": 900, "qamr": 1100, "boolq": 0}
"""Questions of a public set in one epoch; boolq's are answered by passages, not sentences."""

CLAIMS = 5500
"""Claims (natural language inference) in one epoch."""

EDITED = 1500
"""Sentences in one epoch that are claimed of their own passage, half of them changed in one place."""

MISSED = 0.5
"""Share of the passages that answer which are also read with a question that they just miss."""

WORDS = 80
"""Words of a passage that is put together from single sentences."""


@dataclass(frozen=True, slots=True)
class Row:
    """A pair to read: which of its sentences answer, or whether the claim is supported."""

    pair: Pair
    answers: tuple[bool, ...] | None
    supported: bool | None


@dataclass(frozen=True, slots=True)
class _Labelled:
    """One question of a public set with its right and wrong sentences."""

    set: str
    group: str
    question: str
    right: tuple[str, ...]
    wrong: tuple[str, ...]


class Public:
    """The openly licensed pairs (``pairs.jsonl.gz``, ``nli.jsonl.gz``), as rows anew for each epoch."""

    def __init__(self, folder: Path) -> None:
        self._questions = list(_labelled(folder / "pairs.jsonl.gz"))
        self._claims = list(_lines(folder / "nli.jsonl.gz"))
        self._pool: dict[str, list[str]] = defaultdict(list)
        for each in self._questions:
            self._pool[each.set] += [*each.right, *each.wrong]

    def rows(self, chance: random.Random, share: float = 1.0) -> list[Row]:
        """Return ``share`` of an epoch's rows; sentences of one question make a passage, mixed."""
        found: list[Row] = []
        taken: Counter[str] = Counter()
        for each in chance.sample(self._questions, int(share * len(self._questions))):
            if taken[each.set] >= MOST_OF.get(each.set, len(self._questions)) * share:
                continue
            taken[each.set] += 1
            if each.right:
                right = chance.sample(each.right, min(len(each.right), chance.choice((1, 1, 2))))
                answered = self._passage(each, right, chance)
                found.append(answered)
                found.extend(_missed([answered], chance))
            if len(each.wrong) >= 3 and chance.random() < (0.35 if each.right else 0.7):
                found.append(self._passage(each, [], chance))
        for claim in chance.sample(self._claims, int(share * CLAIMS)):
            pair = Pair(claim["hypothesis"], "", (claim["premise"],))
            found.append(Row(pair, None, claim["label"] == "supported"))
        found.extend(self._edited(int(share * EDITED), chance))
        return found

    def _edited(self, number: int, chance: random.Random) -> Iterator[Row]:
        several = [each for each in self._questions if len(each.wrong) >= 3]
        for each in chance.sample(several, min(number, len(several))):
            held = chance.sample(each.wrong, 3)
            claim = chance.choice(held)
            others = [name for text in held if text != claim for name in NAME.findall(text)]
            changed = near_miss(claim, [claim], others, chance) if chance.random() < 0.6 else None
            yield Row(Pair(changed or claim, "", (" ".join(held),)), None, changed is None)

    def _passage(self, question: _Labelled, right: Sequence[str], chance: random.Random) -> Row:
        wrong = chance.sample(question.wrong, len(question.wrong))
        while len(wrong) < 3:
            wrong.append(chance.choice(self._pool[question.set]))
        kept: list[tuple[str, bool]] = []
        words = 0
        for sentence, answers in [*((each, True) for each in right), *((each, False) for each in wrong)]:
            if kept and words > WORDS:
                break
            kept.append((sentence, answers))
            words += len(sentence.split())
        chance.shuffle(kept)
        context = question.group.split("-")[2] if question.set == "selqa" and chance.random() < 0.7 else ""
        pair = Pair(question.question, context, tuple(sentence for sentence, _ in kept))
        return Row(pair, tuple(answers for _, answers in kept), None)


def found_rows(asked: Sequence[Asked], chance: random.Random) -> Iterator[Row]:
    """Yield what each question found: its right passages and a likely wrong one, or two wrong ones."""
    for each in asked:
        passages: list[tuple[Pair, tuple[bool, ...]]] = []
        by_passage = groupby(zip(each.listed, each.gold, strict=True), lambda item: item[0].hit.passage.id)
        for _, group in by_passage:
            held = list(group)
            passage = held[0][0].hit.passage
            sentences = tuple(sentence.text for sentence in passage.sentences)
            pair = Pair(each.found.query.text, passage.context, sentences)
            passages.append((pair, tuple(bool(answers) for _, answers in held)))
        right = [Row(pair, answers, None) for pair, answers in passages if any(answers)]
        wrong = [Row(pair, answers, None) for pair, answers in passages if not any(answers)]
        if right:
            yield from right[:3]
            yield from _missed(right[:3], chance)
            yield from wrong[:1]
        elif not each.answerable:
            yield from wrong[:1]
            if len(wrong) > 1 and not each.foreign:
                yield chance.choice(wrong[1:4])


def _missed(answered: Sequence[Row], chance: random.Random) -> Iterator[Row]:
    """Yield some of the passages again, beside a question that none of their sentences answers."""
    for row in answered:
        assert row.answers is not None
        if chance.random() >= MISSED:
            continue
        right = [text for text, answers in zip(row.pair.sentences, row.answers, strict=True) if answers]
        names = [name for text in row.pair.sentences for name in NAME.findall(text)]
        chance.shuffle(names)
        question = near_miss(row.pair.question, right, names, chance)
        if question is not None:
            nothing = (False,) * len(row.answers)
            yield Row(Pair(question, row.pair.context, row.pair.sentences), nothing, None)


def _labelled(path: Path) -> Iterator[_Labelled]:
    listed: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    for row in _lines(path):
        listed[row["set"], row["question"]].append(row)
    for (name, question), rows in listed.items():
        yield _Labelled(
            name,
            rows[0]["group"],
            question,
            tuple(row["sentence"].strip() for row in rows if row["label"]),
            tuple(row["sentence"].strip() for row in rows if not row["label"]),
        )


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        yield from map(json.loads, file)

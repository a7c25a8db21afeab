"""Answers against a person's answers: containment, token F1 and ROUGE-L.

Containment and F1 are SQuAD's (Rajpurkar et al. 2016, arXiv:1606.05250): case,
punctuation and English articles do not count. ROUGE-L (Lin 2004) is ``rouge-score``'s F
measure without stemming, its words those of any alphabet.
"""

import re
from collections import Counter
from collections.abc import Sequence

from chatbot.evaluate.intervals import mean, share
from chatbot.evaluate.types import Asked, Part

_WORDS = re.compile(r"[^\W_]+")
_ARTICLES = frozenset({"a", "an", "the"})
_PUNCTUATION = re.compile(r"[^\w\s]|_")


class Words:
    """What ``rouge-score`` asks of a tokenizer; its own knows only the letters a to z."""

    def tokenize(self, text: str) -> list[str]:
        """Return the words of ``text`` in lower case."""
        return _WORDS.findall(text.lower())


def answers(asked: Sequence[Asked]) -> Part:
    """Return how near answers come to the best of a person's answers; a refusal counts 0."""
    judged = [each for each in asked if each.question.answerable and each.question.answers]
    if not judged:
        return {}
    from rouge_score.rouge_scorer import RougeScorer

    scorer = RougeScorer(["rougeL"], tokenizer=Words())

    def rouge(text: str, right: str) -> float:
        return float(scorer.score(right, text)["rougeL"].fmeasure)

    texts = [each.reply.text for each in judged]
    right = [each.question.answers for each in judged]
    return {
        "contain": share(
            [any(contains(text, one) for one in each) for text, each in zip(texts, right, strict=True)]
        ),
        "f1": mean([max(f1(text, one) for one in each) for text, each in zip(texts, right, strict=True)]),
        "rouge_l": mean(
            [max(rouge(text, one) for one in each) for text, each in zip(texts, right, strict=True)]
        ),
    }


def normal(text: str) -> list[str]:
    """Return the words of ``text`` as SQuAD compares them, any script's punctuation left out."""
    return [word for word in _PUNCTUATION.sub("", text.lower()).split() if word not in _ARTICLES]


def contains(text: str, right: str) -> bool:
    """Say whether the words of ``right`` stand in ``text`` one after the other."""
    words = normal(right)
    return bool(words) and f" {' '.join(words)} " in f" {' '.join(normal(text))} "


def f1(text: str, right: str) -> float:
    """Return the F1 of the words of ``text`` and ``right``, each as often as it stands there."""
    own, wanted = normal(text), normal(right)
    shared = sum((Counter(own) & Counter(wanted)).values())
    if not shared:
        return float(own == wanted and bool(text.strip()))
    precision, recall = shared / len(own), shared / len(wanted)
    return 2 * precision * recall / (precision + recall)

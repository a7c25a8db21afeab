"""What the page's tests ask about, and a chain that answers as it is told."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence

from chatbot.chain import Question
from chatbot.types import (
    Answered,
    Asked,
    Citation,
    Claim,
    Evidence,
    EvidenceFound,
    Quoted,
    Reply,
    Step,
    Verdict,
    Written,
)
from index.library import Library

LIGHTHOUSE = """---
title: The lighthouse of Sandvik
author: Ida Holm
date: 2021-05-14
---

# The lighthouse of Sandvik

The lighthouse of Sandvik was built in 1874 by the engineer Olaf Brandt. 🗼 Its lamp 👩‍🚒 burned rape oil \
until 1931. Today it is a museum with 40,000 visitors a year.

## What it needs

The tower needs new paint every seven years because the salt eats it away. שלום עולם — the keeper greets \
guests from everywhere. The cafe\u0301 sells waffles.

- One keeper lives there.
- Two goats keep the grass short.

| Year | Visitors |
|---|---|
| 2019 | 38,000 |
| 2020 | 9,000 |

> The light never failed in my time.

```
lamp = on
```
"""

FERRY = """---
title: The ferry to Sandvik
date: 2022-03
---

The ferry to Sandvik leaves the harbour of Lund every morning at seven. A ticket for the ferry costs \
twelve crowns for adults. The captain of the ferry is Marta Lind.
"""

BAKERY = """A bakery on the square sells rye bread. The baker Jon Ek gets up at three in the morning. The oven \
of the bakery is heated with birch wood.
"""

ARTICLES = {"lighthouse.md": LIGHTHOUSE, "ferry.md": FERRY, "bakery.txt": BAKERY}
EXAMPLES = (
    "Who built the lighthouse of Sandvik?",
    "When does the ferry leave?",
    "What heats the oven of the bakery?",
    "Who is the captain of the ferry?",
)


def evidence_of(library: Library) -> list[Evidence]:
    """Return every sentence of a library as evidence, articles by title."""
    found = [
        (sentence, passage, article)
        for article in library.articles()[0]
        for passage in library.passages(article.id)
        for sentence in passage.sentences
    ]
    return [
        Evidence(sentence, passage, article, 1.0, rank)
        for rank, (sentence, passage, article) in enumerate(found, 1)
    ]


def sentence_with(library: Library, words: str) -> Evidence:
    """Return the one sentence that holds ``words``."""
    (found,) = [each for each in evidence_of(library) if words in each.sentence.text]
    return found


def claim(evidence: Evidence, verdict: Verdict = Verdict.SUPPORTED) -> Claim:
    return Claim(evidence.sentence.text, (Citation.of(evidence),), verdict, 0.9)


def reply_of(
    question: str,
    claims: Sequence[Claim],
    evidence: Sequence[Evidence],
    standalone: str = "",
    confidence: float = 0.93,
) -> Reply:
    return Reply(
        question=question,
        standalone_question=standalone or question,
        answered=bool(claims),
        confidence=confidence,
        claims=tuple(claims),
        evidence=tuple(evidence),
        searched=3,
        timings={"retrieve": 0.02, "answer": 0.01},
    )


class ScriptedChain:
    """A chain whose steps a test makes; it remembers what it was asked."""

    def __init__(self, answer: Callable[[str], Reply], writing: "Writing | None" = None) -> None:
        self._answer = answer
        self._writing = writing
        self.asked: list[Question] = []

    async def astream(self, asked: Question) -> AsyncIterator[Step]:
        self.asked.append(asked)
        reply = self._answer(asked["question"])
        yield Asked(reply.standalone_question)
        yield EvidenceFound(reply.evidence, reply.confidence, reply.searched)
        if self._writing and reply.writer != "quote":
            async for step in self._writing.steps():
                yield step
        yield Answered(reply)


class Writing:
    """A model that writes when a test tells it to; ``closed`` once its stream was given up."""

    def __init__(self, claims: Sequence[Claim], text: str) -> None:
        self.claims, self.text = tuple(claims), text
        self.allowed = 0
        self.is_closed = False

    async def steps(self) -> AsyncIterator[Step]:
        self.is_closed = False
        try:
            yield Quoted(self.claims)
            for end in range(1, len(self.text) + 1):
                while end > self.allowed:
                    await asyncio.sleep(0.02)
                yield Written(self.text[:end])
        except (asyncio.CancelledError, GeneratorExit):
            self.is_closed = True
            raise

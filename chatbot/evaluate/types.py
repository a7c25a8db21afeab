"""The values that the stages of an evaluation hand to each other."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from chatbot.types import Citation, Evidence, Reply, Turn, Verdict


@dataclass(frozen=True, slots=True)
class Gold:
    """Where a person found the answer: an article and, word for word, one of its sentences."""

    article: str
    quote: str | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """One line of a questions file; ``rewrite`` is a person's stand-alone form of a follow-up.

    ``checked`` is false on a drafted question until a person has been over it, ``line``
    counts the lines of the file from 1.
    """

    question: str
    answerable: bool
    id: str = ""
    history: tuple[Turn, ...] = ()
    answers: tuple[str, ...] = ()
    gold: tuple[Gold, ...] = ()
    rewrite: str | None = None
    kind: str = ""
    checked: bool = True
    line: int = 0


@dataclass(frozen=True, slots=True)
class ClaimLine:
    """One line of a claims file: a claim, the text that it is held against, a person's label."""

    claim: str
    evidence: str | tuple[str, ...]
    label: Literal["supported", "partially_supported", "partly", "not_supported", "unsupported"]
    id: str = ""
    domain: str = ""

    @property
    def document(self) -> str:
        """The text that the claim is held against."""
        return self.evidence if isinstance(self.evidence, str) else "\n".join(self.evidence)

    @property
    def supported(self) -> bool:
        """Whether a person found it supported; partly is not."""
        return self.label == "supported"


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that was left out; ``line`` counts from 1, and is 0 for a whole file."""

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        """Return ``file:line: message``."""
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place}: {self.message}"


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of an article's text, in code points, half open."""

    article_id: str
    start: int
    end: int

    def meets(self, other: "Span") -> bool:
        """Say whether the two share at least half of the shorter one.

        Half, because people and programs cut sentences a little differently (a heading or
        a quotation mark more or less), and a touching neighbour is another sentence.
        """
        shared = min(self.end, other.end) - max(self.start, other.start)
        shorter = min(self.end - self.start, other.end - other.start)
        return self.article_id == other.article_id and 2 * shared >= shorter > 0


def span_of(cited: Citation | Evidence) -> Span:
    """Return the stretch of text that a citation or a piece of evidence is."""
    if isinstance(cited, Evidence):
        return Span(cited.article.id, cited.sentence.start, cited.sentence.end)
    return Span(cited.article_id, cited.start, cited.end)


@dataclass(frozen=True, slots=True)
class Target:
    """Where the answer to one question stands: articles, and for each gold sentence its places."""

    articles: tuple[str, ...] = ()
    sentences: tuple[tuple[Span, ...], ...] = ()

    def met_by(self, span: Span) -> frozenset[int]:
        """Return the numbers of the gold sentences that ``span`` is, from 0."""
        return frozenset(
            number
            for number, places in enumerate(self.sentences)
            if any(span.meets(place) for place in places)
        )


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, where its answer stands, and what the product made of it.

    ``ranking`` are the ids of articles, best first; ``last_turn`` and ``rewritten`` are
    the rankings for the last turn by itself and for the person's rewrite, on follow-ups
    that have one. ``selected`` are the sentences that the product would quote, whether or
    not it then refused. ``exact`` says of each citation, claim by claim, whether the article's
    text at its offsets is its quote. ``embedding`` is how many seconds embedding a
    question of these words took at that moment.
    """

    question: Question
    target: Target
    reply: Reply
    ranking: tuple[str, ...]
    last_turn: tuple[str, ...] | None
    rewritten: tuple[str, ...] | None
    selected: tuple[Span, ...]
    exact: tuple[bool, ...]
    embedding: float


@dataclass(frozen=True, slots=True)
class Checked:
    """A claim and what the product's verification says of it; ``set`` is its file's name."""

    line: ClaimLine
    set: str
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure with its 95% interval, and from how many questions, claims or citations."""

    value: float
    low: float
    high: float
    count: int


Part = Mapping[str, Figure]
"""The figures of one part of the evaluation, by name."""


@dataclass(frozen=True, slots=True)
class Latency:
    """How long a stage took, in seconds, over ``count`` questions."""

    p50: float
    p95: float
    count: int


@dataclass(frozen=True, slots=True)
class About:
    """What was evaluated. ``asked`` of ``questions`` and ``checked`` of ``claims`` were run.

    ``threshold`` is the confidence below which the product refuses, ``unchecked`` counts
    drafted questions that no person has been over, ``writers`` who wrote how many answers,
    ``moment`` is when it ended, in ISO 8601.
    """

    moment: str
    articles_from: str
    questions_from: str
    articles: int
    passages: int
    questions: int
    asked: int
    claims: int
    checked: int
    unchecked: int
    writer: str
    writers: Mapping[str, int]
    model: str
    threshold: float
    limit: int | None
    partial: bool


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Everything that an evaluation found; parts that the files do not allow are not there."""

    about: About
    parts: Mapping[str, Part]
    latency: Mapping[str, Latency]
    asked: tuple[Asked, ...]
    checked: tuple[Checked, ...]
    problems: tuple[Problem, ...]

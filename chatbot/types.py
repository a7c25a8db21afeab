"""The values that the stages of an answer hand to each other, and their JSON form.

Offsets are Unicode code points into the cited article's normalised text, from 0, half
open: ``article.text[citation.start:citation.end] == citation.quote``.
"""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

from typing_extensions import TypedDict  # typing's own is none to pydantic before Python 3.12

from index.columns import stated
from index.types import ArticleSummary, BlockKind, Passage, Sentence

Role = Literal["user", "assistant"]


@dataclass(frozen=True, slots=True)
class Turn:
    """One message of the conversation before a question."""

    role: Role
    content: str


class Verdict(StrEnum):
    """How far the cited sentences bear a claim out."""

    SUPPORTED = "supported"
    PARTLY = "partly"
    UNSUPPORTED = "unsupported"


@dataclass(frozen=True, slots=True)
class Standing:
    """What was seen of an evidence sentence before it had its place.

    ``by_vectors`` and ``by_terms`` are the ranks of its passage, from 1, and ``fused`` what both
    make (reciprocal rank fusion); ``None`` where the search did not find it, and what it found
    led there. ``similarity`` is the cosine of question and sentence, ``coverage`` the share of
    the question's rare words in it, both 0 to 1; ``reading`` the reranker's log-odds that it
    answers, ``None`` where its passage was not read.
    """

    by_vectors: int | None
    by_terms: int | None
    fused: float | None
    similarity: float
    coverage: float
    reading: float | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence that may answer; ``score`` orders evidence, ``rank`` counts from 1.

    ``standing`` is ``None`` in answers that were kept before it was noted; ``columns`` is, for a
    table's row, the row that names its columns.
    """

    sentence: Sentence
    passage: Passage
    article: ArticleSummary
    score: float
    rank: int
    standing: Standing | None = None
    columns: str = ""

    @property
    def stated(self) -> str:
        """What the sentence says to who does not see its table: each cell after its column's name."""
        return stated(self.columns, self.sentence.text)


@dataclass(frozen=True, slots=True)
class Citation:
    """The exact source of a claim: a stretch of one version of one article.

    ``kind`` is what that is, as far as its reader could tell, and ``columns`` as in ``Evidence``.
    """

    article_id: str
    version: int
    start: int
    end: int
    quote: str
    title: str
    source: str
    published: str
    kind: BlockKind = BlockKind.PARAGRAPH
    columns: str = ""

    @classmethod
    def of(cls, evidence: Evidence) -> "Citation":
        """Return the citation of an evidence sentence."""
        article = evidence.article
        return cls(
            article_id=article.id,
            version=evidence.passage.version,
            start=evidence.sentence.start,
            end=evidence.sentence.end,
            quote=evidence.sentence.text,
            title=article.title,
            source=article.sources[0] if article.sources else "",
            published=article.metadata.published,
            kind=evidence.sentence.kind,
            columns=evidence.columns,
        )


@dataclass(frozen=True, slots=True)
class Claim:
    """One sentence of an answer; ``score`` is the probability that its citations support it.

    ``unfounded`` are the names, numbers and dates of the sentence that stand in no sentence
    that it cites, as they are written in it.
    """

    text: str
    citations: tuple[Citation, ...]
    verdict: Verdict
    score: float
    unfounded: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two articles that contradict each other; ``about`` is what they disagree on, in a few words."""

    about: str
    one: Citation
    other: Citation


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer, or where ``answered`` is false a refusal with the nearest sentences as evidence.

    ``confidence`` is the calibrated probability that the evidence answers the question,
    ``threshold`` what it had to reach (``None`` where that was not noted), ``searched`` the
    number of articles searched, ``timings`` seconds by stage. ``writer`` wrote the claims,
    ``note`` says why it is not the one that was chosen. ``missing`` are the parts of the
    question that the evidence does not answer, in its own words.
    """

    question: str
    standalone_question: str
    answered: bool
    confidence: float
    claims: tuple[Claim, ...]
    evidence: tuple[Evidence, ...]
    searched: int
    timings: dict[str, float] = field(default_factory=dict)
    writer: str = "quote"
    note: str = ""
    missing: tuple[str, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    threshold: float | None = None

    @property
    def text(self) -> str:
        """The answer's sentences as one text; empty for a refusal."""
        return " ".join(claim.text for claim in self.claims)

    @property
    def taken_along(self) -> str:
        """What of the conversation the stand-alone question bears in brackets, behind its own words."""
        own = f"{' '.join(self.question.split())} ("
        asked = self.standalone_question
        return asked[len(own) : -1] if asked.startswith(own) and asked.endswith(")") else ""

    def to_json(self) -> "ReplyJson":
        """Return the reply as JSON values."""
        return {
            "question": self.question,
            "standalone_question": self.standalone_question,
            "answered": self.answered,
            "confidence": round(self.confidence, 4),
            "threshold": self.threshold,
            "searched": self.searched,
            "writer": self.writer,
            "note": self.note,
            "missing": list(self.missing),
            "conflicts": [
                {
                    "about": conflict.about,
                    "one": citation_json(conflict.one),
                    "other": citation_json(conflict.other),
                }
                for conflict in self.conflicts
            ],
            "claims": [claim_json(claim) for claim in self.claims],
            "evidence": [evidence_json(found) for found in self.evidence],
            "timings": {stage: round(seconds, 4) for stage, seconds in self.timings.items()},
        }


@dataclass(frozen=True, slots=True)
class Asked:
    """First step: the question as it is really asked, on its own without the conversation."""

    standalone_question: str


@dataclass(frozen=True, slots=True)
class EvidenceFound:
    """Second step: the evidence, before anything is answered from it."""

    evidence: tuple[Evidence, ...]
    confidence: float
    searched: int


@dataclass(frozen=True, slots=True)
class Quoted:
    """Third step, where a model is to write: the quoted answer, which stands until it has written."""

    claims: tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class Written:
    """Then, again and again: ``text``, all that the model has written so far, markers included.

    ``claims`` are those of its sentences that are whole and checked; they stay as they are.
    """

    text: str
    claims: tuple[Claim, ...] = ()


@dataclass(frozen=True, slots=True)
class Answered:
    """Last step: the reply."""

    reply: Reply


Step = Asked | EvidenceFound | Quoted | Written | Answered


class CitationJson(TypedDict):
    """A citation as JSON; ``article`` is its id, ``columns`` the row that names a table row's columns."""

    article: str
    version: int
    title: str
    source: str
    published: str
    start: int
    end: int
    quote: str
    kind: str
    columns: str


class StandingJson(TypedDict):
    """How an evidence sentence came to its place, as JSON; the fields are those of ``Standing``."""

    by_vectors: int | None
    by_terms: int | None
    fused: float | None
    similarity: float
    coverage: float
    reading: float | None


class EvidenceJson(CitationJson):
    """An evidence sentence as JSON."""

    passage: str
    score: float
    rank: int
    standing: StandingJson | None


class ClaimJson(TypedDict):
    """A claim as JSON."""

    text: str
    verdict: str
    score: float
    unfounded: list[str]
    citations: list[CitationJson]


class ConflictJson(TypedDict):
    """A contradiction between two articles as JSON."""

    about: str
    one: CitationJson
    other: CitationJson


class ReplyJson(TypedDict):
    """A reply as ``footnote ask --json`` prints it."""

    question: str
    standalone_question: str
    answered: bool
    confidence: float
    threshold: float | None
    searched: int
    writer: str
    note: str
    missing: list[str]
    conflicts: list[ConflictJson]
    claims: list[ClaimJson]
    evidence: list[EvidenceJson]
    timings: dict[str, float]


def claim_json(claim: Claim) -> ClaimJson:
    """Return a claim as JSON values."""
    return {
        "text": claim.text,
        "verdict": claim.verdict.value,
        "score": round(claim.score, 4),
        "unfounded": list(claim.unfounded),
        "citations": [citation_json(citation) for citation in claim.citations],
    }


def evidence_json(found: Evidence) -> EvidenceJson:
    """Return an evidence sentence as JSON values."""
    return {
        **citation_json(Citation.of(found)),
        "passage": found.passage.id,
        "score": round(found.score, 4),
        "rank": found.rank,
        "standing": _standing_json(found.standing),
    }


def _standing_json(standing: Standing | None) -> StandingJson | None:
    if standing is None:
        return None
    return {
        "by_vectors": standing.by_vectors,
        "by_terms": standing.by_terms,
        "fused": None if standing.fused is None else round(standing.fused, 4),
        "similarity": round(standing.similarity, 4),
        "coverage": round(standing.coverage, 4),
        "reading": None if standing.reading is None else round(standing.reading, 4),
    }


def citation_json(citation: Citation) -> CitationJson:
    """Return a citation as JSON values."""
    return {
        "article": citation.article_id,
        "version": citation.version,
        "title": citation.title,
        "source": citation.source,
        "published": citation.published,
        "start": citation.start,
        "end": citation.end,
        "quote": citation.quote,
        "kind": citation.kind.value,
        "columns": citation.columns,
    }

"""What the tools give back: the reply and its parts, in fields that say what they are."""

from typing import Annotated

from pydantic import BaseModel, Field

from chatbot.types import Citation, Claim, Conflict, Evidence, EvidenceFound, Reply
from index.report import FileOutcome
from index.types import Article, ArticleSummary

ArticleId = Annotated[str, Field(description="id of the article, as read_article takes it")]
Version = Annotated[int, Field(description="version of the article that the offsets count in")]
Start = Annotated[
    int, Field(description="where it begins in the article's text: Unicode code points, from 0")
]
End = Annotated[int, Field(description="where it ends in the article's text; not itself part of it")]
Published = Annotated[str, Field(description="ISO 8601, of any precision; empty where it is not known")]


class Source(BaseModel):
    """A sentence of an article: ``quote`` is exactly ``text[start:end]`` of that version."""

    article: ArticleId
    version: Version
    title: str
    source: Annotated[str, Field(description="file or address that the article was found at")]
    published: Published
    start: Start
    end: End
    quote: str
    columns: Annotated[str, Field(description="of a table's row, the row that names its columns; else empty")]

    @classmethod
    def of(cls, citation: Citation) -> "Source":
        """Return the source that is cited."""
        return cls(
            article=citation.article_id,
            version=citation.version,
            title=citation.title,
            source=citation.source,
            published=citation.published,
            start=citation.start,
            end=citation.end,
            quote=citation.quote,
            columns=citation.columns,
        )


class CitedSentence(BaseModel):
    """One sentence of an answer, with what it rests on."""

    text: str
    verdict: Annotated[
        str, Field(description="how far its sources bear it out: supported, partly or unsupported")
    ]
    unfounded: Annotated[list[str], Field(description="names and numbers in it that no source of it has")]
    sources: list[Source]

    @classmethod
    def of(cls, claim: Claim) -> "CitedSentence":
        """Return the sentence of a claim."""
        return cls(
            text=claim.text,
            verdict=claim.verdict.value,
            unfounded=list(claim.unfounded),
            sources=list(map(Source.of, claim.citations)),
        )


class Disagreement(BaseModel):
    """Two articles that contradict each other."""

    about: str
    one: Source
    other: Source

    @classmethod
    def of(cls, conflict: Conflict) -> "Disagreement":
        """Return what a conflict is about, and between which sentences."""
        return cls(about=conflict.about, one=Source.of(conflict.one), other=Source.of(conflict.other))


class Answer(BaseModel):
    """An answer from the articles alone, or a refusal."""

    answered: Annotated[bool, Field(description="false where the articles do not answer the question")]
    answer: Annotated[str, Field(description="all sentences as one text; empty for a refusal")]
    sentences: list[CitedSentence]
    confidence: Annotated[float, Field(description="calibrated probability that the articles answer")]
    missing: Annotated[list[str], Field(description="parts of the question that the articles do not answer")]
    disagreements: list[Disagreement]
    nearest: Annotated[list[Source], Field(description="of a refusal: what comes nearest, best first")]
    searched: Annotated[int, Field(description="number of articles that were searched")]
    writer: Annotated[str, Field(description="“quote” for verbatim sentences, or the model that wrote")]
    note: Annotated[str, Field(description="what went otherwise than was asked for")]

    @classmethod
    def of(cls, reply: Reply) -> "Answer":
        """Return what there is to tell of a reply."""
        return cls(
            answered=reply.answered,
            answer=reply.text,
            sentences=list(map(CitedSentence.of, reply.claims)),
            confidence=round(reply.confidence, 4),
            missing=list(reply.missing),
            disagreements=list(map(Disagreement.of, reply.conflicts)),
            nearest=[] if reply.answered else [Source.of(Citation.of(each)) for each in reply.evidence],
            searched=reply.searched,
            writer=reply.writer,
            note=reply.note,
        )


class FoundSentence(Source):
    """A sentence that may answer."""

    score: Annotated[float, Field(description="orders the sentences of one question; no probability")]

    @classmethod
    def found(cls, evidence: Evidence) -> "FoundSentence":
        """Return an evidence sentence."""
        source = Source.of(Citation.of(evidence))
        return cls(**source.model_dump(), score=round(evidence.score, 4))


class FoundEvidence(BaseModel):
    """The sentences that may answer a question, best first."""

    confidence: Annotated[float, Field(description="calibrated probability that they answer it")]
    searched: Annotated[int, Field(description="number of articles that were searched")]
    evidence: list[FoundSentence]

    @classmethod
    def of(cls, found: EvidenceFound) -> "FoundEvidence":
        """Return the sentences that were found."""
        return cls(
            confidence=round(found.confidence, 4),
            searched=found.searched,
            evidence=list(map(FoundSentence.found, found.evidence)),
        )


class ArticleText(BaseModel):
    """A stretch of one version of an article."""

    article: ArticleId
    version: Version
    current: Annotated[bool, Field(description="false where the version was replaced or removed")]
    title: str
    author: str
    published: Published
    sources: Annotated[list[str], Field(description="files and addresses that it was found at")]
    start: Start
    end: End
    length: Annotated[int, Field(description="of the whole text; read on from end until end equals it")]
    text: str

    @classmethod
    def of(cls, article: Article, start: int, limit: int) -> "ArticleText":
        """Return at most ``limit`` characters from ``start`` on."""
        text = article.text[start : start + limit]
        return cls(
            article=article.id,
            version=article.version,
            current=article.current,
            title=article.title,
            author=article.metadata.author,
            published=article.metadata.published,
            sources=list(article.sources),
            start=start,
            end=start + len(text),
            length=len(article.text),
            text=text,
        )


class Entry(BaseModel):
    """An article without its text."""

    article: ArticleId
    version: int
    title: str
    author: str
    published: Published
    language: str
    sources: list[str]

    @classmethod
    def of(cls, summary: ArticleSummary) -> "Entry":
        """Return the entry of an article."""
        about = summary.metadata
        return cls(
            article=summary.id,
            version=summary.version,
            title=summary.title,
            author=about.author,
            published=about.published,
            language=about.language,
            sources=list(summary.sources),
        )


class Articles(BaseModel):
    """Some of the articles, by title."""

    total: Annotated[int, Field(description="number of all that match")]
    articles: list[Entry]
    collections: Annotated[list[str], Field(description="names that a search can be narrowed to")]


class AddedFile(BaseModel):
    """What came of one file."""

    source: str
    outcome: Annotated[
        str, Field(description="indexed, updated, unchanged, moved, duplicate, removed, skipped or failed")
    ]
    reason: Annotated[str, Field(description="why it was skipped or failed, or what it repeats")]

    @classmethod
    def of(cls, file: FileOutcome) -> "AddedFile":
        """Return what is told of a file."""
        return cls(source=file.path, outcome=file.outcome.value, reason=file.reason)


class Added(BaseModel):
    """What came of adding: what was indexed can be asked about at once."""

    files: list[AddedFile]
    interrupted: Annotated[bool, Field(description="whether it was stopped before its end")]

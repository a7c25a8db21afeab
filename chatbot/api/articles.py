"""``/api/articles``: what the library holds, each version with its sentences, and changes as jobs.

A program sends files; it can name none on the server's own disk, and no address to fetch.
"""

import shutil
import tempfile
from functools import partial
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, File, Form, HTTPException, Query, Request, UploadFile
from pydantic import BaseModel, Field

from chatbot.access import Scope, needs, visitor_of
from chatbot.api.jobs import JobState
from chatbot.api.problems import PROBLEMS
from chatbot.changes.jobs import Doing, Task
from chatbot.changes.uploads import keep, safe_name, set_aside
from chatbot.services import Services
from index.library import Library
from index.sentences import sentences
from index.types import Article, ArticleOrder, ArticleSummary, Document

MOST_FILES = 100


class ArticleEntry(BaseModel):
    """An article without its text."""

    id: str
    version: int
    title: str
    author: str
    published: str = Field(description="ISO 8601, of any precision; empty where it is not known")
    language: str
    url: str
    media_type: str
    sources: list[str]
    added: str
    passages: int
    sentences: int
    embedded: int = Field(description="passages that have vectors; the others are found by their words")

    @classmethod
    def of(cls, summary: ArticleSummary) -> "ArticleEntry":
        """Return the entry of an article."""
        about = summary.metadata
        return cls(
            id=summary.id,
            version=summary.version,
            title=summary.title,
            author=about.author,
            published=about.published,
            language=about.language,
            url=about.url,
            media_type=summary.media_type,
            sources=list(summary.sources),
            added=summary.added,
            passages=summary.passages,
            sentences=summary.sentences,
            embedded=summary.embedded,
        )


class ArticlePage(BaseModel):
    """Some of the articles, in the order that was asked for, and how many there are in all."""

    total: int
    articles: list[ArticleEntry]


class SentenceSpan(BaseModel):
    """A sentence: ``text[start:end]`` of its article."""

    start: int
    end: int
    kind: str


class ArticleText(BaseModel):
    """One version of an article; ``current`` is false for one that was replaced or removed."""

    id: str
    version: int
    current: bool
    title: str
    author: str
    published: str
    language: str
    url: str
    media_type: str
    sources: list[str]
    added: str
    text: str
    sentences: list[SentenceSpan]

    @classmethod
    def of(cls, article: Article, spans: list[SentenceSpan]) -> "ArticleText":
        """Return an article with its sentences."""
        about = article.metadata
        return cls(
            id=article.id,
            version=article.version,
            current=article.current,
            title=article.title,
            author=about.author,
            published=about.published,
            language=about.language,
            url=about.url,
            media_type=article.media_type,
            sources=list(article.sources),
            added=article.added,
            text=article.text,
            sentences=spans,
        )


Version = Annotated[int | None, Query(ge=1, le=2**31 - 1, description="the current one")]


def known(library: Library, article: str, version: int | None) -> Article:
    """Return an article that a client names, or answer that there is none."""
    found = library.article(article, version)
    if found is None:
        raise HTTPException(404, "there is no such article, or no such version of it")
    return found


def articles(services: Services) -> APIRouter:
    """Return the routes."""
    router = APIRouter(prefix="/api", tags=["Articles"], responses=PROBLEMS)
    library, jobs = services.library, services.jobs

    @router.get("/articles", operation_id="listArticles", dependencies=[needs(Scope.READ)])
    def listed(
        search: Annotated[str, Query(max_length=200, description="in a title or source")] = "",
        offset: Annotated[int, Query(ge=0, le=10**9)] = 0,
        limit: Annotated[int, Query(ge=1, le=200)] = 50,
        order: ArticleOrder = ArticleOrder.TITLE,
    ) -> ArticlePage:
        """List the articles: by title, the newest first, those added last first, or the longest first."""
        found, total = library.articles(search, offset, limit, order)
        return ArticlePage(total=total, articles=list(map(ArticleEntry.of, found)))

    @router.get("/articles/{article}", operation_id="readArticle", dependencies=[needs(Scope.READ)])
    def read(article: str, version: Version = None) -> ArticleText:
        """Read any version of an article that ever stood, with the spans of its sentences."""
        found = known(library, article, version)
        return ArticleText.of(found, _spans(services, found))

    @router.post("/articles", operation_id="addArticles", dependencies=[needs(Scope.WRITE)], status_code=202)
    def add(
        request: Request,
        files: Annotated[list[UploadFile], File(min_length=1, max_length=MOST_FILES)],
        collection: Annotated[str, Form(max_length=100, description="let them belong to it")] = "",
    ) -> JobState:
        """Index files: a job begins. One of a name that was sent before is a newer version of it."""
        with tempfile.TemporaryDirectory(prefix="footnote-") as folder:
            arrived = []
            for number, file in enumerate(files):
                (Path(folder) / str(number)).mkdir()
                path = Path(folder) / str(number) / safe_name(file.filename or "")
                with path.open("wb") as written:
                    shutil.copyfileobj(file.file, written)
                arrived.append(path)
            kept = keep(arrived, services.uploads)
        services.audit.note("added", visitor_of(request.scope), articles=[path.name for path in kept])
        return JobState.of(jobs.sync(kept, Task(Doing.ADDING, number=len(kept)), collection.strip()))

    @router.delete(
        "/articles/{article}",
        operation_id="removeArticle",
        dependencies=[needs(Scope.WRITE)],
        status_code=202,
    )
    def remove(request: Request, article: str) -> list[JobState]:
        """Remove an article, wherever it was found: a job begins for each of its sources."""
        found = library.article(article)
        if found is None or not found.current:
            raise HTTPException(404, "there is no such article")
        services.audit.note("removed", visitor_of(request.scope), articles=list(found.sources))
        return [
            JobState.of(
                jobs.remove(
                    source, Task(Doing.REMOVING, source), partial(set_aside, source, services.uploads)
                )
            )
            for source in found.sources
        ]

    return router


def _spans(services: Services, article: Article) -> list[SentenceSpan]:
    """Return the sentences as they are cited; those of a version that stands no more are cut anew."""
    if article.current:
        held = tuple(each for passage in services.library.passages(article.id) for each in passage.sentences)
    else:
        held = sentences(Document(article.text, article.blocks, article.metadata, article.media_type))
    return [SentenceSpan(start=each.start, end=each.end, kind=each.kind.value) for each in held]

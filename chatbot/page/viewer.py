"""An article and what is lit in it -> HTML: what it is, where it is from, and its text."""

import hashlib
from urllib.parse import quote

from chatbot.page import texts
from chatbot.page.body import Lit, article_body
from chatbot.page.conversation import Opened
from chatbot.page.escape import escaped, isolated
from chatbot.types import Citation
from index.facsimile import MEDIA_TYPE as PRINTED
from index.library import Library
from index.types import Article


def frame() -> str:
    """Return what the viewer's script shows articles in."""
    selected = f'<button type="button" class="fn-plain fn-selected" hidden>{texts.ASK_SELECTED}</button>'
    return f'<div class="fn-viewer" tabindex="0"></div>{selected}'


def finder_frame() -> str:
    """Return where the open article is searched; hidden while none is open."""
    return (
        f'<form class="fn-finder" role="search" aria-label="{texts.FIND}" hidden>'
        f'<input type="search" placeholder="{texts.FIND}" aria-label="{texts.FIND}" '
        f'title="{texts.FIND_KEYS}" autocomplete="off" spellcheck="false">'
        f'<span role="status" data-of="{texts.FIND_POSITION}" data-none="{texts.FIND_NONE}"></span>'
        f'<button type="button" data-match="-1" aria-label="{texts.FIND_PREVIOUS}" disabled>&#8593;</button>'
        f'<button type="button" data-match="1" aria-label="{texts.FIND_NEXT}" disabled>&#8595;</button>'
        "</form>"
    )


def views_frame() -> str:
    """Return where a PDF is shown as its text or as its pages; hidden for other articles."""
    return (
        f'<div class="fn-views" role="group" aria-label="{texts.VIEWS}" data-page="{texts.PAGE_OF}" '
        f'data-missing="{texts.NOT_ON_PAGES}" data-none="{texts.NO_PAGES}" hidden>'
        f'<button type="button" data-view="text" aria-pressed="true">{texts.VIEW_TEXT}</button>'
        f'<button type="button" data-view="pages" aria-pressed="false">{texts.VIEW_PAGES}</button>'
        '<span role="status"></span></div>'
    )


def nothing_open() -> str:
    """Return the viewer before anything was opened."""
    return f'<div class="fn-nothing"><h2>{texts.VIEWER_EMPTY}</h2><p>{texts.VIEWER_EMPTY_HOW}</p></div>'


def gone() -> str:
    """Return the viewer where an article or its footnote is not known any more."""
    return f'<div class="fn-nothing"><h2>{texts.VIEWER_GONE}</h2></div>'


def cited_article(library: Library, opened: Opened, asked: int = 0, held: str = "") -> str:
    """Return the article of a footnote, all sentences that its answer cites lit.

    ``asked`` is the browser's count of the footnotes that it asked for; it knows a late
    answer by it. Where it is ``held`` there already, lit so, only the active one is told:
    an article can be long.
    """
    active = opened.active
    article = library.article(active.article_id, active.version)
    if article is None:
        return gone()
    number = opened.footnotes.number
    lit = [Lit(each.start, each.end, number(each)) for each in opened.within_active()]
    holds = _name(article, opened.answer, lit)
    stamp = f'data-asked="{asked:d}"' if asked else ""
    told = f'data-holds="{holds}" {stamp} data-answer="{opened.answer}" data-active="{number(active)}"'
    if held == holds:
        return f'<p class="fn-same" {told}></p>'
    shown = f'data-article="{escaped(article.id)}/{article.version}"'
    return (
        f'<article class="fn-source" {shown} {_printed(article, lit)} {told}>'
        f'<div class="fn-fixed">{_tabs(opened)}{_steps(lit)}</div>{_head(article)}'
        f"{_text(article, lit)}</article>"
    )


def whole_article(article: Article) -> str:
    """Return an article that was opened from the library, with nothing lit."""
    printed = _printed(article, [])
    return f'<article class="fn-source" {printed}>{_head(article)}{_text(article, [])}</article>'


def passage_of(article: Article, start: int, end: int) -> str:
    """Return an article with one stretch of it lit, to begin to read there."""
    lit = [Lit(start, end, 1)]
    return (
        f'<article class="fn-source" {_printed(article, lit)} data-active="1">{_head(article)}'
        f"{_text(article, lit)}</article>"
    )


def _name(article: Article, answer: int, lit: list[Lit]) -> str:
    """Return what changes with whatever an article that is shown with ``lit`` would show."""
    spans = [(each.start, each.end, each.note) for each in lit]
    known = (article.id, article.version, article.current, answer, spans)
    return hashlib.sha256(repr(known).encode()).hexdigest()[:32]


def _printed(article: Article, lit: list[Lit]) -> str:
    """Return where the pages of a PDF are asked for, and which stretches are lit on them."""
    if article.media_type != PRINTED or not article.current:
        return ""
    spans = " ".join(f"{each.note}:{each.start}-{each.end}" for each in lit)
    address = f"api/articles/{quote(article.id, safe='')}/pages"
    return f'data-pages="{escaped(address)}" data-version="{article.version}" data-spans="{spans}"'


def _text(article: Article, lit: list[Lit]) -> str:
    return f'<div class="fn-text">{article_body(article, lit)}</div>'


def _tabs(opened: Opened) -> str:
    articles = opened.articles()
    if len(articles) < 2:
        return ""
    return (
        f'<nav class="fn-tabs" aria-label="{texts.CITED_ARTICLES}">'
        f"{''.join(_tab(opened, first) for first in articles)}</nav>"
    )


def _tab(opened: Opened, first: Citation) -> str:
    note = opened.footnotes.number(first)
    here = (first.article_id, first.version) == (opened.active.article_id, opened.active.version)
    current = ' aria-current="true"' if here else ""
    return (
        f'<button type="button" class="fn-tab" data-answer="{opened.answer}" data-note="{note}"{current}>'
        f"<span>{note}</span>{isolated(first.title)}</button>"
    )


def _steps(lit: list[Lit]) -> str:
    if len(lit) < 2:
        return ""
    notes = " ".join(str(each.note) for each in lit)
    return (
        f'<div class="fn-steps" role="group" aria-label="{texts.CITED_HERE}" data-order="{notes}">'
        f'<button type="button" data-step="-1" aria-label="{texts.PREVIOUS}">&#8593;</button>'
        f'<span role="status"><span class="fn-position" data-of="{texts.step(0, len(lit))}"></span></span>'
        f'<button type="button" data-step="1" aria-label="{texts.NEXT}">&#8595;</button></div>'
    )


def _head(article: Article) -> str:
    about = article.metadata
    published = texts.date(about.published)
    if about.published_note:
        published = f"{published} ({about.published_note})" if published else about.published_note
    byline = [isolated(part) for part in (about.author, published) if part]
    facts = [texts.media_format(article.media_type), texts.version(article.version)]
    sources = [*article.sources, *([about.url] if about.url else [])]
    if article.current:
        last = (
            f'<p><button type="button" class="fn-plain" data-only="{escaped(article.id)}">'
            f"{texts.ASK_ONLY}</button></p>"
        )
    else:
        last = f'<p class="fn-changed">{texts.CHANGED}</p>'
    return (
        f'<header><h2 dir="auto">{escaped(article.title)}</h2>'
        f'<p class="fn-byline">{" · ".join(byline)}</p>'
        f'<p class="fn-facts">{" · ".join(map(escaped, facts))}'
        f"{''.join(map(_source, sources))}</p>{last}</header>"
    )


def _source(source: str) -> str:
    """Return where an article is from; what is on the web can be gone to."""
    named = isolated(source)
    if source.startswith(("https://", "http://")):
        named = f'<a href="{escaped(source)}" target="_blank" rel="noopener noreferrer">{named}</a>'
    return f"<br><span>{named}</span>"

"""The first sight of the page: what it is, how much there is, and questions to begin with."""

from collections.abc import Sequence

from chatbot.access import Scope, Visitor
from chatbot.page import texts
from chatbot.page.escape import escaped


def welcome(articles: int, examples: Sequence[str], has_seeds: bool = False) -> str:
    """Return the conversation before its first question; an empty library explains itself.

    Where ``has_seeds``, it offers the articles that come with Footnote.
    """
    if not articles:
        library = f'<button type="button" class="fn-plain" data-side="library">{texts.EMPTY_OPEN}</button>'
        return (
            f'<div class="fn-welcome"><h2>{texts.EMPTY}</h2><p>{texts.EMPTY_HOW}</p>'
            f"<pre><code>{texts.EMPTY_COMMAND}</code></pre>"
            f'<p>{seeds(has_seeds)} {library}</p><p class="fn-narrow">{_languages()}</p></div>'
        )
    return (
        f'<div class="fn-welcome"><h2>{texts.WELCOME}</h2>'
        f"<p><strong>{texts.welcome_count(articles)}</strong> {texts.WELCOME_HOW}</p>"
        f'{_examples(examples)}<p class="fn-narrow">{_languages()}</p></div>'
    )


def seeds(has_seeds: bool) -> str:
    """Return the button that indexes the articles that come with Footnote, where they are at hand."""
    if not has_seeds:
        return ""
    return f'<button type="button" class="fn-plain" data-seeds="true">{texts.SEEDS_TRY}</button>'


def masthead(visitor: Visitor) -> str:
    """Return the page's head: its name, where its two sides are, and who is logged in.

    It says what the visitor may not do; the style hides what serves that.
    """
    lacks = " ".join(scope for scope in Scope if scope not in visitor.scopes)
    who = (
        f'<form class="fn-who" method="post" action="logout"><span>{escaped(visitor.name)}</span>'
        f'<button type="submit" class="fn-plain">{texts.LOG_OUT}</button></form>'
    )
    return (
        f'<header class="fn-masthead" data-lacks="{lacks}">'
        f'<h1>{texts.NAME}<sup aria-hidden="true">1</sup></h1>'
        f'<p>{texts.TAGLINE}</p><span class="fn-wide">{_languages()}</span>'
        f'<button type="button" class="fn-plain" data-new="true" aria-label="{texts.NEW}">'
        f'<span class="fn-full">{texts.NEW}</span><span class="fn-short">{texts.NEW_SHORT}</span></button>'
        f'<button type="button" class="fn-plain fn-narrow" data-side="library">{texts.LIBRARY}</button>'
        f'<button type="button" class="fn-plain fn-narrow" data-side="conversations">{texts.CONVERSATIONS}'
        f"</button>{who if visitor.name else ''}</header>"
    )


def _languages() -> str:
    """Return a way to each language that is not spoken now, in its own words."""
    return "".join(
        f'<button type="button" class="fn-plain" data-language="{code}" lang="{code}">'
        f"{other.OWN_NAME}</button>"
        for code, other in texts.LANGUAGES.items()
        if code != texts.language()
    )


def log_frame() -> str:
    """Return what the conversation's script shows turns in."""
    return (
        f'<div class="fn-log" role="log" aria-live="polite" aria-label="{texts.CONVERSATION}" '
        f'tabindex="0"></div>'
    )


def side_head() -> str:
    """Return the head of the side: the article and the library as two tabs, and a way back to the chat."""
    return (
        f'<div class="fn-side-head"><nav aria-label="{texts.SIDE}">'
        f'<button type="button" data-side="article" aria-current="true">{texts.ARTICLE}</button>'
        f'<button type="button" data-side="library">{texts.LIBRARY}</button>'
        f'<button type="button" data-side="conversations">{texts.CONVERSATIONS}</button>'
        f'<button type="button" data-side="map">{texts.MAP}</button></nav>'
        f'<button type="button" class="fn-plain fn-close" data-close="true">{texts.BACK}</button></div>'
    )


def side_foot() -> str:
    """Return the foot of the side: the way to another language, where the page's head has no room for it."""
    return (
        f'<div class="fn-foot" role="group" aria-label="{texts.LANGUAGE}">'
        f'<span aria-hidden="true">{texts.LANGUAGE}</span>{_languages()}</div>'
    )


def _examples(examples: Sequence[str]) -> str:
    if not examples:
        return ""
    buttons = "".join(
        f'<li><button type="button" class="fn-example" data-example="{number}">'
        f"{escaped(example)}</button></li>"
        for number, example in enumerate(examples)
    )
    return f"<h3>{texts.WELCOME_EXAMPLES}</h3><ul>{buttons}</ul>"

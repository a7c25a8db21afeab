"""What an owner sees of a conversation's shared page -> HTML: its link, whom it is for, the way back."""

from chatbot.conversations import Share, Summary
from chatbot.page import texts
from chatbot.page.escape import escaped


def sharing(summary: Summary, share: Share | None, *, may_be_public: bool) -> str:
    """Return the disclosure: a way to share the conversation, or the page that there is and its end."""
    key, name = escaped(summary.key), escaped(summary.title)
    inner = _begin(key, may_be_public) if share is None else _shared(key, share, summary, may_be_public)
    return (
        f'<details class="fn-share" data-sharing="{key}">'
        f'<summary class="fn-plain" aria-label="{texts.SHARE}: {name}">{texts.SHARE}</summary>'
        f"<div>{inner}</div></details>"
    )


def _begin(key: str, may_be_public: bool) -> str:
    return f"<p>{texts.SHARE_HOW}</p>{_ways(key, may_be_public)}"


def _ways(key: str, may_be_public: bool) -> str:
    ways = [("", texts.SHARE_MAKE), *([("true", texts.SHARE_PUBLIC)] if may_be_public else [])]
    return "".join(
        f'<button type="button" class="fn-plain" data-share="{key}" data-public="{public}">{word}</button>'
        for public, word in ways
    )


def _shared(key: str, share: Share, summary: Summary, may_be_public: bool) -> str:
    path = f"shared/{escaped(share.token)}"
    is_public = share.is_public and may_be_public
    facts = texts.shared_facts(share.moment.astimezone().date(), share.answers, is_public)
    more = ""
    if share.answers < summary.answers:
        public = "true" if is_public else ""
        more = (
            f'<button type="button" class="fn-plain" data-share="{key}" data-public="{public}">'
            f"{texts.SHARE_RENEW}</button>"
        )
    return (
        f'<p><a href="{path}" target="_blank" rel="noopener">{texts.SHARE_OPEN}</a></p>'
        f'<p class="fn-facts">{escaped(facts)}</p>'
        f'<button type="button" class="fn-plain" data-link="{path}" data-done="{texts.COPIED}">'
        f"{texts.SHARE_COPY}</button>{more}"
        f'<button type="button" class="fn-plain" data-revoke="{key}">{texts.SHARE_END}</button>'
    )

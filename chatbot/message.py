"""A reply as LangChain's own message: its text, and standard citations of every sentence of it."""

from langchain_core.messages import AIMessage
from langchain_core.messages.content import Annotation, create_citation, create_text_block
from langchain_core.messages.content import Citation as LangChainCitation

from chatbot.conversations.export import ENGLISH, refusal
from chatbot.types import Citation, Claim, Reply, citation_json


def as_message(reply: Reply) -> AIMessage:
    """Return the message of a reply, whose ``content_blocks`` carry its citations.

    ``start_index`` and ``end_index`` of a citation are where its sentence stands in the
    message's text, ``cited_text`` is the quote; where that stands (article, version, start,
    end) is in its ``extras``. ``response_metadata["footnote"]`` is the whole reply as JSON.
    """
    text = reply.text if reply.answered else refusal(reply, ENGLISH)
    cited: list[Annotation] = []
    start = 0
    for claim in reply.claims:
        end = start + len(claim.text)
        cited += [_cited(claim, citation, start, end) for citation in claim.citations]
        start = end + 1
    block = create_text_block(text, annotations=cited)
    return AIMessage(content_blocks=[block], response_metadata={"footnote": reply.to_json()})


def _cited(claim: Claim, citation: Citation, start: int, end: int) -> LangChainCitation:
    source = citation_json(citation)
    return create_citation(
        url=citation.source if "://" in citation.source else None,
        title=citation.title,
        start_index=start,
        end_index=end,
        cited_text=citation.quote,
        footnote={**source, "verdict": claim.verdict.value},
    )

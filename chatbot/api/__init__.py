"""Footnote for programs, beside the page: a REST API of its own and one that OpenAI's clients speak.

    asking          /api/ask, /api/evidence           completions     /v1/chat/completions
    articles, jobs  /api/articles, /api/jobs          models          /v1/models, /v1/embeddings
    conversations   /api/conversations                health          /health, /ready
    questions       what a request asks, bounded      transcript      a reply as the text of a chat
    problems        errors -> RFC 9457, or OpenAI's   chat_request, chat_response   OpenAI's form of a chat

Every route names the right that it needs (``chatbot.access``). Offsets are code points of an
article's text, from 0, half open.
"""

from chatbot.api.app import OPENAPI, api

__all__ = ["OPENAPI", "api"]

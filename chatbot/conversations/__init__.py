"""Conversations that are kept: a SQL store in the data directory.

types       what is kept            schema, store      where and how
"""

from chatbot.conversations.store import ConversationStore
from chatbot.conversations.types import Feedback, Kept, Rating, Summary

__all__ = ["ConversationStore", "Feedback", "Kept", "Rating", "Summary"]

"""Conversations that are kept: a SQL store in the data directory.

types       what is kept            schema, store      where and how
shares      what others may read    withdrawal         what is asked anew
"""

from chatbot.conversations.shares import Share, Shares
from chatbot.conversations.store import ConversationStore
from chatbot.conversations.types import Feedback, Kept, Rating, Summary

__all__ = ["ConversationStore", "Feedback", "Kept", "Rating", "Share", "Shares", "Summary"]

"""Who asks, what they may do, and how much.

visitor    who sends a request            needs      what a route asks of its visitor
accounts   users, keys, sessions          secrets    how passwords and keys are stored
limits     how much may be asked          guesses    how often a password may be tried
audit      what was done, and by whom
"""

from chatbot.access.accounts import Accounts
from chatbot.access.audit import Audit
from chatbot.access.limits import BusyError, Limits
from chatbot.access.needs import needs
from chatbot.access.visitor import LOCAL, Scope, Visitor, visitor_of

__all__ = [
    "LOCAL",
    "Accounts",
    "Audit",
    "BusyError",
    "Limits",
    "Scope",
    "Visitor",
    "needs",
    "visitor_of",
]

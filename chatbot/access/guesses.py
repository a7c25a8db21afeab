"""Guessing passwords is slow: few attempts for an account, and few from an address.

An attempt counts before the password is looked at, so that many at once gain nothing; a
login takes the account's attempts back. Names that are no account's count like all others.
"""

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from chatbot.access.users import folded
from chatbot.access.windows import seconds_until

_MINUTES = 5
_LONGEST_NAME = 64


class Guesses:
    """Counts attempts to log in, within the last five minutes."""

    def __init__(self, an_account: int = 10, an_address: int = 50) -> None:
        self._of_account = RateLimitItemPerMinute(an_account, _MINUTES)
        self._of_address = RateLimitItemPerMinute(an_address, _MINUTES)
        self._made = MovingWindowRateLimiter(MemoryStorage())

    def wait(self, name: str, address: str) -> int:
        """Count an attempt; return the seconds to wait before the next, 0 where this one may be made."""
        for limit, who in ((self._of_address, f"address {address}"), (self._of_account, _account(name))):
            if not self._made.hit(limit, who):
                return seconds_until(self._made, limit, who)
        return 0

    def right(self, name: str) -> None:
        """Note that an attempt succeeded."""
        self._made.clear(self._of_account, _account(name))


def _account(name: str) -> str:
    return f"account {folded(name)[:_LONGEST_NAME]}"

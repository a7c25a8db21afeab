"""When a limit that was reached lets somebody through again."""

import math
import time

from limits import RateLimitItem
from limits.strategies import RateLimiter


def seconds_until(limiter: RateLimiter, limit: RateLimitItem, who: str) -> int:
    """Return the whole seconds, at least one, until ``limiter`` counts one less for ``who``."""
    return max(1, math.ceil(limiter.get_window_stats(limit, who).reset_time - time.time()))

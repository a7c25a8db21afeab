"""One writer at a time: the lock on a data directory, which names its holder."""

import json
import os
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from index.errors import DataDirectoryError, IndexBusyError


class IndexLock:
    """Held by the process that changes the index; the system frees it when that process ends."""

    def __init__(self, data: Path) -> None:
        self._lock = FileLock(data / "index.lock", thread_local=False)
        self._holder = data / "index.holder.json"

    @property
    def held(self) -> bool:
        """Say whether this object holds the lock."""
        return self._lock.is_locked

    def acquire(self, purpose: str, wait: float = 0.0) -> None:
        """Take the lock within ``wait`` seconds; raises IndexBusyError naming the holder."""
        try:
            self._lock.acquire(timeout=wait)
        except Timeout as error:
            raise IndexBusyError(
                f"the index is being changed by {self.holder()}",
                "wait until that is done or stop it; if it is the chat page, add the files there",
            ) from error
        except OSError as error:
            raise DataDirectoryError(
                f"the data directory cannot be locked: {error}",
                "make it writable, or choose another with --data",
            ) from error
        mine = {
            "pid": os.getpid(),
            "purpose": purpose,
            "since": datetime.now(UTC).isoformat(timespec="seconds"),
        }
        self._holder.write_text(json.dumps(mine), "utf-8")

    def other_holder(self) -> str:
        """Return which other process holds the lock, in words; empty if none does."""
        if self.held:
            return ""
        try:
            with self._lock.acquire(timeout=0):
                return ""
        except Timeout:
            return self.holder()
        except OSError:
            return ""

    def release(self) -> None:
        """Give the lock back; does nothing where it is not held."""
        if self.held:
            self._holder.unlink(missing_ok=True)
            self._lock.release()

    def holder(self) -> str:
        """Return who holds the lock, in words."""
        try:
            known = json.loads(self._holder.read_text("utf-8"))
            return f"{known['purpose']} (process {known['pid']}, since {known['since']})"
        except (OSError, ValueError, KeyError):
            return "another process"

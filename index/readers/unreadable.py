"""What a library raised on a file -> the error that names the file and says what to do."""

from index.errors import ReadError
from index.readers.about import line


def unreadable(what: str, error: Exception, help: str) -> ReadError:
    """Return the error for ``what`` could not be read: the file, and what it is."""
    return ReadError(f"{what} cannot be read: {line(str(error)) or type(error).__name__}", help)

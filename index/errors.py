"""Every error that Footnote raises on purpose, in one family.

    FootnoteError
    ├── SettingsError         a setting that cannot be used
    ├── DataDirectoryError    the data directory cannot be used
    │   ├── NewerDataError    it was written by a newer Footnote
    │   └── IndexBusyError    another process is indexing into it
    ├── UnreachableError      a server that holds a part of the index cannot be reached
    ├── ModelError            a model file is missing or not the pinned one
    ├── EmptyIndexError       there is nothing to search yet
    ├── QuestionError         a question that cannot be asked
    ├── WriterError           a model could not write the answer
    ├── FetchError            a web address cannot or must not be fetched
    └── ReadError             one article cannot be read
        ├── SkipFile          the file holds no article, which is no fault
        └── NoPagesError      an article's printed pages cannot be shown

The message says what was wrong and with which file; ``help`` says what to do.
"""


class FootnoteError(Exception):
    """A problem that the user can mend: ``str(error)`` is what, ``error.help`` is how."""

    def __init__(self, message: str, help: str = "") -> None:
        super().__init__(message)
        self.help = help

    @property
    def in_one_line(self) -> str:
        """What was wrong and what to do, parted by a semicolon."""
        return f"{self}; {self.help}" if self.help else str(self)


class SettingsError(FootnoteError):
    """A setting has a value that cannot be used."""


class DataDirectoryError(FootnoteError):
    """The data directory cannot be read, written or created."""


class NewerDataError(DataDirectoryError):
    """The data directory was written by a newer version of Footnote."""


class IndexBusyError(DataDirectoryError):
    """Another process holds the index for writing."""


class UnreachableError(FootnoteError):
    """A server that holds a part of the index cannot be reached, or refuses; nothing in it is damaged."""


class ModelError(FootnoteError):
    """A model file is missing, or is not the file whose digest is pinned."""


class EmptyIndexError(FootnoteError):
    """A question was asked, and nothing has been indexed."""


class QuestionError(FootnoteError):
    """The question is empty or too long."""


class WriterError(FootnoteError):
    """A model could not write the answer: it cannot be reached, stalled or wrote nonsense."""


class FetchError(FootnoteError):
    """A web address cannot or must not be fetched; ``skip`` if that is no fault."""

    def __init__(self, message: str, help: str = "", *, skip: bool = False) -> None:
        super().__init__(message, help)
        self.skip = skip


class ReadError(FootnoteError):
    """A file cannot be turned into an article; ``by_limit`` where it may be with another limit."""

    def __init__(self, message: str, help: str = "", *, by_limit: bool = False) -> None:
        super().__init__(message, help)
        self.by_limit = by_limit


class SkipFile(ReadError):
    """The file is no article (a format that is not read, an empty file, metadata)."""


class NoPagesError(ReadError):
    """An article has no printed pages, or its file is not as it was read; its text can be shown."""

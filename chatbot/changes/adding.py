"""What the page may add by its name: files and folders of this machine, web addresses, the seeds.

A path names a file that the server reads, not the visitor: whoever may name any path reads with
the server's eyes. So who may, and where, is decided here (``docs/security.md``).
"""

from dataclasses import dataclass
from pathlib import Path

from chatbot.access import Scope, Visitor
from chatbot.access.guarding import is_loopback
from chatbot.settings import Settings
from index.errors import FootnoteError
from index.sources.url import Url, clean, is_url


class NotAddedError(FootnoteError):
    """What was named cannot be added by this visitor, or is not there."""


@dataclass(frozen=True, slots=True)
class Places:
    """What can be added by name.

    ``folders`` are those that whoever may write adds from; whoever sits at this machine, where
    nobody logs in and nobody else can come, adds from all of it (``at_this_machine``). Nothing is
    added from ``data``, the data directory, nor by way of a hidden file or folder, nor from a
    folder above ``data`` in which indexing would come upon it.
    """

    data: Path
    folders: tuple[Path, ...] = ()
    at_this_machine: bool = False
    addresses: bool = False

    @classmethod
    def of(cls, settings: Settings) -> "Places":
        """Return what the settings allow."""
        alone = settings.auth == "auto" and not settings.oidc_issuer
        return cls(
            settings.data.expanduser(),
            tuple(folder.expanduser() for folder in settings.add_from),
            alone and all(map(is_loopback, (settings.host, *settings.hosts))),
            settings.add_addresses,
        )

    def named(self, text: str, visitor: Visitor) -> Path | Url:
        """Return what ``text`` names, a path or an address; raises NotAddedError, FetchError."""
        wanted = text.strip().strip('"').strip()
        if not wanted:
            raise NotAddedError("nothing is named", "type a folder, a file, or a web address")
        if Scope.WRITE not in visitor.scopes:
            raise NotAddedError("you may not change the library", "whoever runs this Footnote can allow it")
        if is_url(wanted):
            return self._address(wanted)
        return self._path(wanted, visitor)

    def _address(self, wanted: str) -> Url:
        if not self.addresses:
            raise NotAddedError(
                "this Footnote fetches nothing from the web for its page",
                "start it with FOOTNOTE_ADD_ADDRESSES=true, or run: footnote index ADDRESS",
            )
        return clean(wanted)

    def _path(self, wanted: str, visitor: Visitor) -> Path:
        sits_here = self.at_this_machine and not visitor.name and not visitor.key
        if not sits_here and not self.folders:
            raise NotAddedError(
                "files of the server's own disk are not added from the page",
                "drop files instead; or let whoever runs it name folders in FOOTNOTE_ADD_FROM",
            )
        try:
            path = Path(wanted).expanduser().resolve()
            within = [folder.resolve() for folder in self.folders]
        except (OSError, RuntimeError, ValueError) as error:
            raise NotAddedError(
                f"{wanted[:200]!r} is no path", "write it as a file manager shows it"
            ) from error
        if not sits_here and not any(path.is_relative_to(folder) for folder in within):
            named = ", ".join(map(str, self.folders))
            raise NotAddedError("that is in no folder that may be added from", f"name something in: {named}")
        data = self.data.resolve()
        if path.is_relative_to(data) or _is_hidden(path):
            raise NotAddedError(
                "hidden files, and Footnote's own, are not added", "name a file or folder of articles"
            )
        if data.is_relative_to(path) and not _is_hidden(data.relative_to(path)):
            raise NotAddedError(
                f"Footnote keeps its own files below {path}, in {data}",
                "name the folders of articles beside it one by one, or keep the data directory elsewhere",
            )
        if not Path(wanted).expanduser().is_absolute():
            raise NotAddedError(f"{wanted} could be anywhere", "write the whole path, from / or ~ on")
        if not path.exists():
            raise NotAddedError(f"there is nothing at {path}", "look at how it is spelled")
        return path


def _is_hidden(path: Path) -> bool:
    """Say whether indexing passes ``path`` over, where it looks through a folder above it."""
    return any(part.startswith(".") for part in path.parts)


def shipped_seeds() -> Path | None:
    """Return the folder of articles to begin with, which lies beside the code: a wheel has none."""
    folder = Path(__file__).resolve().parents[2] / "seeds"
    return folder if folder.is_dir() and (folder.parent / "pyproject.toml").is_file() else None

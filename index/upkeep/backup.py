"""Backup and restore of a data directory: one file, made while people ask and index.

The catalog is the truth, so it is all that a backup holds: the articles in every version,
their passages and their embeddings. The followers are built from it on restoring, which
embeds nothing.

    backup.footnote (zip)    about.json     {"format": 1, "made": …, "sha256": …, …}
                             catalog.sqlite3
"""

import hashlib
import json
import os
import sqlite3
import tempfile
import zipfile
from contextlib import closing
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from index.catalog import connect, inspection
from index.catalog.schema import SCHEMA_VERSION
from index.errors import DataDirectoryError, NewerDataError
from index.library import Library

FORMAT = 1
_ABOUT, _CATALOG = "about.json", "catalog.sqlite3"
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class About:
    """What a backup says of itself; ``made`` is ISO 8601, ``sha256`` is of the catalog in it."""

    format: int
    made: str
    schema_version: int
    model: str
    articles: int
    passages: int
    sha256: str


def backup(library: Library, target: Path) -> About:
    """Write a backup of ``library`` as it stands at this moment to ``target``, whole or not at all.

    Raises DataDirectoryError if it cannot be written, or the catalog is in a database server.
    """
    source = inspection.require_sqlite(
        library.catalog.engine, "back it up with that server's own tools (pg_dump): it is all that is needed"
    )
    target = target.expanduser().absolute()
    try:
        with tempfile.TemporaryDirectory(dir=target.parent, prefix=".footnote-backup-") as folder:
            copy = Path(folder) / _CATALOG
            with closing(sqlite3.connect(source)) as live, closing(sqlite3.connect(copy)) as still:
                live.backup(still)
                articles = still.execute("SELECT count(*) FROM articles WHERE state = 'current'")
                passages = still.execute("SELECT count(*) FROM passages")
                counts = (articles.fetchone()[0], passages.fetchone()[0])
            made = datetime.now(UTC).isoformat(timespec="seconds")
            about = About(FORMAT, made, SCHEMA_VERSION, library.embedder.name, *counts, _sha256(copy))
            packed = Path(folder) / "backup"
            with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
                archive.writestr(_ABOUT, json.dumps(asdict(about), indent=1))
                archive.write(copy, _CATALOG)
            with packed.open("rb") as file:
                os.fsync(file.fileno())
            packed.replace(target)
    except (OSError, sqlite3.Error) as error:
        raise DataDirectoryError(
            f"the backup {target} cannot be written: {error}", "make room, or name another place"
        ) from error
    return about


def restore(library: Library, source: Path) -> About:
    """Make ``library`` hold what the backup ``source`` holds, and no more; then build its followers.

    What the library held before stands until the backup has been read and checked, and is
    replaced in one transaction: people who ask meanwhile see the one or the other. Raises
    DataDirectoryError for a file that is no sound backup, NewerDataError for one of a newer
    Footnote, IndexBusyError while another process writes.
    """
    live = inspection.require_sqlite(
        library.catalog.engine,
        "restore it with that server's own tools (pg_restore), then run: footnote doctor --repair",
    )
    with (
        library.writing("footnote restore"),
        tempfile.TemporaryDirectory(dir=library.data, prefix=".restore-") as folder,
    ):
        about = _unpacked(source.expanduser(), Path(folder))
        copy = Path(folder) / _CATALOG
        revision = library.catalog.revision()
        try:
            with closing(sqlite3.connect(copy)) as still:
                if still.execute("PRAGMA quick_check").fetchone() != ("ok",):
                    raise _unsound(source, "its catalog is damaged")
                still.execute(
                    "UPDATE facts SET value = max(value, ?) + 1 WHERE name = 'revision'", (revision,)
                )
                still.execute(
                    "INSERT OR REPLACE INTO facts (name, value) VALUES ('identity', ?)",
                    (library.catalog.identity(),),
                )
                still.commit()
                for follower in library.followers:  # one that is killed from here on leaves them to be built
                    follower.forget()
                with closing(sqlite3.connect(live, timeout=30)) as target:
                    still.backup(target)
        except sqlite3.Error as error:
            raise DataDirectoryError(
                f"{source} cannot be restored: {error}", "what the library held before still stands"
            ) from error
        connect("", library.data).dispose()  # brings an older catalog up to date
        library.rebuild()
    return about


def _unpacked(source: Path, folder: Path) -> About:
    try:
        with zipfile.ZipFile(source) as archive:
            about = About(**json.loads(archive.read(_ABOUT)))
            if about.format > FORMAT or about.schema_version > SCHEMA_VERSION:
                raise NewerDataError(f"{source} was made by a newer Footnote", "update Footnote")
            archive.extract(_CATALOG, folder)
    except OSError as error:
        raise DataDirectoryError(f"{source} cannot be read: {error.strerror or error}") from error
    except (zipfile.BadZipFile, KeyError, ValueError, TypeError) as error:
        raise _unsound(source, str(error)) from error
    if _sha256(folder / _CATALOG) != about.sha256:
        raise _unsound(source, "its catalog does not have the digest that it names")
    return about


def _unsound(source: Path, why: str) -> DataDirectoryError:
    return DataDirectoryError(
        f"{source} is no sound backup of Footnote: {why}", "what the library held before still stands"
    )


def _sha256(path: Path) -> str:
    running = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            running.update(chunk)
    return running.hexdigest()

"""The bytes of a zip -> its members, within what an article can need: a bomb is not unpacked."""

import zipfile
from io import BytesIO

from index.errors import ReadError

MOST_BYTES = 500_000_000


def open_archive(data: bytes, name: str) -> zipfile.ZipFile:
    """Return the archive in ``data``.

    Raises ReadError if it is damaged, needs a password, or declares that it unpacks to more
    than ``MOST_BYTES``; no member can give more than it declares.
    """
    try:
        archive = zipfile.ZipFile(BytesIO(data))
        members = archive.infolist()
    except Exception as error:  # a damaged archive raises many kinds
        raise ReadError(f"{name} is a damaged archive: {error}", "get the file again") from error
    if sum(member.file_size for member in members) > MOST_BYTES:
        raise ReadError(f"{name} unpacks to more than {MOST_BYTES:,} bytes", "save it without its images")
    if any(member.flag_bits & 1 for member in members):
        raise ReadError(f"{name} needs a password", "save a copy without a password and add that")
    return archive


def member(archive: zipfile.ZipFile, place: str, name: str) -> bytes:
    """Return the member at ``place`` of the archive of the file ``name``.

    Raises ReadError if it is not there or damaged.
    """
    try:
        return archive.read(place)
    except MemoryError:
        raise
    except Exception as error:  # a damaged member raises many kinds
        raise ReadError(f"{name} is damaged: {place} cannot be read", "get the file again") from error

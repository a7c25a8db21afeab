"""A file's bytes -> the same, broken as disks, networks, programs and enemies break files."""

import random
import zipfile
from collections.abc import Callable, Sequence
from io import BytesIO

_CHUNK = 64
_EXTREMES = (0, 0x7F, 0xFF, 0xFFFF, 0x7FFFFFFF, 0xFFFFFFFF)
_HOSTILE = (
    b"\0",
    b"\xff\xfe",
    b"\xed\xa0\x80",
    b"&#x110000;",
    b"%PDF-",
    b"PK\x03\x04",
    b"{\\rtf1",
    b"<![CDATA[",
)


def broken(data: bytes, others: Sequence[bytes], chance: random.Random) -> bytes:
    """Return ``data`` with one to four faults, maybe of bytes of ``others``; in a zip, mostly of its members."""
    if zipfile.is_zipfile(BytesIO(data)) and chance.random() < 0.7:
        return _inside(data, others, chance)
    return _faulty(data, others, chance)


def _faulty(data: bytes, others: Sequence[bytes], chance: random.Random) -> bytes:
    for _ in range(chance.randint(1, 4)):
        if data:
            data = chance.choice(_FAULTS)(bytearray(data), others, chance)
    return data


def _inside(data: bytes, others: Sequence[bytes], chance: random.Random) -> bytes:
    """Break one member of a zip (or drop it, or give it twice); the others are as they were."""
    target = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(data)) as archive,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made,
    ):
        members = archive.infolist()
        chosen = chance.choice(members)
        for member in members:
            content = archive.read(member)
            if member is not chosen:
                made.writestr(member, content)
            elif chance.random() < 0.9:
                made.writestr(member, _faulty(content, others, chance))
    return target.getvalue()


def _flipped(data: bytearray, others: Sequence[bytes], chance: random.Random) -> bytes:
    for _ in range(chance.choice((1, 3, 20))):
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    return bytes(data)


def _cut(data: bytearray, others: Sequence[bytes], chance: random.Random) -> bytes:
    return bytes(data[: chance.randrange(len(data))])


def _swapped(data: bytearray, others: Sequence[bytes], chance: random.Random) -> bytes:
    one, two = sorted(chance.randrange(len(data)) for _ in range(2))
    size = min(_CHUNK, two - one)
    data[one : one + size], data[two : two + size] = data[two : two + size], data[one : one + size]
    return bytes(data)


def _repeated(data: bytearray, others: Sequence[bytes], chance: random.Random) -> bytes:
    start = chance.randrange(len(data))
    chunk = data[start : start + chance.randint(1, _CHUNK)]
    return bytes(data[:start] + chunk * chance.choice((2, 50, 5000)) + data[start:])


def _dropped(data: bytearray, others: Sequence[bytes], chance: random.Random) -> bytes:
    start = chance.randrange(len(data))
    return bytes(data[:start] + data[start + chance.randint(1, _CHUNK) :])


def _extreme(data: bytearray, others: Sequence[bytes], chance: random.Random) -> bytes:
    """Overwrite a number: a length or a place, in digits where there are some, else in binary."""
    start = chance.randrange(len(data))
    digits = [place for place, byte in enumerate(data) if 0x30 <= byte <= 0x39]
    extreme = chance.choice(_EXTREMES)
    if digits and chance.random() < 0.6:
        place = chance.choice(digits)
        return bytes(data[:place] + b"%d" % chance.choice((-1, extreme, 10**30)) + data[place + 1 :])
    packed = extreme.to_bytes(4, chance.choice(("big", "little")))
    data[start : start + 4] = packed
    return bytes(data)


def _foreign(data: bytearray, others: Sequence[bytes], chance: random.Random) -> bytes:
    start = chance.randrange(len(data))
    other = chance.choice(others)
    inside = chance.randrange(len(other))
    taken = chance.choice((other[inside : inside + chance.randint(1, 4096)], chance.choice(_HOSTILE)))
    return bytes(data[:start] + taken + data[start + chance.choice((0, len(taken))) :])


_FAULTS: tuple[Callable[[bytearray, Sequence[bytes], random.Random], bytes], ...] = (
    _flipped,
    _cut,
    _swapped,
    _repeated,
    _dropped,
    _extreme,
    _foreign,
)

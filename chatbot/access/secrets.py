"""Passwords and random secrets as they are stored: neither can be read back.

A password is guessable, so it is hashed slowly: argon2id with the parameters of RFC 9106,
section 4, second recommended option (64 MiB). A key or a session's cookie has 256 random bits, which nobody
guesses however fast the hash: SHA-256, so that a request costs microseconds and a stolen
database opens nothing.
"""

import hashlib
from functools import cache
from secrets import token_urlsafe

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

from index.errors import FootnoteError

SHORTEST, LONGEST = 12, 1024
"""Characters of a password."""

_HASHER = PasswordHasher()


def hashed(password: str) -> str:
    """Return a password as it is stored. Raises FootnoteError where it is too short or too long."""
    if not SHORTEST <= len(password) <= LONGEST:
        raise FootnoteError(
            f"a password has {SHORTEST} to {LONGEST} characters", "take four or five words that nobody knows"
        )
    return _HASHER.hash(password)


def is_password(password: str, stored: str) -> bool:
    """Say whether a password is the stored one; takes as long where nothing is stored."""
    try:
        return _HASHER.verify(stored or _nobodys(), password[:LONGEST]) and bool(stored)
    except (Argon2Error, InvalidHashError):
        return False


def new_secret() -> str:
    """Return 256 random bits as text."""
    return token_urlsafe(32)


def digest(secret: str) -> str:
    """Return a random secret as it is stored and looked up."""
    return hashlib.sha256(secret.encode(errors="replace")).hexdigest()


@cache
def _nobodys() -> str:
    return _HASHER.hash(new_secret())

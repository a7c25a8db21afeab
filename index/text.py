"""Normalised text: the one form of an article's text that offsets count in."""

import re

_LINE_ENDS = re.compile(r"\r\n|[\r\u0085\u2028\u2029\v\f]")
_UNSAFE = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ufeff\ufffe\uffff]")
_SURROGATES = re.compile(r"[\ud800-\udfff]")
_SPACES = re.compile(r"\s+")


def normalise(text: str) -> str:
    r"""Return ``text`` with ``\n`` line ends and nothing that UTF-8 or a page cannot hold.

    Control characters and byte-order marks go, a lone surrogate becomes U+FFFD; every
    other code point stays as it is, so that a quote can be found again in the original.
    """
    return _SURROGATES.sub("\ufffd", _UNSAFE.sub("", _LINE_ENDS.sub("\n", text)))


def fold(text: str) -> str:
    """Return ``text`` with each run of white space as one space, and none at the ends."""
    return _SPACES.sub(" ", text).strip()

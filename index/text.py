"""Normalised text: the one form of an article's text that offsets count in."""

import re

_LINE_ENDS = re.compile(r"\r\n|[\r\u0085\u2028\u2029\v\f]")
_UNSAFE = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ufeff\ufffe\uffff]")
_SURROGATES = re.compile(r"[\ud800-\udfff]")
_TAGS = re.compile(r"(?:(?<=\U0001f3f4)[\U000e0030-\U000e007a]{2,6}\U000e007f)|[\U000e0000-\U000e007f]")
_SELECTORS = re.compile(r"([\ufe00-\ufe0f\U000e0100-\U000e01ef])[\ufe00-\ufe0f\U000e0100-\U000e01ef]+")
_SPACES = re.compile(r"\s+")


def normalise(text: str) -> str:
    r"""Return ``text`` with ``\n`` line ends and nothing that UTF-8 or a page cannot hold.

    A lone surrogate becomes U+FFFD. Control characters and byte-order marks go, and so does
    text written in characters that nothing shows: tags (The Unicode Standard, 23.9) outside
    the flags of emoji, and variation selectors after another. Every other code point stays as it
    is, so that a quote can be found again in the original.
    """
    clean = _SURROGATES.sub("\ufffd", _UNSAFE.sub("", _LINE_ENDS.sub("\n", text)))
    return _SELECTORS.sub(r"\1", _TAGS.sub(lambda found: found[0] if len(found[0]) > 1 else "", clean))


def fold(text: str) -> str:
    """Return ``text`` with each run of white space as one space, and none at the ends."""
    return _SPACES.sub(" ", text).strip()

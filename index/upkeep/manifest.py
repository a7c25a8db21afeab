"""What an index holds -> digests by which two indexes can be compared, however each came to be.

An index that was killed and resumed a hundred times must equal one built in one go from the
same files. Ids, versions and revisions tell how it came to be, and are left out.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from index.catalog import inspection
from index.library import Library


@dataclass(frozen=True, slots=True)
class Manifest:
    """SHA-256 digests, as hexadecimal, of what the catalog and each follower hold."""

    catalog: str
    terms: str
    vectors: str


def manifest(library: Library) -> Manifest:
    """Return the manifest of what ``library`` holds; a follower that is missing holds nothing."""
    held = list(inspection.holdings(library.catalog.engine, library.catalog.model))
    named = {each.id: f"{each.article} {each.ordinal}" for each in held}
    lines = [" ".join(place) for place in inspection.places(library.catalog.engine)]
    lines += [f"{named[each.id]} {each.content} {each.embedded}" for each in held]
    followers = {}
    for follower in library.followers:
        generation = follower.current()
        ids = generation.ids() if generation else []
        followers[follower.name] = _digest(named.get(key, f"unknown {key}") for key in ids)
    return Manifest(_digest(lines), followers["terms"], followers["vectors"])


def strays(library: Library) -> dict[str, tuple[int, int, int]]:
    """Return for each follower how many passages it lacks, holds twice, and holds though they are gone."""
    held = list(inspection.holdings(library.catalog.engine, library.catalog.model))
    found = {}
    for follower in library.followers:
        wanted = {each.id for each in held if each.embedded or follower.name == "terms"}
        generation = follower.current()
        ids = Counter(generation.ids() if generation else [])
        twice = sum(number > 1 for number in ids.values())
        found[follower.name] = (len(wanted - set(ids)), twice, len(set(ids) - wanted))
    return found


def _digest(lines: Iterable[str]) -> str:
    running = hashlib.sha256()
    for line in sorted(lines):
        running.update(line.encode("utf-8", "surrogatepass") + b"\n")
    return running.hexdigest()

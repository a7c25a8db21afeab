"""What XML of the known kinds tells about its article: authors and date of JATS, DocBook, TEI, others.

JATS (NISO Z39.96) names people as ``contrib`` with ``given-names`` and ``surname`` and takes
dates apart; DocBook has ``author`` with ``firstname`` and ``surname``, and ``pubdate``.
"""

from typing import Any

from index.readers.about import language, line
from index.readers.dates import iso_date
from index.text import fold
from index.types import Metadata

_ABOUT = (
    *("front", "front-stub", "article-meta"),
    *("articleinfo", "bookinfo", "chapterinfo", "sectioninfo"),
    *("teiheader", "filedesc", "titlestmt"),
)
_DOCBOOK = "{http://docbook.org/ns/docbook}"
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_GIVEN = ("given-names", "firstname", "forename")
_DATES = ("epub", "pub", "ppub", "collection")
"""Values of JATS's ``pub-type``, ``date-type``: the day on which an article came out first."""


def local(element: Any) -> str:
    """Return the name of ``element`` without its namespace, in lower case."""
    return element.tag.rpartition("}")[2].lower() if isinstance(element.tag, str) else ""


def is_about(element: Any) -> bool:
    """Say whether ``element`` holds what is told about an article, and not its text."""
    return local(element) in _ABOUT or element.tag == f"{_DOCBOOK}info"


def about_xml(root: Any) -> Metadata:
    """Return the authors, the date and the language that the XML below ``root`` tells."""
    fronts = [each for each in root.iter() if is_about(each)]
    front = fronts[0] if fronts else root
    return Metadata(
        author=line(_authors(front)) or line(_first(front, ("author", "creator", "byline"))),
        published=_published(front) or iso_date(_first(front, ("pubdate", "date", "published", "issued"))),
        language=language(root.get(_LANGUAGE) or root.get("lang")),
    )


def _authors(front: Any) -> list[str]:
    """Return the names of the people, and groups, that wrote the article."""
    people = [
        each
        for each in front.iter()
        if local(each) == "author"
        or (local(each) == "contrib" and each.get("contrib-type", "author") == "author")
    ]
    return list(filter(None, map(_name, people)))


def _name(person: Any) -> str:
    for each in person.iter():
        if local(each) in ("name", "personname", "persname", "author"):
            given, family = _first(each, _GIVEN), _first(each, ("surname",))
            if family:
                return f"{given} {family}".strip()
    return _first(person, ("string-name", "personname", "persname", "collab", "orgname")) or (
        "" if len(person) else fold(person.text or "")
    )


def _published(front: Any) -> str:
    """Return the first date of JATS, as far as it goes."""
    dates = {
        each.get("pub-type") or each.get("date-type") or "pub": each
        for each in reversed(list(front.iter()))
        if local(each) == "pub-date"
    }
    found = next((dates[kind] for kind in _DATES if kind in dates), next(iter(dates.values()), None))
    if found is None:
        return ""
    parts = [_first(found, (name,)).zfill(2) for name in ("year", "month", "day")]
    known = parts[: next((at for at, part in enumerate(parts) if part == "00"), 3)]
    return iso_date(found.get("iso-8601-date") or "-".join(known))


def _first(element: Any, names: tuple[str, ...]) -> str:
    found = (each for each in element.iter() if local(each) in names)
    return next((text for each in found if (text := fold("".join(each.itertext())))), "")

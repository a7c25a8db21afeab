"""A page's tree -> its article, where a documentation tool made it and so says which part that is.

Such pages are mostly headings, listings and lists, in which a guess that is made for news sees
little text: ``trafilatura`` gave pages of DocBook without any heading, and with every word in code
as a paragraph of its own.
"""

import re
from typing import Any

_TOOLS = re.compile(r"docbook|publican|sphinx|docutils|mkdocs", re.IGNORECASE)
_ARTICLES = (".//*[@role='main']", ".//main", ".//article")
_SPHINX = frozenset(["documentwrapper", "rst-content"])
"""Classes around the article of Sphinx's own themes and of Read the Docs', which name no generator."""
_FURNITURE = frozenset("navheader navfooter docnav toc sphinxsidebar related indexterm headerlink".split())
_NOTES = frozenset("note tip important warning caution".split())


def manual(tree: Any) -> Any:
    """Return the article of a page of a manual, without its furniture; ``None`` for any other page.

    What is left out is removed from ``tree``.
    """
    if not _is_manual(tree):
        return None
    body = tree.find("body")
    around = tree if body is None else body
    found = next((one for place in _ARTICLES if (one := around.find(place)) is not None), around)
    for element in list(found.iter("div", "ul", "p", "a", "nav")):
        classes = _classes(element)
        is_furniture = bool(_FURNITURE & classes) or element.get("id") == "banner"  # the latter is Publican's
        if is_furniture and element is not found:
            element.drop_tree()
        elif _NOTES & classes:
            _drop_icon(element)
    for code in list(found.iter("code")):
        if _is_in_sentence(code):
            code.drop_tag()
    return found


def _is_manual(tree: Any) -> bool:
    made_by = [each.get("content") or "" for each in tree.iter("meta") if each.get("name") == "generator"]
    return any(map(_TOOLS.search, made_by)) or any(_SPHINX & _classes(each) for each in tree.iter("div"))


def _classes(element: Any) -> set[str]:
    return set((element.get("class") or "").split())


def _drop_icon(note: Any) -> None:
    """Remove the first cell of the table that DocBook sets a note as: a picture."""
    cell = next(note.iter("td"), None)
    if cell is not None and cell.find(".//img") is not None and not cell.text_content().strip():
        cell.drop_tree()


def _is_in_sentence(code: Any) -> bool:
    """Say whether ``code`` is a word among others: it is then no listing, whatever it stands in."""
    if next(code.iterancestors("pre", "code"), None) is not None or "\n" in code.text_content().strip():
        return False
    return bool((code.tail or "").strip() or _before(code).strip())


def _before(element: Any) -> str:
    previous = element.getprevious()
    return (element.getparent().text if previous is None else previous.tail) or ""

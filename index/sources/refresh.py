"""Brings copies of pages up to date, and those that feeds and sitemaps lead to.

What was named is asked for always; what a listing leads to where it is new, its date there
has changed, or it was last asked for a week ago. A host that fails costs no copy; a page is
gone when its host says so for good (410), or twice in a row that it is not there (404).
"""

import time
from collections.abc import Iterable
from dataclasses import dataclass, replace

from index.errors import FetchError
from index.report import OnProgress, Phase
from index.sources.client import Answer, Client
from index.sources.content import entry_page, file_name, unicode_bytes
from index.sources.listing import Entry, Listing, listing
from index.sources.pages import Copy, Pages, State
from index.sources.robots import Robots
from index.sources.url import Url

_AGAIN = 7 * 86_400.0
_MOST_SITEMAPS = 100
_GZIP = b"\x1f\x8b"
_OWN = "entry.html"
"""The name of a copy that was made of a feed's own words, for want of the page."""


@dataclass(slots=True)
class Refresh:
    """Fetches what was named, and what that leads to, at most ``most_pages`` a listing."""

    pages: Pages
    client: Client
    most_pages: int = 1000
    on_progress: OnProgress | None = None

    def bring(self, urls: Iterable[Url]) -> None:
        """Bring the copies of ``urls`` up to date; what is wrong with one is kept with it.

        Raises DataDirectoryError if the copies cannot be written.
        """
        robots = Robots(self.client)
        for url in urls:
            found = self._root(url)
            if found is None:
                continue
            waiting = self._due(url, found)
            phase = Phase("fetching", len(waiting), self.on_progress)
            for entry in waiting:
                self._entry(entry, robots)
                phase.advance(1)

    def _root(self, url: Url) -> Listing | None:
        """Fetch what was named: keep it if it is a page, return what it lists otherwise."""
        known = self.pages.known(url)
        try:
            answer = self.client.get(url, self._validators(known))
            if answer.status != 200:
                self._no_page(known, answer)
                return Listing() if known.entries else None
            body = self._unpacked(answer)
            found = listing(body, answer.url)
            if found is None:
                self._keep(known, answer, Entry(url))
                return None
            entries, problem = self._all_entries(found)
        except FetchError as error:
            self.pages.put(_failed(known, error))
            return Listing() if known.entries else None
        kept = entries[: self.most_pages]
        if len(entries) > len(kept):
            problem = f"{len(entries) - len(kept):,} more pages are left out; raise FOOTNOTE_FETCH_PAGES"
        unchanging = not found.sitemaps  # the parts of an index of sitemaps change without it
        now = replace(
            known,
            state="skipped" if problem else "kept",
            reason=problem,
            etag=answer.headers.get("etag", "") if unchanging else "",
            modified=answer.headers.get("last-modified", "") if unchanging else "",
            fetched=time.time(),
            missing=0,
            entries=tuple(dict.fromkeys([*(entry.url for entry in kept), *known.entries])),
            file="",
        )
        self.pages.put(now)
        return Listing(kept)

    def _all_entries(self, found: Listing) -> tuple[tuple[Entry, ...], str]:
        """Return the entries of a listing and of the sitemaps that it leads to, and what was wrong."""
        entries = {entry.url: entry for entry in found.entries}
        problem = ""
        for url in found.sitemaps[:_MOST_SITEMAPS]:
            try:
                answer = self.client.get(url)
                if answer.status != 200:
                    raise FetchError(f"{url} answers {answer.status}", "try later")
                part = listing(self._unpacked(answer), answer.url)
            except FetchError as error:
                problem = f"a part of it is left out: {error}"
            else:
                entries |= {entry.url: entry for entry in part.entries} if part else {}
        return tuple(entries.values()), problem

    def _due(self, url: Url, found: Listing) -> list[Entry]:
        """Return the entries to fetch: what is new or has changed, and what was long not asked for."""
        entries = {entry.url: entry for entry in found.entries}
        due = []
        for each in self.pages.listed(url):
            known = self.pages.known(each)
            entry = entries.get(Url(each)) or Entry(Url(each), mark=known.mark, about=known.about)
            changed = each in entries and entry.mark != known.mark
            unsettled = known.state in ("new", "failed") or known.missing > 0
            old = time.time() - known.fetched > _AGAIN
            if old or (known.state != "gone" and (changed or unsettled)):
                due.append(entry)
        return due

    def _entry(self, entry: Entry, robots: Robots) -> None:
        known = self.pages.known(entry.url)
        try:
            if robots.allows(entry.url):
                answer = self.client.get(entry.url, self._validators(known), robots.delay(entry.url))
                if answer.status == 200:
                    self._keep(known, answer, entry)
                    return
                known = self._no_page(known, answer, entry.mark)
                if answer.status == 304:
                    return
            else:
                reason = "its host's robots.txt asks to leave it alone"
                known = replace(known, state="skipped", reason=reason, mark=entry.mark, fetched=time.time())
                self.pages.put(known)
        except FetchError as error:
            known = replace(_failed(known, error), mark=entry.mark)
            self.pages.put(known)
        if known.file == _OWN or (entry.content and not known.file and known.state != "gone"):
            self._keep_content(known, entry)

    def _validators(self, known: Copy) -> dict[str, str]:
        """Return the headers that let the host say that nothing has changed."""
        if not known.entries and self.pages.path(known) is None:
            return {}
        given = {"If-None-Match": known.etag, "If-Modified-Since": known.modified}
        return {name: value for name, value in given.items() if value}

    def _unpacked(self, answer: Answer) -> bytes:
        packed = answer.body.startswith(_GZIP)
        return self.client.unpack(answer.body, answer.url) if packed else answer.body

    def _keep(self, known: Copy, answer: Answer, entry: Entry) -> None:
        copy = Copy(
            known.url,
            state="kept",
            etag=answer.headers.get("etag", ""),
            modified=answer.headers.get("last-modified", ""),
            mark=entry.mark,
            fetched=time.time(),
            file=file_name(answer),
            about=replace(entry.about, url=known.url),
        )
        self.pages.put(copy, unicode_bytes(answer))

    def _keep_content(self, known: Copy, entry: Entry) -> None:
        """Keep what the feed itself holds of a page that cannot be had; the page is asked for again."""
        about = entry.about
        copy = replace(
            known, state="kept", reason="", file=_OWN, about=about, etag="", modified="", fetched=0.0
        )
        if not entry.content:  # the feed has not changed, or no longer lists it
            self.pages.put(copy)
            return
        self.pages.put(copy, entry_page(about.title, entry.content))

    def _no_page(self, known: Copy, answer: Answer, mark: str = "") -> Copy:
        """Remember an answer that holds no page: unchanged, gone, not there, or something wrong."""
        now = replace(known, fetched=time.time(), mark=mark or known.mark)
        if answer.status == 304:
            now = replace(now, state="kept", reason="", missing=0)
        elif answer.status in (404, 410):
            now = replace(now, missing=known.missing + 1)
            was_there = known.file not in ("", _OWN) or known.state == "gone"
            if was_there and not known.entries and (answer.status == 410 or now.missing > 1):
                now = replace(now, state="gone", reason="", file="", etag="", modified="")
            else:
                reason = f"its host says that it is not there ({answer.status})"
                kept = "; once it says so again it is removed" if known.file else ""
                now = replace(now, state="failed", reason=reason + kept)
        else:
            now = replace(now, state="failed", reason=f"its host answers {answer.status}", missing=0)
        self.pages.put(now)
        return now


def _failed(known: Copy, error: FetchError) -> Copy:
    state: State = "skipped" if error.skip else "failed"
    return replace(known, state=state, reason=error.in_one_line, fetched=time.time())

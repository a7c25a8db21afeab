"""Pages, feeds and sitemaps, from a real server into a real index."""

import gzip
from dataclasses import replace

import pytest
from local_web import Following, Page, Web

from index.errors import FootnoteError
from index.report import Outcome, Report
from index.types import Filter

NORR = "The windmill of Norr was built in 1932 by the village council."
OSBY = "The bridge of Osby carries the railway over the river since 1874."


def page(text: str) -> Page:
    return Page(f"<html><body><article><p>{text}</p></article></body></html>")


def feed(*items: str) -> Page:
    channel = f"<title>News</title>{''.join(f'<item>{item}</item>' for item in items)}"
    return Page(f'<rss version="2.0"><channel>{channel}</channel></rss>', media_type="application/rss+xml")


def item(link: str, more: str = "") -> str:
    return f"<title>Of {link}</title><link>{link}</link>{more}"


def sitemap(tag: str, *links: str) -> Page:
    inner = "sitemap" if tag == "sitemapindex" else "url"
    listed = "".join(f"<{inner}><loc>{link}</loc></{inner}>" for link in links)
    text = f'<?xml version="1.0"?><{tag} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{listed}</{tag}>'
    return Page(text, media_type="application/xml")


def reasons(report: Report) -> dict[str, str]:
    return {file.path: file.reason for file in report.files if file.reason}


def test_a_page_is_cited_filtered_and_removed_by_its_address(web: Web, following: Following) -> None:
    web.pages["/norr"], web.pages["/osby"] = page(NORR), page(OSBY)
    norr, osby = web.at("/norr"), web.at("/osby")
    assert len(following.sync(norr, osby).with_outcome(Outcome.INDEXED)) == 2
    assert following.sources() == {norr, osby}
    where = Filter(sources=(norr,))
    hits = following.library.search("when was it built", where=where).hits
    assert [hit.article.sources for hit in hits] == [(norr,)]
    assert following.library.remove(norr) == [norr]
    assert following.sources() == {osby}
    assert following.library.roots() == [osby]


@pytest.mark.parametrize(
    "validator",
    [{"ETag": '"v1"'}, {"Last-Modified": "Mon, 02 Nov 2026 10:00:00 GMT"}],
    ids=["etag", "modified"],
)
def test_an_unchanged_page_is_not_sent_again(
    web: Web, following: Following, validator: dict[str, str]
) -> None:
    web.pages["/norr"] = replace(page(NORR), headers=validator)
    following.sync(web.at("/norr"))
    report = following.sync(web.at("/norr"))
    assert web.statuses == [200, 304]
    assert not report.with_outcome(Outcome.INDEXED)
    changed = {name: value.replace("v1", "v2").replace("02", "03") for name, value in validator.items()}
    web.pages["/norr"] = replace(page(NORR.replace("1932", "1933")), headers=changed)
    following.sync(web.at("/norr"))
    assert web.statuses[-1] == 200
    assert "1933" in following.texts("windmill")
    assert "1932" not in following.texts("windmill")


def test_a_feed_leads_to_its_pages_by_relative_links(web: Web, following: Following) -> None:
    web.pages["/news/feed.xml"] = feed(item("norr"), item("/osby"), item("mailto:x@example.org"))
    web.pages["/news/norr"], web.pages["/osby"] = page(NORR), page(OSBY)
    following.sync(web.at("/news/feed.xml"))
    assert following.sources() == {web.at("/news/norr"), web.at("/osby")}
    titles = {article.title for article in following.library.articles()[0]}
    assert "Of /osby" in titles, "what the page does not say is the feed's"


def test_what_a_feed_drops_stays_and_so_does_all_when_it_is_gone(web: Web, following: Following) -> None:
    web.pages["/norr"], web.pages["/osby"] = page(NORR), page(OSBY)
    web.pages["/feed"] = feed(item("/norr"), item("/osby"))
    following.sync(web.at("/feed"))
    web.pages["/feed"] = feed(item("/osby"))
    following.sync(web.at("/feed"))
    web.pages["/feed"] = Page("gone", 410)
    for _ in range(3):
        report = following.sync(web.at("/feed"))
    assert "not there (410)" in reasons(report)[web.at("/feed")]
    assert following.sources() == {web.at("/norr"), web.at("/osby")}


def test_a_bad_page_does_not_stop_the_others(web: Web, following: Following) -> None:
    web.pages["/feed"] = feed(
        *(item(path) for path in ("/large", "/error", "/out", "http://10.0.0.1/", "/drawing", "/norr"))
    )
    web.pages["/large"] = page(NORR * 2000)
    web.pages["/error"] = Page("broken", 500)
    web.pages["/out"] = Page(status=302, headers={"Location": f"http://169.254.169.254:{web.port}/"})
    web.pages["/drawing"] = Page(b"\x89PNG", media_type="image/png")
    web.pages["/norr"] = page(NORR)
    report = following.sync(web.at("/feed"))
    assert following.sources() == {web.at("/norr")}
    said = reasons(report)
    assert "more than 50,000 bytes" in said[web.at("/large")]
    assert "answers 500" in said[web.at("/error")]
    assert "169.254.169.254, not on the public internet" in said[web.at("/out")]
    assert "port 80" in said["http://10.0.0.1/"]
    assert [file.path for file in report.with_outcome(Outcome.SKIPPED)] == [web.at("/drawing")]


def test_a_page_that_cannot_be_had_is_read_from_its_feed(web: Web, following: Following) -> None:
    web.pages["/feed"] = feed(item("/lost", f"<description>{NORR}</description>"))
    following.sync(web.at("/feed"))
    assert following.sources() == {web.at("/lost")}
    assert "1932" in following.texts("windmill")


def test_a_page_is_gone_when_its_host_says_so_for_good_or_twice(web: Web, following: Following) -> None:
    web.pages["/norr"], web.pages["/osby"] = page(NORR), page(OSBY)
    both = (web.at("/norr"), web.at("/osby"))
    following.sync(*both)
    web.pages["/norr"], web.pages["/osby"] = Page("gone", 410), Page("where is it?", 404)
    following.sync(*both)
    assert following.sources() == {web.at("/osby")}
    following.sync(*both)
    assert following.sources() == set()


def test_a_host_that_fails_costs_no_article(web: Web, following: Following) -> None:
    web.pages["/norr"] = page(NORR)
    following.sync(web.at("/norr"))
    web.pages["/norr"] = Page("", 500)
    for _ in range(3):
        following.sync(web.at("/norr"))
    web.server.server_close()
    web.server.shutdown()
    report = following.sync(web.at("/norr"))
    assert "cannot be fetched" in reasons(report)[web.at("/norr")]
    assert following.sources() == {web.at("/norr")}


def test_an_index_of_sitemaps_leads_to_pages_though_a_part_is_broken(web: Web, following: Following) -> None:
    index = sitemap("sitemapindex", web.at("/lost.xml"), web.at("/a.xml"), web.at("/b.xml.gz"))
    web.pages["/sitemap.xml"] = replace(index, headers={"ETag": '"1"'})
    web.pages["/a.xml"] = sitemap("urlset", web.at("/norr"))
    packed = gzip.compress(str(sitemap("urlset", web.at("/osby")).body).encode())
    web.pages["/b.xml.gz"] = Page(packed, media_type="application/gzip")
    web.pages["/norr"], web.pages["/osby"], web.pages["/new"] = page(NORR), page(OSBY), page(NORR + OSBY)
    report = following.sync(web.at("/sitemap.xml"))
    assert following.sources() == {web.at("/norr"), web.at("/osby")}
    assert "/lost.xml answers 404" in reasons(report)[web.at("/sitemap.xml")]
    web.pages["/a.xml"] = sitemap("urlset", web.at("/norr"), web.at("/new"))
    following.sync(web.at("/sitemap.xml"))
    assert web.at("/new") in following.sources(), "a part had changed, the index had not"


def test_entities_of_a_sitemap_are_not_expanded(web: Web, following: Following) -> None:
    web.pages["/sitemap.xml"] = Page(
        '<!DOCTYPE urlset [<!ENTITY e SYSTEM "file:///etc/hostname">]>'
        f"<urlset><url><loc>{web.url}/&e;</loc></url><url><loc>{web.url}/norr</loc></url></urlset>",
        media_type="application/xml",
    )
    web.pages["/norr"] = page(NORR)
    following.sync(web.at("/sitemap.xml"))
    assert set(web.asked) <= {"/sitemap.xml", "/robots.txt", "/norr", "/"}


def test_robots_txt_is_heeded_for_what_a_feed_leads_to(web: Web, following: Following) -> None:
    web.pages["/robots.txt"] = Page("User-agent: *\nDisallow: /osby\n", media_type="text/plain")
    web.pages["/feed"] = feed(item("/norr"), item("/osby"))
    web.pages["/norr"], web.pages["/osby"] = page(NORR), page(OSBY)
    report = following.sync(web.at("/feed"))
    assert "/osby" not in web.asked
    assert "robots.txt" in reasons(report)[web.at("/osby")]
    assert following.sources() == {web.at("/norr")}


def test_a_host_whose_robots_txt_fails_is_left_alone(web: Web, following: Following) -> None:
    web.pages["/robots.txt"] = Page("", 500)
    web.pages["/feed"], web.pages["/norr"] = feed(item("/norr")), page(NORR)
    report = following.sync(web.at("/feed"))
    assert web.asked == ["/feed", "/robots.txt"]
    assert "robots.txt answers 500" in reasons(report)[web.at("/norr")]


def test_a_removed_feed_takes_its_articles_with_it(web: Web, following: Following) -> None:
    web.pages["/feed"] = feed(item("/norr"), item("/osby"))
    web.pages["/norr"], web.pages["/osby"] = page(NORR), page(OSBY)
    following.sync(web.at("/feed"))
    assert set(following.library.remove(web.at("/feed"))) == {web.at("/norr"), web.at("/osby")}
    assert following.library.roots() == []
    following.sync(web.at("/feed"))
    assert len(following.sources()) == 2, "naming it again brings them back"


def test_removing_a_page_leaves_those_below_it(web: Web, following: Following) -> None:
    web.pages["/"], web.pages["/osby"] = page(NORR), page(OSBY)
    following.sync(web.at("/"), web.at("/osby"))
    following.library.remove(web.at("/"))
    assert following.sources() == {web.at("/osby")}


def test_an_address_that_never_answered_can_be_removed(web: Web, following: Following) -> None:
    following.sync(web.at("/nothing"))
    assert following.library.remove(web.at("/nothing")) == [web.at("/nothing")]
    assert following.library.roots() == []
    with pytest.raises(FootnoteError, match="nothing was indexed"):
        following.library.remove(web.at("/nothing"))


def test_indexing_alone_fetches_nothing(web: Web, following: Following) -> None:
    report = following.library.sync([web.at("/norr")])
    assert web.connections == 0
    assert "not fetched yet" in reasons(report)[web.at("/norr")]

"""Choices that a browser sends are looked up, never believed; what leaves no choice is not offered."""

import threading
from dataclasses import replace

import pytest

from chatbot.page import answering, choices, texts
from chatbot.page.choices import Choices
from chatbot.page.fetching import Fetching
from chatbot.page.offers import Offers, WriterOffer
from chatbot.types import Turn
from chatbot.weights import Cost
from index.errors import ModelError
from index.types import Article, Facets, Filter, Metadata

FACETS = Facets(
    sources={"/a": 3, "/<b>": 1},
    since="2020",
    until="2024-05",
    languages={"en": 3, "uk": 1},
    collections={"press": 2, "<i>": 2},
)
COSTS = tuple(Cost(each / 100, each / 200, each / 150, each / 100) for each in range(100))
WRITERS = (WriterOffer("quote"), WriterOffer("local", False, 1_117_320_768, "footnote models fetch local"))
OFFERS = Offers(lambda: FACETS, 0.5, COSTS, lambda: WRITERS)


def _html(offers: Offers) -> str:
    return answering.offered(offers, Choices(), Fetching(offers))["html"]


def test_what_is_offered_is_taken_and_told_in_words():
    sent = {
        "writer": "quote",
        "threshold": "0",
        "since": "2024-01-01",
        "collection": "press",
        "language": "uk",
    }
    taken = Choices.read({**sent, "source": "/a", "until": ""}, OFFERS)
    where = Filter(sources=("/a",), since="2024-01-01", languages=("uk",), collections=("press",))
    assert taken == Choices("quote", COSTS[0].threshold, where)
    assert taken.asked() == {"history": (), "where": where, "writer": "quote", "threshold": 0.0}
    assert taken.named() == ("since 1 January 2024", "collection press", "Ukrainian", "from /a")
    scope = taken.scope(23)
    assert scope and scope.searched(3).startswith("Searched 3 of 23 articles: since 1 January 2024, ")


@pytest.mark.parametrize(
    "sent",
    [
        None,
        [],
        "x",
        {"writer": "local", "collection": "<script>", "language": ["en"], "source": {"$gt": ""}},
        {"writer": {}, "threshold": "9999", "since": "soon", "until": 5},
        {"threshold": -1, "since": "2024-99-99", "source": "/a/../.."},
        {"threshold": "²"},
    ],
)
def test_what_is_not_offered_is_left_out(sent: object):
    assert Choices.read(sent, OFFERS) == Choices()
    assert Choices.read(sent, OFFERS).scope(23) is None


def test_dates_the_wrong_way_round_are_exchanged():
    where = Choices.read({"since": "2024-05-01", "until": "2023-01-01"}, OFFERS).where
    assert (where.since, where.until) == ("2023-01-01", "2024-05-01")


def test_the_slider_stops_where_the_threshold_stands_and_that_is_no_choice():
    stops = choices.steps(OFFERS)
    stands = [each.threshold for each in stops].index(0.5)
    assert len(stops) <= choices.STEPS + 2
    assert Choices.read({"threshold": str(stands)}, OFFERS).threshold is None
    assert Choices.read({"threshold": str(stands + 1)}, OFFERS).threshold == stops[stands + 1].threshold
    assert f'value="{stands}"' in _html(OFFERS) and texts.cost(0.25, 1 / 3, 0.5) in _html(OFFERS)


def test_foreign_names_are_escaped_and_counted():
    html = _html(OFFERS)
    assert "&lt;i&gt; (2)" in html and "/&lt;b&gt; (1)" in html and "<i>" not in html
    assert "Ukrainian (1)" in html and 'type="date" name="since"' in html


def test_what_leaves_no_choice_is_not_shown():
    alone = Offers(lambda: Facets({"/a": 3}, "2024", "2024", {"en": 3}, {"press": 3}), 0.5)
    assert _html(alone) == ""


def test_a_writer_without_its_file_is_offered_by_command_or_button():
    assert "1.1\u00a0GB" in _html(OFFERS) and "<code>footnote models fetch local</code>" in _html(OFFERS)
    html = _html(replace(OFFERS, fetch=lambda tell, is_cancelled: None))
    assert "data-fetch" in html and "<code>" not in html and 'value="local" disabled' in html


def test_fetching_tells_how_far_it_is_and_can_be_stopped():
    told, seen = threading.Event(), threading.Event()

    def fetch(tell, is_cancelled):
        tell(320_000_000, 1_117_320_768)
        told.set()
        while not is_cancelled():
            seen.wait(0.01)
        raise ModelError("the file is <half> there", "fetch it again")

    fetching = Fetching(replace(OFFERS, fetch=fetch))
    fetching.start()
    assert told.wait(10) and fetching.is_running()
    work = answering.offered(fetching.offers, Choices(), fetching)["work"]
    assert "320\u00a0MB of 1.1\u00a0GB" in work and 'max="1117320768" value="320000000"' in work
    before = fetching.signature()
    fetching.cancel()
    fetching.join()
    work = answering.offered(fetching.offers, Choices(), fetching)["work"]
    assert "The file is &lt;half&gt; there. fetch it again." in work and fetching.signature() != before


def test_one_article_is_asked_alone_while_it_stands():
    text = Article(
        "a1", 1, Metadata(title="<b>Ferry"), "text/plain", "", "x", (), ("/a/ferry.md",), "2024-01-01"
    )
    offers = replace(OFFERS, article={"a1": text, "old": replace(text, current=False)}.get)
    taken = Choices.read({"article": "a1", "source": "/a", "language": "uk"}, offers)
    assert taken.where == Filter(sources=("/a/ferry.md",), languages=("uk",))
    assert taken.named() == ("Ukrainian",)
    assert taken.scope(9) == choices.Scope(("Ukrainian", "only “<b>Ferry”"), 9)
    html = answering.offered(offers, taken, Fetching(offers))["only"]
    assert "&lt;b&gt;Ferry" in html and "<b>" not in html and 'data-article="a1"' in html
    for unknown in ("old", "", "b2", None, 7, ["a1"]):
        assert Choices.read({"article": unknown}, offers) == Choices()
        assert Choices.read({"article": unknown, "source": "/a"}, offers).where.sources == ("/a",)


def test_choices_bear_the_number_that_the_browser_gave_them():
    taken = Choices.read({"number": 3}, OFFERS)
    assert answering.offered(OFFERS, taken, Fetching(OFFERS))["number"] == 3
    assert Choices.read({"number": "3"}, OFFERS).number == 0


def test_selected_words_are_read_before_the_question_and_no_more_than_are_needed():
    article = Article("a1", 1, Metadata(title="A"), "text/plain", "", "Text.", (), ("/a",), "2024")
    offers = replace(OFFERS, article=lambda key: article if key == "a1" else None)
    sent = {"article": "a1", "about": "  The bridge\n\nopened.\x00\ud800 "}
    before = [Turn("user", "When?"), Turn("assistant", "In 1902.")]
    taken = Choices.read(sent, offers)
    assert taken.asked(before)["history"] == (*before, Turn("user", "The bridge opened.\ufffd"))
    assert Choices.read({**sent, "article": "a2"}, offers).asked(before)["history"] == tuple(before)
    assert Choices.read({**sent, "about": ["x"]}, offers).asked()["history"] == ()
    assert len(Choices.read({**sent, "about": "word " * 10_000}, offers).only.about) <= 500
    shown = answering.offered(offers, Choices.read({**sent, "about": "<b>&"}, offers), Fetching(offers))[
        "only"
    ]
    assert '<q dir="auto">&lt;b&gt;&amp;</q>' in shown and "<b>" not in shown

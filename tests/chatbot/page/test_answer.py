"""A reply as HTML: numbering, verdicts, what is said about it, and that nothing foreign is markup."""

import asyncio
import re
from html import unescape
from html.parser import HTMLParser

import pytest
from page_replies import citation, claim, evidence, reply

from chatbot.page import answer, chat, texts, writing
from chatbot.page.conversation import ANSWERS, TURNS, Conversation
from chatbot.page.footnotes import Footnotes
from chatbot.page.stream import TOGETHER, UNSEEN
from chatbot.page.viewer import cited_article
from chatbot.types import Answered, Asked, EvidenceFound, Verdict
from index.errors import ModelError

EVIL = "</p>\"'><img src=x onerror=alert(1)>\u202e&amp;"


def chips(html: str) -> list[str]:
    return re.findall(r'data-note="(\d+)"', html)


def test_distinct_citations_are_numbered_once_in_the_order_of_the_claims_then_the_evidence():
    made = reply(
        claim(citation(30)),
        claim(citation(10), citation(30)),
        evidence=(evidence(10), evidence(50), evidence(30)),
    )
    html = answer.answer(4, made)
    assert chips(html) == ["1", "2", "1", "3"]
    assert 'aria-label="footnote 1, quote from A title, 28 November 2024"' in html
    assert html.count('role="tooltip"') == 3
    assert 'id="fn-card-4-3"' in html and 'aria-describedby="fn-card-4-3"' in html
    assert "1 other sentences" not in html.replace("<span>1 other sentences that were read", "")


def test_only_a_verdict_that_is_not_plain_support_is_marked():
    html = answer.answer(1, reply(claim(citation()), claim(citation(9), verdict=Verdict.PARTLY)))
    assert html.count("fn-verdict") == 1 and "partly supported" in html
    assert "fn-verdict" not in answer.answer(1, reply(claim(citation())))


def test_sentences_of_one_article_share_a_paragraph_and_are_attributed_once():
    html = answer.answer(
        1, reply(claim(citation(0)), claim(citation(9)), claim(citation(0, "b", title="Other")))
    )
    shown = html.split('<div class="fn-cards">')[0]
    assert shown.count('class="fn-answer"') == 2
    assert shown.count("A title</bdi></cite>") == 1 and shown.count("Other</bdi></cite>") == 1


def test_what_was_really_asked_is_shown_only_where_it_differs():
    assert "asked as" not in answer.answer(1, reply(claim(citation()), standalone="who? "))
    assert "asked as" in answer.answer(1, reply(claim(citation()), standalone="Who is the minister?"))
    leaning = answer.answer(1, reply(claim(citation()), standalone="Who? (the minister, Oslo)"))
    assert f'{texts.ASKED_WITH} <q dir="auto">the minister, Oslo</q>' in leaning and "asked as" not in leaning
    html = answer.answer(1, reply(claim(citation())))
    assert "17 articles searched · very sure (95%) · rests on one article only · 42\u00a0ms" in html


def test_a_refusal_says_so_and_shows_at_most_five_nearest_sentences():
    html = answer.answer(1, reply(evidence=tuple(evidence(start) for start in range(0, 80, 10))))
    assert texts.REFUSAL in html and texts.NEAREST in html
    assert chips(html) == ["1", "2", "3", "4", "5"]
    assert texts.NOTHING_NEAR in answer.answer(1, reply())


class Tags(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes.update(name for name, _ in attrs)


@pytest.mark.parametrize("answered", [True, False])
def test_foreign_text_is_never_markup(answered: bool):
    claims = (claim(citation(quote=EVIL, title=EVIL), text=EVIL),) if answered else ()
    made = reply(*claims, evidence=(evidence(9, EVIL, EVIL),), standalone=EVIL)
    found = EvidenceFound(made.evidence, 0.5, 3)
    for html in (
        answer.answer(1, made),
        answer.turn(EVIL, writing.evidence_found(found)),
        answer.problem(EVIL, EVIL),
    ):
        read = Tags(html)
        assert not read.tags & {"img", "script", "a", "style", "iframe", "form"}
        assert not {name for name in read.attributes if name.startswith("on")}
        assert "<img" not in html


class FakeChain:
    def __init__(self, *steps: object) -> None:
        self._steps = steps

    async def astream(self, asked):
        for step in self._steps:
            if isinstance(step, Exception):
                raise step
            yield step


async def updates_of(chain, conversation=None):
    return [each async for each in chat.ask(chain, {"question": "Who?"}, conversation or Conversation())]


async def test_the_evidence_stands_before_the_answer_replaces_it():
    class Judging(FakeChain):
        async def astream(self, asked):
            async for step in super().astream(asked):
                yield step
                await asyncio.sleep(3 * TOGETHER)

    made = reply(claim(citation()), evidence=(evidence(9), evidence(20)))
    steps = (EvidenceFound(made.evidence, 0.9, 17), Answered(made))
    updates = await updates_of(Judging(*steps))
    assert len(await updates_of(FakeChain(*steps))) == 1
    assert [update.shown["turn"] for update in updates] == [1, 1]
    assert "Reading 2 sentences of 1 article…" in updates[0].shown["html"]
    assert 'data-note="1"' in updates[1].shown["html"] and "Reading" not in updates[1].shown["html"]
    assert updates[1].opened and updates[1].opened.active == citation()


async def test_that_articles_are_searched_is_said_where_it_takes_longer_than_nobody_notices():
    class Slow(FakeChain):
        async def astream(self, asked):
            yield Asked("Who?")
            await asyncio.sleep(2 * UNSEEN)
            async for step in super().astream(asked):
                yield step

    updates = await updates_of(Slow(Answered(reply(claim(citation())))))
    assert texts.SEARCHING in updates[0].shown["html"] and len(updates) == 2


async def test_a_refusal_opens_nothing_by_itself():
    updates = await updates_of(FakeChain(Answered(reply(evidence=(evidence(9),)))))
    assert updates[-1].opened is None


@pytest.mark.parametrize(
    ("error", "said", "kept"),
    [
        (ModelError("the model is missing", "install it"), "The model is missing.", "Install it."),
        (ValueError("a secret"), texts.WRONG, texts.WRONG_HELP),
    ],
)
async def test_a_problem_ends_in_a_calm_sentence(error, said, kept, caplog: pytest.LogCaptureFixture):
    conversation = Conversation()
    html = unescape((await updates_of(FakeChain(error), conversation))[-1].shown["html"])
    assert said in html and kept in html and "secret" not in html
    assert ("a secret" in caplog.text) == isinstance(error, ValueError)
    assert conversation.turns == [] and conversation.running == {}


def test_a_conversation_is_bounded_and_its_footnotes_are_looked_up_not_believed():
    conversation = Conversation()
    for _ in range(ANSWERS + 5):
        conversation.keep(conversation.begin(), reply(claim(citation())))
    assert len(conversation.turns) == TURNS and len(conversation.answers) == ANSWERS
    assert conversation.open(1, 1) is None
    newest = ANSWERS + 5
    opened = conversation.open(newest, 1)
    assert opened and opened.active == citation()
    for bad in ((newest, 0), (newest, 2), (newest, "1"), (None, None), (newest, [1]), ("1", 1), (1.0, 1)):
        assert conversation.open(*bad) is None
    conversation.clear()
    assert conversation.open(newest, 1) is None and conversation.begin() == newest + 1


def test_an_evidence_footnote_lights_itself_beside_the_cited_sentences():
    conversation = Conversation()
    conversation.keep(conversation.begin(), reply(claim(citation(30)), evidence=(evidence(10), evidence(50))))
    opened = conversation.open(1, 2)
    assert opened
    assert [each.start for each in opened.within_active()] == [10, 30]
    assert [each.start for each in conversation.open(1, 1).within_active()] == [30]


def test_an_article_that_is_gone_says_so():
    class Nothing:
        def article(self, article_id, version=None):
            return None

    conversation = Conversation()
    conversation.keep(conversation.begin(), reply(claim(citation())))
    opened = conversation.open(1, 1)
    assert opened and texts.VIEWER_GONE in cited_article(Nothing(), opened)
    assert Footnotes(1, [citation(), citation()]).citations == [citation()]

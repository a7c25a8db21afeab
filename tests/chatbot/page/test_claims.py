"""Written claims as HTML: what is marked, what is cited, and what the asides say."""

from dataclasses import replace

import pytest
from page_replies import citation, claim, evidence, reply, row

from chatbot.page import answer, texts
from chatbot.page.choices import Scope
from chatbot.page.claims import underlined
from chatbot.types import Conflict, Verdict
from index.types import BlockKind


def _underlined(text: str, *words: str) -> list[str]:
    html = underlined(text, words)
    return [piece.split("</u>")[0].split(">", 1)[1] for piece in html.split("<u ")[1:]]


@pytest.mark.parametrize(
    ("text", "words", "found"),
    [
        ("It held 300 of 1,300 ships in 300 days.", ["300"], ["300", "300"]),
        ("It is 7.5 m high, or 7, or 17.7.", ["7"], ["7"]),
        ("It ended on 7. Then it began.", ["7"], ["7"]),
        ("Ida Holm met Ida.", ["Ida", "Ida Holm"], ["Ida Holm", "Ida"]),
        ("A & B <b>", ["<b>"], ["&lt;b&gt;"]),
        ("Nothing.", ["Something", ""], []),
    ],
)
def test_unfounded_words_are_underlined_wherever_they_stand_whole(text, words, found):
    assert _underlined(text, *words) == found


def test_an_unsupported_sentence_is_marked_and_has_no_footnote():
    false = claim(citation(50), text="It is red.", verdict=Verdict.UNSUPPORTED)
    html = answer.answer(1, replace(reply(claim(citation()), false), writer="local"))
    shown = html.split('<div class="fn-cards">')[0]
    assert 'data-verdict="unsupported">It is red.</span> <span class="fn-verdict">' in shown
    assert texts.verdict(Verdict.UNSUPPORTED) in shown
    assert shown.count("fn-chip") == 1 and "written by the local model" in shown


def test_unfounded_words_are_named_even_beside_a_supported_sentence():
    html = answer.answer(1, reply(replace(claim(citation(), text="In 1935."), unfounded=("1935",))))
    assert "in no cited sentence: 1935" in html and texts.UNFOUNDED in html


def test_a_written_answer_is_one_paragraph_with_all_its_sources():
    claims = (claim(citation(0)), claim(citation(0, "b", title="Other")), claim(citation(9)))
    html = answer.answer(1, replace(reply(*claims), writer="openai:x")).split('<div class="fn-cards">')[0]
    assert html.count('class="fn-answer"') == 1
    assert html.count("A title</bdi></cite>") == 1 and html.count("Other</bdi></cite>") == 1


def test_items_of_a_list_are_one_and_keep_their_own_numbers():
    quotes = ("1. Turn it.", "2. Pull it.", "Wait.")
    items = [replace(citation(place, quote=each), kind=BlockKind.ITEM) for place, each in enumerate(quotes)]
    led = [claim(item, text=item.quote) for item in items]
    html = answer.answer(1, reply(claim(citation(9), text="Do this:"), *led, claim(citation(20))))
    shown = html.split('<ul class="fn-items">')[1].split("</ul>")[0]
    assert [item.count("fn-claim") for item in shown.split("<li ")[1:]] == [1, 1, 1]
    assert shown.count("fn-own-bullet") == 2
    assert html.split("</ul>")[0].count("Do this:") == 1 and "A quote." in html.split("</ul>")[1]


def test_rows_of_a_table_stand_below_its_columns_and_prose_around_them():
    columns = "Country | Signed <b>"
    quoted = [
        citation(0),
        row("Norway | 4 April 1949", columns, 20),
        row("Spain | 30 May 1982", columns, 50),
        row("Oslo | 1949 | x", "", 90),
    ]
    html = answer.answer(1, reply(*(claim(each, text=each.quote) for each in quoted)))
    shown = html.split('<div class="fn-cards">')[0]
    assert shown.count('class="fn-answer"') == 1 and shown.count('<table class="fn-rows">') == 2
    assert '<th scope="col" dir="auto">Signed &lt;b&gt;</th></tr></thead>' in shown
    assert '<td dir="auto">30 May 1982</td><td><span class="fn-marks">' in shown
    assert shown.count("<thead>") == 1 and shown.index("A quote.") < shown.index("<table")
    card = html.split('id="fn-card-1-2"')[1].split("</div>")[0]
    assert '<th scope="row" dir="auto">Country</th><td dir="auto">Norway</td></tr><tr><th' in card
    assert shown.count("A title</bdi></cite>") == 1


def test_code_keeps_its_lines_and_is_escaped():
    code = replace(citation(quote="if a < b:\n    print(a)"), kind=BlockKind.CODE)
    html = answer.answer(1, reply(claim(code, text=code.quote)))
    assert '<pre dir="ltr"><code>if a &lt; b:\n    print(a)</code></pre><span class="fn-marks">' in html


def test_what_is_missing_what_disagrees_and_who_did_not_write_are_said():
    one, other = citation(5, "b", title="One"), citation(7, "c", title="Other")
    made = replace(
        reply(claim(citation()), evidence=(evidence(50),)),
        note="the local model stalled",
        missing=("how high it is",),
        conflicts=(Conflict("the year", one, other),),
    )
    html = answer.answer(1, made)
    assert f'{texts.MISSING}</strong> <q dir="auto">how high it is</q>' in html
    assert '<bdi dir="auto">the year</bdi>' in html and "The local model stalled." in html
    conflict = html.split('class="fn-conflict"')[1].split("</section>")[0]
    assert 'data-note="2"' in conflict and 'data-note="3"' in conflict
    assert conflict.count("28 November 2024") >= 2


def test_a_refusal_in_a_part_of_the_library_says_which_part():
    scope = Scope(("since 2024", "collection <press>"), 23)
    html = answer.answer(1, replace(reply(), searched=3), scope)
    assert "Searched 3 of 23 articles: since 2024, collection &lt;press&gt;" in html

"""Why these sentences: what was seen of each, the decision, and what was checked, in words."""

import re
from dataclasses import replace

from page_replies import citation, claim, evidence, reply

from chatbot.page.answer import answer
from chatbot.page.footnotes import Footnotes
from chatbot.page.why import why
from chatbot.types import Reply, Standing, Verdict

SEEN = Standing(by_vectors=3, by_terms=None, fused=0.0317, similarity=0.5, coverage=0.5, reading=0.0)


def _words(shown: Reply) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", why(shown, Footnotes.of(1, shown))))


def test_a_sentence_has_its_ranks_its_reading_and_its_score():
    found = replace(evidence(0), standing=SEEN, score=4.26)
    words = _words(reply(claim(citation()), evidence=(found,)))
    assert "3. – 0.032 50% 50% 4.3" in words
    assert "retrieve" not in words and "searching 40 ms" in words


def test_an_answer_that_was_kept_before_shows_dashes_and_its_score():
    words = _words(reply(claim(citation()), evidence=(evidence(0),)))
    assert "– – – – – 0.5" in words
    assert "95% likely." in words


def test_the_decision_names_the_probability_and_the_threshold():
    refused = replace(
        reply(evidence=(evidence(0),), standalone="Who built it?"), confidence=0.12, threshold=0.5
    )
    words = _words(refused)
    assert "12% likely, which is too little: Footnote answers from 50% on." in words
    assert "the question became: “Who built it?”" in words


def test_what_the_verifier_saw_of_each_written_sentence_is_shown():
    written = replace(claim(citation(), text="It is red.", verdict=Verdict.PARTLY), score=0.4)
    found = reply(replace(written, unfounded=("<red>",)), evidence=(evidence(0),))
    words = _words(replace(found, writer="local"))
    assert "It is red. 1 partly supported 40% &lt;red&gt;" in words
    assert "partly" not in _words(found)


def test_only_an_answer_that_might_have_rested_on_more_says_that_it_rests_on_one_article():
    one = reply(claim(citation()), evidence=(evidence(0),))
    assert "rests on one article only" in answer(1, one)
    assert "rests on one" not in answer(1, replace(one, searched=1))
    assert "rests on one" not in answer(1, reply(claim(citation()), claim(citation(article="b"))))
    assert "rests on one" not in answer(1, reply(evidence=(evidence(0),)))

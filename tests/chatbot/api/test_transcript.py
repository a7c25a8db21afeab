"""What a chat program is sent, from made replies."""

from markdown_it import MarkdownIt

from chatbot.api.transcript import Transcript, annotations
from chatbot.types import Answered, Citation, Claim, Reply, Verdict, Written

HOSTILE = "See ![a chart](http://evil.example/x.png) and <img src=http://evil.example/y> here."


def quoted(text: str) -> Reply:
    cited = Citation("a", 1, 0, len(text), text, "A <b>title</b>", "/a.txt", "2024")
    return Reply("Who?", "Who?", True, 0.9, (Claim(text, (cited,), Verdict.SUPPORTED, 1.0),), (), 1)


def test_a_program_that_renders_markdown_fetches_nothing_of_an_article() -> None:
    reply = quoted(HOSTILE)
    text = Transcript().finished(reply)
    shown = MarkdownIt().render(text)
    assert "<img" not in shown and "<b>" not in shown
    (cited,) = annotations(text, reply)
    span = cited.url_citation
    assert text[span.start_index : span.end_index].replace("\\", "") == HOSTILE
    assert cited.footnote["quote"] == HOSTILE


def test_what_was_sent_stays_when_the_writer_fails_after_it() -> None:
    claim = Claim("The bridge opened in 1902.", (), Verdict.SUPPORTED, 1.0)
    transcript = Transcript()
    sent = transcript.taken(Written("The bridge opened in 1902. It is", (claim,)))
    assert sent == "The bridge opened in 1902."
    failed = quoted("It opened in 1903.")
    rest = transcript.finished(failed)
    assert rest.startswith("\n\nchecked again:\n\nIt opened in 1903.[1]")
    assert transcript.taken(Answered(failed)) == ""
    (cited,) = annotations(transcript.text, failed)
    span = cited.url_citation
    assert transcript.text[span.start_index : span.end_index] == "It opened in 1903."


def test_sentences_that_end_with_an_exclamation_are_cited_where_they_stand() -> None:
    said = ["Peace now!", "They agreed in Bucharest!"]
    cited = [
        Citation("a", 1, at, at + len(each), each, "T", "/a", "")
        for at, each in zip((0, 30), said, strict=True)
    ]
    claims = tuple(
        Claim(each, (citation,), Verdict.SUPPORTED, 1.0) for each, citation in zip(said, cited, strict=True)
    )
    reply = Reply("Q", "Q", True, 0.9, claims, (), 3)
    text = Transcript().finished(reply)
    spans = [each.url_citation for each in annotations(text, reply)]
    assert [text[span.start_index : span.end_index].replace("\\", "") for span in spans] == said
    assert spans[-1].end_index < text.index("\n\n")
    assert "<img" not in MarkdownIt().render(f"{text}\n\n[1]: http://evil.example/x.png")

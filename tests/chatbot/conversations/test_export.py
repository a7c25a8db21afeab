import csv
import io
import json
import re
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from markdown_it import MarkdownIt
from typer.testing import CliRunner

sys.path.insert(0, str(Path(__file__).parent.parent / "page"))

from page_replies import citation, claim, evidence, reply, row

from chatbot.cli import app
from chatbot.conversations import ConversationStore, Kept, Summary
from chatbot.conversations.export import FORMATS, plain
from chatbot.page.texts import ukrainian
from chatbot.types import Conflict, Verdict
from index.errors import FootnoteError
from index.types import BlockKind

MOMENT = datetime(2026, 11, 23, 20, 5, tzinfo=UTC)
HOSTILE = "=cmd|' /C calc'!A0 <script>alert(1)</script> {x} \\input{/etc/passwd} ![p](http://evil.example/p.png) | `x` 100%"


def _talk(text: str = "A quote.") -> tuple[Summary, list[Kept]]:
    first, second = citation(0, quote=text, title=text), citation(40, "b", "Another.", "B & Co")
    answered = replace(
        reply(
            claim(first, second, text=text),
            claim(second, text="Perhaps.", verdict=Verdict.PARTLY),
            claim(first, text="Red.", verdict=Verdict.UNSUPPORTED),
            evidence=(evidence(0, text, text),),
        ),
        question=text,
        missing=("the height",),
        conflicts=(Conflict("the year", first, second),),
    )
    refused = replace(reply(evidence=(evidence(7, "Near."),)), question="What else?")
    return Summary("k", text, MOMENT, MOMENT, 2), [Kept(1, MOMENT, answered), Kept(2, MOMENT, refused)]


def test_the_text_to_paste_names_article_date_source_and_quote():
    text = plain(_talk()[1][0].reply)
    assert text.startswith("A quote.[1][2] Perhaps.[2] (partly supported) Red. (NOT SUPPORTED)\n")
    assert "[1] “A quote.” A quote., 2024-11-28, /a.txt, version 1, characters 0-8." in text
    assert "disagree about the year: [1] against [2]" in text and "do not say: the height" in text


def test_a_row_of_a_table_names_its_columns_in_every_form():
    quoted = row("Norway | 4 April 1949", "Country | Signed")
    told = Kept(1, MOMENT, reply(claim(quoted, text=quoted.quote)))
    talk = Summary("k", "When?", MOMENT, MOMENT, 1), [told]
    assert "[1] “Norway | 4 April 1949” A title, columns: Country | Signed, 2024-11-28" in plain(told.reply)
    assert "columns: Country | Signed" in FORMATS["html"].write(*talk)
    assert r"columns: Country \| Signed" in FORMATS["markdown"].write(*talk)
    assert next(csv.DictReader(io.StringIO(FORMATS["csv"].write(*talk))))["columns"] == "Country | Signed"
    (given,) = json.loads(FORMATS["json"].write(*talk))["answers"][0]["claims"][0]["citations"]
    assert (given["kind"], given["columns"]) == ("row", "Country | Signed")
    assert "стовпці: Country | Signed" in plain(told.reply, ukrainian.EXPORTED)


def test_items_and_code_stand_on_lines_of_their_own():
    item = replace(citation(20, quote="Turn it."), kind=BlockKind.ITEM)
    code = replace(citation(40, quote="turn --now"), kind=BlockKind.CODE)
    cited = (citation(0), item, code, citation(60), citation(80))
    talk = (
        Summary("k", "How?", MOMENT, MOMENT, 1),
        [Kept(1, MOMENT, reply(*(claim(each, text=each.quote) for each in cited)))],
    )
    assert plain(talk[1][0].reply).startswith(
        "A quote.[1]\nTurn it.[2]\nturn --now[3]\nA quote.[4] A quote.[5]\n"
    )
    assert "\n\nTurn it.[^1-2]\n\nturn" in FORMATS["markdown"].write(*talk)
    assert FORMATS["html"].write(*talk).count('<p dir="auto">') == 4


def test_markdown_footnotes_are_defined_once_and_foreign_text_is_only_read():
    written = FORMATS["markdown"].write(*_talk(HOSTILE))
    used, defined = (
        set(re.findall(r"\[\^[\d-]+\](?!:)", written)),
        re.findall(r"^(\[\^[\d-]+\]):", written, re.M),
    )
    assert used == set(defined) and len(defined) == len(set(defined)) == 3
    html = MarkdownIt().render(written)
    assert "<script" not in html and "<img" not in html and "<code" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html


def test_the_html_file_asks_for_nothing_and_runs_nothing():
    written = FORMATS["html"].write(*_talk(HOSTILE))
    assert "<script" not in written and "default-src 'none'" in written
    assert not re.search(r"""(?:src|href)=["'](?!#)""", written)
    assert written.count("<li id=") == 3
    assert set(re.findall(r'href="#([^"]+)"', written)) <= set(re.findall(r'id="([^"]+)"', written))
    assert "partly supported" in written and "NOT SUPPORTED" in written


def test_what_is_to_be_read_is_in_the_words_that_are_handed_in_and_data_is_not():
    written = {name: form.write(*_talk(HOSTILE), ukrainian.EXPORTED) for name, form in FORMATS.items()}
    for name, sentence, foreign in (
        ("html", "виноска 1", '<html lang="uk" dir="ltr">'),
        ("markdown", "версія 1, символи 0–", "щодо «the year»: [^1-1] проти [^1-2]"),
    ):
        assert sentence in written[name] and foreign in written[name], name
        assert "Найближчі речення" in written[name] and "НЕ ПІДТВЕРДЖЕНО" in written[name]
        assert not re.search("articles|version|supported", written[name], re.IGNORECASE)
    assert "щодо «<bdi>the year</bdi>»: <a href" in written["html"] and "<script" not in written["html"]
    for name in ("json", "csv", "bibtex", "csl-json"):
        assert written[name] == FORMATS[name].write(*_talk(HOSTILE))
    assert "версія 1" in plain(_talk()[1][0].reply, ukrainian.EXPORTED)


def test_json_is_whole_and_csv_holds_a_row_a_footnote_and_no_formula():
    summary, answers = _talk(HOSTILE)
    whole = json.loads(FORMATS["json"].write(summary, answers))
    assert whole["answers"][0]["claims"][0]["citations"][1]["title"] == "B & Co"
    assert whole["answers"][0]["asked"] == "2026-11-23T20:05:00+00:00"
    rows = list(csv.DictReader(io.StringIO(FORMATS["csv"].write(summary, answers))))
    assert [row["verdict"] for row in rows] == ["supported", "supported", "partly", "unsupported", ""]
    assert rows[1]["quote"] == "Another." and rows[1]["source"] == "/a.txt" and rows[3]["quote"] == ""
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row.values())
    assert rows[-1]["answered"] == "no"


def test_bibliographies_name_each_cited_article_once():
    summary, answers = _talk(HOSTILE)
    written = FORMATS["bibtex"].write(summary, answers)
    assert re.findall(r"^@misc\{([^,]+),$", written, re.M) == ["cmd-c-calc-a0-2024", "b-co-2024"]
    assert written.count("{") == written.count("}")
    assert (
        r"\textbackslash{}input\textbraceleft{}/etc/passwd\textbraceright{}" in written
        and r"B \& Co" in written
    )
    first, second = json.loads(FORMATS["csl-json"].write(summary, answers))
    assert second["issued"] == {"date-parts": [[2024, 11, 28]]} and second["note"] == "“Another.”"
    assert first["source"] == "/a.txt"


def test_the_command_lists_and_exports(tmp_path: Path):
    runner = CliRunner()
    (tmp_path / "catalog.sqlite3").touch()
    store = ConversationStore(tmp_path)
    for key in ("abc111", "abd222"):
        store.add(key, replace(_talk()[1][0].reply, question=f"About {key}?"))
    store.close()
    data = ["--data", str(tmp_path)]
    listed = runner.invoke(app, ["conversations", "list", "--search", "ABC111", *data]).output
    assert "About abc111?" in listed and "abd222" not in listed
    out = tmp_path / "talk.html"
    done = runner.invoke(
        app, ["conversations", "export", "abc", "--format", "html", "--out", str(out), *data]
    )
    assert done.exit_code == 0 and '<h2 dir="auto">About abc111?</h2>' in out.read_text("utf-8")
    printed = runner.invoke(app, ["conversations", "export", "abd222", *data]).output
    assert printed.startswith("# About abd222?")
    for arguments, problem in (
        (["ab"], "several conversations"),
        (["x"], "no conversation"),
        (["abc", "--format", "doc"], "no format named doc"),
    ):
        failed = runner.invoke(app, ["conversations", "export", *arguments, *data])
        assert isinstance(failed.exception, FootnoteError) and problem in str(failed.exception)


@pytest.mark.parametrize("title", ["../../etc/passwd", "🗼", "ü" * 300])
def test_a_file_name_is_one_that_every_disk_takes(title: str):
    name = FORMATS["csl-json"].file_name(replace(_talk()[0], title=title))
    assert re.fullmatch(r"[\w-]+\.csl\.json", name) and len(name.encode()) < 100

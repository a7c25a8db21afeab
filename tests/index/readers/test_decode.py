import pytest

from index.errors import ReadError
from index.readers.decode import decode

UKRAINIAN = "Міністр закордонних справ України Андрій Сибіга закликав лідерів НАТО. Її ґрунт і ємність."
FRENCH = "Le café où l’on a déjà mangé des crêpes à l’été."


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1251", "koi8-u"]
)
def test_ukrainian_comes_out_right(encoding):
    assert decode(UKRAINIAN.encode(encoding), "a.txt") == UKRAINIAN


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (FRENCH, "cp1252"),
        ("Zażółć gęślą jaźń, proszę państwa, dzień dobry", "cp1250"),
        ("今日は良い天気です。明日は雨が降るでしょう。", "shift_jis"),
        ("plain English", "utf-16-le"),
    ],
)
def test_other_encodings(text, encoding):
    assert decode(text.encode(encoding), "a.txt") == text


def test_a_declared_encoding_is_used():
    assert decode("naïve café".encode("cp1252"), "a.html", "windows-1252") == "naïve café"


def test_a_wrong_declaration_does_not_break_utf8():
    assert decode(FRENCH.encode(), "a.html", "iso-8859-1") == FRENCH


def test_an_unknown_declaration_is_passed_over():
    assert decode(UKRAINIAN.encode("cp1251"), "a.html", "x-none") == UKRAINIAN


def test_what_fits_nothing_is_an_error_that_names_the_file():
    with pytest.raises(ReadError, match=r"the text encoding of a\.txt is not known") as caught:
        decode(bytes(range(128, 256)) * 20 + bytes(range(32)) * 20, "a.txt")
    assert "UTF-8" in caught.value.help


def test_a_page_that_names_latin_1_has_windows_quotes():
    text = "He said “we don’t know” … and left."
    assert decode(text.encode("cp1252"), "a.html", "iso-8859-1") == text
    assert decode("déjà \x81".encode("latin-1"), "a.html", "iso-8859-1") == "déjà \x81"
    assert decode(FRENCH.encode("cp1252"), "a.html", "no-such-encoding") == FRENCH


@pytest.mark.parametrize("text", ["The mayor said “we don’t know” – and left. " * 30, UKRAINIAN * 3])
@pytest.mark.parametrize("cut", [b"\xe2\x80", b"\xd0"])
def test_a_byte_that_was_lost_loses_no_more(text, cut):
    assert decode(text.encode() + cut, "a.txt") == text + "\ufffd"

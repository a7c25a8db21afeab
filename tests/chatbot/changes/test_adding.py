"""What may be added by its name, and by whom."""

from pathlib import Path

import pytest

from chatbot.access import LOCAL, Scope, Visitor
from chatbot.changes.adding import NotAddedError, Places, shipped_seeds
from chatbot.settings import Settings
from index.errors import FetchError, FootnoteError

WRITER = Visitor(name="anna", scopes=frozenset(Scope))
KEY = Visitor(key="k1", scopes=frozenset(Scope))
READER = Visitor(scopes=frozenset({Scope.READ, Scope.ASK}))


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    (tmp_path / "shelf" / ".secret").mkdir(parents=True)
    (tmp_path / "shelf" / "a.md").write_text("An article.", "utf-8")
    (tmp_path / "shelf" / ".secret" / "key.txt").write_text("hush", "utf-8")
    (tmp_path / "elsewhere.txt").write_text("Not for everybody.", "utf-8")
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "accounts.txt").write_text("hashes", "utf-8")
    (tmp_path / "shelf" / "way out").symlink_to(tmp_path / "elsewhere.txt")
    return tmp_path / "shelf"


def test_whoever_sits_at_this_machine_adds_from_all_of_it(shelf: Path) -> None:
    places = Places.of(Settings(data=shelf.parent / "data"))
    assert places.at_this_machine
    assert places.named(f' "{shelf}" ', LOCAL) == shelf.resolve()
    assert places.named(str(shelf.parent / "elsewhere.txt"), LOCAL).name == "elsewhere.txt"


@pytest.mark.parametrize("visitor", [WRITER, KEY], ids=["user", "key"])
def test_whoever_comes_from_elsewhere_adds_only_from_the_folders_that_are_named(
    shelf: Path, visitor: Visitor
) -> None:
    data = shelf.parent / "data"
    closed, opened = Places.of(Settings(data=data)), Places.of(Settings(data=data, add_from=(shelf,)))
    with pytest.raises(NotAddedError, match="not added from the page") as refused:
        closed.named(str(shelf), visitor)
    assert "FOOTNOTE_ADD_FROM" in refused.value.help
    assert opened.named(str(shelf / "a.md"), visitor) == (shelf / "a.md").resolve()
    for outside in ("/etc/passwd", f"{shelf}/../elsewhere.txt", f"{shelf}/way out", f"{shelf}x", "/"):
        with pytest.raises(NotAddedError, match="no folder that may be added from"):
            opened.named(outside, visitor)


@pytest.mark.parametrize(
    ("named", "said"),
    [
        ("", "nothing is named"),
        ("  ", "nothing is named"),
        ("shelf/.secret/key.txt", "hidden files"),
        ("data/accounts.txt", "Footnote's own"),
        ("shelf/nothing.md", "there is nothing at"),
        ("shelf/\0", "is no path"),
    ],
)
def test_what_cannot_be_added_is_said_with_the_way_out(shelf: Path, named: str, said: str) -> None:
    places = Places(shelf.parent / "data", at_this_machine=True)
    with pytest.raises(NotAddedError, match=said) as refused:
        places.named(f"{shelf.parent}/{named}" if named.strip() else named, LOCAL)
    assert refused.value.help


def test_a_folder_in_which_indexing_would_come_upon_the_data_directory_is_not_added(shelf: Path) -> None:
    open_data, hidden_data = shelf.parent / "data", shelf.parent / ".footnote"
    hidden_data.mkdir()
    for place in (shelf.parent, shelf.parent.parent):
        with pytest.raises(NotAddedError, match="its own files below") as refused:
            Places(open_data, folders=(place,)).named(str(place), WRITER)
        assert "beside it" in refused.value.help
    assert Places(hidden_data, at_this_machine=True).named(str(shelf.parent), LOCAL) == shelf.parent.resolve()


def test_a_relative_path_could_be_anywhere(shelf: Path) -> None:
    with pytest.raises(NotAddedError, match="could be anywhere"):
        Places(shelf.parent / "data", at_this_machine=True).named("pyproject.toml", LOCAL)


@pytest.mark.parametrize(
    "given",
    [
        {"host": "0.0.0.0"},
        {"auth": "none"},
        {"auth": "login"},
        {"hosts": ("a.example",)},
        {"oidc_issuer": "https://id.example"},
    ],
)
def test_nobody_counts_as_sitting_here_where_others_could_come(
    tmp_path: Path, given: dict[str, object]
) -> None:
    assert not Places.of(Settings(data=tmp_path, **given)).at_this_machine  # type: ignore[arg-type]


def test_who_may_not_write_adds_nothing(shelf: Path) -> None:
    with pytest.raises(NotAddedError, match="may not change the library"):
        Places(shelf.parent / "data", (shelf,), at_this_machine=True, addresses=True).named(
            str(shelf), READER
        )


def test_addresses_are_added_only_where_that_is_allowed(tmp_path: Path) -> None:
    with pytest.raises(NotAddedError) as refused:
        Places.of(Settings(data=tmp_path)).named("https://example.org/feed.xml", LOCAL)
    assert "FOOTNOTE_ADD_ADDRESSES=true" in refused.value.help
    allowed = Places.of(Settings(data=tmp_path, add_addresses=True))
    assert allowed.named("https://Example.org/feed.xml#x", LOCAL) == "https://example.org/feed.xml"
    for bad in ("ftp://example.org/", "file:///etc/passwd", "https://user:word@example.org/"):
        with pytest.raises((FetchError, FootnoteError)):
            allowed.named(bad, LOCAL)


def test_the_seeds_are_those_beside_the_code() -> None:
    folder = shipped_seeds()
    assert folder and (folder / "how-sweden-joined-nato.md").is_file()

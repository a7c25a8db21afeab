"""The term index: passages by their words (BM25) in tantivy, following the catalog."""

import functools
import math
from collections.abc import Iterable
from pathlib import Path

import tantivy

from index.catalog import CatalogReader
from index.followers.follower import Follower, Generation
from index.followers.shelf import FolderShelf

_ANALYSER = "footnote_en"
_CONTEXT_WEIGHT = 0.5
_HEAP_BYTES = 64_000_000
STOP_WORDS = frozenset(
    """
    a about after again all also an and any are as at be because been before being between both but by
    can could did do does doing down during each few for from further had has have having he her here hers
    him his how i if in into is it its itself just me more most my no nor not now of off on once only or
    other our out over own s same she should so some such t than that the their them then there these they
    this those through to too under until up very was we were what when where which while who whom whose why
    will with would you your tell say said does
    """.split()
)


@functools.cache
def analyser() -> tantivy.TextAnalyzer:
    """Return the one analyser: words lower-cased, without accents, English stems (Porter 1980)."""
    return (
        tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
        .filter(tantivy.Filter.lowercase())
        .filter(tantivy.Filter.ascii_fold())
        .filter(tantivy.Filter.stemmer("english"))
        .build()
    )


@functools.cache
def _stopped() -> frozenset[str]:
    return frozenset(stem for word in STOP_WORDS for stem in analyser().analyze(word))


def terms(text: str) -> list[str]:
    """Return the terms of ``text`` in order, as they are indexed, without stop words."""
    return [term for term in analyser().analyze(text) if term not in _stopped()]


def _schema() -> tantivy.Schema:
    return (
        tantivy.SchemaBuilder()
        .add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
        .add_text_field("text", stored=False, tokenizer_name=_ANALYSER, index_option="freq")
        .add_text_field("context", stored=False, tokenizer_name=_ANALYSER, index_option="freq")
        .build()
    )


class TantivyGeneration(Generation):
    """One tantivy index of passages; ``text`` and ``context`` are searched, ``id`` is stored."""

    def __init__(self, folder: Path) -> None:
        self._index = tantivy.Index(_schema(), path=str(folder))
        self._index.register_tokenizer(_ANALYSER, analyser())

    def best(self, words: list[str], number: int, among: list[str] | None = None) -> list[tuple[str, float]]:
        """Return up to ``number`` passage ids with their BM25 score, best first; only of ``among``."""
        if not words:
            return []
        schema = self._index.schema
        clauses: list[tuple[tantivy.Occur, tantivy.Query]] = []
        for word in dict.fromkeys(words):
            clauses.append((tantivy.Occur.Should, tantivy.Query.term_query(schema, "text", word)))
            context = tantivy.Query.term_query(schema, "context", word)
            clauses.append((tantivy.Occur.Should, tantivy.Query.boost_query(context, _CONTEXT_WEIGHT)))
        query = tantivy.Query.boolean_query(clauses)
        if among is not None:
            kept = tantivy.Query.const_score_query(tantivy.Query.term_set_query(schema, "id", among), 0.0)
            query = tantivy.Query.boolean_query([(tantivy.Occur.Must, kept), (tantivy.Occur.Must, query)])
        searcher = self._index.searcher()
        found = searcher.search(query, number)
        return [(str(searcher.doc(place)["id"][0]), score) for score, place in found.hits]

    def rarity(self, words: Iterable[str]) -> dict[str, float]:
        """Return the inverse document frequency of each word, ln(1 + (N - n + .5) / (n + .5)).

        As BM25 weighs a term (Robertson and Zaragoza 2009, 3.4.1): N passages, n with it.
        """
        searcher = self._index.searcher()
        total = searcher.num_docs
        counts = {word: searcher.doc_freq("text", word) for word in words}
        return {word: math.log1p((max(total - n, 0) + 0.5) / (n + 0.5)) for word, n in counts.items()}

    def apply(self, catalog: CatalogReader, after: int) -> None:
        """Bring in the passages that changed in ``catalog`` after a revision, in one commit."""
        writer = self._index.writer(heap_size=_HEAP_BYTES, num_threads=1)
        for key in catalog.removed_since(after) if after else []:
            writer.delete_documents("id", key)
        for batch in catalog.texts_since(after):
            for key, context, text in batch:
                if after:
                    writer.delete_documents("id", key)
                writer.add_document(tantivy.Document(id=key, context=context, text=text))
        writer.commit()
        writer.wait_merging_threads()
        self._index.reload()

    def is_sound(self, catalog: CatalogReader) -> bool:
        """Say whether the index can be searched (tantivy checks its files' sums itself)."""
        self.best(["article"], 1)
        return True

    def ids(self) -> list[str]:
        """Return the id of every document."""
        searcher = self._index.searcher()
        if not searcher.num_docs:
            return []
        found = searcher.search(tantivy.Query.all_query(), searcher.num_docs)
        return [str(searcher.doc(place)["id"][0]) for _, place in found.hits]

    def close(self) -> None:
        """Nothing is held open between calls."""


class TermIndex(Follower[TantivyGeneration]):
    """Tantivy in the data directory."""

    name = "terms"

    def __init__(self, folder: Path, library: int) -> None:
        """Follow the catalog whose identity is ``library`` in ``folder``."""
        self._folders = FolderShelf(folder)
        super().__init__(self._folders, made_for=f"{_ANALYSER} {library}")

    def _open_generation(self, number: int, fresh: bool) -> TantivyGeneration:
        folder = self._folders.place(number)
        if not fresh and not (folder / "meta.json").is_file():
            raise FileNotFoundError(f"{folder} holds no term index")
        folder.mkdir(parents=True, exist_ok=True)
        return TantivyGeneration(folder)

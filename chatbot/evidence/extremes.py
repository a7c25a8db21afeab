"""A question for the most or the least of a column -> the row of its table that has it.

No row says that it is the highest: the cells of the column that is meant are compared, and the row that
holds it is quoted. Where none can be told, no row answers.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from chatbot.evidence.cells import UNTELLING, Cells, particular, telling
from chatbot.evidence.tables import Tables
from chatbot.types import Evidence
from chatbot.wording.planted import gives_orders
from chatbot.wording.superlatives import LEAST, MOST, Superlative, superlative
from chatbot.wording.values import DATE, YEAR, Value, values_of
from index.columns import cells, without_unit
from index.followers.terms import terms
from index.library import Library
from index.settings import DEFAULT_MODEL

AHEAD = 3.0
"""How far, in log-odds, the row stands above all other evidence: it answers alone."""

UNTOLD = -2.0
"""What a row gains, in log-odds, where an extreme is asked for that its table does not tell."""

NAMED, NAMED_AND_MORE, MEANT = 0.9, 0.75, 0.6
"""The probability that the row answers: where a column is named and nothing beside, or something near it,
or where one is meant in other words. Chosen on made-up tables (docs/quality.md, "Tables")."""

NEAR, NEARER, APART = 0.6, 0.63, 0.1
"""Cosines of what is asked and a column's name: of one that is named, of one that is not, and by how much
that must be nearer than the next."""

FEWEST, MOST_ALIKE = 3, 4
"""Rows from which a table is compared, and how many may share the place that is asked for."""

COMPARABLE = 0.8
"""Share of a column's cells that must hold values of one kind for it to be compared."""

_LOOKED_AT = 3
_TOTALS = frozenset(terms("total totals subtotal sum average mean median overall world altogether"))
_MODIFIERS = frozenset(terms("average mean median total annual yearly monthly overall current since"))
"""Words of a column's name that who asks for it may leave out."""

_EXTREMES = frozenset(terms(" ".join(MOST | LEAST)))
_AGE, _LENGTH = frozenset(terms("age aged")), "length"
_UNKNOWN = re.compile(r"[\W_]*|n\W?a\W?|unknown|not known", re.IGNORECASE)
_WORD = re.compile(r"[^\W_][\w’'-]*")


@dataclass(frozen=True, slots=True)
class Extreme:
    """The rows that hold what is asked for, the probability that it is asked for, and how they were found."""

    rows: tuple[Evidence, ...]
    probability: float
    told: str


@dataclass(frozen=True, slots=True)
class _Column:
    """A column that can be compared: its name, and the value of each row that has one."""

    name: str
    values: dict[int, Value]

    @property
    def kind(self) -> str:
        return next(iter(self.values.values())).kind

    @property
    def wanted(self) -> set[str]:
        """The words that who names the column says."""
        return telling(without_unit(self.name)) - _MODIFIERS - _EXTREMES

    def fits(self, wanted: Superlative) -> bool:
        """Say whether its values have what is asked for: moments a first, other values a highest."""
        is_of_time = any(value.is_moment for value in self.values.values())
        if wanted.in_time:
            return is_of_time or bool(_AGE & set(terms(self.name)))
        return not is_of_time or self.kind == YEAR or wanted.of == _LENGTH

    def holding(self, wanted: Superlative) -> list[int]:
        """Return the rows that hold it; the oldest have the most years, the longest since a day the first."""
        is_since = self.kind == DATE or (self.kind == YEAR and "since" in self.name.lower().split())
        turned = wanted.of == _LENGTH and is_since
        turned = turned or (wanted.in_time and not any(each.is_moment for each in self.values.values()))
        order = sorted({each.number for each in self.values.values()}, reverse=wanted.is_most != turned)
        if len(order) < wanted.place:
            return []
        sought = order[wanted.place - 1]
        return [row for row, each in self.values.items() if each.number == sought]


@dataclass(frozen=True, slots=True)
class Extremes:
    """Compares the rows of the tables of ``library``; safe to use from any thread."""

    library: Library
    tables: Tables
    cells: Cells

    def asked(self, question: str, evidence: Sequence[Evidence]) -> Extreme | float:
        """Return the rows of a table of ``evidence`` that hold the extreme that ``question`` asks for.

        Where there are none, what the best sentence gains in log-odds: it loses where it is a row, and
        an extreme is asked for that it does not speak of.
        """
        wanted = superlative(question)
        if wanted is None or not evidence or _speaks_of(evidence[0], question, wanted):
            return 0.0
        for found in evidence[:_LOOKED_AT]:
            if found.columns and (extreme := self._of_table(question, wanted, found)):
                return extreme
        return UNTOLD if evidence[0].columns else 0.0

    def _of_table(self, question: str, wanted: Superlative, found: Evidence) -> Extreme | None:
        """Return the rows that hold it, of each table like that of ``found`` which the question may mean."""
        alike = self._tables_like(found)
        asked = set(terms(question))
        about = [len(asked & set(terms(rows[0].passage.heading))) for rows in alike]
        held: list[Evidence] = []
        probability, name, compared = 1.0, "", []
        for rows in (rows for rows, said in zip(alike, about, strict=True) if said == max(about)):
            columns = _comparable(found.columns, [cells(each.sentence.text) for each in rows])
            meant = self._meant(question, wanted, found, [each for each in columns if each.fits(wanted)])
            if meant is None:
                return None
            column, certain = meant
            held += [rows[row] for row in column.holding(wanted)]
            probability, name = min(probability, certain), column.name
            compared.append(str(len(column.values)))
        if not 0 < len(held) <= MOST_ALIKE:
            return None
        said = " ".join(question[wanted.start : wanted.end].lower().split())
        rows_told = " and of ".join(compared)
        return Extreme(tuple(held), probability, f"the {said} of {rows_told} rows, by “{name}”")

    def _tables_like(self, found: Evidence) -> list[list[Evidence]]:
        """Return, as evidence, the rows of each table of the article that has the columns of ``found``."""
        tables: list[list[Evidence]] = [[]]
        for passage in self.library.passages(found.article.id):
            for row in passage.sentences:
                columns = self.tables.columns(passage, row)
                if columns == row.text or not columns:
                    tables.append([])
                elif columns == found.columns and _is_compared(row.text):
                    tables[-1].append(replace(found, passage=passage, sentence=row, standing=None))
        return [rows for rows in tables if rows]

    def _meant(
        self, question: str, wanted: Superlative, found: Evidence, columns: Sequence[_Column]
    ) -> tuple[_Column, float] | None:
        """Return which of ``columns`` is to be compared, and the probability that it is what is asked for."""
        if not columns:
            return None
        about = {*terms(cells(found.columns)[0]), *terms(found.passage.context)}
        asked = set(terms(question[: wanted.start] + " " + question[wanted.end :])) - UNTELLING
        said = asked | set(terms(wanted.of))
        named = _best_named([each for each in columns if each.wanted and each.wanted <= said], wanted)
        if named and asked <= about | _MODIFIERS | set(terms(named.name)):
            return named, NAMED
        every = about.union(*(terms(each.name) for each in columns))
        if self.library.embedder.name != DEFAULT_MODEL or not particular(question) <= every:
            return None
        rest = _rest(question, wanted, about - (every - about))
        if not rest:
            return (columns[0], NAMED_AND_MORE) if len(columns) == 1 and wanted.in_time else None
        alike = self.cells.alike(rest, [each.name for each in columns])
        if named:
            return (named, NAMED_AND_MORE) if alike[columns.index(named)] >= NEAR else None
        first, *others = sorted(range(len(columns)), key=lambda number: -alike[number])
        is_apart = not others or alike[first] - alike[others[0]] >= APART
        is_meant = alike[first] >= NEARER and is_apart and not columns[first].wanted & said
        return (columns[first], MEANT) if is_meant else None


def _speaks_of(best: Evidence, question: str, wanted: Superlative) -> bool:
    """Say whether the best sentence says itself that something is what is asked for."""
    return question[wanted.start : wanted.end].lower() in best.sentence.text.lower()


def _best_named(columns: Sequence[_Column], wanted: Superlative) -> _Column | None:
    """Return the column of which most is said: of maximum and minimum the one that is asked for."""
    towards = MOST if wanted.is_most else LEAST
    return max(
        columns,
        key=lambda each: (len(each.wanted), bool(towards & set(each.name.lower().split()))),
        default=None,
    )


def _is_compared(row: str) -> bool:
    """Say whether a row is one of those that are compared, and no sum of them; none that gives orders is."""
    return not set(terms(cells(row)[0])) & _TOTALS and not gives_orders(row)


def _comparable(columns: str, rows: Sequence[Sequence[str]]) -> Iterator[_Column]:
    """Yield the columns, but for the first, which names the rows, whose cells can be put in order."""
    for place, name in enumerate(cells(columns)):
        told = {number: row[place] for number, row in enumerate(rows) if len(row) > place}
        told = {number: cell for number, cell in told.items() if not _UNKNOWN.fullmatch(cell)}
        values = values_of(told) if place else {}
        if name.strip() and len(values) >= max(FEWEST, COMPARABLE * len(told)):
            yield _Column(name.strip(), values)


def _rest(question: str, wanted: Superlative, about: set[str]) -> str:
    """Return what is asked for, without what only says of which table, and with a noun for an adjective."""

    def told(part: str) -> list[str]:
        return [word for word in _WORD.findall(part) if (stems := set(terms(word))) and not stems <= about]

    of = [] if wanted.in_time else wanted.of.split()
    return " ".join([*told(question[: wanted.start]), *of, *told(question[wanted.end :])])

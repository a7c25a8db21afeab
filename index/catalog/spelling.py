"""What SQLite and Postgres spell apart -> one SQL expression that each compiles to its own."""

from typing import Any

from sqlalchemy import String
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from index.catalog.database import LOWER


class _Spelled(FunctionElement[str]):
    """Text made of text: ``{}`` stands for it in what ``postgres`` and ``sqlite`` are given."""

    type = String()
    inherit_cache = True
    postgres = sqlite = "{}"


@compiles(_Spelled)
def _for_postgres(element: _Spelled, compiler: SQLCompiler, **given: Any) -> str:
    return element.postgres.format(compiler.process(element.clauses, **given))


@compiles(_Spelled, "sqlite")
def _for_sqlite(element: _Spelled, compiler: SQLCompiler, **given: Any) -> str:
    return element.sqlite.format(compiler.process(element.clauses, **given))


class Bytewise(_Spelled):
    """Text that is compared byte by byte, whatever the database's own order is; SQLite has no other."""

    inherit_cache = True
    postgres = '{} COLLATE "C"'


class Lower(_Spelled):
    """``lower()`` for every script's letters: SQLite's own, and its LIKE, know those of ASCII."""

    inherit_cache = True
    postgres = "lower({})"
    sqlite = f"{LOWER}({{}})"

"""A quotation -> HTML in the form that it has in its article: prose, rows of a table, code."""

from collections.abc import Sequence

from chatbot.page.escape import escaped
from chatbot.types import Citation
from index.columns import cells
from index.types import BlockKind


def quotation(cited: Citation, marks: str = "") -> str:
    """Return a quotation that stands by itself, with what stands right after it."""
    match cited.kind:
        case BlockKind.ROW:
            return rows([(cited, marks)])
        case BlockKind.CODE:
            return f'<div class="fn-quote">{code(cited)}{marks}</div>'
        case _:
            return f'<p class="fn-quote"><span dir="auto">{escaped(cited.quote)}</span>{marks}</p>'


def upright(cited: Citation) -> str:
    """Return a quotation for a narrow place: of a row each cell has a line, after its column's name."""
    if not cited.columns:
        return quotation(cited)
    names, held = cells(cited.columns), cells(cited.quote)
    lines = "".join(
        f'<tr><th scope="row" dir="auto">{escaped(name)}</th><td dir="auto">{escaped(cell)}</td></tr>'
        for name, cell in zip(names, held, strict=False)
    )
    return f'<table class="fn-rows"><tbody>{lines}</tbody></table>'


def rows(cited: Sequence[tuple[Citation, str]], attributes: str = "") -> str:
    """Return rows of one table below the names of its columns, each with what stands beside it."""
    names = cells(cited[0][0].columns)
    held = [cells(row.quote) for row, _ in cited]
    width = max(map(len, (names, *held)))
    head = f"<thead><tr>{_cells(names, 'th')}</tr></thead>" if any(names) else ""
    body = "".join(
        f"<tr{attributes}>{_cells([*row, *[''] * (width - len(row))], 'td')}{_beside(marks)}</tr>"
        for row, (_, marks) in zip(held, cited, strict=True)
    )
    return f'<table class="fn-rows">{head}<tbody>{body}</tbody></table>'


def code(cited: Citation) -> str:
    """Return code, its lines as they are."""
    return f'<pre dir="ltr"><code>{escaped(cited.quote)}</code></pre>'


def _cells(row: Sequence[str], tag: str) -> str:
    scope = ' scope="col"' if tag == "th" else ""
    return "".join(f'<{tag}{scope} dir="auto">{escaped(cell)}</{tag}>' for cell in row)


def _beside(marks: str) -> str:
    return f"<td>{marks}</td>" if marks else ""

"""Fields of a schema in a cell: what each holds, and the words that it comes from."""

from __future__ import annotations

from collections.abc import Iterator

from memkit.domain.structured import Structured, at_path
from memkit.domain.wording import counted
from memkit.notebook import html, plain
from memkit.notebook.html import Column
from memkit.notebook.renderers.base import MimeBundle, bundle, row_limit, spent
from memkit.web.markup import Html


def structured_bundle(found: Structured) -> MimeBundle:
    """Return the fields that were filled in, each with its quote, and why others are empty."""
    text, parts = structured_parts(found)
    return bundle(text, *parts)


def structured_parts(found: Structured) -> tuple[str, list[Html]]:
    """Return the fields as text, and as parts of a page."""
    said = [
        counted(len(found.citations), "value"),
        f"{len(found.missing):,} missing",
        spent(found.usage),
    ]
    said = [one for one in said if one]
    name = found.schema or "Fields"
    filled = list(_filled(found))
    shown, left = filled[: row_limit()], max(len(filled) - row_limit(), 0)
    missing = list(found.missing.items())[: row_limit()]
    more = f"and {left:,} more: .citations" if left else ""
    lines = [
        " - ".join([plain.one_line(name), *said]),
        plain.table(("field", "value", "quote"), shown, wrap=2) if shown else "",
        more,
        *(f"missing  {path}: {plain.one_line(why, 200)}" for path, why in missing),
        *map(plain.one_line, found.problems),
    ]
    rows: list[tuple[Html | str, Html]] = [
        (path, html.joined([html.text(value), html.aside(f'"{quote}"') if quote else Html()]))
        for path, value, quote in shown
    ]
    rows += [(path, html.aside(plain.one_line(why, 200))) for path, why in missing]
    columns = [Column("field", "fixed"), Column("value", "wide")]
    parts = [html.head(name, *said)]
    parts += [html.note(problem, kind="warning") for problem in found.problems]
    parts += [html.table(columns, rows), html.foot(more)]
    return "\n".join(filter(None, lines)), parts


def _filled(found: Structured) -> Iterator[tuple[str, str, str]]:
    for path, source in found.citations.items():
        value = plain.one_line(plain.value(at_path(found.data, path)))
        yield path, value, plain.one_line(source.quote or "", 160)

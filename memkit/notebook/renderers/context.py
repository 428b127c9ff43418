"""A block for a prompt in a cell: what made it in and why, and what did not."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from memkit.domain.prompt_context import Context, ContextItem, LeftOut
from memkit.domain.rewritten import taken_for
from memkit.domain.wording import counted, counted_of
from memkit.notebook import html, plain
from memkit.notebook.html import Column
from memkit.notebook.renderers.base import MimeBundle, bundle, note_bundle, row_limit
from memkit.web.markup import Html


def context_bundle(found: Context) -> MimeBundle:
    """Return what a context holds and what it lacks, each with its reason, and the block itself."""
    shown = found[: row_limit(found)]
    gone = found.left_out[: row_limit(found)]
    query = found.query if isinstance(found.query, str) else "; ".join(found.query)
    size = f"{found.tokens:,} of {counted(found.budget, 'token')}"
    facts = [counted_of(len(shown), len(found), "item"), size, f"counted by {found.counted_by}"]
    left = counted_of(len(gone), len(found.left_out)) if gone else ""
    if not found and not gone:
        return note_bundle(f"Nothing is remembered of {query!r}.")
    asked = taken_for(found.rewritten, found.times)
    heading = [" - ".join([query or "Context", *facts]), *map(plain.one_line, asked)]
    text = ["\n".join(heading), _table(shown, gone), str(found)]
    return bundle(
        "\n\n".join(filter(None, text)),
        html.head(query or "Context", *facts),
        *map(html.note, asked),
        html.fill(min(found.tokens / found.budget, 1.0), f"{size} are used"),
        html.table(_COLUMNS, [*map(_row, shown)]) if shown else Html(),
        *_left_out(gone, left),
        _block(found),
    )


_COLUMNS = [Column("", "fixed"), Column("memory", "wide"), Column("why", "fixed")]


def _row(item: ContextItem) -> tuple[str, str, str]:
    cut = html.aside("cut: the budget ends here") if item.cut else Html()
    said = html.text(item.memory.memory) + html.about(item.memory, named=True, dated=True) + cut
    return html.badge(item.part, "none"), said, item.reason


def _left_out(gone: Sequence[LeftOut], count: str) -> Iterable[Html]:
    if not gone:
        return
    rows = [
        (html.text(one.memory.memory) + html.about(one.memory, named=True, dated=True), one.reason)
        for one in gone
    ]
    table = html.table([Column("memory", "wide"), Column("why", "fixed")], rows)
    yield Html("<details><summary>Left out: {}</summary>{}</details>").format(count, table)


def _block(found: Context) -> Html:
    if not found.text:
        return Html()
    return Html("<details><summary>The block</summary>{}</details>").format(html.code(found.text))


def _table(shown: Sequence[ContextItem], gone: Sequence[LeftOut]) -> str:
    rows: list[tuple[str, str, str, str]] = [
        (item.part, plain.one_line(item.line), item.reason, plain.short_id(item.memory.id))
        for item in shown
    ]
    rows += [
        ("left out", plain.one_line(one.memory.memory), one.reason, plain.short_id(one.memory.id))
        for one in gone
    ]
    return plain.table(("", "memory", "why", "id"), rows, wrap=1)

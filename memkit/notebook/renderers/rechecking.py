"""Facts that were checked again, in a cell: what became of each, and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from memkit.domain.wording import counted, counted_of
from memkit.extraction.rechecking.rechecked import Outcome, Recheck, RecheckedFact
from memkit.notebook import html, plain
from memkit.notebook.html import Column
from memkit.notebook.renderers.base import MimeBundle, bundle, note_bundle, row_limit

_BADGES: Mapping[Outcome, str] = {
    "served": "add",
    "replaced": "update",
    "withdrawn": "delete",
    "waiting": "warning",
    "unchanged": "none",
}


def recheck_bundle(found: Recheck) -> MimeBundle:
    """Return what became of facts that were checked again, and what else was found."""
    if not found and not found.problems:
        return note_bundle("Nothing is stale or unsupported.")
    counts = ", ".join(f"{number:,} {outcome}" for outcome, number in found.counts.items())
    more = f"{counted(len(found.found), 'fact')} found beside them" if found.found else ""
    undo = "%memkit undo --batch ID" if found.idiom == "magic" else "m.undo(batch=...)"
    feet = [*map(plain.one_line, found.problems)]
    if found.batches:
        feet.append(f"To take a change back: {undo}; `batches` has the ids.")
    return _bundle(found, [counts, more], feet, rows=row_limit(found))


def rechecked_bundle(found: Sequence[RecheckedFact]) -> MimeBundle:
    """Return some facts that were checked again."""
    return _bundle(found, [], [], rows=row_limit())


def _bundle(
    found: Sequence[RecheckedFact], said: Sequence[str], feet: Sequence[str], *, rows: int
) -> MimeBundle:
    shown = found[:rows]
    facts = [counted_of(len(shown), len(found), "fact"), *filter(None, said)]
    lines: list[tuple[str, str, str]] = []
    cells = []
    for one in shown:
        replaced = one.now.memory if one.outcome == "replaced" and one.now is not None else ""
        cells.append(
            (
                html.badge(one.outcome, _BADGES[one.outcome]),
                html.joined(
                    [
                        html.difference(one.memory, replaced or one.memory),
                        html.aside(f"by {one.by}: {one.reason}"),
                        html.identity(one.id),
                    ]
                ),
            )
        )
        lines.append((one.outcome, plain.one_line(one.memory), plain.short_id(one.id)))
        if replaced:
            lines.append(("", f"now: {plain.one_line(replaced)}", ""))
        lines.append(("", f"by {one.by}: {plain.one_line(one.reason)}", ""))
    body = plain.table(("", "fact", "id"), lines, wrap=1) if lines else ""
    text = "\n".join(filter(None, [" - ".join(["Recheck", *facts]), body, *feet]))
    table = html.table([Column("", "fixed"), Column("fact", "wide")], cells)
    return bundle(text, html.head("Recheck", *facts), table, *map(html.foot, feet))

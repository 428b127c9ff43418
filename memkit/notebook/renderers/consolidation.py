"""What consolidation proposes, in a cell: each proposal with what it is about, and why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from memkit.domain.wording import counted, counted_of
from memkit.errors import Idiom
from memkit.extraction.consolidation.proposed import (
    Consolidation,
    ConsolidationProposal,
    Kind,
)
from memkit.notebook import html, plain
from memkit.notebook.html import Column
from memkit.notebook.renderers.base import MimeBundle, bundle, note_bundle, row_limit
from memkit.web.markup import Html

_BADGES: Mapping[Kind, str] = {"merge": "update", "contradiction": "warning", "summary": "add"}
# So much of what a proposal is about is shown.
_MOST_ABOUT = 5


def consolidation_bundle(found: Consolidation) -> MimeBundle:
    """Return proposals, and what could not be asked."""
    problems = [plain.one_line(problem) for problem in found.problems]
    if not found:
        return note_bundle(" ".join(["There is nothing to tidy up.", *problems]))
    counts = ", ".join(f"{number:,} {kind}" for kind, number in found.counts.items())
    tokens = found.usage.input_tokens + found.usage.output_tokens
    cost = f"{counted(found.usage.calls, 'call')}, {counted(tokens, 'token')}" if tokens else ""
    feet = [*problems, _advice(found.idiom)]
    return _bundle(found, [counts, cost], feet, rows=row_limit(found))


def proposals_bundle(found: Sequence[ConsolidationProposal]) -> MimeBundle:
    """Return some of the proposals."""
    return _bundle(found, [], [], rows=row_limit())


def _bundle(
    found: Sequence[ConsolidationProposal], said: Sequence[str], feet: Sequence[str], *, rows: int
) -> MimeBundle:
    shown = found[:rows]
    facts = [counted_of(len(shown), len(found), "proposal"), *filter(None, said)]
    cells = [(html.badge(one.kind, _BADGES[one.kind]), _cell(one), html.mono(one.key))
             for one in shown]  # fmt: skip
    lines: list[tuple[str, str, str]] = []
    for one in shown:
        lines.append((one.kind, plain.one_line(one.memory), one.key))
        lines += [("", line, "") for line in _about(one)]
        lines.append(("", f"by {one.by}: {plain.one_line(one.reason)}", ""))
    body = plain.table(("", "proposal", "key"), lines, wrap=1)
    columns = [Column("", "fixed"), Column("proposal", "wide"), Column("key", "fixed")]
    return bundle(
        "\n".join([" - ".join(["Consolidation", *facts]), body, *feet]),
        html.head("Consolidation", *facts),
        html.table(columns, cells),
        *map(html.foot, feet),
    )


def _cell(one: ConsolidationProposal) -> Html:
    return html.joined(
        [
            html.text(one.memory),
            *map(html.aside, _about(one)),
            html.aside(f"by {one.by}: {plain.one_line(one.reason)}"),
        ]
    )


def _about(one: ConsolidationProposal) -> Iterator[str]:
    """Yield what a proposal takes the place of, or is drawn from."""
    records = one.records if one.kind == "summary" else one.others
    head = {"merge": "instead of", "contradiction": "no longer", "summary": "from"}[one.kind]
    for record in records[:_MOST_ABOUT]:
        yield f"{head}: {plain.one_line(record.memory, 200)} ({plain.short_id(record.id)})"
    if len(records) > _MOST_ABOUT:
        yield f"and {len(records) - _MOST_ABOUT:,} more"


def _advice(idiom: Idiom) -> str:
    apply, reject = "m.apply(found[:1])", "m.reject(found[0])"
    if idiom == "magic":
        apply, reject = "%memkit consolidate --apply KEY", "--reject KEY"
    return f"Nothing is written yet: {apply}, or {reject}, which does not come back."

"""Previews in a cell: what an addition would do, and the facts that would be drawn from it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from memkit.domain.facts import Extraction
from memkit.domain.proposals import FactProposal, Near, Preview, Proposal
from memkit.domain.wording import counted, counted_of
from memkit.notebook import html, plain
from memkit.notebook.html import Column
from memkit.notebook.renderers.base import MimeBundle, bundle, row_limit
from memkit.notebook.renderers.changes import added_bundle
from memkit.notebook.renderers.facts import fact_lines, fact_parts
from memkit.web.markup import Html


def preview_bundle(proposals: Sequence[Proposal]) -> MimeBundle:
    """Return what an addition would do, with what is near beneath each memory."""
    if not proposals:
        return added_bundle([])
    shown = proposals[: row_limit()]
    said = [counted_of(len(shown), len(proposals), "proposal")]
    extraction = proposals.extraction if isinstance(proposals, Preview) else None
    said += [] if extraction is None else [_cost(extraction)]
    feet = [] if extraction is None else [plain.one_line(one) for one in extraction.problems]
    feet += [
        "Nothing is written yet: m.apply(preview) writes all of it, m.apply(preview[:1]) a part."
    ]
    columns = [Column("", "fixed"), Column("memory", "wide")]
    apart = len({item.scope for item in proposals}) > 1
    rows = [_row(item, scoped=apart) for item in shown]
    lines = [line for item in shown for line in _lines(item, scoped=apart)]
    head = " - ".join(["Preview", *said])
    return bundle(
        "\n".join([head, plain.table(("", "memory"), lines, wrap=1), *feet]),
        html.head("Preview", *said),
        html.table(columns, rows),
        *map(html.foot, feet),
    )


def _cost(found: Extraction) -> str:
    tokens = found.usage.input_tokens + found.usage.output_tokens
    return f"{counted(found.usage.calls, 'call')}, {counted(tokens, 'token')}"


def _row(item: Proposal, *, scoped: bool) -> tuple[str, str]:
    near = [html.aside(f"near: {said} ", html.bold(score)) for said, score in map(_near, item.near)]
    near = [*([html.aside(str(item.scope))] if scoped else []), *near]
    if isinstance(item, FactProposal):
        badge, parts = fact_parts(item.fact)
        return badge, html.joined([*parts, *near])
    return html.change(item.event), html.joined([_difference(item), *near])


def _difference(item: Proposal) -> Html:
    old = item.before.memory if item.before and item.event == "UPDATE" else item.memory
    return html.difference(old, item.memory)


def _lines(item: Proposal, *, scoped: bool) -> Iterator[tuple[str, str]]:
    if isinstance(item, FactProposal):
        yield from fact_lines(item.fact)
    else:
        yield item.event, plain.one_line(item.memory)
    if scoped:
        yield "", plain.one_line(str(item.scope))
    for said, score in map(_near, item.near):
        yield "", f"near: {said} {score}"


def _near(one: Near) -> tuple[str, str]:
    return plain.one_line(one.record.memory), f"{one.similarity:.2f}"

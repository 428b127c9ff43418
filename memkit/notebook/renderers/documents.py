"""Documents in a cell: what became of them, and which there are."""

from __future__ import annotations

from collections.abc import Sequence

from memkit.domain.documents import DocumentInfo, Documents, IngestedDocument, Ingestion, Outcome
from memkit.domain.wording import counted, counted_of
from memkit.notebook import html, plain
from memkit.notebook.html import Column
from memkit.notebook.renderers.base import MimeBundle, bundle, note_bundle, row_limit

_BADGES: dict[Outcome, str] = {
    "added": "add", "changed": "update", "removed": "delete", "failed": "delete",
    "empty": "none", "unchanged": "none",
}  # fmt: skip
_MOST_SKIPPED = 5


def ingestion_bundle(done: Ingestion) -> MimeBundle:
    """Return what became of the documents of a call: those that failed first."""
    notable = sorted(
        (one for one in done if one.outcome != "unchanged"),
        key=lambda one: one.outcome != "failed",
    )
    feet = []
    if done.skipped:
        names = ", ".join(plain.one_line(name) for name in done.skipped[:_MOST_SKIPPED])
        more = len(done.skipped) - _MOST_SKIPPED
        feet.append(f"No loader reads {names}{f' and {more:,} more' if more > 0 else ''}.")
    return _outcomes(notable, f"Documents - {done.summary}", feet)


def outcomes_bundle(found: Sequence[IngestedDocument]) -> MimeBundle:
    """Return what became of some documents."""
    return _outcomes(found, f"Documents - {counted(len(found), 'document')}", [])


def _outcomes(found: Sequence[IngestedDocument], head: str, feet: list[str]) -> MimeBundle:
    shown = found[: row_limit()]
    if len(shown) < len(found):
        feet = [f"{counted_of(len(shown), len(found), 'document')} shown.", *feet]
    name, _, facts = head.partition(" - ")
    rows = [(html.badge(one.outcome, _BADGES[one.outcome]), one.uri, one.said) for one in shown]
    lines = [(one.outcome, plain.one_line(one.uri), plain.one_line(one.said)) for one in shown]
    columns = [Column("", "fixed"), Column("document", "half"), Column("passages", "half")]
    return bundle(
        "\n".join([head, *([plain.table(("", "document", "passages"), lines, wrap=1)]
                           if lines else []), *feet]),
        html.head(name, facts),
        *([html.table(columns, rows)] if rows else []),
        *map(html.foot, feet),
    )  # fmt: skip


def documents_bundle(found: Documents) -> MimeBundle:
    """Return a listing of documents."""
    if not found:
        return note_bundle("No documents were read. Read some: %memkit ingest FILE")
    return document_infos_bundle(found)


def document_infos_bundle(found: Sequence[DocumentInfo]) -> MimeBundle:
    """Return some documents."""
    shown = found[: row_limit(found)]
    count = counted_of(len(shown), len(found), "document")
    lines = [
        (plain.one_line(one.title), f"{one.passages:,}", plain.time_of(one.updated_at,
         seconds=False), plain.one_line(one.uri))
        for one in shown
    ]  # fmt: skip
    header = ("title", "passages", "changed (UTC)", "where")
    columns = [
        Column("title", "half"),
        Column("passages", "number"),
        Column("changed (UTC)", "fixed", drop=True),
        Column("where", "half"),
    ]
    cells = [(html.bold(title), *rest) for title, *rest in lines]
    return bundle(
        f"Documents - {count}\n{plain.table(header, lines, right=(1,), wrap=3)}",
        html.head("Documents", count),
        html.table(columns, cells),
    )

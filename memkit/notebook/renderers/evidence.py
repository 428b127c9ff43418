"""What a memory was drawn from, in a cell: its sources, with the quotes marked in them."""

from __future__ import annotations

from collections.abc import Sequence

from memkit.domain.evidence import Evidence, SourceEvidence
from memkit.domain.wording import counted_of
from memkit.notebook import html, plain
from memkit.notebook.html import Column
from memkit.notebook.renderers.base import MimeBundle, bundle, note_bundle, row_limit
from memkit.web.markup import Html

# Characters on either side of a quote.
_AROUND = 160
_COLOURS = {True: "add", False: "delete", None: "none"}


def evidence_bundle(found: Evidence) -> MimeBundle:
    """Return the sources of a memory, with what is there of them."""
    what = plain.one_line(found.memory.memory, 80)
    if not found:
        return note_bundle(f"{what!r} names no sources.")
    return evidence_of(found, what)


def evidence_of(found: Sequence[SourceEvidence], what: str = "") -> MimeBundle:
    """Return sources, with what is there of them."""
    shown = found[: row_limit(found)]
    count = counted_of(len(shown), len(found), "source")
    rows = [
        (html.badge(one.said, _COLOURS[one.stands]), marked(one) + html.aside(str(one.source)))
        for one in shown
    ]
    lines = [
        (one.said, plain.one_line(one.quote or _text(one)), plain.short_id(_name(one)))
        for one in shown
    ]
    body = plain.table(("", "quote", "source"), lines, wrap=1)
    return bundle(
        f"Evidence{f' of {what}' if what else ''} - {count}\n{body}",
        html.head("Evidence", count, what),
        html.table([Column("", "fixed"), Column("source", "wide")], rows),
    )


def _name(one: SourceEvidence) -> str:
    return one.source.memory_id or one.source.document or ""


def _text(one: SourceEvidence) -> str:
    return "" if one.record is None else one.record.memory


def marked(one: SourceEvidence) -> Html:
    """Return the words around a quote, with the quote marked; what is known of it otherwise."""
    text = _text(one)
    if one.start is None or one.end is None:
        return html.text(text or one.quote or "")
    begin, end = max(0, one.start - _AROUND), one.end + _AROUND
    before = ("..." if begin else "") + text[begin : one.start]
    after = text[one.end : end] + ("..." if end < len(text) else "")
    said = Html("<span>{}</span>{}<span>{}</span>")
    return said.format(before, html.bold(text[one.start : one.end]), after)

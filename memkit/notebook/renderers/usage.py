"""What models consumed, and where a memory moved, in a cell."""

from __future__ import annotations

from memkit.domain.records import Usage
from memkit.domain.results import StoreReport, UsageReport
from memkit.notebook import html, plain
from memkit.notebook.html import Column
from memkit.notebook.renderers.base import MimeBundle, bundle, note_bundle


def usage_bundle(report: UsageReport) -> MimeBundle:
    """Return calls, tokens and cost of each model, and of all."""
    if not report:
        return note_bundle("No model was used yet.")
    titles = ("model", "calls", "tokens in", "tokens out", "US dollars")
    lines = [(plain.one_line(name), *_numbers(used)) for name, used in report.items()]
    if len(report) > 1:
        lines.append(("together", *_numbers(report.total)))
    columns = [Column("model", "wide"), *(Column(title, "number") for title in titles[1:])]
    text = plain.table(titles, lines, right=(1, 2, 3, 4))
    return bundle(text, html.head("Usage"), html.table(columns, lines))


def store_bundle(report: StoreReport) -> MimeBundle:
    """Return in a sentence where a memory moved."""
    return note_bundle(str(report))


def _numbers(used: Usage) -> tuple[str, str, str, str]:
    cost = "" if used.cost is None else f"{used.cost:,.4f}"
    return f"{used.calls:,}", f"{used.input_tokens:,}", f"{used.output_tokens:,}", cost

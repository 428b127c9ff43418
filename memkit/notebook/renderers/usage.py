"""What models consumed, and where a memory moved, in a cell."""

from __future__ import annotations

from collections.abc import Sequence

from memkit.domain.records import Usage
from memkit.domain.results import StoreReport, UsageReport
from memkit.domain.spending import Budget, TaskUsage, together
from memkit.domain.wording import counted
from memkit.notebook import html, plain
from memkit.notebook.html import Column
from memkit.notebook.renderers.base import MimeBundle, bundle, note_bundle
from memkit.web.markup import Html


def usage_bundle(report: UsageReport) -> MimeBundle:
    """Return what each task consumed in all processes, and each model in this one."""
    parts = [_table("In all processes", *_tasks(report.recorded))] if report.recorded else []
    if report:
        title = "In this process" if parts else "Usage"
        parts.append(_table(title, ("model", *_USED), _models(report)))
    if not parts:
        return note_bundle("No model was used yet.")
    texts, pages = zip(*parts, strict=True)
    return bundle("\n\n".join(texts), *(one for page in pages for one in page))


def task_usage_bundle(found: Sequence[TaskUsage]) -> MimeBundle:
    """Return what calls of some kinds consumed."""
    text, page = _table("Usage", *_tasks(found))
    return bundle(text, *page)


def budget_bundle(found: Budget) -> MimeBundle:
    """Return what is set, used and left."""
    rows = [
        (name, bound, used, left)
        for name, bound, used, left in (
            ("tokens", _count(found.tokens), f"{found.tokens_used:,}", _count(found.tokens_left)),
            ("US dollars", _money(found.usd), f"{found.usd_used:,.4f}", _money(found.usd_left)),
        )
    ]
    titles = ("of", "at most", "used", "left")
    notes = [f"since {found.since:%Y-%m-%d %H:%M} UTC"] if found.since else ["no bound is set"]
    if found.unpriced:
        notes.append(f"{counted(found.unpriced, 'call')} without a price")
    notes += [found.spent] if found.spent else []
    columns = [Column("of", "wide"), *(Column(title, "number") for title in titles[1:])]
    text = plain.table(titles, rows, right=(1, 2, 3))
    return bundle(
        "\n".join(["Budget", text, *notes]),
        html.head("Budget", *notes[:1]),
        html.table(columns, rows),
        html.foot(" ".join(notes[1:])),
    )


def store_bundle(report: StoreReport) -> MimeBundle:
    """Return in a sentence where a memory moved."""
    return note_bundle(str(report))


_USED = ("calls", "tokens in", "tokens out", "US dollars")


def _table(
    title: str, titles: Sequence[str], lines: Sequence[tuple[str, ...]]
) -> tuple[str, list[Html]]:
    """Return rows as text and as HTML: words first, then numbers."""
    words = len(titles) - sum(one in (*_USED, "seconds") for one in titles)
    columns = [Column(one, "wide" if n < words else "number") for n, one in enumerate(titles)]
    text = plain.table(titles, lines, right=tuple(range(words, len(titles))))
    return f"{title}\n{text}", [html.head(title), html.table(columns, lines)]


def _models(report: UsageReport) -> list[tuple[str, ...]]:
    lines: list[tuple[str, ...]] = [
        (plain.one_line(name), *_numbers(used)) for name, used in report.items()
    ]
    return [*lines, ("together", *_numbers(report.total))] if len(lines) > 1 else lines


def _tasks(found: Sequence[TaskUsage]) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    lines = [
        (one.task, plain.one_line(one.model), plain.one_line(one.derivation or ""), *_timed(one))
        for one in found
    ]
    if len(lines) > 1:
        lines.append(("together", "", "", *_timed(together(found))))
    return ("task", "model", "derivation", *_USED, "seconds"), lines


def _timed(one: TaskUsage) -> tuple[str, ...]:
    *numbers, cost = _numbers(one.usage)
    known = f"{cost} (not of {one.unpriced:,})" if cost and one.unpriced else cost
    return (*numbers, known, f"{one.seconds:,.1f}")


def _numbers(used: Usage) -> tuple[str, str, str, str]:
    cost = "" if used.cost is None else f"{used.cost:,.4f}"
    return f"{used.calls:,}", f"{used.input_tokens:,}", f"{used.output_tokens:,}", cost


def _count(number: int | None) -> str:
    return "any" if number is None else f"{number:,}"


def _money(amount: float | None) -> str:
    return "any" if amount is None else f"{amount:,.4f}"

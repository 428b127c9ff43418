"""How much a store finds, in a cell: the number, and what its settings make of it."""

from __future__ import annotations

from memkit.domain.recall import RecallReport, Trial, TuneReport
from memkit.domain.wording import counted, rounded
from memkit.errors import in_idiom
from memkit.notebook import html, plain
from memkit.notebook.html import Column
from memkit.notebook.renderers.base import MimeBundle, bundle
from memkit.web.markup import Html

_TITLES = ("recall", "95 %", "ms a search", "times")


def recall_bundle(report: RecallReport) -> MimeBundle:
    """Return what was measured, and what broader searches gave."""
    return _measured(report, chosen=report.stands, said=report.better and f"{report.better}.")


def tune_bundle(report: TuneReport) -> MimeBundle:
    """Return what was tried, and what was set."""
    return _measured(report.before, chosen=report.after.stands, said=report.said(report.idiom))


def _measured(report: RecallReport, *, chosen: Trial, said: str) -> MimeBundle:
    trials = sorted({report.stands, *report.tried}, key=lambda one: one.breadth or 0)
    titles = (report.option or "search", *_TITLES)
    rows, lines = [], []
    for one in trials:
        name = _name(report, one)
        found, *cells = one.cells
        cells.append(f"{one.ms / report.ms if report.ms else 1:.1f}")
        state = _state(one, report.stands, chosen)
        rows.append(
            (
                html.bold(name) if one == chosen else name,
                html.bold(found) if one == chosen else found,
                html.fill(one.recall, found),
                *cells,
                html.badge(state, "update" if one == chosen else "none") if state else Html(),
            )
        )
        lines.append((name, found, *cells, state))
    columns = [
        Column(titles[0], "fixed"),
        Column("recall", "number"),
        Column("", "filled", drop=True),
        Column("95 %", "fixed", drop=True),
        Column("ms a search", "number"),
        Column("times", "number", drop=True),
        Column("", "fixed"),
    ]
    sampled = f"{counted(report.queries, 'query')} among {counted(report.memories)}"
    facts = (f"store {report.store}", f"space {report.space}", sampled)
    heading = f"recall@{report.k} {rounded(chosen.recall)}"
    text = plain.table((*titles, ""), lines, right=(1, 3, 4))
    foot = said if said else _lonely(report)
    return bundle(
        "\n".join([" - ".join([heading, *facts]), text, *([foot] if foot else [])]),
        html.head(heading, *facts),
        html.table(columns, rows),
        *([html.foot(foot)] if foot else []),
    )


def _name(report: RecallReport, one: Trial) -> str:
    if report.option is None:
        return "all vectors" if report.exact else "as it is"
    return "the engine's choice" if one.breadth is None else f"{one.breadth:,}"


def _state(one: Trial, stood: Trial, chosen: Trial) -> str:
    if one == chosen:
        return "now"
    return "before" if one == stood else ""


def _lonely(report: RecallReport) -> str:
    """Return what to know where there is nothing to compare with."""
    if report.exact:
        return "This store compares all vectors."
    return "" if report.option is not None else in_idiom(report.advice, "magic")

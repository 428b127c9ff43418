"""Background jobs in a cell: how far they are, and what can be done with them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from memkit.concurrency.jobs import BackgroundJob, State
from memkit.domain.wording import counted
from memkit.notebook import html, plain
from memkit.notebook.html import Column
from memkit.notebook.renderers.base import MimeBundle, bundle, note_bundle

_BADGES: dict[State, str] = {
    "waiting": "none",
    "running": "update",
    "done": "add",
    "failed": "delete",
    "cancelled": "warning",
    "interrupted": "warning",
}


def job_bundle(job: BackgroundJob[Any]) -> MimeBundle:
    """Return what a job made, if it is done and a cell can show that; else how far it is."""
    shown = getattr(job.result, "_repr_mimebundle_", None)
    made: MimeBundle | None = shown() if job.state == "done" and shown is not None else None
    return jobs_bundle([job]) if made is None else made


def jobs_bundle(jobs: Sequence[BackgroundJob[Any]]) -> MimeBundle:
    """Return jobs, one a row."""
    if not jobs:
        return note_bundle("Nothing goes on in the background.")
    columns = [
        Column("job", "fixed"),
        Column("of", "fixed"),
        Column("done", "number"),
        Column("", "filled", drop=True),
        Column("seconds", "number", drop=True),
        Column("", "fixed"),
        Column("", "wide"),
    ]
    rows, lines = [], []
    for job in jobs:
        far, said = _far(job), plain.one_line(job.about)
        rows.append(
            (
                job.kind,
                html.bold(job.name),
                far,
                "" if job.share is None else html.fill(job.share, far),
                f"{job.seconds:,.1f}",
                html.badge(job.state, _BADGES[job.state]),
                said,
            )
        )
        lines.append((job.kind, job.name, far, f"{job.seconds:,.1f}", job.state, said))
    header = ("job", "of", "done", "seconds", "state", "")
    return bundle(
        f"Jobs - {len(jobs)}\n{plain.table(header, lines, right=(2, 3), wrap=5)}",
        html.head("Jobs", counted(len(jobs), "job")),
        html.table(columns, rows),
        html.foot("Stop one: %memkit jobs --cancel NAME. Go on with one: --resume NAME."),
    )


def _far(job: BackgroundJob[Any]) -> str:
    total = "" if job.total is None else f" of {job.total:,}"
    return f"{job.completed:,}{total} {job.unit}"

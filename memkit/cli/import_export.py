"""The commands that move memories in and out: import and export."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from memkit.cli import show
from memkit.cli.options import (
    FLAG,
    Agent,
    App,
    Database,
    Embedder,
    Json,
    Run,
    Store,
    User,
    Where,
    scope_ids,
)
from memkit.cli.output import Output
from memkit.cli.session import opened
from memkit.domain.wording import counted


def import_(
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE",
            help="A file of JSON, JSONL, CSV or Parquet.",
            dir_okay=False,
            show_default=False,
        ),
    ],
    user: User = None,
    agent: Agent = None,
    app: App = None,
    run: Run = None,
    strict: Annotated[
        bool,
        typer.Option(
            "--strict", metavar=FLAG, help="Import nothing if one line is bad.", show_default=False
        ),
    ] = False,
    embedder: Embedder = None,
    store: Store = None,
    db: Database = None,
    as_json: Json = False,
) -> None:
    """Store the memories of a JSON, JSONL, CSV or Parquet file.

    Of memkit, of mem0, an export of ChatGPT, a table. An object or a row has
    its text in "memory", "text" or "content", and may have user_id, agent_id,
    app_id, run_id, metadata and times; the options below say whose those are
    that have no such id. An empty cell is not given. Bad lines are reported
    on stderr with their numbers and the rest is imported (exit code 0); with
    --strict nothing is (exit code 1). Repeating an import stores nothing twice.

    Examples:
      memkit import dump.jsonl
      memkit import notes.json --user alice --strict
    """
    out = Output(as_json)
    with opened(out, db, new=True, embedder=embedder, store=store) as memory:
        scope = scope_ids(user, agent, app, run)
        report = memory.import_(file, **scope, strict=strict, progress=out.progress)
    if out.as_json:
        out.document(show.import_fields(report))
    else:
        show.imported(out, report, file=str(file))


def export(
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE",
            help="The file to write; replaced if it is there.",
            dir_okay=False,
            show_default=False,
        ),
    ],
    user: User = None,
    agent: Agent = None,
    app: App = None,
    run: Run = None,
    where: Where = None,
    history: Annotated[
        bool,
        typer.Option(
            "--history", metavar=FLAG, help="Write all changes instead.", show_default=False
        ),
    ] = False,
    db: Database = None,
    as_json: Json = False,
) -> None:
    """Write memories to a JSONL file, one a line.

    `memkit import` takes them back with ids, times, replies and ratings.
    With --history every change is written, and a new memory can import it.
    Without a scope and a filter, all memories are written.

    Examples:
      memkit export backup.jsonl
      memkit export all.jsonl --history
      memkit export home.jsonl --user alice --where "category = 'home'"
    """
    out = Output(as_json)
    with opened(out, db) as memory:
        scope = scope_ids(user, agent, app, run)
        count = memory.export(file, **scope, where=where, history=history, progress=out.progress)
    if out.as_json:
        out.document({"path": str(file), "count": count})
    else:
        what = counted(count, "line") if history else counted(count)
        out.screen.say(f"Wrote {what} to {file}.")

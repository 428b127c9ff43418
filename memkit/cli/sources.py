"""The commands on where memories come from, and on taking changes back."""

from __future__ import annotations

from typing import Annotated

import typer

from memkit.cli import show
from memkit.cli.options import (
    FLAG,
    Agent,
    App,
    AsOf,
    Cursor,
    Database,
    Json,
    Limit,
    Run,
    User,
    Where,
    moment,
    scope_ids,
)
from memkit.cli.output import Output
from memkit.cli.session import opened

_ID = typer.Argument(metavar="ID", help="A memory's id, or the end of it.", show_default=False)


def evidence(
    id: Annotated[str, _ID],
    as_of: AsOf = None,
    db: Database = None,
    as_json: Json = False,
) -> None:
    """Print what a memory was drawn from, and if the quotes still stand.

    A quote that stands is in the text of its source as that is now; where, is
    told in characters. A source that is gone was deleted.

    Examples:
      memkit evidence 0198c0de-7a3b-7c1f-9a54-2f9c1e7a0b11
      memkit evidence 0198c0de-7a3b-7c1f-9a54-2f9c1e7a0b11 --json
    """
    out = Output(as_json)
    with opened(out, db) as memory:
        source = memory if as_of is None else memory.as_of(moment(as_of))
        found = source.evidence(id)
    if out.as_json:
        out.document({"id": found.memory.id, "evidence": [show.evidence_fields(e) for e in found]})
    else:
        show.evidence(out.screen, found)


def stale(
    user: User = None,
    agent: Agent = None,
    app: App = None,
    run: Run = None,
    where: Where = None,
    limit: Limit = 20,
    cursor: Cursor = None,
    db: Database = None,
    as_json: Json = False,
) -> None:
    """Print memories that are not served, for a source of theirs changed.

    They are served again when the source says again what was read.
    `memkit evidence` shows what became of the source.

    Examples:
      memkit stale --user alice
      memkit stale --json
    """
    out = Output(as_json)
    scope = scope_ids(user, agent, app, run)
    with opened(out, db) as memory:
        page = memory.stale(**scope, where=where, limit=limit, cursor=cursor)
        if out.as_json:
            records = [record.model_dump(mode="json") for record in page]
            out.document({"memories": records, "cursor": page.cursor, "total": page.total})
        elif page:
            show.page(out.screen, page, total=page.total or len(page))
        else:
            out.screen.say("No memory is stale.")


def undo(
    seq: Annotated[
        int | None,
        typer.Argument(metavar="[EVENT]", help="The number of an event.", show_default=False),
    ] = None,
    batch: Annotated[
        str | None,
        typer.Option(
            "--batch", metavar="ID", help="All that a call did, by the batch_id of its events."
        ),
    ] = None,
    cascade: Annotated[
        bool,
        typer.Option(
            "--cascade",
            metavar=FLAG,
            help="Delete what was drawn from an addition with it, too.",
            show_default=False,
        ),
    ] = False,
    db: Database = None,
    as_json: Json = False,
) -> None:
    """Bring a memory back to the state before an event, or undo a call.

    `memkit history ID` prints the numbers of events; with --json also the
    batch_id of the call. An undoing is an event, and can be undone itself.

    Examples:
      memkit undo 2
      memkit undo 3 --cascade
    """
    out = Output(as_json)
    with opened(out, db) as memory:
        done = memory.undo(seq, batch=batch, cascade=cascade)
    results = done if isinstance(done, list) else [done]
    if out.as_json:
        out.document({"results": [result.model_dump(mode="json") for result in results]})
    else:
        show.results(out.screen, results)

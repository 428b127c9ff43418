"""The commands that measure how much a store finds, and have it find more."""

from __future__ import annotations

from typing import Annotated

import typer

from memkit.cli import show
from memkit.cli.options import Agent, App, Database, Json, Run, Store, User, Where, scope_ids
from memkit.cli.output import Output
from memkit.cli.session import opened

NOT_REACHED = 3

Space = Annotated[
    str | None,
    typer.Option("--space", "-s", metavar="NAME", help="The embedding space; else the default."),
]
Neighbours = Annotated[
    int, typer.Option("--k", "-k", metavar="N", min=1, help="How many neighbours count.")
]
Sample = Annotated[int, typer.Option("--sample", metavar="N", min=1, help="Of how many memories.")]


def recall(
    space: Space = None,
    k: Neighbours = 10,
    sample: Sample = 100,
    where: Where = None,
    user: User = None,
    agent: Agent = None,
    app: App = None,
    run: Run = None,
    store: Store = None,
    db: Database = None,
    as_json: Json = False,
) -> None:
    """Measure how much of the exact nearest neighbours the store finds.

    Some of the memories are searched for by their own vectors, and the answers
    compared with all vectors. Below 0.99 broader searches are tried, too, where
    the store has a setting for it, which is left as it was.

    Examples:
      memkit recall --store local
      memkit recall --k 20 --sample 500
    """
    out = Output(as_json)
    with opened(out, db, store=store) as memory:
        report = memory.check_recall(
            space,
            **scope_ids(user, agent, app, run),
            where=where,
            k=k,
            sample=sample,
            progress=out.progress,
        )
    if out.as_json:
        out.document(report.to_dict())
    else:
        show.recall(out.screen, report, chosen=report.stands, said=str(report))


def tune(
    target: Annotated[
        float,
        typer.Argument(
            metavar="[RECALL]", help="How much it must find, above 0 and at most 1.", min=0, max=1
        ),
    ] = 0.99,
    space: Space = None,
    k: Neighbours = 10,
    sample: Sample = 100,
    store: Store = None,
    db: Database = None,
    as_json: Json = False,
) -> None:
    """Find the least breadth with which the store finds enough, and keep it.

    Whoever opens the memory with this store from now on searches as broadly.
    Exits with 3 if no breadth is enough; then nothing is changed.

    Examples:
      memkit tune 0.99 --store local
      memkit tune 0.95 --k 5
    """
    out = Output(as_json)
    with opened(out, db, store=store) as memory:
        report = memory.tune(space, recall=target, k=k, sample=sample, progress=out.progress)
    if out.as_json:
        out.document(report.to_dict())
    else:
        said = report.said("command")
        show.recall(out.screen, report.before, chosen=report.after.stands, said=said)
    if not report.reached:
        raise typer.Exit(NOT_REACHED)

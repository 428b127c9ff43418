"""The commands that tidy facts up."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import typer

from memkit.cli import show, show_tidying
from memkit.cli.options import (
    FLAG,
    Agent,
    App,
    Database,
    Json,
    Model,
    Run,
    User,
    Where,
    scope_ids,
)
from memkit.cli.output import Output
from memkit.cli.session import opened

_WHAT = "What is looked for"
_DO = "What is done"

# The same values as memkit.extraction.consolidation has, which costs an import of numpy.
Grouping = Literal["day", "week", "conversation"]


def recheck(
    user: User = None,
    agent: Agent = None,
    app: App = None,
    run: Run = None,
    where: Where = None,
    llm: Model = None,
    db: Database = None,
    as_json: Json = False,
) -> None:
    """Check again the facts that are stale or unsupported.

    A fact whose quote stands in its message as it is now is served again.
    Otherwise the LLM reads a changed message anew: what it says now takes the
    fact's place, or the fact is withdrawn. Without an LLM such facts wait.

    Examples:
      memkit recheck
      memkit recheck --user alice --json
    """
    out = Output(as_json)
    with opened(out, db, llm=llm) as memory:
        found = memory.recheck(**scope_ids(user, agent, app, run), where=where)
    if out.as_json:
        out.document(show_tidying.recheck_fields(found))
    else:
        show_tidying.recheck(out, found)


def consolidate(
    user: User = None,
    agent: Agent = None,
    app: App = None,
    run: Run = None,
    kind: Annotated[
        list[str] | None,
        typer.Option(
            "--kind",
            metavar="KIND",
            help="merge, contradiction or summary; may be repeated.",
            rich_help_panel=_WHAT,
        ),
    ] = None,
    older_than: Annotated[
        str,
        typer.Option(
            "--older-than",
            metavar="AGE",
            help="How old an episode is that is summed up.",
            rich_help_panel=_WHAT,
        ),
    ] = "90d",
    by: Annotated[
        Grouping,
        typer.Option(
            "--by",
            metavar="WHAT",
            help="What belongs to an episode: day, week or conversation.",
            rich_help_panel=_WHAT,
        ),
    ] = "week",
    apply: Annotated[
        list[str] | None,
        typer.Option(
            "--apply",
            metavar="KEY",
            help="Carry out the proposal with this key; may be repeated.",
            rich_help_panel=_DO,
        ),
    ] = None,
    apply_all: Annotated[
        bool,
        typer.Option(
            "--apply-all",
            metavar=FLAG,
            help="Carry out all proposals.",
            show_default=False,
            rich_help_panel=_DO,
        ),
    ] = False,
    reject: Annotated[
        list[str] | None,
        typer.Option(
            "--reject",
            metavar="KEY",
            help="See to it that this one does not come back.",
            rich_help_panel=_DO,
        ),
    ] = None,
    llm: Model = None,
    db: Database = None,
    as_json: Json = False,
) -> None:
    """Propose merges, contradictions and summaries of old episodes.

    Nothing is written unless --apply or --reject names a proposal by its key,
    which stays the same as long as its memories do. Without an LLM there are
    no summaries, and contradictions as far as rules tell. Nothing is deleted:
    `memkit undo` takes back what was applied.

    Examples:
      memkit consolidate --user alice
      memkit consolidate --kind merge --apply-all --json
    """
    out = Output(as_json)
    options: dict[str, Any] = {**scope_ids(user, agent, app, run), "older_than": older_than}
    if kind:
        options["kinds"] = kind
    with opened(out, db, llm=llm) as memory:
        found = memory.consolidate(**options, by=by)
        refused = found.only(*reject) if reject else []
        keys = {one.key for one in refused}
        accepted = [one for one in found if one.key not in keys] if apply_all else []
        if apply and not apply_all:
            accepted = list(found.only(*apply))
        done = [*memory.reject(refused), *memory.apply(accepted)] if refused or accepted else None
    if out.as_json:
        fields = show_tidying.consolidation_fields(found)
        results = None if done is None else [one.model_dump(mode="json") for one in done]
        out.document({**fields, "results": results})
    elif done is None:
        show_tidying.consolidation(out, found)
    else:
        show.results(out.screen, done)

"""The commands that tidy facts up."""

from __future__ import annotations

from memkit.cli import show_tidying
from memkit.cli.options import Agent, App, Database, Json, Model, Run, User, Where, scope_ids
from memkit.cli.output import Output
from memkit.cli.session import opened


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

"""The command that prints what is remembered as a block for a prompt."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from memkit.cli import show
from memkit.cli.follow_ups import History, Rewrite, rewriting
from memkit.cli.options import (
    FLAG,
    WHICH,
    Agent,
    App,
    Database,
    HeldAt,
    Json,
    MemoryKind,
    Model,
    Run,
    Tokens,
    User,
    When,
    Where,
    scope_ids,
)
from memkit.cli.output import Output
from memkit.cli.session import opened

if TYPE_CHECKING:
    from memkit.domain.prompt_context import Context


def context(
    query: Annotated[
        str, typer.Argument(metavar="QUERY", help="A question, or the last message of a chat.")
    ],
    user: User = None,
    agent: Agent = None,
    app: App = None,
    run: Run = None,
    tokens: Tokens = 800,
    where: Where = None,
    kind: MemoryKind = "all",
    valid_at: HeldAt = None,
    when: When = "prefer",
    rewrite: Rewrite = False,
    history: History = None,
    space: Annotated[
        str | None,
        typer.Option(
            "--space",
            metavar="NAME",
            help="The embedding space; the default one if not given.",
            rich_help_panel=WHICH,
        ),
    ] = None,
    model: Annotated[
        str | None,
        typer.Option("--model", metavar="NAME", help="The model whose tokens are counted."),
    ] = None,
    why: Annotated[
        bool,
        typer.Option(
            "--why",
            metavar=FLAG,
            help="Say why each memory is in it, and what was left out.",
            show_default=False,
        ),
    ] = False,
    llm: Model = None,
    db: Database = None,
    as_json: Json = False,
) -> None:
    """Print what is remembered of a query as a block for a prompt.

    The best facts, messages and notes, each with its date and who said it,
    within a budget of tokens. What no longer holds comes last and says so.
    The block carries a mark: no facts are drawn from it when it comes back.

    Examples:
      memkit context "where does she live?" --user alice
      memkit context "plans for summer" -u alice --tokens 300 --why
    """
    out = Output(as_json)
    scope = scope_ids(user, agent, app, run)
    with opened(out, db, llm=llm) as memory:
        found = memory.context(
            query, **scope, tokens=tokens, where=where, kind=kind, valid_at=valid_at, space=space,
            model=model, when=when, **rewriting(rewrite, history),
        )  # fmt: skip
        total = None if found else memory.count(**scope)
    if out.as_json:
        out.document(_document(found))
    elif total is not None:
        show.nothing_found(out.screen, query, scope, total=total, past=False)
    else:
        out.screen.say(str(found))
        if why:
            show.why_in_context(out.screen, found)


def _document(found: Context) -> dict[str, Any]:
    return {
        "query": found.query,
        "text": found.text,
        "tokens": found.tokens,
        "budget": found.budget,
        "counted_by": found.counted_by,
        "items": [
            {"id": item.memory.id, "part": item.part, "line": item.line, "reason": item.reason,
             "relevance": item.relevance, "cut": item.cut}
            for item in found
        ],
        "rewritten": None if found.rewritten is None else found.rewritten.text,
        "times": found.times,
        "left_out": [
            {"id": one.memory.id, "memory": one.memory.memory, "reason": one.reason}
            for one in found.left_out
        ],
    }  # fmt: skip

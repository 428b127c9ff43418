"""The command that answers a question from what is remembered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from memkit.cli import show
from memkit.cli.follow_ups import History, Rewrite, rewriting
from memkit.cli.options import (
    FLAG,
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
    from memkit.domain.answers import Answer


def ask(
    query: Annotated[str, typer.Argument(metavar="QUESTION", help="A question.")],
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
    llm: Model = None,
    quote: Annotated[
        bool,
        typer.Option(
            "--quote",
            metavar=FLAG,
            help="Quote memories, although there is an LLM.",
            show_default=False,
        ),
    ] = False,
    db: Database = None,
    as_json: Json = False,
) -> None:
    """Answer a question from what is remembered, each sentence with its source.

    An LLM writes the sentences; those that its sources do not say are left
    out. Without an LLM, the nearest sentences are quoted. If nothing that is
    remembered answers, it says so.

    Examples:
      memkit ask "Where does Ana live?" --user ana
      memkit ask "What is she allergic to?" -u ana --quote --json
    """
    out = Output(as_json)
    scope = scope_ids(user, agent, app, run)
    with opened(out, db, llm=llm) as memory:
        found = memory.ask(
            query,
            **scope,
            tokens=tokens,
            where=where,
            kind=kind,
            valid_at=valid_at,
            quote=quote,
            when=when,
            **rewriting(rewrite, history),
        )
    if out.as_json:
        out.document(_document(found))
    else:
        show.answer(out.screen, found)


def _document(found: Answer) -> dict[str, Any]:
    return {
        "query": found.query,
        "answer": found.answer,
        "known": found.known,
        "citations": [
            {"number": one.number, "id": one.memory.id, "memory": one.memory.memory,
             "start": one.start, "end": one.end, "quote": one.quote}
            for one in found.citations
        ],
        "unsupported": [
            {"text": one.text, "reason": one.reason} for one in found.unsupported
        ],
        "rewritten": None if found.rewritten is None else found.rewritten.text,
        "times": found.context.times,
        "model": found.model,
        "usage": found.usage.model_dump(mode="json"),
    }  # fmt: skip

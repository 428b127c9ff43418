"""The commands that read: search, list and history."""

from __future__ import annotations

from typing import Annotated

import typer

from memkit.cli import show
from memkit.cli.follow_ups import History, Rewrite, rewriting
from memkit.cli.options import (
    FLAG,
    WHICH,
    Agent,
    App,
    AsOf,
    Cursor,
    Database,
    Json,
    Limit,
    MemoryKind,
    Mode,
    Model,
    Run,
    Store,
    User,
    ValidAt,
    When,
    Where,
    moment,
    scope_ids,
    weights,
)
from memkit.cli.output import Output
from memkit.cli.session import opened

_RANKING = "Ranking"


def search(
    query: Annotated[str, typer.Argument(metavar="QUERY", help="A question, or words.")],
    user: User = None,
    agent: Agent = None,
    app: App = None,
    run: Run = None,
    where: Where = None,
    kind: MemoryKind = "all",
    valid_at: ValidAt = "now",
    when: When = "ignore",
    rewrite: Rewrite = False,
    history: History = None,
    llm: Model = None,
    as_of: AsOf = None,
    k: Annotated[
        int, typer.Option("--k", "-k", metavar="N", help="How many at most.", rich_help_panel=WHICH)
    ] = 10,
    threshold: Annotated[
        float | None,
        typer.Option(
            "--threshold", metavar="SCORE", help="The least score.", rich_help_panel=WHICH
        ),
    ] = None,
    also: Annotated[
        list[str] | None,
        typer.Option(
            "--also",
            metavar="QUERY",
            help="Another wording, repeatable; the answers are fused.",
            rich_help_panel=_RANKING,
        ),
    ] = None,
    mode: Annotated[
        Mode,
        typer.Option(
            "--mode", metavar="MODE", help="hybrid, vector or text.", rich_help_panel=_RANKING
        ),
    ] = "hybrid",
    space: Annotated[
        str | None,
        typer.Option(
            "--space",
            metavar="NAME",
            help="The embedding space; the default one if not given.",
            rich_help_panel=_RANKING,
        ),
    ] = None,
    context: Annotated[
        float | None,
        typer.Option(
            "--context",
            metavar="SHARE",
            help="Of a message's score the next one has at least so much; 0 for nothing.",
            rich_help_panel=_RANKING,
        ),
    ] = None,
    role_weight: Annotated[
        list[str] | None,
        typer.Option(
            "--role-weight",
            metavar="ROLE=SHARE",
            help="How much messages of a role count, e.g. assistant=0.5; assistant=1 for fully.",
            rich_help_panel=_RANKING,
        ),
    ] = None,
    no_late_interaction: Annotated[
        bool,
        typer.Option(
            "--no-late-interaction",
            metavar=FLAG,
            help="Don't compare the best candidates word by word.",
            show_default=False,
            rich_help_panel=_RANKING,
        ),
    ] = False,
    recency: Annotated[
        str | None,
        typer.Option(
            "--recency",
            metavar="TIME",
            help="Prefer new ones: the half-life of a score, e.g. 30d.",
            rich_help_panel=_RANKING,
        ),
    ] = None,
    rerank: Annotated[
        bool,
        typer.Option(
            "--rerank",
            metavar=FLAG,
            help="Give the reranker of the settings the last word.",
            show_default=False,
            rich_help_panel=_RANKING,
        ),
    ] = False,
    reranker: Annotated[
        str | None,
        typer.Option(
            "--reranker",
            metavar="NAME",
            help="Give this one the last word.",
            rich_help_panel=_RANKING,
        ),
    ] = None,
    explain: Annotated[
        bool,
        typer.Option(
            "--explain",
            metavar=FLAG,
            help="Show what each score was made from.",
            show_default=False,
            rich_help_panel=_RANKING,
        ),
    ] = False,
    store: Store = None,
    db: Database = None,
    as_json: Json = False,
) -> None:
    """Find the memories that answer a question, best first.

    By meaning and by words (--mode hybrid), in every scope if none is given.
    Beside the score stands when it was true, or else when it was stored.
    What no longer holds, or was superseded, is found with --valid-at any, and
    says so. What is stale, proposed, rejected or unsupported is found by a
    filter that names `withheld`. What is hardly closer to the question than
    unrelated texts are is faint; a line says so if nothing is closer.

    Examples:
      memkit search "where does she live?" --user alice
      memkit search "plans for summer" --also "holidays" -u alice -k 3 --explain
      memkit search tiles --where "created_at >= '2025-01-01'" --mode text
    """
    out = Output(as_json)
    scope = scope_ids(user, agent, app, run)
    with opened(out, db, store=store, reranker=reranker, llm=llm) as memory:
        source = memory if as_of is None else memory.as_of(moment(as_of))
        hits = source.search(
            [query, *also] if also else query,
            **scope,
            k=k,
            where=where,
            kind=kind,
            valid_at=None if valid_at == "any" else valid_at,
            mode=mode,
            space=space,
            context=context,
            role_weights=weights(role_weight),
            late_interaction=not no_late_interaction,
            recency=recency,
            rerank=rerank or reranker is not None,
            threshold=threshold,
            explain=explain,
            when=when,
            **rewriting(rewrite, history),
        )
        if out.as_json:
            found = [hit.model_dump(mode="json") for hit in hits]
            out.document(
                {
                    "query": hits.query,
                    "space": hits.space,
                    "rewritten": None if hits.rewritten is None else hits.rewritten.text,
                    "times": hits.times,
                    "weak": hits.weak,
                    "hits": found,
                }
            )
        elif hits:
            show.hits(out.screen, hits, explain=explain)
        else:
            past = as_of is not None
            show.nothing_found(out.screen, query, scope, total=source.count(**scope), past=past)


def list_(
    user: User = None,
    agent: Agent = None,
    app: App = None,
    run: Run = None,
    where: Where = None,
    as_of: AsOf = None,
    limit: Limit = 20,
    cursor: Cursor = None,
    db: Database = None,
    as_json: Json = False,
) -> None:
    """Print memories in the order in which they were stored, a page at a time.

    The date is when it was true, or else when it was stored; below the text
    stand the id, whose it is, and its metadata.

    Examples:
      memkit list --user alice
      memkit list --where "expires_at exists" --limit 5
      memkit list -u alice --as-of 2025-03-01 --json
    """
    out = Output(as_json)
    scope = scope_ids(user, agent, app, run)
    with opened(out, db) as memory:
        source = memory if as_of is None else memory.as_of(moment(as_of))
        page = source.get_all(**scope, where=where, limit=limit, cursor=cursor)
        total = source.count(**scope, where=where)
        if out.as_json:
            records = [record.model_dump(mode="json") for record in page]
            out.document({"memories": records, "cursor": page.cursor, "total": total})
        elif page:
            show.page(out.screen, page, total=total)
        else:
            at_end, past = cursor is not None, as_of is not None
            show.nothing_listed(out.screen, scope, where=where, at_end=at_end, past=past)


def history(
    id: Annotated[
        str,
        typer.Argument(metavar="ID", help="A memory's id, or the end of it.", show_default=False),
    ],
    db: Database = None,
    as_json: Json = False,
) -> None:
    """Print what happened to a memory, oldest first; also to a deleted one.

    Each change has the number of its event, its time in UTC, and the text
    before (-) and after (+). `memkit list` and `memkit search` print ids.

    Examples:
      memkit history 0198c0de-7a3b-7c1f-9a54-2f9c1e7a0b11
      memkit history 0198c0de-7a3b-7c1f-9a54-2f9c1e7a0b11 --json
    """
    out = Output(as_json)
    with opened(out, db) as memory:
        events = memory.history(id)
    if out.as_json:
        out.document({"id": events[0].memory_id, "events": [show.event_fields(e) for e in events]})
    else:
        show.history(out.screen, events)

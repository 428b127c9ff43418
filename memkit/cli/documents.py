"""The commands that read documents, list them and forget them."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any, cast

import typer

from memkit.cli import show
from memkit.cli.options import FLAG, Agent, App, Database, Json, Run, User, scope_ids
from memkit.cli.output import GAP, Output, Screen, one_line
from memkit.cli.session import opened
from memkit.domain.wording import counted

if TYPE_CHECKING:
    from memkit.domain.documents import Documents, IngestedDocument, Ingestion

_DIM = "bright_black"
_STYLES = {"added": "green", "changed": "blue", "removed": "red", "failed": "red",
           "empty": "bright_black", "unchanged": "bright_black"}  # fmt: skip
_WIDEST = len("unchanged")


def ingest(
    source: Annotated[
        list[str],
        typer.Argument(
            metavar="SOURCE...", help="Files, folders, patterns such as 'docs/**/*.md', addresses."
        ),
    ],
    user: User = None,
    agent: Agent = None,
    app: App = None,
    run: Run = None,
    sync: Annotated[
        bool,
        typer.Option(
            "--sync",
            metavar=FLAG,
            help="Remove the documents that are gone from the source.",
            show_default=False,
        ),
    ] = False,
    force: Annotated[
        bool,
        typer.Option(
            "--force",
            metavar=FLAG,
            help="Read documents that are unchanged, too.",
            show_default=False,
        ),
    ] = False,
    tokens: Annotated[
        int, typer.Option("--tokens", metavar="N", help="The most tokens of a passage.")
    ] = 800,
    loader: Annotated[
        str | None,
        typer.Option("--loader", metavar="NAME", help="Who reads; else the one that fits each."),
    ] = None,
    quiet: Annotated[
        bool,
        typer.Option("--quiet", "-q", metavar=FLAG, help="No progress.", show_default=False),
    ] = False,
    db: Database = None,
    as_json: Json = False,
) -> None:
    """Read documents, and keep their passages as memories.

    What was read before and is unchanged is passed over. What can't be read
    is told of, and the rest goes on. `memkit undo --batch` takes one document
    back.

    Examples:
      memkit ingest handbook.md notes/ --user alice
      memkit ingest docs --app wiki --sync
    """
    out = Output(as_json)
    scope = scope_ids(user, agent, app, run)
    with opened(out, db, new=True) as memory:
        found = memory.ingest(
            source, **scope, sync=sync, force=force, tokens=tokens, overlap=min(80, tokens // 4),
            loader=loader, progress=not (quiet or as_json),
        )  # fmt: skip
    # It was waited for.
    done = cast("Ingestion", found)
    if out.as_json:
        out.document(_document(done))
    else:
        _ingestion(out.screen, done)


def sources(
    user: User = None,
    agent: Agent = None,
    app: App = None,
    run: Run = None,
    db: Database = None,
    as_json: Json = False,
) -> None:
    """Print the documents that were read.

    Examples:
      memkit sources
      memkit sources --user alice --json
    """
    out = Output(as_json)
    with opened(out, db) as memory:
        found = memory.sources(**scope_ids(user, agent, app, run))
    if out.as_json:
        rows = [{**asdict(one), "updated_at": one.updated_at.isoformat()} for one in found]
        out.document({"sources": rows})
    else:
        _sources(out.screen, found)


def forget_source(
    uri: Annotated[str, typer.Argument(metavar="SOURCE", help="Its URI, or the path of its file.")],
    user: User = None,
    agent: Agent = None,
    app: App = None,
    run: Run = None,
    db: Database = None,
    as_json: Json = False,
) -> None:
    """Delete what was read from a document; it can be undone.

    Examples:
      memkit forget-source handbook.md
      memkit forget-source docs/travel.md --app wiki
    """
    out = Output(as_json)
    with opened(out, db) as memory:
        done = memory.forget_source(uri, **scope_ids(user, agent, app, run))
    if out.as_json:
        out.document(asdict(done))
    else:
        _outcome(out.screen, done)
        out.screen.say((f"To take it back: memkit undo --batch {done.batch_id}", _DIM))


def _document(done: Ingestion) -> dict[str, Any]:
    return {
        "documents": [asdict(one) for one in done],
        "passages": done.passages,
        "skipped": list(done.skipped),
        "seconds": round(done.seconds, 3),
    }


def _ingestion(screen: Screen, done: Ingestion) -> None:
    for one in done:
        if one.outcome != "unchanged":
            _outcome(screen, one)
    screen.say(done.summary + ".")


def _outcome(screen: Screen, one: IngestedDocument) -> None:
    screen.entry(
        [(one.outcome, _STYLES[one.outcome])],
        [one_line(one.uri)],
        [(one.said, _DIM)] if one.said else [],
        indent=_WIDEST + GAP,
    )


def _sources(screen: Screen, found: Documents) -> None:
    if not found:
        screen.say("No documents were read. Read some: memkit ingest FILE --user ID")
        return
    for one in found:
        about = "  ".join([counted(one.passages, "passage"), *show.whose(one)])
        screen.entry([(one.title, "bold")], [one_line(one.uri)], [(about, _DIM)], indent=GAP)

"""The command that stores: add."""

from __future__ import annotations

import sys
from typing import Annotated, Any

import typer

from memkit.cli import show, show_facts
from memkit.cli.options import (
    FLAG,
    Agent,
    App,
    Database,
    Embedder,
    Json,
    MemoryType,
    Model,
    Run,
    Store,
    User,
    pairs_of,
    scope_ids,
)
from memkit.cli.output import Output
from memkit.cli.session import opened, reporting
from memkit.domain.wording import counted
from memkit.errors import ValidationError

_CONTENT = "What is stored with it"


def add(
    text: Annotated[
        str | None,
        typer.Argument(
            metavar="TEXT", help="The text; '-' or nothing reads stdin.", show_default=False
        ),
    ] = None,
    user: User = None,
    agent: Agent = None,
    app: App = None,
    run: Run = None,
    meta: Annotated[
        list[str] | None,
        typer.Option(
            "--meta",
            "-m",
            metavar="KEY=VALUE",
            help="Metadata, repeatable; a value that is JSON is stored as such.",
            rich_help_panel=_CONTENT,
        ),
    ] = None,
    memory_type: Annotated[
        MemoryType,
        typer.Option(
            "--type",
            metavar="TYPE",
            help="semantic, episodic or procedural.",
            rich_help_panel=_CONTENT,
        ),
    ] = "semantic",
    chat: Annotated[
        bool,
        typer.Option(
            "--chat",
            metavar=FLAG,
            help="Read a pasted conversation, and store each message.",
            show_default=False,
            rich_help_panel=_CONTENT,
        ),
    ] = False,
    occurred_at: Annotated[
        str | None,
        typer.Option(
            "--occurred-at", metavar="WHEN", help="When it was true.", rich_help_panel=_CONTENT
        ),
    ] = None,
    expires_at: Annotated[
        str | None,
        typer.Option(
            "--expires-at",
            metavar="WHEN",
            help="From when on it is no longer found.",
            rich_help_panel=_CONTENT,
        ),
    ] = None,
    valid_from: Annotated[
        str | None,
        typer.Option(
            "--valid-from", metavar="WHEN", help="From when on it holds.", rich_help_panel=_CONTENT
        ),
    ] = None,
    valid_to: Annotated[
        str | None,
        typer.Option(
            "--valid-to",
            metavar="WHEN",
            help="Until before when it holds.",
            rich_help_panel=_CONTENT,
        ),
    ] = None,
    reason: Annotated[
        str | None,
        typer.Option(
            "--reason", metavar="TEXT", help="Why, for the history.", rich_help_panel=_CONTENT
        ),
    ] = None,
    infer: Annotated[
        bool | None,
        typer.Option(
            "--infer/--no-infer",
            help="Wait for facts that the LLM draws from it; or let none be drawn.",
            show_default=False,
            rich_help_panel=_CONTENT,
        ),
    ] = None,
    llm: Model = None,
    embedder: Embedder = None,
    store: Store = None,
    db: Database = None,
    as_json: Json = False,
) -> None:
    """Store a text as one memory, word for word.

    At least one of --user, --agent, --app and --run says whose it is. A text
    that is there already is not stored twice: its event is NONE. Times are
    ISO 8601, in UTC unless they say otherwise: 2025-03-01 or
    2025-03-01T10:00:00+01:00. With --chat a conversation that was copied from
    a chat is stored a message each, and what was made of it is told. Where the
    settings name an LLM, --infer draws facts from it at once; otherwise it is
    pending until `memkit extract` or a notebook reads it.

    Examples:
      memkit add "I moved to Lisbon in March" --user alice --meta category=home
      memkit add "Dentist at nine" -u alice --expires-at 2035-06-01T09:00
      git log -1 --format=%B | memkit add --agent reviewer --meta pr=42
    """
    out = Output(as_json)
    metadata = pairs_of(meta or [])
    with reporting(out):
        content = _messages(out, _content(text)) if chat else _content(text)
    with opened(out, db, new=True, embedder=embedder, store=store, llm=llm) as memory:
        if memory.engine.inference is not None:
            # A command ends before facts could follow; `memkit extract` draws them.
            memory.engine.inference.follows = False
        results = memory.add(
            content,
            **scope_ids(user, agent, app, run),
            metadata=metadata,
            type=memory_type,
            occurred_at=occurred_at,
            expires_at=expires_at,
            valid_from=valid_from,
            valid_to=valid_to,
            reason=reason,
            infer=infer,
        )
        unread = 0
        if infer is None and memory.engine.llm is not None:
            unread = memory.pending(**scope_ids(user, agent, app, run), limit=1).total
    if out.as_json:
        document: dict[str, Any] = {
            "results": [result.model_dump(mode="json") for result in results]
        }
        if infer:
            document |= {"facts": [show_facts.fact_fields(fact) for fact in results.facts]}
        if unread:
            document |= {"pending": unread}
        out.document(document)
    else:
        show.results(out.screen, results)
        show_facts.facts(out.screen, results.facts)
        if unread:
            out.screen.say(
                "Facts are still to be drawn: memkit extract "
                f"({counted(unread, 'message')} pending)"
            )
    if results.extraction is not None:
        show_facts.unread(out, results.extraction)
        if results.extraction.failed:
            raise typer.Exit(show_facts.UNREAD)


def _messages(out: Output, text: str) -> list[dict[str, str]]:
    # Here, so that `memkit --help` loads no more than it shows.
    from memkit.text.transcripts import read_transcript

    transcript = read_transcript(text)
    if transcript is None:
        raise ValidationError(
            "The text is not a conversation: no lines say who speaks.",
            fix="Write lines such as 'User: ...', or leave --chat out to store it as one memory.",
        )
    out.note(f"Read as a conversation: {transcript.summary}")
    return transcript.messages


def _content(text: str | None) -> str:
    if text is not None and text != "-":
        return text
    if text is None and sys.stdin.isatty():
        raise typer.BadParameter("Give a text, or pipe one in.", param_hint="'TEXT'")
    try:
        return typer.get_binary_stream("stdin").read().decode("utf-8-sig").rstrip("\r\n")
    except UnicodeDecodeError as error:
        raise ValidationError(
            f"The input is not UTF-8: byte {error.start} is {error.object[error.start]:#04x}.",
            fix="Convert it: iconv -t UTF-8.",
        ) from error

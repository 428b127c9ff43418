"""The options that several commands share, and what their values stand for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypedDict, cast

import typer

from memkit.text import typed

if TYPE_CHECKING:
    from memkit.domain.records import Role

WHOSE = "Whose memories"
WHICH = "Which memories"
PROVIDERS = "Providers"
COMMON = "Memory and output"
FLAG = ""  # A flag takes no value, so help names none.

# The same values as memkit.engine.retrieval.candidates.Mode, memkit.domain.records.MemoryType and
# memkit.plugins.Kind, which cost an import of numpy and pydantic.
Mode = Literal["hybrid", "vector", "text"]
MemoryType = Literal["semantic", "episodic", "procedural"]
Kind = Literal["embedder", "llm", "store", "reranker", "loader", "journal", "command"]

Database = Annotated[
    str | None,
    typer.Option(
        "--db",
        "-d",
        metavar="PATH",
        help="The memory's file; else MEMKIT_PATH, memkit.toml, or memkit.db.",
        show_default=False,
        rich_help_panel=COMMON,
    ),
]
Json = Annotated[
    bool,
    typer.Option(
        "--json",
        metavar=FLAG,
        help="Print one JSON document; errors are JSON too, on stderr.",
        show_default=False,
        rich_help_panel=COMMON,
    ),
]
User = Annotated[
    str | None,
    typer.Option("--user", "-u", metavar="ID", help="Of this user.", rich_help_panel=WHOSE),
]
Agent = Annotated[
    str | None, typer.Option("--agent", metavar="ID", help="Of this agent.", rich_help_panel=WHOSE)
]
App = Annotated[
    str | None, typer.Option("--app", metavar="ID", help="Of this app.", rich_help_panel=WHOSE)
]
Run = Annotated[
    str | None,
    typer.Option("--run", metavar="ID", help="Of this run or session.", rich_help_panel=WHOSE),
]
Text = Annotated[
    str | None,
    typer.Argument(
        metavar="TEXT", help="The text; '-' or nothing reads stdin.", show_default=False
    ),
]
Speaker = Annotated[
    list[str] | None,
    typer.Option(
        "--speaker",
        metavar="NAME=USER",
        help="Of a group chat: whose memory it is what NAME says, repeatable.",
        show_default=False,
        rich_help_panel=WHOSE,
    ),
]
MemoryKind = Annotated[
    Literal["all", "facts", "messages"],
    typer.Option(
        "--kind",
        metavar="KIND",
        help="all, facts (drawn from something) or messages (the rest).",
        rich_help_panel=WHICH,
    ),
]
ValidAt = Annotated[
    str,
    typer.Option(
        "--valid-at",
        metavar="WHEN",
        help="What holds at a date, e.g. 2025-03-01; any: what does not hold, too.",
        rich_help_panel=WHICH,
    ),
]
Limit = Annotated[
    int,
    typer.Option("--limit", "-n", metavar="N", help="How many a page.", rich_help_panel=WHICH),
]
Cursor = Annotated[
    str | None,
    typer.Option(
        "--cursor", metavar="CURSOR", help="Go on where a page ended.", rich_help_panel=WHICH
    ),
]
Where = Annotated[
    str | None,
    typer.Option(
        "--where",
        "-w",
        metavar="FILTER",
        help="A filter over metadata and fields: \"priority >= 3 and category in ('food')\".",
        rich_help_panel=WHICH,
    ),
]
AsOf = Annotated[
    str | None,
    typer.Option(
        "--as-of",
        metavar="WHEN",
        help="As they were at a date or time, or after an event's number.",
        rich_help_panel=WHICH,
    ),
]
Embedder = Annotated[
    str | None,
    typer.Option(
        "--embedder",
        metavar="NAME",
        help="The embedding model of a new file, e.g. static-2 or openai:text-embedding-3-small.",
        rich_help_panel=PROVIDERS,
    ),
]
Store = Annotated[
    str | None,
    typer.Option(
        "--store", metavar="NAME", help="The search index, e.g. local.", rich_help_panel=PROVIDERS
    ),
]

Schema = Annotated[
    str | None,
    typer.Option(
        "--schema",
        metavar="NAME",
        help="meeting, person, preference, or module:Class: the LLM fills in its fields.",
        show_default=False,
    ),
]

When = Annotated[
    Literal["prefer", "only", "ignore"],
    typer.Option(
        "--when",
        metavar="HOW",
        help="A time that is asked for, such as last spring: prefer, only or ignore.",
        rich_help_panel=WHICH,
    ),
]

Tokens = Annotated[
    int,
    typer.Option("--tokens", metavar="N", help="The most tokens of what is remembered."),
]
HeldAt = Annotated[
    str | None,
    typer.Option(
        "--valid-at",
        metavar="WHEN",
        help="Only what holds at this date; what once held is told, too, if not given.",
        rich_help_panel=WHICH,
    ),
]
Model = Annotated[
    str | None,
    typer.Option(
        "--llm",
        metavar="NAME",
        help="The LLM, e.g. ollama:qwen3; else MEMKIT_LLM or memkit.toml.",
        show_default=False,
        rich_help_panel=PROVIDERS,
    ),
]


class ScopeIds(TypedDict):
    """The ids of a scope, as the verbs of a memory take them."""

    user_id: str | None
    agent_id: str | None
    app_id: str | None
    run_id: str | None


def scope_ids(user: str | None, agent: str | None, app: str | None, run: str | None) -> ScopeIds:
    """Return the scope options under the names that the verbs give them."""
    return {"user_id": user, "agent_id": agent, "app_id": app, "run_id": run}


def weights(pairs: Sequence[str] | None) -> dict[Role, float] | None:
    """Return what `--role-weight` says; which roles and shares there are, the search checks."""
    return cast("dict[Role, float] | None", pairs_of(pairs or [], "--role-weight"))


def speakers_of(pairs: Sequence[str] | None) -> dict[str, str] | None:
    """Return what `--speaker` says: the users that the names of a chat stand for."""
    found = {}
    for pair in pairs or []:
        name, sign, user = pair.partition("=")
        if not sign or not name.strip() or not user.strip():
            raise typer.BadParameter(f"{pair!r} is not NAME=USER.", param_hint="'--speaker'")
        found[name.strip()] = user.strip()
    return found or None


def moment(text: str) -> str | int:
    """Return what `--as-of` stands for: an event's number if it is one, else a time."""
    return int(text) if text.isdecimal() else text


def pairs_of(pairs: Sequence[str], option: str = "--meta") -> dict[str, Any] | None:
    """Return what `key=value` pairs say; a value that is JSON is taken as such.

    Args:
        option: Which they were given to.
    """
    found: dict[str, Any] = {}
    for pair in pairs:
        try:
            key, value = typed.pair(pair)
        except ValueError as error:
            raise typer.BadParameter(str(error), param_hint=f"'{option}'") from None
        found[key] = value
    return found or None

"""The commands on what models consume: usage, budget, export-calls."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from memkit.cli import show_costs
from memkit.cli.options import FLAG, Database, Json
from memkit.cli.output import Output
from memkit.cli.session import opened
from memkit.domain.wording import counted


def usage(db: Database = None, as_json: Json = False) -> None:
    """Print what language models consumed: by task, model and derivation.

    Counted from the calls that the memory recorded, in all processes. What a
    call cost is known where the provider's config names its price.

    Examples:
      memkit usage
      memkit usage --json
    """
    out = Output(as_json)
    with opened(out, db) as memory:
        found = memory.usage
    if out.as_json:
        out.document(show_costs.usage_fields(found))
    else:
        show_costs.usage(out.screen, found)


def budget(
    tokens: Annotated[
        int | None,
        typer.Option("--tokens", metavar="N", help="The most tokens from now on."),
    ] = None,
    usd: Annotated[
        float | None,
        typer.Option("--usd", metavar="AMOUNT", help="The most US dollars from now on."),
    ] = None,
    reset: Annotated[
        bool,
        typer.Option(
            "--reset", metavar=FLAG, help="Count from now on what was set.", show_default=False
        ),
    ] = False,
    clear: Annotated[
        bool,
        typer.Option("--clear", metavar=FLAG, help="Take all bounds away.", show_default=False),
    ] = False,
    db: Database = None,
    as_json: Json = False,
) -> None:
    """Print how much models may consume, and did; or set another bound.

    The memory keeps it: it holds for every process, a notebook among them.
    When it is spent, no more facts are drawn, and messages stay pending;
    they are stored all the same.

    Examples:
      memkit budget --tokens 100000
      memkit budget --usd 2.50
      memkit budget
    """
    out = Output(as_json)
    with opened(out, db) as memory:
        found = memory.budget(tokens=tokens, usd=usd, reset=reset, clear=clear)
    if out.as_json:
        out.document(show_costs.budget_fields(found))
    else:
        show_costs.budget(out.screen, found)


def export_calls(
    path: Annotated[Path, typer.Argument(metavar="FILE", help="A file of JSON lines.")],
    derivation: Annotated[
        str | None,
        typer.Option(
            "--derivation",
            metavar="NAME",
            help="Whose calls; those of the one in use if not given.",
        ),
    ] = None,
    db: Database = None,
    as_json: Json = False,
) -> None:
    """Write what a model was asked for facts, and answered, to a file.

    The file can stand in for the model: the same messages then make the same
    facts, at no cost. It shows what was asked, messages among it.

    Examples:
      memkit export-calls answers.jsonl
      memkit export-calls all.jsonl --derivation default
    """
    out = Output(as_json)
    with opened(out, db) as memory:
        written = memory.export_calls(path, derivation=derivation)
    if out.as_json:
        out.document({"path": str(path), "calls": written})
    else:
        out.screen.say(f"{counted(written, 'call')} written to {path}.")

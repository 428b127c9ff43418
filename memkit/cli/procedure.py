"""The command that remembers how something was done with tools."""

from __future__ import annotations

import json
from typing import Annotated, Any

import typer

from memkit.cli import show, show_facts
from memkit.cli.options import FLAG, Agent, App, Database, Json, Model, Run, User, scope_ids
from memkit.cli.output import Output
from memkit.cli.session import opened, reporting
from memkit.errors import ValidationError


def add_procedure(
    file: Annotated[
        typer.FileText,
        typer.Argument(
            metavar="FILE",
            help="JSON: the messages of a run of tools; '-' reads stdin.",
            show_default=False,
        ),
    ],
    user: User = None,
    agent: Agent = None,
    app: App = None,
    run: Run = None,
    infer: Annotated[
        bool,
        typer.Option(
            "--infer",
            metavar=FLAG,
            help="Wait for facts of what was said, too.",
            show_default=False,
        ),
    ] = False,
    llm: Model = None,
    db: Database = None,
    as_json: Json = False,
) -> None:
    """Store a run of tools, and one memory of its steps, outcome and failures.

    The file holds the messages as OpenAI, Anthropic or LangChain have them,
    with the calls of tools and what came back. An LLM lists the steps; each
    has to quote what a tool returned.

    Examples:
      memkit add-procedure run.json --agent coder
      memkit add-procedure run.json -u alice --infer
    """
    out = Output(as_json)
    with reporting(out):
        messages = _read(file)
    with opened(out, db, new=True, llm=llm) as memory:
        # What is not waited for ends with the command; `memkit extract` reads it.
        added = memory.add_procedure(
            messages, **scope_ids(user, agent, app, run), infer=True if infer else None
        )
    if out.as_json:
        out.document(
            {
                "results": [result.model_dump(mode="json") for result in added],
                "procedures": [show_facts.fact_fields(fact) for fact in added.facts],
            }
        )
    else:
        show.results(out.screen, added)
    if added.extraction is not None:
        show_facts.unread(out, added.extraction)


def _read(file: typer.FileText) -> Any:
    try:
        return json.loads(file.read())
    except ValueError as error:
        raise ValidationError(
            f"{file.name} is no JSON: {error}.",
            fix="Give a file that holds a list of messages as JSON.",
        ) from error

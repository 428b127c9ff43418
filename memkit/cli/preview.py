"""The command that shows what add would do, and does as much of it as was accepted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from memkit.cli import show, show_facts
from memkit.cli.options import (
    FLAG,
    Agent,
    App,
    Database,
    Json,
    Model,
    Run,
    Speaker,
    Text,
    User,
    scope_ids,
    speakers_of,
)
from memkit.cli.output import GAP, Output, Screen, one_line
from memkit.cli.session import opened, reporting
from memkit.cli.write import given
from memkit.domain.wording import counted

if TYPE_CHECKING:
    from memkit.domain.proposals import Preview, Proposal

_ALL = "all"


def preview(
    text: Text = None,
    user: User = None,
    agent: Agent = None,
    app: App = None,
    run: Run = None,
    chat: Annotated[
        bool,
        typer.Option(
            "--chat",
            metavar=FLAG,
            help="Read a pasted conversation.",
            show_default=False,
        ),
    ] = False,
    speaker: Speaker = None,
    infer: Annotated[
        bool,
        typer.Option(
            "--infer",
            metavar=FLAG,
            help="Show the facts that the LLM would draw, too.",
            show_default=False,
        ),
    ] = False,
    accept: Annotated[
        list[str] | None,
        typer.Option(
            "--accept",
            metavar="NUMBER",
            help="Store this one, repeatable; 'all' for all of them.",
            show_default=False,
        ),
    ] = None,
    llm: Model = None,
    db: Database = None,
    as_json: Json = False,
) -> None:
    """Show what add would do: nothing is stored unless --accept says so.

    The proposals have numbers. Answers of the LLM are recorded, so the same
    command with --accept stores what was shown and asks nobody again; what is
    not accepted is rejected. A fact needs the message that it was drawn from.

    Examples:
      memkit preview "I moved to Lisbon in March" --user alice --infer
      memkit preview "I moved to Lisbon in March" -u alice --infer --accept all
    """
    out = Output(as_json)
    speakers = speakers_of(speaker)
    with reporting(out):
        content = given(out, text, chat=chat, people=speakers)
    with opened(out, db, new=True, llm=llm) as memory:
        found = memory.preview(
            content,
            **scope_ids(user, agent, app, run),
            speakers=speakers,
            infer=infer,
        )
        applied = memory.apply(_accepted(found, accept)) if accept else []
    if out.as_json:
        out.document(
            {
                "proposals": [_fields(item) for item in found],
                "results": [result.model_dump(mode="json") for result in applied],
            }
        )
    elif accept:
        show.results(out.screen, applied)
    else:
        _show(out.screen, found)
    if found.extraction is not None:
        show_facts.unread(out, found.extraction)


def _accepted(found: Preview, accept: Sequence[str]) -> list[Proposal]:
    if _ALL in accept:
        return list(found)
    chosen = []
    for said in accept:
        if not said.isdecimal() or not 1 <= int(said) <= len(found):
            raise typer.BadParameter(
                f"{said!r} is not among the {counted(len(found), 'proposal')}, which count from 1.",
                param_hint="'--accept'",
            )
        chosen.append(int(said))
    return [found[number - 1] for number in sorted(set(chosen))]


def _show(screen: Screen, found: Preview) -> None:
    from memkit.domain.proposals import FactProposal

    facts = [item.fact for item in found if isinstance(item, FactProposal)]
    messages = [item for item in found if not isinstance(item, FactProposal)]
    for number, item in enumerate(messages, 1):
        screen.entry(
            [(item.event, show.STYLES[item.event])],
            [f"{number}. {one_line(item.memory)}"],
            indent=len("UPDATE") + GAP,
        )
    show_facts.facts(screen, facts, first=len(messages) + 1)
    screen.say(f"{counted(len(found), 'proposal')}; nothing is stored yet: --accept NUMBER, or all")


def _fields(item: Proposal) -> dict[str, Any]:
    from memkit.domain.proposals import FactProposal

    fields: dict[str, Any] = {
        "event": item.event,
        "memory": item.memory,
        "id": item.id,
        "scope": item.scope.model_dump(mode="json", exclude_none=True),
    }
    if isinstance(item, FactProposal):
        near = [one.record.model_dump(mode="json") for one in item.candidates]
        fields |= {
            "fact": show_facts.fact_fields(item.fact),
            "candidates": near,
            "tokens": item.tokens,
        }
    return fields

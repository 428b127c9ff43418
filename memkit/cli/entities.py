"""The commands on the names that memories have."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from memkit.cli.options import WHICH, Agent, App, Database, Json, Limit, Run, User, scope_ids
from memkit.cli.output import GAP, Output, Screen, one_line
from memkit.cli.session import opened
from memkit.domain.wording import counted

if TYPE_CHECKING:
    from memkit.extraction.entities.listed import Entity, EntityInfo

_DIM = "bright_black"
# The same values as memkit.extraction.entities has, which costs an import of numpy.
Kind = Literal["person", "place", "organisation"]


def entities(
    user: User = None,
    agent: Agent = None,
    app: App = None,
    run: Run = None,
    kind: Annotated[
        Kind | None,
        typer.Option(
            "--kind",
            metavar="KIND",
            help="person, place or organisation, where it is known.",
            rich_help_panel=WHICH,
        ),
    ] = None,
    least: Annotated[
        int,
        typer.Option(
            "--least",
            metavar="N",
            help="In how many memories a name stands at least.",
            rich_help_panel=WHICH,
        ),
    ] = 1,
    limit: Limit = 20,
    db: Database = None,
    as_json: Json = False,
) -> None:
    """Print the names of people, places and organisations.

    They are found by rules, without a model. Those that most memories have
    come first; other forms of a name, such as a possessive, count with it.

    Examples:
      memkit entities --user alice
      memkit entities --kind person --json
    """
    out = Output(as_json)
    with opened(out, db) as memory:
        found = memory.entities(**scope_ids(user, agent, app, run), kind=kind, least=least)
    if out.as_json:
        out.document({"entities": [_fields(one) for one in found[:limit]], "total": len(found)})
    elif not found:
        out.screen.say("No names here.")
    else:
        _listing(out.screen, found[:limit])
        if len(found) > limit:
            out.screen.say(f"\n{limit:,} of {len(found):,}. More: --limit {len(found)}")


def entity(
    name: Annotated[str, typer.Argument(metavar="NAME", help="In any of its forms.")],
    user: User = None,
    agent: Agent = None,
    app: App = None,
    run: Run = None,
    limit: Limit = 20,
    db: Database = None,
    as_json: Json = False,
) -> None:
    """Print what is known of a person, a place or an organisation.

    Its relations come first, each with the fact that says so; then the names
    that stand beside it, and the memories that name it.

    Examples:
      memkit entity Lisbon
      memkit entity Lisbon --json
    """
    out = Output(as_json)
    with opened(out, db) as memory:
        found = memory.entity(name, **scope_ids(user, agent, app, run))
    if out.as_json:
        out.document(_document(found, limit))
    else:
        _shown(out.screen, found, limit)


def _listing(screen: Screen, found: list[EntityInfo]) -> None:
    screen.table(
        ("NAME", "KIND", "MEMORIES", "FACTS", "FIRST", "LAST", "OTHER FORMS"),
        [
            (
                one_line(one.name, most=40),
                one.kind or "",
                f"{one.memories:,}",
                f"{one.facts:,}",
                one.first_seen.date().isoformat(),
                one.last_seen.date().isoformat(),
                one_line(", ".join(one.aliases), most=80),
            )
            for one in found
        ],
    )


def _shown(screen: Screen, found: Entity, limit: int) -> None:
    info = found.info
    kind = f", {info.kind}" if info.kind else ""
    screen.say((one_line(found.name), "bold"), f"{kind}: {counted(info.memories)}")
    if info.aliases:
        screen.say(f"also: {one_line(', '.join(info.aliases))}")
    for relation in found.relations[:limit]:
        screen.entry([("fact", _DIM)], [one_line(str(relation))], [(relation.fact.id, _DIM)],
                     indent=len("2025-03-01") + GAP)  # fmt: skip
    beside = ", ".join(f"{name} ({number:,})" for name, number in found.neighbours[:limit])
    if beside:
        screen.say(f"beside: {one_line(beside)}")
    for record in found.memories[:limit]:
        day = (record.occurred_at or record.created_at).date().isoformat()
        screen.entry([(day, "bold")], [one_line(record.memory)], [(record.id, _DIM)],
                     indent=len("2025-03-01") + GAP)  # fmt: skip


def _fields(one: EntityInfo) -> dict[str, Any]:
    return {
        "name": one.name,
        "kind": one.kind,
        "aliases": list(one.aliases),
        "memories": one.memories,
        "facts": one.facts,
        "first_seen": one.first_seen.isoformat(),
        "last_seen": one.last_seen.isoformat(),
    }


def _document(found: Entity, limit: int) -> dict[str, Any]:
    return {
        **_fields(found.info),
        "memory_list": [record.model_dump(mode="json") for record in found.memories[:limit]],
        "fact_list": [
            {
                "id": evidence.memory.id,
                "memory": evidence.memory.memory,
                "evidence": [
                    {"source": str(one.source), "quote": one.quote, "stands": one.stands}
                    for one in evidence
                ],
            }
            for evidence in found.facts[:limit]
        ],
        "relations": [
            {"subject": one.subject, "relation": one.relation, "object": one.object,
             "fact": one.fact.id}
            for one in found.relations[:limit]
        ],
        "neighbours": [
            {"name": name, "memories": number} for name, number in found.neighbours[:limit]
        ],
    }  # fmt: skip

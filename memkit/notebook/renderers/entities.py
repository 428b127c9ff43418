"""Entities in a cell: a listing, and one of them with its facts, relations and neighbourhood."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from memkit.domain.wording import counted, counted_of
from memkit.extraction.entities.listed import Entities, Entity, EntityInfo, EntityKind, Relation
from memkit.extraction.entities.picture import drawn
from memkit.notebook import html, plain
from memkit.notebook.html import Column
from memkit.notebook.renderers.base import MimeBundle, bundle, note_bundle, row_limit
from memkit.notebook.renderers.evidence import marked
from memkit.web.markup import Html

_BADGES: Mapping[EntityKind, str] = {"person": "add", "place": "update", "organisation": "none"}
_MOST_ALIASES = 6


def entities_bundle(found: Entities) -> MimeBundle:
    """Return a listing of entities."""
    if not found:
        return note_bundle("No names here.")
    one = "%memkit entity NAME" if found.idiom == "magic" else "m.entity(name)"
    return _bundle(found, [f"What is known of one: {one}"], rows=row_limit(found))


def entity_infos_bundle(found: Sequence[EntityInfo]) -> MimeBundle:
    """Return some entities."""
    return _bundle(found, [], rows=row_limit())


def _bundle(found: Sequence[EntityInfo], feet: Sequence[str], *, rows: int) -> MimeBundle:
    shown = found[:rows]
    total = "1 entity" if len(found) == 1 else f"{len(found):,} entities"
    count = total if len(shown) == len(found) else f"{len(shown):,} of {total}"
    lines = [_line(one) for one in shown]
    header = ("name", "kind", "memories", "facts", "first", "last", "other forms")
    columns = [
        Column("name", "fixed"),
        Column("kind", "fixed"),
        Column("memories", "number"),
        Column("facts", "number"),
        Column("first", "fixed"),
        Column("last", "fixed"),
        Column("other forms", "wide"),
    ]
    cells = [
        (html.bold(name), _kind(one.kind), *rest)
        for one, (name, _, *rest) in zip(shown, lines, strict=True)
    ]
    body = plain.table(header, lines, right=(2, 3), wrap=6)
    return bundle(
        "\n".join([f"Entities - {count}", body, *feet]),
        html.head("Entities", count),
        html.table(columns, cells),
        *map(html.foot, feet),
    )


def _line(one: EntityInfo) -> tuple[str, str, str, str, str, str, str]:
    more = len(one.aliases) - _MOST_ALIASES
    others = ", ".join(one.aliases[:_MOST_ALIASES]) + (f" and {more:,} more" if more > 0 else "")
    return (
        plain.one_line(one.name, 60), one.kind or "", f"{one.memories:,}", f"{one.facts:,}",
        plain.day(one.first_seen), plain.day(one.last_seen), plain.one_line(others, 200),
    )  # fmt: skip


def _kind(kind: EntityKind | None) -> str:
    return "" if kind is None else html.badge(kind, _BADGES[kind])


def relations_bundle(found: Sequence[Relation]) -> MimeBundle:
    """Return relations as a table."""
    shown = found[: row_limit()]
    count = counted_of(len(shown), len(found), "relation")
    return bundle(
        f"Relations - {count}\n{_relations_text(shown)}",
        html.head("Relations", count),
        _relations(shown),
    )


def entity_bundle(entity: Entity) -> MimeBundle:
    """Return an entity: its neighbourhood, its relations, its facts with the words they rest on."""
    info, rows = entity.info, row_limit()
    said = [
        info.kind or "",
        counted(info.memories),
        counted(info.facts, "fact"),
        f"{plain.day(info.first_seen)} to {plain.day(info.last_seen)}",
    ]
    said = [one for one in said if one]
    name = plain.one_line(entity.name, 60)
    aliases = ", ".join(info.aliases[:_MOST_ALIASES])
    parts = [html.head(name, *said)]
    lines = [" - ".join([name, *said])]
    if aliases:
        parts.append(html.aside(f"also: {plain.one_line(aliases, 200)}"))
        lines.append(f"also: {plain.one_line(aliases, 200)}")
    if entity.neighbours:
        parts.append(drawn(entity))
        beside = (f"{other} ({number:,})" for other, number in entity.neighbours[:rows])
        lines.append(f"beside: {plain.one_line(', '.join(beside), 400)}")
    if entity.relations:
        shown = entity.relations[:rows]
        parts += [html.title("Relations"), _relations(shown)]
        lines.append(_relations_text(shown))
    if entity.facts:
        parts += [html.title("Facts"), _facts(entity, rows)]
    parts += [html.title("Memories"), _memories(entity, rows)]
    lines.append(
        plain.table(
            ("date", "memory", "id"),
            [
                (plain.date_of(record), plain.one_line(record.memory), plain.short_id(record.id))
                for record in entity.memories[:rows]
            ],
            wrap=1,
        )
    )
    more = counted_of(min(rows, len(entity.memories)), len(entity.memories))
    parts.append(html.foot(more if rows < len(entity.memories) else ""))
    return bundle("\n".join(lines), *parts)


def _relations(shown: Sequence[Relation]) -> Html:
    columns = [Column("subject", "fixed"), Column("relation", "fixed"), Column("object", "fixed"),
               Column("fact", "wide")]  # fmt: skip
    return html.table(
        columns,
        [
            (one.subject, one.relation, one.object,
             html.text(one.fact.memory) + html.identity(one.fact.id))
            for one in shown
        ],
    )  # fmt: skip


def _relations_text(shown: Sequence[Relation]) -> str:
    rows = [
        (plain.one_line(one.subject, 40), plain.one_line(one.relation, 60),
         plain.one_line(one.object, 40), plain.short_id(one.fact.id))
        for one in shown
    ]  # fmt: skip
    return plain.table(("subject", "relation", "object", "fact"), rows)


def _facts(entity: Entity, rows: int) -> Html:
    return html.table(
        [Column("fact", "wide")],
        [
            (
                html.text(evidence.memory.memory)
                + html.joined(html.aside(marked(one)) for one in evidence)
                + html.identity(evidence.memory.id),
            )
            for evidence in entity.facts[:rows]
        ],
    )


def _memories(entity: Entity, rows: int) -> Html:
    return html.table(
        [Column("date", "fixed"), Column("memory", "wide")],
        [
            (plain.date_of(record), html.text(record.memory) + html.identity(record.id))
            for record in entity.memories[:rows]
        ],
    )

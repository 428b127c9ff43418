"""Entities as users see them: a listing, and one of them with what is known of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, get_args

from memkit.domain.display import LISTED, Displayable, Listing, headline, listing
from memkit.domain.evidence import Evidence
from memkit.domain.public import public
from memkit.domain.records import MemoryRecord
from memkit.domain.wording import counted

EntityKind = Literal["person", "place", "organisation"]
KINDS: tuple[EntityKind, ...] = get_args(EntityKind)


@public
@dataclass(frozen=True, slots=True, kw_only=True)
class EntityInfo(Displayable):
    """A name that memories have.

    Attributes:
        name: As it is written most often.
        kind: "person", "place" or "organisation", where the words around it tell; else None.
        aliases: Other forms of the same name, most frequent first: possessives, cases.
        memories: How many memories name it; `facts`: how many of these were derived.
        first_seen, last_seen: When it was first and last spoken of.
    """

    name: str
    kind: EntityKind | None
    aliases: tuple[str, ...]
    memories: int
    facts: int
    first_seen: datetime
    last_seen: datetime


@public
class Entities(Listing, list[EntityInfo]):
    """The names that memories have, those that most memories have first."""

    def __repr__(self) -> str:
        lines = [
            f"{one.name}{f' ({one.kind})' if one.kind else ''}  {counted(one.memories)}"
            for one in self[:LISTED]
        ]
        count = "1 entity" if len(self) == 1 else f"{len(self):,} entities"
        return listing(f"Entities: {count}", lines, len(self))

    def to_pandas(self) -> Any:
        """Return the entities as a data frame, one a row; needs pandas."""
        from memkit.domain.frames import rows_to_pandas

        return rows_to_pandas(
            {name: getattr(one, name) for name in EntityInfo.__slots__} for one in self
        )


@public
@dataclass(frozen=True, slots=True, kw_only=True)
class Relation(Displayable):
    """What a fact says of two entities.

    Attributes:
        subject, object: Their names; `relation`: the words of the fact that stand between.
        fact: The fact that says so.
    """

    subject: str
    relation: str
    object: str
    fact: MemoryRecord

    def __str__(self) -> str:
        return f"{self.subject} {self.relation} {self.object}"


@public
@dataclass(frozen=True, slots=True, kw_only=True)
class Entity(Displayable):
    """One entity, with what is known of it.

    Attributes:
        info: Its name, kind, aliases, and when it was spoken of.
        memories: What names it, in the order of storing: messages and facts.
        facts: Those of them that were derived, each with its evidence.
        relations: What facts say of it and of others.
        neighbours: The entities that memories name together with it, and how many do, most first.
    """

    info: EntityInfo
    memories: tuple[MemoryRecord, ...]
    facts: tuple[Evidence, ...]
    relations: tuple[Relation, ...]
    neighbours: tuple[tuple[str, int], ...]

    @property
    def name(self) -> str:
        """The name."""
        return self.info.name

    def picture(self) -> str:
        """Return its neighbourhood as HTML: a drawing with the colours of the page's theme."""
        from memkit.extraction.entities.picture import drawn

        return str(drawn(self))

    def __repr__(self) -> str:
        lines = [str(one) for one in self.relations[:LISTED]]
        lines += [headline(one.memory) for one in self.memories[: LISTED - len(lines)]]
        head = f"Entity {self.name!r}: {counted(len(self.memories))}"
        return listing(head, lines, len(lines))


def named(found: Sequence[EntityInfo]) -> str:
    """Return the first names of a listing, for a message."""
    return ", ".join(repr(one.name) for one in found[:5])

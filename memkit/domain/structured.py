"""What was filled into a schema, field by field, with the words that each field comes from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from memkit.domain.defaults import SCHEMA_KEY
from memkit.domain.display import LISTED, Displayable, headline, listing
from memkit.domain.public import public
from memkit.domain.records import MemoryRecord, Source, Usage
from memkit.domain.wording import counted


@public
@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Structured(Displayable):
    """Fields of a schema, each with a citation.

    Paths name fields with the places in lists, from 0: "title", "action_items.0.owner".

    Attributes:
        schema: The name of the schema.
        value: The instance of the schema. What nothing supports is None, or an empty list; where
            the schema wants something there, the instance was made without validation.
        data: The fields that are filled, as JSON holds them.
        citations: By path the memory that says so, the place in its text, and the words there.
        missing: By path why a field is empty: nothing says it, or what a model wrote of it has no
            evidence. An item of a list that is not whole is left out, which its list's path says.
        problems: What else became of what the model wrote, as sentences.
        usage: What the calls to the model consumed that were made now.
        id: The memory that holds it; None if none does. `memory`: its text.
    """

    schema: str
    value: Any = None
    data: Mapping[str, Any] = field(default_factory=dict)
    citations: Mapping[str, Source] = field(default_factory=dict)
    missing: Mapping[str, str] = field(default_factory=dict)
    problems: tuple[str, ...] = ()
    usage: Usage = field(default_factory=Usage)
    id: str | None = None
    memory: str = ""

    @classmethod
    def of(cls, record: MemoryRecord) -> Structured:
        """Return what a structured memory holds, without an instance of its schema.

        A record that is none has no schema: its `data`, with no citations.
        """
        about = told_of(record)
        cited = about.get("citations", {})
        return cls(
            schema=about.get("name", ""),
            data={name: value for name, value in record.data.items() if name != SCHEMA_KEY},
            citations={
                path: record.sources[place]
                for path, place in cited.items()
                if place < len(record.sources)
            },
            missing=about.get("missing", {}),
            id=record.id,
            memory=record.memory,
        )

    def __repr__(self) -> str:
        lines = [
            f"{path}: {headline(str(at_path(self.data, path)), 40)}  "
            f'"{headline(source.quote or "", 40)}"'
            for path, source in list(self.citations.items())[:LISTED]
        ]
        head = f"Structured {self.schema}: {counted(len(self.citations), 'value')}"
        return listing(f"{head}, {len(self.missing):,} missing", lines, len(self.citations))


def told_of(record: MemoryRecord) -> Mapping[str, Any]:
    """Return what a structured memory says of its schema; {} for any other."""
    about = record.data.get(SCHEMA_KEY)
    return about if isinstance(about, dict) else {}


def at_path(data: Any, path: str) -> Any:
    """Return the value at a path; None where there is none."""
    for step in path.split("."):
        if isinstance(data, Mapping):
            data = data.get(step)
        elif isinstance(data, list) and step.isdecimal() and int(step) < len(data):
            data = data[int(step)]
        else:
            return None
    return data

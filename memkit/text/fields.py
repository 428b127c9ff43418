"""What a memory says beside its text and its scope, for people."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from memkit.domain.defaults import SCHEMA_KEY

if TYPE_CHECKING:
    # Not at run time: `memkit --help` does without pydantic.
    from memkit.domain.records import MemoryRecord

# What a change of a memory is apart from its text: the rest follows from the event itself.
COMPARED = (
    "type", "occurred_at", "expires_at", "valid_from", "valid_to", "superseded_by", "sources",
    "derived_by", "said_by", "pinned", "withheld", "attachments", "metadata", "data",
)  # fmt: skip
# Fields that hold a JSON object, whose keys are compared one by one.
_OBJECTS = ("metadata", "data")
# Fields of which a memory is told only if it has them.
_RARE = (
    "withheld", "valid_from", "valid_to", "superseded_by", "derived_by", "said_by", "sources",
    "pinned", "attachments",
)  # fmt: skip


def changes(before: MemoryRecord, after: MemoryRecord) -> Iterator[tuple[str, Any, Any]]:
    """Yield the fields in which two states differ beside the text, with the old and the new value.

    Keys of the metadata and of the data are fields of their own, `metadata.category`; a key that
    is not there has None.
    """
    for name in COMPARED:
        old, new = getattr(before, name), getattr(after, name)
        if old == new and name not in _OBJECTS:
            continue
        if name not in _OBJECTS:
            yield name, value_of(before, name), value_of(after, name)
            continue
        for key in {**old, **new}:
            if key == SCHEMA_KEY:
                continue
            # 1 and true are equal in Python.
            if repr(old.get(key)) != repr(new.get(key)) or (key in old) is not (key in new):
                yield f"{name}.{key}", old.get(key), new.get(key)


def told(record: MemoryRecord) -> list[tuple[str, Any]]:
    """Return the fields that most memories do without and this one has, with their values."""
    fields = [(name, value_of(record, name)) for name in _RARE if getattr(record, name)]
    return fields + [
        (f"data.{key}", value) for key, value in record.data.items() if key != SCHEMA_KEY
    ]


def value_of(record: MemoryRecord, name: str) -> Any:
    """Return a field; sources and attachments as a text each."""
    if name in ("sources", "attachments"):
        return [str(one) for one in getattr(record, name)]
    return getattr(record, name)

"""Memories as objects of the collection."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from memkit.contracts import Batch, Vectors
from memkit.domain.passages import searched_text_of
from memkit.domain.records import MemoryRecord
from memkit.filters import tokens
from memkit.providers.vector_stores import in_parts
from memkit_weaviate import schema

if TYPE_CHECKING:
    from weaviate.classes.data import DataObject


@dataclass(frozen=True, kw_only=True)
class MemoryObject:
    """One memory, ready to be sent.

    Attributes:
        key: Journal key.
        id: Name of the object.
        properties: As Weaviate takes them.
        vectors: Named vector -> float32 of length one; none where there is no vector.
    """

    key: int
    id: UUID
    properties: Mapping[str, Any]
    vectors: Mapping[str, Vectors]

    @property
    def tokens(self) -> list[str]:
        """The memory's tokens."""
        held: list[str] = self.properties[schema.TOKENS]
        return held

    @property
    def size(self) -> int:
        """Bytes on the wire, about."""
        texts = len(self.properties[schema.TEXT]) + len(self.properties[schema.METADATA])
        return 1000 + 3 * texts + sum(vector.nbytes for vector in self.vectors.values())

    def data_object(self) -> DataObject[Any, Any]:
        """Return it as the client takes it."""
        from weaviate.classes.data import DataObject

        vectors = {name: vector.tolist() for name, vector in self.vectors.items()}
        return DataObject(uuid=self.id, properties=dict(self.properties), vector=vectors)


def objects_of(
    batch: Batch,
    vectors: Mapping[str, Vectors],
    *,
    journal_id: str,
    numbers: Collection[str],
) -> list[MemoryObject]:
    """Return a batch as objects.

    Args:
        batch: The memories.
        vectors: Named vector -> float32 of shape (n, dim), of length one; rows of zeros are no
            vectors.
        journal_id: Whose memories these are.
        numbers: The properties that there are for numbers of the metadata.
    """
    objects = []
    for index, (key, record) in enumerate(zip(batch.keys.tolist(), batch.records, strict=True)):
        own = {name: held[index] for name, held in vectors.items() if held[index].any()}
        properties = _properties(record, key, own, numbers)
        properties |= tokens.instants_of(
            record, batch.expires_at[index], never=schema.NEVER, names=schema.TIMES
        )
        id_ = schema.row_id(journal_id, key)
        objects.append(MemoryObject(key=key, id=id_, properties=properties, vectors=own))
    return objects


def parts_of(
    objects: Sequence[MemoryObject], most: int, *, largest: int
) -> Iterator[list[MemoryObject]]:
    """Yield objects in parts that fit into a request: so many, and of so many bytes."""
    return in_parts(objects, most=most, largest=largest, size=lambda held: held.size)


def key_of(properties: Mapping[str, Any]) -> int:
    """Return the journal key of an object."""
    return int(str(properties[schema.KEY]))


def _properties(
    record: MemoryRecord, key: int, vectors: Mapping[str, Vectors], numbers: Collection[str]
) -> dict[str, Any]:
    held = [*tokens.tokens_of(record), *map(schema.vector_token, vectors)]
    properties: dict[str, Any] = {
        schema.KEY: str(key),
        schema.TOKENS: held,
        schema.TEXT: searched_text_of(record),
        schema.METADATA: json.dumps(record.metadata, ensure_ascii=False),
        schema.MEMORY_ID: record.id,
    }
    for name in schema.SCOPE:
        if getattr(record, name) is not None:
            properties[name] = getattr(record, name)
    for keys, number in tokens.numbers_of(record.metadata).items():
        name = schema.number_property(keys)
        if name in numbers:
            properties[name] = float(number)
    return properties

"""Sending rows to the server and deleting them there, with every failed row told."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from memkit.contracts import Batch
from memkit.errors import ProviderError
from memkit.filters import tokens
from memkit.providers.vector_stores import in_chunks
from memkit_weaviate.collection import Collection
from memkit_weaviate.failures import PROVIDER, CollectionMissing, is_missing
from memkit_weaviate.filters import among_keys
from memkit_weaviate.objects import MemoryObject, objects_of, parts_of
from memkit_weaviate.tenants import Tenants, by_tenant

if TYPE_CHECKING:
    from collections.abc import Mapping

    from weaviate.classes.data import DataObject
    from weaviate.collections import Collection as Handle

    from memkit.contracts import Vectors

# Keys in one deletion; the server looks each of them up.
_MOST_DELETED = 1000


class Writer:
    """Writes to one collection.

    Args:
        collection: Where to.
        tenants: Who is where, if it has tenants.
    """

    def __init__(self, collection: Collection, tenants: Tenants | None) -> None:
        self._collection = collection
        self._tenants = tenants

    def upsert(self, batch: Batch, vectors: Mapping[str, Vectors]) -> None:
        """Write memories, with their named vectors, over what is there of them."""
        paths = {keys for record in batch.records for keys in tokens.numbers_of(record.metadata)}
        memories = objects_of(
            batch,
            vectors,
            journal_id=self._collection.journal_id,
            numbers=self._collection.index_numbers(paths),
        )
        if self._tenants is None:
            self._send(self._collection.handle, memories)
        else:
            self._send_to_tenants(memories, batch, self._tenants)

    def delete(self, keys: Sequence[int]) -> None:
        """Delete memories, few enough for one request; unknown keys are fine."""
        if self._tenants is None:
            self._delete(self._collection.handle, keys)
            return
        for tenant, theirs in by_tenant(keys, self._tenants.where(keys)).items():
            self._delete(self._collection.handle.with_tenant(tenant), theirs)
        # Last, so that a deletion that was cut off finds them again.
        self._delete(self._collection.home, keys)

    def _send_to_tenants(
        self, memories: list[MemoryObject], batch: Batch, tenants: Tenants
    ) -> None:
        now = {
            memory.key: tenants.name_of(scope)
            for memory, scope in zip(memories, batch.scopes, strict=True)
        }
        tenants.make(now.values())
        before = tenants.where(list(now))
        moved = [key for key, tenant in before.items() if tenant != now[key]]
        for tenant, keys in by_tenant(moved, before).items():
            for chunk in in_chunks(np.array(keys, np.int64), _MOST_DELETED):
                self._delete(self._collection.handle.with_tenant(tenant), chunk)
        # The directory first: a row that it does not know could never be deleted.
        for part in self._parts(memories):
            entries = [tenants.entry(memory, now[memory.key]) for memory in part]
            self._insert(self._collection.home, part, entries)
        grouped: dict[str, list[MemoryObject]] = defaultdict(list)
        for memory in memories:
            grouped[now[memory.key]].append(memory)
        for tenant, theirs in grouped.items():
            self._send(self._collection.handle.with_tenant(tenant), theirs)

    def _parts(self, memories: list[MemoryObject]) -> Iterator[list[MemoryObject]]:
        config = self._collection.config
        return parts_of(memories, config.batch_size, largest=self._collection.largest)

    def _send(self, handle: Handle[Any, Any], memories: list[MemoryObject]) -> None:
        for part in self._parts(memories):
            self._insert(handle, part, [memory.data_object() for memory in part])

    def _insert(
        self,
        handle: Handle[Any, Any],
        memories: list[MemoryObject],
        objects: list[DataObject[Any, Any]],
    ) -> None:
        failed = handle.data.insert_many(objects).errors
        if failed:
            first = min(failed)
            if is_missing(failed[first].message):
                raise CollectionMissing(failed[first].message)
            raise ProviderError(
                f"Weaviate took {len(memories) - len(failed)} of {len(memories)} memories, and "
                f"refused the one with the key {memories[first].key}: "
                f"{failed[first].message.rstrip('.')}.",
                fix="See the server's log; the store tries all of them again at the next call.",
                provider=PROVIDER,
            )

    def _delete(self, handle: Handle[Any, Any], keys: Sequence[int]) -> None:
        done = handle.data.delete_many(among_keys(keys))
        # A server deletes no more at once than it would find.
        while done.successful and done.successful + done.failed < done.matches:
            done = handle.data.delete_many(among_keys(keys))
        if done.failed:
            raise ProviderError(
                f"Weaviate did not delete {done.failed} of {done.matches} memories.",
                fix="See the server's log; the store tries again at the next call.",
                provider=PROVIDER,
            )

"""One tenant for each value of a scope key, and a directory of who is where."""

from __future__ import annotations

import hashlib
import threading
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from memkit.domain.records import Scope
from memkit.errors import ScopeError
from memkit.filters import tokens
from memkit_weaviate import schema
from memkit_weaviate.collection import DIRECTORY, Collection
from memkit_weaviate.config import ScopeKey
from memkit_weaviate.filters import among_keys
from memkit_weaviate.objects import MemoryObject, key_of

if TYPE_CHECKING:
    from weaviate.classes.data import DataObject

_NOBODY = "nobody"
_CHUNK = 1000


class Tenants:
    """Which tenant a memory stands in.

    A journal names memories by key alone, and a memory may change its scope. So one tenant is a
    directory: a small row for each memory, with its tenant, and with the tokens by which
    memories are counted.

    Args:
        collection: Made with tenants.
        by: The scope key.
    """

    def __init__(self, collection: Collection, by: ScopeKey) -> None:
        self._collection = collection
        self._by: ScopeKey = by
        self._lock = threading.Lock()

    def name_of(self, scope: Scope) -> str:
        """Return the tenant of a scope; a tenant's name can't hold every user's."""
        value = getattr(scope, self._by)
        if value is None:
            return _NOBODY
        return "t" + hashlib.sha256(str(value).encode()).hexdigest()[:40]

    def make(self, names: Iterable[str]) -> None:
        """Make tenants that are not there."""
        known = self._collection.tenants
        with self._lock:
            new = sorted(set(names) - known)
            for start in range(0, len(new), _CHUNK):
                part = new[start : start + _CHUNK]
                tenants = self._collection.handle.tenants
                there = tenants.get_by_names(part)
                missing = [name for name in part if name not in there]
                if missing:
                    tenants.create(missing)
                known.update(part)

    def of_search(self, scope: Scope) -> list[str]:
        """Return the tenants that a search looks into.

        Raises:
            ScopeError: The scope leaves the key open, and there are more tenants than `fan_out`.
        """
        most = self._collection.config.fan_out
        tenants = self._collection.handle.tenants
        if getattr(scope, self._by) is not None:
            name = self.name_of(scope)
            known = self._collection.tenants
            there = name in known or tenants.exists(name)
            return [name] if there else []
        names = sorted(set(tenants.get()) - {DIRECTORY})
        if len(names) > most:
            raise ScopeError(
                f"The search names no {self._by}, and would ask {len(names)} tenants of "
                f"Weaviate, of which at most {most} are asked at once.",
                fix=f"Search with {self._by}=..., or give the store a larger fan_out=....",
            )
        return names

    def where(self, keys: Sequence[int]) -> dict[int, str]:
        """Return the tenants of memories, by key; unknown keys are absent."""
        found: dict[int, str] = {}
        chunk = min(_CHUNK, self._collection.most)
        for start in range(0, len(keys), chunk):
            part = keys[start : start + chunk]
            rows = self._collection.home.query.fetch_objects(
                filters=among_keys(part),
                limit=len(part),
                return_properties=[schema.KEY, schema.TENANT],
            )
            for row in rows.objects:
                found[key_of(row.properties)] = str(row.properties[schema.TENANT])
        return found

    def entry(self, memory: MemoryObject, tenant: str) -> DataObject[Any, Any]:
        """Return a memory's row in the directory."""
        from weaviate.classes.data import DataObject

        counted = [
            token
            for token in memory.tokens
            if token == tokens.MEMORY or schema.is_vector_token(token)
        ]
        properties = {
            schema.KEY: str(memory.key),
            schema.TOKENS: counted,
            schema.TENANT: tenant,
        }
        return DataObject(uuid=memory.id, properties=properties)


def by_tenant(keys: Iterable[int], tenants: dict[int, str]) -> dict[str, list[int]]:
    """Return keys by tenant; those that have none are left out."""
    found: dict[str, list[int]] = defaultdict(list)
    for key in keys:
        if key in tenants:
            found[tenants[key]].append(key)
    return dict(found)

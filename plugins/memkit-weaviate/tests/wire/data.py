"""Collections, tenants and rows, in memory."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

MAXIMUM_RESULTS = 10_000


class Refusal(Exception):
    """A request that a server would refuse."""


@dataclass
class Object:
    """A row."""

    uuid: str
    properties: dict[str, Any]
    vectors: dict[str, NDArray[np.float32]]
    # When its vectors can be found.
    indexed_at: float = 0.0


@dataclass
class Class:
    """A collection: its schema as JSON, and its rows by tenant; None is the tenant of all."""

    schema: dict[str, Any]
    tenants: dict[str | None, dict[str, Object]] = field(default_factory=dict)
    dims: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not self.has_tenants:
            self.tenants[None] = {}

    @property
    def has_tenants(self) -> bool:
        return bool(self.schema.get("multiTenancyConfig", {}).get("enabled"))

    def rows(self, tenant: str) -> dict[str, Object]:
        """Return the rows of a tenant."""
        if not self.has_tenants:
            if tenant:
                raise Refusal("class has multi-tenancy disabled, but request was with tenant")
            return self.tenants[None]
        if not tenant:
            raise Refusal("class has multi-tenancy enabled, but request was without tenant")
        if tenant not in self.tenants:
            raise Refusal(f'tenant not found: "{tenant}"')
        return self.tenants[tenant]

    def property(self, name: str) -> dict[str, Any]:
        for each in self.schema["properties"]:
            if each["name"] == name:
                return dict(each)
        raise Refusal(f"no such prop with name '{name}' found in class")


class Data:
    """All collections. Outlives the server, as a disk does."""

    def __init__(self) -> None:
        self.lock = threading.RLock()
        self.classes: dict[str, Class] = {}
        # With ASYNC_INDEXING: seconds after which a vector that is written now is found.
        self.indexed_after = 0.0

    def put(self, rows: dict[str, Object], row: Object) -> None:
        """Take a row, whose vectors are indexed some time later."""
        row.indexed_at = time.monotonic() + self.indexed_after if self.indexed_after else 0.0
        rows[row.uuid] = row

    def queued(self, rows: Iterable[Object]) -> int:
        """Return how many vectors wait to be indexed."""
        now = time.monotonic()
        return sum(len(row.vectors) for row in rows if row.indexed_at > now)

    def index_all(self) -> None:
        """Be done with all that waits."""
        for each in self.classes.values():
            for rows in each.tenants.values():
                for row in rows.values():
                    row.indexed_at = 0.0

    def of(self, name: str) -> Class:
        """Return a collection."""
        if name not in self.classes:
            raise Refusal(f"could not find class {name} in schema")
        return self.classes[name]

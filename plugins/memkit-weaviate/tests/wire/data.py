"""Collections, tenants and rows, in memory."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray


class Refusal(Exception):
    """A request that a server would refuse."""


@dataclass
class Object:
    """A row."""

    uuid: str
    properties: dict[str, Any]
    vectors: dict[str, NDArray[np.float32]]


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

    def of(self, name: str) -> Class:
        """Return a collection."""
        if name not in self.classes:
            raise Refusal(f"could not find class {name} in schema")
        return self.classes[name]

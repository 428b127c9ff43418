"""What can change about a memory, as journals and proposals speak of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from memkit.domain.records import MemoryType, Role, Source


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """What can change about a memory; see `MemoryRecord`.

    Times are microseconds since 1970 in UTC.
    """

    text: str
    type: MemoryType = "semantic"
    role: Role | None = None
    name: str | None = None
    metadata: Mapping[str, Any] = field(default_factory=dict)
    occurred_at: int | None = None
    expires_at: int | None = None
    valid_from: int | None = None
    valid_to: int | None = None
    superseded_by: str | None = None
    sources: tuple[Source, ...] = ()
    derived_by: str | None = None
    said_by: str | None = None
    pinned: bool = False
    data: Mapping[str, Any] = field(default_factory=dict)

"""What an index in an engine says of itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Self

from memkit.contracts.store import Position, SpaceInfo


@dataclass(frozen=True, kw_only=True)
class State:
    """What an index says of itself, kept in the engine beside the rows it is true of.

    Attributes:
        journal_id: Whose memories it holds.
        position: How far the journal was read; `event_token`: the token of that event.
        spaces: The spaces that have vectors in it, by key.
        complete: Whether it says all of this; one that does not is not used.
    """

    journal_id: str
    position: Position = field(default_factory=Position)
    event_token: str | None = None
    spaces: Mapping[str, SpaceInfo] = field(default_factory=dict)
    complete: bool = True

    def with_space(self, space: SpaceInfo) -> Self:
        """Return the state with a space."""
        return replace(self, spaces={**self.spaces, space.key: space})

    def without_space(self, key: str) -> Self:
        """Return the state without a space."""
        return replace(self, spaces={k: s for k, s in self.spaces.items() if k != key})

    def to_json(self) -> dict[str, Any]:
        """Return the state as JSON."""
        return {
            "journal_id": self.journal_id,
            "position": list(self.position),
            "mark": self.event_token,
            "spaces": [[s.key, s.id, s.dim, s.normalized] for s in self.spaces.values()],
        }

    @classmethod
    def from_json(cls, said: Mapping[str, Any]) -> Self:
        """Return the state that was written as JSON."""
        return cls(
            journal_id=said["journal_id"],
            position=Position(*map(int, said["position"])),
            event_token=said["mark"],
            spaces=_spaces(said["spaces"]),
        )


def _spaces(rows: Iterable[tuple[str, int, int, bool]]) -> dict[str, SpaceInfo]:
    return {
        key: SpaceInfo(key=key, id=id_, dim=dim, normalized=normalized)
        for key, id_, dim, normalized in rows
    }

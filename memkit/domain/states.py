"""What can change about a memory, as journals and proposals speak of it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from memkit.domain.attachments import Attachment
from memkit.domain.passages import searched_text
from memkit.domain.records import MemoryType, Role, Source, Status


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """What can change about a memory; see `MemoryRecord`.

    Times are microseconds since 1970 in UTC.

    Attributes:
        contents: The bytes of attachments that a journal may not hold yet, by digest. They are no
            part of what a state says: they are kept beside it.
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
    withheld: Status | None = None
    attachments: tuple[Attachment, ...] = ()
    contents: Mapping[str, bytes] = field(default_factory=dict, compare=False, repr=False)

    @property
    def searched_text(self) -> str:
        """The text that the memory is found by; see `memkit.domain.passages`."""
        return searched_text(self.text, self.sources) if self.sources else self.text


def is_same(one: State, other: State) -> bool:
    """Tell whether two states are the same, their values of metadata and data to the type."""
    # 1, 1.0 and true are equal in Python, and so are 0.0 and -0.0.
    return one == other and _typed(one) == _typed(other)


def takes_over(there: Status | None, said: State) -> bool:
    """Tell whether what is said again takes the place of a memory that searches do not serve.

    A fact that a person turned down does not come back by being derived again.

    Args:
        there: Why the memory that says it already is withheld.
        said: What is added.
    """
    if there is None or said.withheld is not None:
        return False
    return said.derived_by is None or there != "rejected"


def _typed(state: State) -> str:
    return json.dumps([state.metadata, state.data], sort_keys=True)

"""Which images are still to be described: computed from the memories, so it outlives a crash."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from memkit.contracts.journal import Journal
from memkit.contracts.store import Selection
from memkit.domain.attachments import SHOWN_IMAGES, Attachment
from memkit.domain.records import MemoryRecord, Scope
from memkit.domain.times import now

_AT_A_TIME = 1000


class Undescribed(NamedTuple):
    """An image, and the first message of its scope that brought it along."""

    message: MemoryRecord
    attachment: Attachment


def undescribed(journal: Journal, scope: Scope) -> list[Undescribed]:
    """Return the images of a scope that no memory describes there, each once in a scope.

    A description that went stale with its message does not count; one that a person rejected does.
    """
    described: set[tuple[Scope, str | None]] = set()
    found: dict[tuple[Scope, str | None], Undescribed] = {}
    for record in _attached(journal, scope):
        for one in record.attachments:
            place = (record.scope, one.digest)
            if record.derived_by is not None:
                if one.description is not None and record.withheld != "stale":
                    described.add(place)
            elif one.digest is not None and one.media_type in SHOWN_IMAGES:
                found.setdefault(place, Undescribed(record, one))
    return [one for place, one in found.items() if place not in described]


def _attached(journal: Journal, scope: Scope) -> Iterator[MemoryRecord]:
    selection = Selection(scope=scope, where=None, now=now())
    after = 0
    while page := journal.attached(selection, limit=_AT_A_TIME, after=after):
        after = page[-1][0]
        yield from (record for _, record in page)

"""What a fact is by now, in a word, and what an event was to it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from memkit.domain.records import Event, MemoryRecord, Status

Standing = Literal["served", "proposed", "unsupported", "stale", "rejected", "superseded"]

STANDINGS: Mapping[Standing, str] = {
    "served": "searches find it",
    "proposed": "it waits for your decision",
    "unsupported": "its message does not say so",
    "stale": "its message has changed",
    "rejected": "it was refused",
    "superseded": "another fact took its place",
}
"""What a fact can be, and what that means."""

# What is said of a fact also where another one took its place.
_FIRST: tuple[Status, ...] = ("proposed", "unsupported", "stale")


def standing_of(record: MemoryRecord) -> Standing | None:
    """Return what a fact is; None for a memory that was not drawn from anything."""
    if record.derived_by is None:
        return None
    if record.withheld in _FIRST:
        return record.withheld
    if record.superseded_by is not None:
        return "superseded"
    return record.withheld or "served"


def happened(event: Event) -> str:
    """Return what an event was to a fact, in a word or two; "" if it was nothing special.

    "fact", "proposed" or "unsupported" for one that was drawn; then "accepted", "rejected",
    "superseded", "corrected", "stale" and "served again".
    """
    before, after = event.before, event.after
    if after is None or after.derived_by is None:
        return ""
    if before is None:
        return "fact" if after.withheld is None else after.withheld
    if before.superseded_by is None and after.superseded_by is not None:
        return "corrected" if after.withheld == "rejected" else "superseded"
    if before.withheld == after.withheld:
        return ""
    if after.withheld is not None:
        return after.withheld
    return "accepted" if before.withheld == "proposed" else "served again"

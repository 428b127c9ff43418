"""Changes as marks: each with the time and the lane that it is shown at."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, get_args

from memkit.domain.display import headline
from memkit.domain.records import Event, MemoryRecord, Scope
from memkit.domain.standing import happened
from memkit.domain.times import instant_of
from memkit.errors import ValidationError
from memkit.filters import Where, compile_predicate
from memkit.text.clean import clean

if TYPE_CHECKING:
    from memkit.contracts.journal import Journal

TimeAxis = Literal["at", "created_at", "occurred_at"]

# What a lane can stand for, apart from a metadata key.
FIELDS = ("user_id", "agent_id", "app_id", "run_id", "type", "role", "event")

# By default; see `Memory.timeline`.
MOST_LANES = 10
# How many events are read at a time: each carries the whole memory on either side.
_AT_A_TIME = 5000
_MOST_CHARACTERS = 240


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineOptions:
    """What a timeline is of.

    Attributes:
        scope: Whose changes.
        where: A filter; a change counts if the memory matches before or after it.
        by: What a lane stands for: one of `FIELDS`, or a metadata key.
        time: What the time of a change is; see `Memory.timeline`.
        since, until: The first instant shown and the first one no longer shown, in microseconds.
        lanes: The most lanes of their own.
    """

    scope: Scope
    where: Where | None
    by: str
    time: TimeAxis
    since: int | None
    until: int | None
    lanes: int

    def __post_init__(self) -> None:
        if self.time not in get_args(TimeAxis):
            raise ValidationError(
                f"time is {self.time!r}.",
                fix="Use 'at' (when the change was recorded), 'created_at' (when the memory was "
                "stored) or 'occurred_at' (when it was true).",
            )
        if not isinstance(self.by, str) or not self.by:
            raise ValidationError(
                f"by is {self.by!r}.", fix=f"Use {', '.join(FIELDS)} or a metadata key."
            )
        if self.since is not None and self.until is not None and self.since >= self.until:
            raise ValidationError(
                "since is not before until.", fix="Exchange them, or leave one out."
            )


@dataclass(frozen=True, slots=True)
class Mark:
    """A change on the timeline.

    Attributes:
        seq: The event's number.
        time: Microseconds since 1970.
        event: "ADD", "UPDATE" or "DELETE".
        id: The memory.
        lane: What the lane goes by; None if the memory has nothing of the kind.
        text: The memory after the change, or the one that was deleted, on one line.
        happened: What the change was to a fact, such as "proposed", "accepted", "rejected" or
            "superseded"; "" if it was nothing special.
        superseded_by: Of a change that says which memory took the place of this one: that memory;
            "" of one that takes it back.
    """

    seq: int
    time: int
    event: str
    id: str
    lane: str | None
    text: str
    happened: str = ""
    superseded_by: str | None = None


@dataclass(frozen=True, slots=True)
class ReadResult:
    """What was read.

    Attributes:
        marks: Changes that have a place on the axis.
        undated: How many have none.
        last: The number of the last event that was looked at.
    """

    marks: list[Mark]
    undated: int
    last: int


def read(journal: Journal, options: TimelineOptions, *, after: int = 0) -> ReadResult:
    """Return the marks of the events after number `after`."""
    fits = compile_predicate(options.where) if options.where is not None else None
    marks: list[Mark] = []
    undated = 0
    last = after
    for event in _events(journal, options.scope, after):
        last = event.seq
        if fits is not None and not any(
            fits(record) for record in (event.before, event.after) if record is not None
        ):
            continue
        shown = event.after if event.after is not None else event.before
        if shown is None:  # It was purged.
            continue
        moment = event.at if options.time == "at" else getattr(shown, options.time)
        if moment is None:
            undated += 1
            continue
        time = instant_of(moment)
        if (options.since is None or time >= options.since) and (
            options.until is None or time < options.until
        ):
            text = headline(clean(shown.memory[: 4 * _MOST_CHARACTERS]), _MOST_CHARACTERS)
            lane = event.event if options.by == "event" else _lane(shown, options.by)
            marks.append(
                Mark(
                    event.seq, time, event.effect, event.memory_id, lane, text,
                    happened=happened(event), superseded_by=_superseded(event),
                )
            )  # fmt: skip
    return ReadResult(marks, undated, last)


def _events(journal: Journal, scope: Scope, after: int) -> Iterator[Event]:
    while True:
        found = journal.events(after=after, scope=scope, limit=_AT_A_TIME)
        yield from found
        if len(found) < _AT_A_TIME:
            return
        after = found[-1].seq


def _superseded(event: Event) -> str | None:
    """Return what took a memory's place by an event; "" if it took that back, None if neither."""
    was = None if event.before is None else event.before.superseded_by
    now = None if event.after is None else event.after.superseded_by
    return None if was == now else now or ""


def _lane(record: MemoryRecord, by: str) -> str | None:
    value = getattr(record, by) if by in FIELDS else record.metadata.get(by)
    return None if value is None else _said(value)


def _said(value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, list) and all(isinstance(part, str) for part in value):
        return ", ".join(value)
    return json.dumps(value, ensure_ascii=False)

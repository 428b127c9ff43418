"""Undoing: one change, several, all those of a call, and what was drawn from an addition."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from operator import attrgetter

from memkit.concurrency.effects import Effects
from memkit.contracts.journal import Condition, Edit, Instruction, Remove, Restore
from memkit.domain import fixes
from memkit.domain.records import AddResult, Event, MemoryRecord
from memkit.domain.validation import checked_text, flag, listed, whole_number
from memkit.engine.engine import Engine
from memkit.engine.ingest.purge import refuse_purged
from memkit.engine.ingest.write import commit, results
from memkit.errors import NotFoundError, ValidationError


def undo(
    engine: Engine, seq: int | None, *, batch: str | None, cascade: bool
) -> Effects[AddResult | list[AddResult]]:
    """Undo one change, or all those of a call."""
    cascade = flag(cascade, "cascade")
    if (seq is None) is (batch is None):
        given = "neither" if seq is None else "both"
        raise ValidationError(
            f"Of the number of an event and the batch of a call, {given} is given.",
            fix=fixes.UNDO_ONE,
        )
    if batch is not None:
        return (yield from _undo_batch(engine, batch, cascade=cascade))
    event = _event(engine, whole_number(seq, "seq", least=1))
    done = yield from _undo_events(engine, [event], cascade=cascade)
    return done if cascade else done[0]


def undo_many(engine: Engine, seqs: Sequence[int]) -> Effects[list[AddResult]]:
    """Bring the memories of several events back, the last event first, in one transaction."""
    wanted = {whole_number(seq, "seq", least=1) for seq in listed(seqs, "seqs")}
    return (yield from _undo_events(engine, [_event(engine, seq) for seq in wanted]))


def _undo_batch(engine: Engine, batch: str, *, cascade: bool) -> Effects[list[AddResult]]:
    """Undo what a call did, if nothing of it changed since.

    Raises:
        NotFoundError: There is no such call.
        ValidationError: A memory of it changed since.
    """
    batch = checked_text(batch, "batch", blank=False)
    events = engine.journal.batch_events(batch)
    if not events:
        raise NotFoundError(f"There is no batch {batch!r}.", fix=fixes.LIST_EVENTS)
    for event in events:
        refuse_purged(event)
    last = {event.memory_id: event.seq for event in events}
    return (yield from _undo_events(engine, events, cascade=cascade, unchanged=last))


def _undo_events(
    engine: Engine,
    events: Iterable[Event],
    *,
    cascade: bool = False,
    unchanged: dict[str, int] | None = None,
) -> Effects[list[AddResult]]:
    """Undo events, the last one first, in one transaction.

    Args:
        engine: The memory.
        events: The events.
        cascade: Whether what was drawn from additions that are undone goes with them.
        unchanged: The numbers of the last events that memories may have, by their ids.
    """
    events = sorted(events, key=attrgetter("seq"), reverse=True)
    there = set(engine.journal.get([event.memory_id for event in events]))
    checks = [] if unchanged is None else _checks(engine, unchanged, there)
    removed: set[str] = set()
    histories: dict[str, list[Event]] = {}
    instructions: list[Instruction] = []
    texts = []
    for event in events:
        if event.memory_id in removed and event.event == "ADD":
            continue
        if event.memory_id not in histories:
            histories[event.memory_id] = engine.journal.events(memory_id=event.memory_id)
        earlier = _last_before(histories[event.memory_id], event.seq)
        instruction, text = _inverse(event, earlier, is_there=event.memory_id in there)
        if isinstance(instruction, Remove):
            removed.add(event.memory_id)
        else:
            removed.discard(event.memory_id)
            there.add(event.memory_id)
        instructions.append(instruction)
        texts.append(text)
    if not instructions:
        return []
    if cascade:
        instructions += _drawn_from(engine, removed)
    reason = _reason(events, unchanged)
    applied = yield from commit(engine, [*checks, *instructions], texts=texts, reason=reason)
    return results(applied[len(checks) :])


def _reason(events: Sequence[Event], unchanged: object) -> str:
    if unchanged is not None:
        return f"undo of batch {events[0].batch_id}"
    numbers = ", ".join(str(event.seq) for event in reversed(events))
    return f"undo of event{'s' if len(events) > 1 else ''} {numbers}"


def _drawn_from(engine: Engine, removed: set[str]) -> list[Instruction]:
    """Return what deletes all that was drawn from memories that go, at any depth."""
    if not removed:
        return []
    records = engine.journal.read(engine.journal.derived_keys(sorted(removed)))
    return [
        Remove(id=records[key].id, missing_ok=True)
        for key in sorted(records)
        if records[key].id not in removed
    ]


def _checks(engine: Engine, last: dict[str, int], there: set[str]) -> list[Instruction]:
    """Return what makes sure, inside the transaction, that nothing changed since some events.

    Raises:
        ValidationError: A memory that an event left is gone, or the other way round.
    """
    seen: dict[str, int] = {}
    for id_, seq in last.items():
        since = engine.journal.events(memory_id=id_, after=seq)
        # What only follows from changes of other memories is no change of this one.
        own = [event for event in since if event.event not in ("STALE", "FRESH")]
        if own:
            raise _changed(id_, own[0].seq)
        seen[id_] = since[-1].seq if since else seq
    return [
        Edit(id=id_, change=lambda state: state, condition=_as_left(id_, seq))
        for id_, seq in seen.items()
        if id_ in there
    ]


def _as_left(id_: str, seq: int) -> Condition:
    def check(record: MemoryRecord) -> bool:
        if record.seq != seq:
            raise _changed(id_, record.seq)
        return True

    return check


def _changed(id_: str, seq: int) -> ValidationError:
    return ValidationError(
        f"Memory {id_!r} changed since, by event {seq}; nothing was undone.",
        fix=fixes.undo_first(seq),
    )


def _event(engine: Engine, seq: int) -> Event:
    event = next(iter(engine.journal.events(after=seq - 1, until=seq)), None)
    if event is None:
        raise NotFoundError(f"There is no event {seq!r}.", fix=fixes.LIST_EVENTS)
    refuse_purged(event)
    return event


def _last_before(history: Sequence[Event], seq: int) -> Event | None:
    place = bisect_left(history, seq, key=attrgetter("seq"))
    return history[place - 1] if place else None


def _inverse(event: Event, earlier: Event | None, *, is_there: bool) -> tuple[Instruction, str]:
    """Return what undoes an event, given the one before of the same memory, and its text."""
    if event.event == "ADD" or earlier is None:
        if not is_there:
            raise NotFoundError(
                f"Event {event.seq} added {event.memory_id!r}, which is deleted already.",
                fix=fixes.see_history(event.memory_id),
            )
        return Remove(id=event.memory_id), event.new_memory or ""
    return Restore(id=event.memory_id, seq=earlier.seq), earlier.new_memory or ""

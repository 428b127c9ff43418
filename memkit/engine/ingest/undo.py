"""Undoing: one change, several, all those of a call, and what was drawn from an addition."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from operator import attrgetter

from memkit.concurrency.effects import Effects
from memkit.contracts.journal import Condition, Edit, Instruction, Remove, Restore
from memkit.domain import fixes
from memkit.domain.passages import searched_text_of
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
        ValidationError: A memory of it changed since, or all that it changed was purged.
    """
    batch = checked_text(batch, "batch", blank=False)
    events = engine.journal.batch_events(batch)
    if not events:
        raise NotFoundError(f"There is no batch {batch!r}.", fix=fixes.LIST_EVENTS)
    left = [event for event in events if event.effect != "PURGE"]
    if not left:
        refuse_purged(events[0])
    last = {event.memory_id: event.seq for event in left}
    return (yield from _undo_events(engine, left, cascade=cascade, unchanged=last))


def _undo_events(
    engine: Engine,
    events: Iterable[Event],
    *,
    cascade: bool = False,
    unchanged: Mapping[str, int] | None = None,
) -> Effects[list[AddResult]]:
    """Undo events, the last one first, in one transaction.

    Args:
        engine: The memory.
        events: The events.
        cascade: Whether what was drawn from additions that are undone goes with them.
        unchanged: The numbers of the last events that memories may have, by their ids.
    """
    events = sorted(events, key=attrgetter("seq"), reverse=True)
    records = engine.journal.get(list({event.memory_id for event in events}))
    checks = [] if unchanged is None else _checks(engine, unchanged, records)
    there = set(records)
    removed: set[str] = set()
    instructions: list[Instruction] = []
    texts = []
    for event in events:
        if event.memory_id in removed and event.event == "ADD":
            continue
        instruction, text = _inverse(event, is_there=event.memory_id in there)
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


def _checks(
    engine: Engine, last: Mapping[str, int], there: Mapping[str, MemoryRecord]
) -> list[Instruction]:
    """Return what makes sure, inside the transaction, that nothing changed since some events.

    Raises:
        ValidationError: Something did.
    """
    for id_, seq in last.items():
        if id_ in there and there[id_].seq == seq:
            continue
        # What only follows from changes of other memories is no change of this one.
        since = engine.journal.events(memory_id=id_, after=seq)
        own = [event for event in since if event.event not in ("STALE", "FRESH")]
        if own:
            raise _changed(id_, own[0].seq)
    return [
        Edit(id=id_, change=lambda state: state, condition=_as_seen(there[id_]))
        for id_ in last
        if id_ in there
    ]


def _as_seen(seen: MemoryRecord) -> Condition:
    def check(record: MemoryRecord) -> bool:
        if record.seq != seen.seq:
            raise _changed(record.id, record.seq)
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


def _inverse(event: Event, *, is_there: bool) -> tuple[Instruction, str]:
    """Return what undoes an event, and the text that it brings back."""
    if event.event == "ADD" or event.before is None:
        if not is_there:
            raise NotFoundError(
                f"Event {event.seq} added {event.memory_id!r}, which is deleted already.",
                fix=fixes.see_history(event.memory_id),
            )
        return Remove(id=event.memory_id), (event.after and searched_text_of(event.after)) or ""
    return Restore(id=event.memory_id, seq=event.before.seq), searched_text_of(event.before)

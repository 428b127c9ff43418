"""The verbs that change a memory: add, update, delete, undo."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import replace
from operator import attrgetter
from typing import Any

from memkit.concurrency.effects import Effects
from memkit.contracts.journal import Add, Applied, Edit, Instruction, Remove, Restore
from memkit.contracts.store import EVER, Selection
from memkit.domain import fixes
from memkit.domain.records import AddResult, Event, Scope
from memkit.domain.results import AddResults
from memkit.domain.times import new_id, now
from memkit.domain.validation import checked_text, flag, listed, whole_number
from memkit.domain.values import shown
from memkit.engine.engine import Engine
from memkit.engine.ingest.purge import refuse_purged
from memkit.engine.ingest.states import (
    Messages,
    checked_fields,
    checked_validity,
    cleared_fields,
    states_of,
)
from memkit.engine.memory_ids import missing, resolve, resolve_links
from memkit.engine.retrieval import advice
from memkit.errors import NotFoundError, PluginError, ValidationError
from memkit.filters import Predicate, compile_predicate

_CHUNK = 10_000


def commit(
    engine: Engine,
    instructions: list[Instruction],
    *,
    texts: Sequence[str] | None = None,
    reason: str | None = None,
) -> Effects[list[Applied]]:
    """Embed what is new and carry the instructions out, in one transaction.

    Args:
        engine: The memory.
        instructions: What to do.
        texts: The texts that they bring in; those of the additions if it is None.
        reason: Why, for the history.

    Raises:
        ProviderError, SpaceError: The default space's embedder failed; nothing was changed.
        NotFoundError, ValidationError, JournalError: Nothing was changed.
    """
    if texts is None:
        texts = [item.state.text for item in instructions if isinstance(item, Add)]
    vectors = yield from engine.spaces.embed(texts)
    try:
        applied = engine.journal.apply(
            instructions,
            vectors=vectors,
            now=now(),
            batch_id=new_id(),
            actor=engine.settings.actor,
            reason=reason,
        )
    except NotFoundError as error:
        named = [item.id for item in instructions if isinstance(item, (Edit, Remove))]
        raise (missing(engine, named) if named else error) from error
    if engine.index.persistent:
        # A store that outlives this process is handed the change at once; others follow when
        # they are searched.
        engine.follow_if_it_can(changed=True)
    return applied


def add(
    engine: Engine,
    messages: Messages,
    *,
    scope: Scope,
    fields: Mapping[str, Any],
    infer: bool | None,
    reason: str | None,
) -> Effects[list[AddResult]]:
    """Store a text, or each message of a conversation, with fields that all of them share."""
    refuse_inference(infer)
    fields = checked_fields(with_whole_ids(engine, fields))
    states = [checked_validity(state) for state in states_of(messages, fields)]
    instructions: list[Instruction] = [
        Add(scope=scope, state=state, is_reply=number > 0) for number, state in enumerate(states)
    ]
    return results((yield from commit(engine, instructions, reason=reason)))


def update(
    engine: Engine,
    id: str,
    text: str | None,
    *,
    fields: Mapping[str, Any],
    clear: Sequence[str],
    reason: str | None,
) -> Effects[AddResult]:
    """Change a memory: fields that are not None, and those to be cleared."""
    whole = resolve(engine, id)
    if isinstance(fields.get("data"), str):
        raise ValidationError(
            f"data is {shown(fields['data'])}, which is not a dict.",
            fix="A text goes beside the id: update(id, 'text'); data are structured fields.",
        )
    changes = {**cleared_fields(clear), **checked_fields(with_whole_ids(engine, fields))}
    if text is not None:
        changes["text"] = checked_text(text, "The memory", blank=False)
    if not changes:
        raise ValidationError(
            f"There is nothing to change about {id!r}.", fix="Give a text, metadata or a time."
        )
    if changes.get("superseded_by") == whole:
        raise ValidationError(
            f"Memory {whole!r} can't take its own place.", fix="Give the id of the newer memory."
        )
    texts = [] if text is None else [text]
    edit = Edit(id=whole, change=lambda state: checked_validity(replace(state, **changes)))
    (applied,) = yield from commit(engine, [edit], texts=texts, reason=reason)
    return result(applied)


def delete(engine: Engine, id: str, *, reason: str | None) -> Effects[AddResult]:
    """Delete a memory; its history stays."""
    (applied,) = yield from commit(engine, [Remove(id=resolve(engine, id))], reason=reason)
    return result(applied)


def delete_all(engine: Engine, selection: Selection, *, reason: str | None) -> Effects[int]:
    """Delete every memory of a selection, also the expired ones, in one transaction.

    What is changed meanwhile, so that the filter no longer finds it, stays.
    """
    advice.say(advice.on_texts_like_times(selection.where))
    instructions: list[Instruction] = []
    after = 0
    selection = replace(selection, now=EVER)
    fits = None if selection.where is None else compile_predicate(selection.where)
    while page := engine.journal.page(selection, limit=_CHUNK, after=after):
        instructions += [
            Remove(id=record.id, missing_ok=True, condition=fits and _still(record.seq, fits))
            for _, record in page
        ]
        after = page[-1][0]
    if not instructions:
        advice.say(advice.on_nothing(engine.journal, selection.scope, selection.where))
        return 0
    applied = yield from commit(engine, instructions, reason=reason)
    return sum(item.event == "DELETE" for item in applied)


def _still(seq: int, fits: Predicate) -> Predicate:
    """Return whether a memory is as it was after an event, or fits nevertheless."""
    return lambda record: record.seq == seq or fits(record)


def undo(engine: Engine, seq: int) -> Effects[AddResult]:
    """Bring the memory of an event back to the state before it."""
    (undone,) = yield from undo_many(engine, [whole_number(seq, "seq", least=1)])
    return undone


def undo_many(engine: Engine, seqs: Sequence[int]) -> Effects[list[AddResult]]:
    """Bring the memories of several events back, the last event first, in one transaction."""
    wanted = {whole_number(seq, "seq", least=1) for seq in listed(seqs, "seqs")}
    events = [_event(engine, seq) for seq in sorted(wanted, reverse=True)]
    there = set(engine.journal.get([event.memory_id for event in events]))
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
    numbers = ", ".join(str(event.seq) for event in reversed(events))
    reason = f"undo of event{'s' if len(events) > 1 else ''} {numbers}"
    return results((yield from commit(engine, instructions, texts=texts, reason=reason)))


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


def with_whole_ids(engine: Engine, fields: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the fields of a memory with whole ids where they name other memories, as few do."""
    if fields.get("superseded_by") is None and fields.get("sources") is None:
        return fields
    return resolve_links(engine, fields)


def refuse_inference(infer: bool | None) -> None:
    """Refuse what no part of memkit can do yet.

    Raises:
        PluginError: Facts are to be extracted.
    """
    if infer is not None and flag(infer, "infer"):
        raise PluginError(
            "infer=True asks an LLM to extract facts, and no extraction is installed.",
            fix="Leave infer out to keep the messages word for word.",
        )


def results(applied: list[Applied]) -> AddResults:
    """Return what users see of what was done."""
    return AddResults(result(item) for item in applied)


def result(applied: Applied) -> AddResult:
    """Return what users see of one thing that was done."""
    return AddResult.trusted({"id": applied.id, "memory": applied.text, "event": applied.event})

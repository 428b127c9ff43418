"""One memory as a whole: what it says, what happened to it, and what is near it in each space."""

from __future__ import annotations

import functools
import json
from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

import numpy as np

from memkit.contracts.store import Selection
from memkit.domain import fixes
from memkit.domain.passages import searched_text_of
from memkit.domain.records import Event, MemoryRecord
from memkit.domain.standing import happened
from memkit.domain.validation import whole_number
from memkit.errors import NotFoundError
from memkit.explorer import facts
from memkit.explorer.documents import Around, passage_detail
from memkit.explorer.facts import Decides
from memkit.explorer.schemas import Detail, FieldChange, Nearest, Neighbour, Part, Version
from memkit.explorer.values import row
from memkit.explorer.view import View
from memkit.filters import JSON_FIELDS
from memkit.text.clean import clean, cut
from memkit.text.code import call
from memkit.text.diff import words
from memkit.text.fields import COMPARED, value_of

if TYPE_CHECKING:
    from memkit.engine.verbs import Verbs


def detail(
    memory: Verbs, view: View, id: str, *, k: int, decides: Decides, around: Around
) -> Detail:
    """Return all about a memory, as far as it had happened by the time that is shown."""
    k = whole_number(k, "k", least=0)
    every = memory.history(id)
    whole = every[0].memory_id
    events = [event for event in every if view.at is None or event.seq <= view.at]
    if not events:
        raise _not_there_yet(memory, view, every)
    now_there = events[-1].after
    record = now_there or events[-1].before
    if record is None:
        raise NotFoundError(f"Memory {whole!r} was purged.", fix=fixes.ADD_AGAIN)
    lines = [call("m.history", whole, into="events")]
    if now_there is not None:
        lines.insert(0, call(f"{view.memory_code}.get", whole, into="memory"))
    fact = facts.fact_detail(memory, view, record, events, decides)
    if fact is not None and now_there is not None:
        lines.append(call(f"{view.memory_code}.evidence", whole, into="evidence"))
    drawn, total = facts.drawn_facts(view.past or memory, whole)
    if drawn:
        lines.append(call(f"{view.memory_code}.derived_from", whole, into="facts"))
    return {
        "id": whole,
        "text": record.memory,
        "there": now_there is not None,
        "metadata_text": json.dumps(dict(record.metadata), ensure_ascii=False, indent=2),
        "record": row(record, whole=True),
        "history": history(events),
        "nearest": [] if now_there is None else _nearest(memory, view, now_there, k),
        "fact": fact,
        "passage": passage_detail(
            record, around, functools.partial(facts.linked, view.past or memory)
        ),
        "drawn": drawn,
        "drawn_total": total,
        "code": "\n".join(lines),
    }


def _not_there_yet(memory: Verbs, view: View, later: list[Event]) -> NotFoundError:
    assert view.at is not None, "by now there are events"
    asked = next(iter(memory.engine.journal.events(after=view.at - 1, limit=1)))
    return NotFoundError(
        f"This memory was not there yet on {asked.at:%Y-%m-%d %H:%M} UTC, after change "
        f"{view.at:,}; it was added on {later[0].at:%Y-%m-%d %H:%M} UTC.",
        fix="Go back to now to see it.",
    )


def history(events: list[Event]) -> list[Version]:
    """Return the events of one memory, oldest first, as versions, newest first."""
    return [_version(events, number) for number in reversed(range(len(events)))]


def _version(events: list[Event], number: int) -> Version:
    event = events[number]
    return {
        "seq": event.seq,
        "version": number + 1,
        "event": event.event,
        "happened": happened(event),
        "at": event.at.isoformat(),
        "actor": event.actor and cut(event.actor),
        "reason": event.reason and cut(event.reason),
        "text": parts(event.old_memory or "", event.new_memory or ""),
        "fields": _fields(event.before, event.after),
        "undoable": _state(events[-1].after) != _state(event.before),
    }


def parts(old: str, new: str) -> list[Part]:
    """Return what changed between two texts; nothing if they are the same."""
    if old == new:
        return []
    return [(kind, clean(text)) for kind, text in words(old, new)]


def _fields(before: MemoryRecord | None, after: MemoryRecord | None) -> list[FieldChange]:
    """Return what an update changed beside the text; additions and deletions change it all."""
    if before is None or after is None:
        return []
    changes: list[FieldChange] = []
    for name in COMPARED:
        if name in JSON_FIELDS:
            changes += _keys(name, getattr(before, name), getattr(after, name))
            continue
        was, became = _said(value_of(before, name)), _said(value_of(after, name))
        if was != became:
            changes.append({"name": name, "old": cut(was), "new": cut(became)})
    return changes


def _keys(name: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> list[FieldChange]:
    return [
        {"name": cut(f"{name}.{key}"), "old": cut(was), "new": cut(became)}
        for key in {**before, **after}
        if (was := _value(before, key)) != (became := _value(after, key))
    ]


def _value(held: Mapping[str, Any], key: str) -> str:
    # As JSON, which tells 1 from true and "1".
    return json.dumps(held[key], ensure_ascii=False) if key in held else ""


def _said(value: object) -> str:
    if value is None or value == []:
        return ""
    if isinstance(value, list):
        return "; ".join(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value.isoformat() if isinstance(value, datetime) else str(value)


def _state(record: MemoryRecord | None) -> object:
    """Return what an undo may bring back: all but the traces of the changes themselves."""
    # As JSON, which tells 1 from true.
    return record and json.dumps(
        record.model_dump(mode="json", exclude={"updated_at", "seq"}), sort_keys=True
    )


def _nearest(memory: Verbs, view: View, record: MemoryRecord, k: int) -> list[Nearest]:
    engine = memory.engine
    engine.follower.catch_up()
    index = (memory if view.past is None else view.past)._index()
    selection = Selection(scope=view.scope, where=None, now=view.instant)
    found: list[Nearest] = []
    for space in sorted(engine.spaces.rows(), key=lambda space: not space.default):
        (vector,) = engine.journal.text_vectors(space.key, [searched_text_of(record)])
        if not k or space.state != "ready" or not np.any(vector):
            continue
        # One more: the memory itself is the nearest, or stands among those that say the same.
        matches = index.search(space.key, vector, k=k + 1, selection=selection)
        records = index.read(matches.keys)
        near: list[Neighbour] = [
            {**row(records[key]), "cosine": float(cosine)}
            for key, cosine in zip(matches.keys.tolist(), matches.scores.tolist(), strict=True)
            if key in records and records[key].id != record.id
        ]
        found.append({"space": space.key, "neighbours": near[:k]})
    return found

"""Ids of memories as people give them: whole, or the end or the beginning of one.

Tables show the ends: a UUID of version 7 begins with a time, alike in many.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from memkit.domain import fixes
from memkit.domain.display import headline
from memkit.domain.ids import LEAST, is_whole, part_of
from memkit.domain.records import Source
from memkit.domain.validation import memory_id
from memkit.domain.values import shown
from memkit.engine.engine import Engine
from memkit.errors import NotFoundError, ValidationError

_MOST_LISTED = 5


def resolve(engine: Engine, given: object, *, deleted: bool = False) -> str:
    """Return the whole id of a memory; a whole one as it is, without looking whether it is there.

    Args:
        engine: The memory.
        given: An id, or 4 characters or more of its end or beginning.
        deleted: Whether those of deleted memories count as much as the others. Otherwise one is
            returned only where no memory that is there has such an id.

    Raises:
        NotFoundError: No memory has such an id, and none had.
        ValidationError: Several have, or too little of it was given.
    """
    id_ = memory_id(given)
    if is_whole(id_):
        return id_.lower()
    part = part_of(id_)
    if part is None:
        # A journal that others wrote may have ids of any form.
        if engine.journal.events(memory_id=id_, limit=1):
            return id_
        raise NotFoundError(
            f"There is no memory {id_!r}, now or in the history.", fix=fixes.LOOK_UP_ID
        )
    if len(part) < LEAST:
        raise ValidationError(
            f"{id_!r} is too short for an id.", fix="Give its last 8 characters, or all of it."
        )
    found = engine.journal.ids_like(part, limit=_MOST_LISTED + 1)
    if not deleted and any(there for _, there in found):
        found = [(one, there) for one, there in found if there]
    if not found:
        raise NotFoundError(
            f"There is no memory whose id begins or ends with {part!r}, now or in the history.",
            fix=fixes.LOOK_UP_ID,
        )
    if len(found) > 1:
        raise _ambiguous(engine, part, dict(found))
    return found[0][0]


def resolve_all(engine: Engine, given: object) -> list[str]:
    """Return the whole ids of different memories, in their order.

    Raises:
        ValidationError: It is one id instead of several, or none at all; or one is ambiguous.
        NotFoundError: No memory has such an id, and none had.
    """
    if isinstance(given, str) or not isinstance(given, Sequence) or not given:
        raise ValidationError(
            f"The memories are {shown(given)}.",
            fix=fixes.GIVE_IDS,
        )
    return list(dict.fromkeys(resolve(engine, id_) for id_ in given))


def resolve_links(engine: Engine, fields: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the fields of a memory with whole ids where they name other memories by a part."""
    found = dict(fields)
    found["superseded_by"] = _linked(engine, fields.get("superseded_by"))
    if isinstance(fields.get("sources"), (list, tuple)):
        found["sources"] = [_source(engine, one) for one in fields["sources"]]
    return found


def _source(engine: Engine, source: Any) -> Any:
    if isinstance(source, Source):
        return source.model_copy(update={"memory_id": _linked(engine, source.memory_id)})
    if isinstance(source, Mapping) and "memory_id" in source:
        return {**source, "memory_id": _linked(engine, source["memory_id"])}
    return source


def _linked(engine: Engine, given: Any) -> Any:
    return resolve_if_known(engine, given) if isinstance(given, str) else given


def resolve_if_known(engine: Engine, given: str) -> str:
    """Return the whole id of a memory, or what was given if it names none here.

    Raises:
        ValidationError: Several memories have such an id.
    """
    part = part_of(given)
    if is_whole(given) or part is None or len(part) < LEAST:
        return given
    try:
        return resolve(engine, given, deleted=True)
    except NotFoundError:
        return given


def missing(engine: Engine, ids: Iterable[str]) -> NotFoundError:
    """Return the error for the first of some ids whose memory is not there: what became of it."""
    wanted = list(ids)
    there = engine.journal.get(wanted)
    gone = next((id_ for id_ in wanted if id_ not in there), wanted[0])
    events = engine.journal.events(memory_id=gone)
    if not events:
        return _never(gone)
    last = events[-1]
    purged = last.effect == "PURGE"
    who = f" by {last.actor}" if last.actor else ""
    why = f" ({last.reason})" if last.reason else ""
    return NotFoundError(
        f"Memory {gone!r} was {'purged' if purged else 'deleted'} {when(last.at)}{who}{why}.",
        fix=fixes.ADD_AGAIN if purged else fixes.bring_back(last.seq, gone),
    )


def _never(id_: str) -> NotFoundError:
    return NotFoundError(
        f"There is no memory {id_!r}, now or in the history.", fix=fixes.LOOK_UP_ID
    )


def when(moment: datetime) -> str:
    """Return a moment in UTC, for a sentence."""
    return f"on {moment.astimezone(UTC):%Y-%m-%d at %H:%M:%S} UTC"


def _ambiguous(engine: Engine, part: str, found: Mapping[str, bool]) -> ValidationError:
    shown = list(found)[:_MOST_LISTED]
    records = engine.journal.get(shown)
    lines = []
    for id_ in shown:
        record = records.get(id_)
        if record is None:
            events = engine.journal.events(memory_id=id_)
            purged = bool(events) and events[-1].effect == "PURGE"
            text = events[-1].old_memory or "" if events else ""
            note = " (purged)" if purged else " (deleted)"
        else:
            text, note = record.memory, ""
        lines.append(f"{id_} {headline(text, 40)!r}{note}")
    more = ", and more" if len(found) > _MOST_LISTED else ""
    number = f"More than {_MOST_LISTED}" if more else str(len(found))
    return ValidationError(
        f"{number} memories have an id that begins or ends with {part!r}: "
        f"{', '.join(lines)}{more}.",
        fix="Give more of the id.",
    )

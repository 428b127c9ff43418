"""Taking over the history that an export tells: every change again, with its own time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import groupby, islice
from operator import attrgetter
from pathlib import Path
from typing import Any

from memkit.concurrency.effects import Effects
from memkit.contracts.journal import Add, Edit, Instruction, Rating, Remove
from memkit.domain.ids import is_whole
from memkit.domain.progress import progress_bar
from memkit.domain.records import Scope
from memkit.domain.results import ImportReport, LineError
from memkit.domain.times import to_instant
from memkit.domain.validation import checked_text
from memkit.engine.engine import Engine
from memkit.engine.ingest.attachments import refuse_unkept
from memkit.engine.ingest.files import read_file
from memkit.engine.ingest.import_items import given, rating_of, read_items, refuse
from memkit.engine.ingest.redaction import redacted_state, redacted_text
from memkit.engine.settings import Settings
from memkit.errors import MemkitError, ValidationError

_PAGE = 1000
_EVENT_KEYS = {"memory_id", "event", "batch_id", "at"}


@dataclass(frozen=True, slots=True)
class Replayed:
    """One change: `after` is the memory from then on, None for a deletion."""

    memory_id: str
    kind: str
    batch_id: str
    at: int
    actor: str | None
    reason: str | None
    after: Add | None


def tells_history(path: Path) -> bool:
    """Tell whether a file is a history, by its first item."""
    try:
        _, first = next(read_file(path), (0, None))
    except MemkitError:
        return False
    return isinstance(first, dict) and set(first) >= _EVENT_KEYS


def import_history(
    engine: Engine, path: Path, *, strict: bool, progress: bool
) -> Effects[ImportReport]:
    """Carry out the changes of a history again, each call's in a transaction of its own.

    A run that was killed can be repeated: it goes on where it stopped.

    Raises:
        ValidationError: The memory has a history of its own, or with `strict` the first bad line.
    """
    errors: list[LineError] = []
    told = {item.batch_id for item in _events(path, errors)}
    if strict:
        refuse(errors, path)
    there = _batches(engine)
    if not there <= told:
        raise ValidationError(
            f"{str(path)!r} is a history, and this memory has one of its own.",
            fix="Import it into a new memory, or export it without its history.",
        )
    added: set[str] = set()
    unchanged: set[str] = set()
    with progress_bar("events", unit="event", total=None, shown=progress) as done:
        groups = groupby(_events(path, []), key=attrgetter("batch_id"))
        for page in _pages((list(group) for _, group in groups), _PAGE):
            new = [group for group in page if group[0].batch_id not in there]
            unchanged |= {item.memory_id for group in page for item in group if group not in new}
            yield from _replay(engine, new)
            for item in (item for group in new for item in group):
                (added.add if item.after is not None else added.discard)(item.memory_id)
            done(sum(map(len, page)))
    rate(engine, read_items(path, _rating, errors=[]))
    if engine.index.persistent:
        engine.follow_if_it_can(changed=True)
    return ImportReport(len(added), 0, len(unchanged - added), tuple(errors))


def rate(engine: Engine, ratings: Iterable[Rating]) -> None:
    """Keep ratings, but for those of hits that were rated here already."""
    new = list(ratings)
    if not new:
        return
    there = engine.journal.ratings()
    for rating in new:
        if rating.memory_id not in there.get(rating.query, {}):
            engine.journal.rate(
                rating.query, rating.memory_id, rating.relevant, at=rating.at, actor=rating.actor
            )


def _replay(engine: Engine, groups: list[list[Replayed]]) -> Effects[None]:
    groups = [[_redacted(engine.settings, item) for item in group] for group in groups]
    afters = [item.after for group in groups for item in group if item.after]
    refuse_unkept(engine, (after.state for after in afters))
    texts = [after.state.searched_text for after in afters]
    vectors = yield from engine.spaces.embed(texts)
    known = {record_id for group in groups for record_id in (item.memory_id for item in group)}
    there = set(engine.journal.get(list(known)))
    for group in groups:
        instructions = [_instruction(item, there) for item in group]
        own = {item.after.state.searched_text for item in group if item.after}
        engine.journal.apply(
            instructions,
            vectors={
                space: {text: by_text[text] for text in own if text in by_text}
                for space, by_text in vectors.items()
            },
            now=group[0].at,
            batch_id=group[0].batch_id,
            actor=group[0].actor,
            reason=group[0].reason,
        )


def _redacted(settings: Settings, item: Replayed) -> Replayed:
    """Return a change as it may be kept."""
    reason = None if item.reason is None else redacted_text(settings, item.reason)
    if item.after is None:
        return replace(item, reason=reason)
    state = redacted_state(settings, item.after.state)
    return replace(item, reason=reason, after=replace(item.after, state=state))


def _instruction(item: Replayed, there: set[str]) -> Instruction:
    """Return a change as an instruction, and note in `there` what it leads to."""
    if item.after is None:
        there.discard(item.memory_id)
        return Remove(id=item.memory_id, missing_ok=True)
    if item.memory_id in there:
        state = item.after.state
        kind = "UPDATE" if item.kind in ("ADD", "DELETE") else item.kind
        return Edit(id=item.memory_id, change=lambda _: state, kind=kind, reason=item.reason)
    there.add(item.memory_id)
    return item.after


def _batches(engine: Engine) -> set[str]:
    found: set[str] = set()
    after = 0
    while page := engine.journal.events(after=after, limit=_PAGE):
        found |= {event.batch_id for event in page}
        after = page[-1].seq
    return found


def _pages(groups: Iterator[list[Replayed]], size: int) -> Iterator[list[list[Replayed]]]:
    while page := list(islice(groups, size)):
        yield page


def _events(path: Path, errors: list[LineError]) -> Iterator[Replayed]:
    return read_items(path, _event, errors=errors)


def _event(fields: Mapping[str, Any]) -> list[Replayed]:
    """Return the event of a line; a rating is none."""
    if set(fields) >= {"query", "relevant", "memory_id"}:
        _rating(fields)
        return []
    if not set(fields) >= _EVENT_KEYS:
        raise ValidationError(
            f"There is no event; the keys are {', '.join(map(repr, fields)) or 'none'}.",
            fix="Give 'memory_id', 'event', 'batch_id' and 'at' to each.",
        )
    id_, after = fields["memory_id"], fields.get("after")
    if not isinstance(id_, str) or not is_whole(id_):
        raise ValidationError(f"The memory_id is {id_!r}.", fix="Give the UUID of a memory.")
    if after is not None and not isinstance(after, dict):
        raise ValidationError(f"after is {after!r}.", fix="Give the fields of a memory, or null.")
    event = Replayed(
        memory_id=id_.lower(),
        kind=checked_text(fields["event"], "event", blank=False),
        batch_id=checked_text(fields["batch_id"], "batch_id", blank=False),
        at=to_instant(fields["at"], name="at"),
        actor=_said(fields, "actor"),
        reason=_said(fields, "reason"),
        after=None if after is None else _addition(after, id_),
    )
    return [event]


def _said(fields: Mapping[str, Any], name: str) -> str | None:
    value = fields.get(name)
    return None if value is None else checked_text(value, name)


def _addition(after: Mapping[str, Any], id_: str) -> Add:
    (told,) = given(after, scope=Scope())
    return replace(told.addition, id=id_.lower())


def _rating(fields: Mapping[str, Any]) -> list[Rating]:
    if not set(fields) >= {"query", "relevant", "memory_id"}:
        return []
    return [rating_of(fields, checked_text(fields["memory_id"], "memory_id", blank=False))]

"""A document into the journal: what is new in it, what moved, what is gone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from memkit.concurrency.effects import Effects
from memkit.contracts.journal import Add, Edit, Instruction, Remove
from memkit.documents.known import KnownDocument
from memkit.domain.documents import IngestedDocument
from memkit.domain.records import MemoryRecord, Scope, Source
from memkit.domain.states import State
from memkit.domain.times import instant_of, new_id
from memkit.engine.engine import Engine
from memkit.engine.ingest.redaction import redacted_state
from memkit.engine.ingest.write import commit

# So many changes are one transaction; what was written of a longer document is kept if the rest
# fails, and is found again.
_CHANGES = 2_000
_KEY = tuple[Any, ...]


@dataclass(slots=True)
class _Plan:
    removals: list[Instruction]
    writes: list[Instruction]
    added: int = 0
    changed: int = 0
    kept: int = 0


def write_document(
    engine: Engine,
    uri: str,
    states: Sequence[State],
    *,
    digest: str,
    scope: Scope,
    known: KnownDocument | None,
) -> Effects[IngestedDocument]:
    """Make the memories of a document what it says now; those that it still says stay.

    The first of them tells the digest, which is written last: a document that was not written to
    its end is read again.

    Raises:
        MemkitError: What was written before is kept.
    """
    there = engine.journal.get(known.ids if known else [])
    # As they are kept, or a passage with a secret would look changed each time.
    states = [redacted_state(engine.settings, state) for state in states]
    plan = _planned(states, list(there.values()), digest=digest, scope=scope)
    # First away: a passage may take over the place of another.
    steps = [*plan.removals, *plan.writes]
    batch = new_id()
    for start in range(0, len(steps), _CHANGES):
        part = steps[start : start + _CHANGES]
        yield from commit(engine, part, infer=False, batch_id=batch, reason=f"read from {uri}")
    return IngestedDocument(
        uri=uri,
        outcome="added" if not there else "changed" if steps else "unchanged",
        added=plan.added,
        changed=plan.changed,
        removed=len(plan.removals),
        kept=plan.kept,
        batch_id=batch if steps else None,
    )


def remove_document(engine: Engine, uri: str, known: KnownDocument) -> Effects[IngestedDocument]:
    """Delete the memories of a document; their history stays."""
    batch = new_id()
    removals: list[Instruction] = [Remove(id=id_, missing_ok=True) for id_ in known.ids]
    applied = yield from commit(engine, removals, batch_id=batch, reason=f"{uri} is gone")
    gone = sum(one.event == "DELETE" for one in applied)
    return IngestedDocument(uri=uri, outcome="removed", removed=gone, batch_id=batch)


def _planned(
    states: Sequence[State], there: Sequence[MemoryRecord], *, digest: str, scope: Scope
) -> _Plan:
    old: dict[_KEY, MemoryRecord] = {}
    twice: list[Instruction] = []
    for record in there:
        key = _said(record.memory, record.sources, record.role, record.name)
        if key in old:
            twice.append(Remove(id=record.id, missing_ok=True))
        old.setdefault(key, record)
    new: dict[_KEY, State] = {}
    for state in states:
        new.setdefault(_said(state.text, state.sources, state.role, state.name), state)
    gone = [Remove(id=one.id, missing_ok=True) for key, one in old.items() if key not in new]
    plan = _Plan(removals=[*twice, *gone], writes=[])
    ids = [old[key].id if key in old else new_id() for key in new]
    before = [None, *ids]
    # The first one comes last, with the digest.
    for number, (key, state) in sorted(enumerate(new.items()), key=lambda one: one[0] == 0):
        told = _telling(state, None if number else digest)
        if key in old:
            _change(plan, told, old[key])
        else:
            # A message is understood by the one before it.
            reply_to = None if state.role is None else before[number]
            plan.added += 1
            plan.writes.append(Add(id=ids[number], scope=scope, state=told, reply_to=reply_to))
    return plan


def _change(plan: _Plan, state: State, there: MemoryRecord) -> None:
    if _differs(there, state):
        plan.changed += 1
        plan.writes.append(Edit(id=there.id, change=lambda now: _updated(now, state)))
    else:
        plan.kept += 1


def _said(
    text: str, sources: Sequence[Source], role: str | None, name: str | None
) -> tuple[Any, ...]:
    return text, sources[0].heading if sources else None, role, name


def _telling(state: State, digest: str | None) -> State:
    first = state.sources[0].model_copy(update={"digest": digest})
    return replace(state, sources=(first, *state.sources[1:]))


def _differs(there: MemoryRecord, state: State) -> bool:
    occurred = None if there.occurred_at is None else instant_of(there.occurred_at)
    return (
        there.sources != state.sources
        or {**there.metadata, **state.metadata} != there.metadata
        or {**there.data, **state.data} != there.data
        or (state.occurred_at is not None and occurred != state.occurred_at)
    )


def _updated(now: State, state: State) -> State:
    """Return a memory's state with what the document says of it; what people added stays."""
    return replace(
        now,
        sources=state.sources,
        metadata={**now.metadata, **state.metadata},
        data={**now.data, **state.data},
        occurred_at=now.occurred_at if state.occurred_at is None else state.occurred_at,
    )

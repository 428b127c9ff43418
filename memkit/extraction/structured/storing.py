"""Structured memories as they are stored: the fields in `data`, a source for each citation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from memkit.concurrency.effects import Effects
from memkit.contracts.journal import Add, Edit, Instruction, Journal
from memkit.domain.defaults import SCHEMA_KEY
from memkit.domain.records import MemoryRecord, Scope
from memkit.domain.states import State
from memkit.domain.times import instant_of, new_id
from memkit.engine.engine import Engine
from memkit.engine.ingest.write import commit
from memkit.extraction.facts.meeting import confirmed, saying, standing
from memkit.extraction.structured.instance import Finished
from memkit.extraction.structured.shape import Shape
from memkit.extraction.structured.sheet import worded


def stored(
    engine: Engine,
    shape: Shape,
    done: Finished,
    messages: Sequence[MemoryRecord],
    *,
    scope: Scope,
    model: str,
) -> Effects[str]:
    """Store what was filled in as a memory of its own, and return its id.

    What was filled in from these messages before is written anew; what says just the same, of other
    messages, has their words as sources more.

    Raises:
        Moved, NotFoundError: A message was edited or deleted meanwhile; nothing was written.
        ProviderError: The embedder failed. Nothing was written.
    """
    state = _state(shape, done, {message.id: message for message in messages})
    ids = [message.id for message in messages]
    id_, change = _change(engine.journal, shape, state, ids, scope)
    cited = {source.memory_id for source in state.sources}
    instructions: list[Instruction] = [
        *(standing(message) for message in messages if message.id in cited),
        change,
    ]
    reason = f"fields of {shape.name}, by {model}"
    yield from commit(engine, instructions, texts=[state.text], reason=reason)
    return id_


def memory_text(shape: Shape, done: Finished) -> str:
    """Return what is searched and shown: the name of the schema, and its fields."""
    said = worded(shape.root, done.sheet, between=". ")
    return f"{shape.name}. {said}."


def _state(shape: Shape, done: Finished, messages: Mapping[str, MemoryRecord]) -> State:
    sources = list(dict.fromkeys(done.citations.values()))
    about: dict[str, Any] = {
        "name": shape.name,
        "citations": {path: sources.index(one) for path, one in done.citations.items()},
        "missing": done.missing,
    }
    cited = [messages[source.memory_id or ""] for source in sources]
    roles = {message.role or "user" for message in cited}
    last = max((value.at for value in done.values if value.at is not None), default=None)
    return State(
        text=memory_text(shape, done),
        sources=tuple(sources),
        derived_by=shape.derived_by,
        said_by=roles.pop() if len(roles) == 1 else None,
        occurred_at=None if last is None else instant_of(last),
        data={**done.data, SCHEMA_KEY: about},
    )


def _change(
    journal: Journal, shape: Shape, state: State, ids: Sequence[str], scope: Scope
) -> tuple[str, Instruction]:
    """Return what is to be written, and the id of the memory that holds it then."""
    before = [
        record
        for record in journal.read(journal.derived_keys(list(ids))).values()
        if record.derived_by == shape.derived_by
        and record.scope == scope
        and {source.memory_id for source in record.sources} <= set(ids)
    ]
    if len(before) == 1:
        return before[0].id, Edit(id=before[0].id, change=lambda known: _anew(known, state))
    twin = saying(journal, state.text, scope=scope, derived_by=shape.derived_by)
    if twin is not None:
        return twin.id, Edit(id=twin.id, change=lambda known: confirmed(known, state))
    id_ = new_id()
    return id_, Add(id=id_, scope=scope, state=state)


def _anew(known: State, state: State) -> State:
    """Return a memory as it is filled in now; one that a person turned down stays that."""
    return replace(
        known,
        text=state.text,
        sources=state.sources,
        said_by=state.said_by,
        occurred_at=state.occurred_at,
        data=state.data,
        withheld="rejected" if known.withheld == "rejected" else None,
    )

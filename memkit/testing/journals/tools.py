"""What the tests of journals do again and again."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from memkit.contracts.embedder import Vectors
from memkit.contracts.journal import (
    Add,
    Applied,
    Call,
    DerivationRow,
    Edit,
    Instruction,
    Journal,
    Reading,
    Remove,
    Restore,
    SpaceRow,
)
from memkit.contracts.store import Keys, Position, Selection
from memkit.domain.digests import text_digest
from memkit.domain.records import Event, MemoryRecord, Scope, Source
from memkit.domain.states import State
from memkit.domain.times import instant_of
from memkit.filters import Where, parse
from memkit.testing.context import NOW, START
from memkit.testing.samples import ALICE, BOB, EVERYONE, filter_memories

DIM = 8
SECOND = 1_000_000
# A value of each field that most memories do without, beside the field.
CHANGES: dict[str, dict[str, Any]] = {
    "occurred_at": {"occurred_at": NOW - 5},
    "expires_at": {"expires_at": NOW + 900 * SECOND},
    "valid_from": {"valid_from": NOW - 7},
    "valid_to": {"valid_to": NOW + 7},
    "superseded_by": {"superseded_by": "01890000-0000-7000-8000-000000000009"},
    "sources": {"sources": (Source(document="ö.md", start=1, end=4, quote="tea"),)},
    "derived_by": {"derived_by": "a model, a prompt"},
    "said_by": {"said_by": "tool"},
    "pinned": {"pinned": True},
    "data": {"data": {"place": "Oslo", "deep": {"list": [1, None, "ö"]}}},
    "withheld": {"withheld": "proposed"},
}


def adding(text: str, *, scope: Scope = ALICE, **fields: Any) -> Add:
    """Return the instruction to add a memory."""
    return Add(scope=scope, state=State(text=text, **fields))


def apply(
    journal: Journal,
    instructions: Sequence[Instruction],
    *,
    vectors: Mapping[str, Mapping[str, Vectors]] | None = None,
    now: int = NOW,
) -> list[Applied]:
    """Carry out instructions."""
    done = journal.apply(instructions, vectors=vectors or {}, now=now, batch_id="batch")
    assert len(done) == len(instructions)
    return done


def add(journal: Journal, text: str, **fields: Any) -> str:
    """Add a memory, and return its id."""
    (done,) = apply(journal, [adding(text, **fields)])
    assert done.event == "ADD"
    return done.id


def select(written: Any = None, *, scope: Scope = EVERYONE) -> Selection:
    """Return a selection by a filter, as dict, string or tree, and a scope."""
    where: Where | None = parse(written) if isinstance(written, (dict, str)) else written
    return Selection(scope=scope, where=where, now=NOW)


def space(key: str, *, dim: int = DIM, **fields: Any) -> SpaceRow:
    """Return a space's row."""
    return SpaceRow(
        **{
            "key": key,
            "provider": "fake",
            "config": {"model": "small"},
            "model": "small",
            "dim": dim,
            "normalized": True,
            "fingerprint": np.ones(dim, "<f4").tobytes(),
            **fields,
        }
    )


def derivation(name: str, **fields: Any) -> DerivationRow:
    """Return a derivation's row."""
    return DerivationRow(
        **{
            "name": name,
            "provider": "echo",
            "config": {"replies": ["ö"]},
            "model": "small",
            "prompts": "1",
            "profile": "extract",
            **fields,
        }
    )


def reading(journal: Journal, id_: str, outcome: str = "read", **fields: Any) -> Reading:
    """Return a reading of the present text of a memory."""
    record = journal.get([id_])[id_]
    told: dict[str, Any] = {
        "derivation": "default",
        "key": journal.keys_of([id_])[id_],
        "digest": text_digest(record.memory),
        "outcome": outcome,
        **fields,
    }
    return Reading(**told)


def put_readings(journal: Journal, *readings: Reading, batch_id: str = "batch") -> None:
    """Write readings alone."""
    assert journal.apply([], vectors={}, now=NOW, batch_id=batch_id, readings=readings) == []


def call(key: str, **fields: Any) -> Call:
    """Return a call."""
    return Call(
        **{
            "key": key,
            "task": "extract",
            "model": "small",
            "request": ({"role": "user", "content": f"1 | ana: {key} ö"},),
            "answer": '{"items": []}',
            "at": NOW,
            **fields,
        }
    )


def as_keys(keys: Any) -> Keys:
    """Return keys as an array."""
    return np.array(list(keys), np.int64)


def by_id(pairs: Any) -> Iterator[tuple[str, MemoryRecord]]:
    """Yield records with their ids in place of their keys."""
    for _, record in pairs:
        yield record.id, record


def everything(journal: Journal) -> dict[str, MemoryRecord]:
    """Return all memories by id, those that have expired too."""
    return dict(by_id(journal.page(replace(select(), now=0), limit=100_000)))


def folded(events: Any) -> dict[str, MemoryRecord]:
    """Return the memories that a history leads to."""
    state: dict[str, MemoryRecord] = {}
    event: Event
    for event in events:
        assert state.get(event.memory_id) == event.before, "an event does not follow the last one"
        if event.after is None:
            state.pop(event.memory_id, None)
        else:
            state[event.memory_id] = event.after
    return state


def whole(journal: Journal) -> dict[str, Any]:
    """Return all that a journal holds."""
    return {
        "id": journal.journal_id,
        "head": journal.head(),
        "events": journal.events(),
        "spaces": journal.spaces(),
        "followers": journal.followers(),
        "memories": everything(journal),
        "keys": sorted(journal.keys_of(list(everything(journal))).values()),
    }


def work(journal: Journal, rng: random.Random, *, rounds: int) -> None:
    """Add, edit, delete and undo at random."""
    for _ in range(rounds):
        there = list(everything(journal))
        number = rng.randrange(10**6)
        instructions: list[Instruction] = [
            adding(f"text {number}", scope=rng.choice((ALICE, BOB)), metadata={"n": number})
        ]
        if there:
            text = f"edited text {number}"

            fields = rng.choice(list(CHANGES.values()))

            def change(state: State, text: str = text, fields: Any = fields) -> State:
                metadata = {**state.metadata, "edited": True}
                return replace(state, text=text, metadata=metadata, **fields)

            instructions.append(Edit(id=rng.choice(there), change=change))
        if len(there) > 3 and rng.random() < 0.4:
            instructions.append(Remove(id=rng.choice(there)))
        apply(journal, instructions)
        if rng.random() < 0.3:
            gone = [e for e in journal.events() if e.event == "DELETE" and e.before is not None]
            if gone and gone[-1].memory_id not in everything(journal) and gone[-1].before:
                apply(journal, [Restore(id=gone[-1].memory_id, seq=gone[-1].before.seq)])


def follow(
    journal: Journal,
    held: dict[int, tuple[MemoryRecord, bytes]],
    position: Position,
    *,
    limit: int,
) -> Position:
    """Take over what happened since a position, as a store does."""
    for _ in range(1_000):
        delta = journal.delta(position, limit=limit)
        for key in delta.deleted.tolist():
            held.pop(key, None)
        records = journal.read(delta.changed)
        vectors = journal.vectors("a", delta.changed)
        for key, vector in zip(delta.changed.tolist(), vectors, strict=True):
            held[key] = (records[key], vector.tobytes())
        if delta.position == position:
            return position
        assert delta.position.seq >= position.seq
        assert delta.position.vectors >= position.vectors
        position = delta.position
    raise AssertionError("the deltas come to no end")


def found_text(
    journal: Journal, query: str, *, k: int = 10, selection: Selection | None = None
) -> list[str]:
    """Search for words, and return the texts that were found."""
    found = journal.search_text(query, k=k, selection=selection or select())
    assert len(found.keys) == len(found.scores) <= k
    assert (np.diff(found.scores) <= 0).all(), "the best score comes first"
    records = journal.read(found.keys)
    return [records[key].memory for key in found.keys.tolist()]


def put_filter_memories(journal: Journal) -> dict[int, MemoryRecord]:
    """Store the memories that tell the operators apart, and return them by key."""
    begin = instant_of(START)
    apply(
        journal,
        [
            Add(
                scope=row.scope,
                state=State(text=row.text, type=row.type, metadata=row.metadata, **row.fields),
                created_at=begin + (number + 1) * 60 * SECOND,
            )
            for number, row in enumerate(filter_memories("a", DIM))
        ],
    )
    return dict(journal.page(select(), limit=1000))

"""What a memory that was written by memkit 0.1.0 must answer, in any later version.

`make.py` asked 0.1.0 these questions when it made the files, and wrote the answers beside them.
"""

from __future__ import annotations

import inspect
import json
from collections.abc import Callable
from typing import Any

from memkit import Memory
from memkit.errors import MemkitError

# What a record consisted of.
FIELDS = (
    "id", "memory", "user_id", "agent_id", "app_id", "run_id", "type", "role", "name", "metadata",
    "created_at", "updated_at", "occurred_at", "expires_at", "seq",
)  # fmt: skip
MOMENTS = (0, 4, 9, 15, 22, 27)
QUERIES = ("where does Alice live", "Zürich", "tea or coffee", "東京")
# 0.1.0 let messages of all roles count alike, and had no argument for it.
ALIKE: dict[str, Any] = (
    {"role_weights": {}} if "role_weights" in inspect.signature(Memory.search).parameters else {}
)
WHERE = "city = 'Oslo' or tags contains 'food' or role = 'assistant'"


def ask(open_memory: Callable[[], Memory]) -> dict[str, Any]:
    """Return all answers as JSON would give them back. In the end, every event is undone."""
    with open_memory() as memory:
        answers = {
            "all": [_described(record) for record in memory.get_all(limit=1000)],
            "filtered": [record.id for record in memory.get_all(where=WHERE)],
            "events": [_event(event) for event in memory.events()],
            "histories": {
                id_: [event.seq for event in memory.history(id_)]
                for id_ in sorted({event.memory_id for event in memory.events()})
            },
            "ratings": memory.ratings,
            "spaces": [[space.key, space.dim, space.count] for space in memory.spaces],
            "found": {query: _found(memory, query) for query in QUERIES},
            "past": {str(seq): _past(memory, seq) for seq in MOMENTS},
            "problems": [problem.what for problem in memory.doctor().problems],
        }
        answers["undone"] = [_undone(memory, event) for event in reversed(memory.events())]
        answers["problems after"] = [problem.what for problem in memory.doctor().problems]
    return json.loads(json.dumps(answers))


def _described(record: Any) -> dict[str, Any]:
    return {name: getattr(record, name) for name in FIELDS[:10]} | {
        name: str(getattr(record, name)) for name in FIELDS[10:]
    }


def _event(event: Any) -> dict[str, Any]:
    return {
        "seq": event.seq,
        "memory_id": event.memory_id,
        "event": event.event,
        "before": event.before and _described(event.before),
        "after": event.after and _described(event.after),
        "actor": event.actor,
        "reason": event.reason,
        "batch_id": event.batch_id,
        "at": str(event.at),
    }


def _found(memory: Any, query: str) -> list[Any]:
    hits = memory.search(query, k=5, **ALIKE)
    hits += memory.search(query, k=3, user_id="alice", context=0.85, **ALIKE)
    return [[hit.id, round(hit.score, 4)] for hit in hits]


def _past(memory: Memory, seq: int) -> dict[str, Any]:
    past = memory.as_of(seq)
    return {
        "all": [_described(record) for record in past.get_all(limit=1000)],
        "found": {query: _found(past, query) for query in QUERIES},
    }


def _undone(memory: Memory, event: Any) -> list[Any]:
    """Undo an event, and return what became of its memory."""
    try:
        memory.undo(event.seq)
    except MemkitError as error:
        return [event.seq, type(error).__name__]
    there = [r for r in memory.get_all(limit=1000) if r.id == event.memory_id]
    left = [_described(record) for record in there]
    for record in left:
        # Of the undoing itself.
        del record["updated_at"], record["seq"]
    return [event.seq, left]

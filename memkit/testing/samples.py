"""Sample memories and filters that tell the operators apart."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import numpy as np

from memkit.contracts.embedder import Vectors
from memkit.domain.records import STATUSES, Scope
from memkit.domain.times import instant_of
from memkit.filters import And, Not, Or, Where, parse
from memkit.testing.context import SampleMemory

ALICE = Scope(user_id="alice")
BOB = Scope(user_id="bob")
EVERYONE = Scope()

# Name of the test -> filters. Each keeps some of `filter_memories`, and not all.
FILTERS: dict[str, list[Any]] = {
    "eq": [
        {"category": "food"},
        {"priority": 3},
        {"priority": 3.0},
        {"score": 0.5},
        {"done": True},
        {"done": False},
        {"note": 'Straße "№ 1" \'%_\\'},
        {"gap": None},
        {"type": "episodic"},
        {"memory": "memory number 7"},
        {"big": 2**53 + 1},
    ],
    "ne": [{"category": {"$ne": "food"}}, {"done": {"$ne": True}}, {"gap": {"$ne": None}}],
    "in": [
        {"category": {"$in": ["food", "home"]}},
        {"priority": {"$in": [1, 4]}},
        {"type": {"$in": ["episodic", "procedural"]}},
        {"gap": {"$in": [None, "filled"]}},
    ],
    "nin": [{"category": {"$nin": ["food", "home"]}}, {"priority": {"$nin": [0, 1, 2]}}],
    "gt": [{"priority": {"$gt": 2}}, {"score": {"$gt": 1.25}}, {"city": {"$gt": "L"}}],
    "gte": [{"priority": {"$gte": 2}}, {"score": {"$gte": 1.25}}, {"when": {"$gte": "2025-03-05"}}],
    "lt": [{"priority": {"$lt": 2.5}}, {"created_at": {"$lt": "2025-02-19T21:41:00Z"}}],
    "lte": [{"priority": {"$lte": 2}}, {"when": {"$lte": "2025-03-05T12:00:00+02:00"}}],
    "contains": [
        {"tags": {"$contains": "red"}},
        {"city": {"$contains": "i"}},
        {"memory": {"$contains": "number 1"}},
        {"numbers": {"$contains": 2}},
    ],
    "icontains": [
        {"city": {"$icontains": "LI"}},
        {"tags": {"$icontains": "RED"}},
        {"memory": {"$icontains": "NUMBER 2"}},
    ],
    "exists": [{"gap": {"$exists": True}}, {"tags": {"$exists": False}}],
    "and": [{"$and": [{"category": "food"}, {"priority": {"$gte": 2}}]}],
    "or": [{"$or": [{"category": "food"}, {"priority": 4}]}],
    "not": [{"$not": {"category": "food"}}, {"$not": {"gap": {"$exists": True}}}],
    "nested keys": [
        {"place.country": "PT"},
        {"place.floor.number": {"$gt": 3}},
        "place.country = 'PT' and not place.floor.number > 3",
    ],
    "dates": [
        "when >= '2025-03-03' and when < '2025-03-05T06:00:00Z'",
        {"created_at": {"$gte": "2025-02-19T21:41:00Z"}},
    ],
    "types apart": [{"mixed": 1}, {"mixed": "1"}, {"mixed": True}, {"mixed": {"$gt": 0}}],
    "validity": [
        {"valid_to": None},
        {"superseded_by": None},
        {"valid_from": {"$lte": "2025-03-03"}},
        "valid_to > '2025-03-03' or valid_to = null",
        "valid_from is not null and not valid_from > '2025-03-02'",
        {"valid_to": {"$in": ["2025-03-02", None]}},
    ],
    "where it comes from": [
        {"said_by": "user"},
        {"said_by": {"$in": ["tool", None]}},
        {"derived_by": {"$exists": True}},
        {"superseded_by": "01890000-0000-7000-8000-00000000000b"},
        {"said_by": {"$icontains": "TOO"}},
    ],
    "withheld": [
        {"withheld": None},
        {"withheld": "stale"},
        {"withheld": {"$ne": "rejected"}},
        {"withheld": {"$in": ["proposed", None]}},
        "withheld exists and not withheld = 'unsupported'",
    ],
    "pinned": [
        {"pinned": True},
        {"pinned": False},
        {"pinned": {"$ne": True}},
        {"pinned": {"$in": [True]}},
    ],
    "data": [
        {"data.place": "Oslo"},
        {"data.place": {"$ne": "Oslo"}},
        {"data.place": None},
        {"data.price.amount": {"$gt": 2.5}},
        {"data.tags": {"$contains": "red"}},
        {"data.place": {"$icontains": "OS"}},
        {"data.on": {"$gte": "2025-03-05"}},
        {"data.done": {"$in": [True, "yes"]}},
        {"data.price": {"$exists": True}},
        "data.place = 'Oslo' and not place.country = 'DE'",
    ],
    "strings": [
        "priority >= 3 and category in ('food', 'home')",
        "not (done = true or city icontains 'ber')",
    ],
}


_DAY = 24 * 3600 * 1_000_000
_MARCH = instant_of(date(2025, 3, 1))


def unit(vector: Vectors) -> Vectors:
    """Return vectors at length one."""
    scaled: Vectors = vector / np.linalg.norm(vector, axis=-1, keepdims=True)
    return scaled.astype(np.float32)


def random_units(n: int, dim: int, seed: int) -> Vectors:
    """Return n random vectors of length one."""
    return unit(np.random.default_rng(seed).normal(size=(n, dim)).astype(np.float32))


def filter_memories(space: str, dim: int) -> list[SampleMemory]:
    """Return 60 memories whose metadata differ in every way that a filter can ask for."""
    vectors = random_units(60, dim, seed=3)
    return [
        SampleMemory(
            text=f"memory number {number}",
            type=("semantic", "episodic", "procedural")[number % 3],
            metadata=_metadata(number),
            fields=_fields(number),
            vectors={space: vectors[number]},
        )
        for number in range(60)
    ]


def _metadata(number: int) -> dict[str, Any]:
    found: dict[str, Any] = {
        "category": ("food", "home", "work", "travel")[number % 4],
        "priority": number % 5,
        "score": number % 7 / 4,
        "done": number % 2 == 0,
        "city": ("Lisbon", "Berlin", "Zürich", "東京")[number // 4 % 4],
        "note": 'Straße "№ 1" \'%_\\' if number % 6 == 0 else "plain",
        "when": f"2025-03-{1 + number % 9:02}T10:30:00Z",
        "place": {
            "country": ("PT", "DE")[number % 2],
            "floor": {"number": number % 6},
        },
        "mixed": (1, "1", True, 1.5, None)[number % 5],
        "big": 2**53 + number % 3,
    }
    if number % 3:
        found["tags"] = [["red", "green"], ["blue"], ["dark red"]][number % 4 % 3]
        found["numbers"] = [number % 3, number % 4]
    if number % 5 == 0:
        found["gap"] = ("filled", None, "half")[number // 5 % 3]
    return found


def _fields(number: int) -> dict[str, Any]:
    """Return what a memory has of the fields that most do without; a third has none."""
    if number % 3 == 0:
        return {}
    found: dict[str, Any] = {
        "valid_from": (None, _MARCH, _MARCH + 2 * _DAY)[number % 4 % 3],
        "valid_to": (None, _MARCH + _DAY, _MARCH + 3 * _DAY)[number % 5 % 3],
        "superseded_by": f"01890000-0000-7000-8000-{number % 16:012x}" if number % 2 else None,
        "said_by": ("user", "tool", None)[number % 7 % 3],
        "derived_by": "a model, a prompt" if number % 5 else None,
        "pinned": number % 4 == 1,
        "withheld": (None, *STATUSES)[number // 3 % 5],
    }
    if number % 5:
        found["data"] = {
            "place": ("Oslo", "Os", None, "Bergen")[number % 4],
            "price": {"amount": number % 6, "unit": "€"},
            "tags": [["red"], ["blue", "dark red"], []][number % 7 % 3],
            "on": f"2025-03-{1 + number % 9:02}",
            "done": (True, "yes", 1)[number % 8 % 3],
        }
    return found


def random_filters(n: int, seed: int) -> Iterator[Where]:
    """Yield n filters, composed at random of those in `FILTERS`."""
    rng = random.Random(seed)
    parsed = [parse(written) for group in FILTERS.values() for written in group]
    leaves = [tree for tree in parsed if tree is not None]

    def grow(depth: int) -> Where:
        if depth == 0:
            return rng.choice(leaves)
        kind = rng.choice(("leaf", "and", "or", "not"))
        if kind == "leaf":
            return rng.choice(leaves)
        if kind == "not":
            return Not(grow(depth - 1))
        parts = tuple(grow(depth - 1) for _ in range(rng.randint(2, 3)))
        return And(parts) if kind == "and" else Or(parts)

    for _ in range(n):
        yield grow(3)


SCOPES: list[Mapping[str, str]] = [
    {"user_id": "alice"},
    {"user_id": "bob"},
    {"user_id": "alice", "agent_id": "cook"},
    {"user_id": "alice", "agent_id": "cook", "run_id": "1"},
    {"user_id": "bob", "agent_id": "cook", "app_id": "kitchen"},
    {"agent_id": "cook"},
    {"app_id": "kitchen", "run_id": "1"},
    {"user_id": "alice' OR '1'='1"},
    {"user_id": "Alice"},
    {"user_id": "alice "},
    {"user_id": "アリス", "agent_id": "alice"},
]

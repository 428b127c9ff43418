"""A memory of two people in two spaces, and ways to look at answers."""

from __future__ import annotations

import datetime as dt

import pytest

LINES = (
    ("I moved to Lisbon in March", "alice", {"category": "home", "priority": 3}),
    ("I like green tea", "alice", {"category": "food", "priority": 1}),
    ("My sister lives in Porto", "alice", {"category": "family"}),
    ("I stopped eating meat", "alice", {"category": "food", "priority": 10}),
    ("The office is in Berlin", "bob", {"category": "work", "priority": 2}),
    ("I like black coffee", "bob", {"category": "food"}),
)


@pytest.fixture
def m(open_memory):
    """Four memories of alice and two of bob, in the space "static-2"."""
    memory = open_memory()
    for number, (text, user, metadata) in enumerate(LINES):
        memory.add(
            text,
            user_id=user,
            metadata=metadata,
            occurred_at=dt.datetime(2025, 3, 1 + number, tzinfo=dt.UTC) if number % 2 else None,
        )
    return memory


@pytest.fixture
def alice(m):
    """An explorer of alice's memories."""
    return m.explore(user_id="alice")


@pytest.fixture
def texts():
    """Return the texts of rows."""
    return lambda rows: [row["text"] for row in rows]


@pytest.fixture
def run_code():
    """Run code as a user would, with the memory as `m`, and return what it bound."""

    def run(code, memory):
        names = {"m": memory}
        exec(compile(code, "code", "exec"), names)
        return names

    return run

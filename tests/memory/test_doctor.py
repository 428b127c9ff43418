from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from memkit import Memory

DAMAGE = {
    "text changed": (
        "UPDATE memories SET text_id = (SELECT id FROM texts WHERE id NOT IN "
        "(SELECT text_id FROM memories)) WHERE key = 3",
        False,
    ),
    "metadata changed": ("UPDATE memories SET metadata = '{\"x\":1}' WHERE key = 3", False),
    "expiry changed": ("UPDATE memories SET expires_at = 5 WHERE key = 3", False),
    "memory gone": ("DELETE FROM memories WHERE key = 3", False),
    "vector gone": ("DELETE FROM vectors WHERE text_id = 3", True),
    "vector short": ("UPDATE vectors SET vector = x'00000000' WHERE text_id = 3", False),
}


@pytest.fixture
def damaged(path: Path, open_memory: Callable[..., Memory]) -> Callable[[str], Memory]:
    memory = open_memory()
    memory.add([f"memory number {i}" for i in range(6)], user_id="a")
    memory.update(memory.get_all()[1].id, "changed")
    assert memory.doctor().ok
    memory.close()

    def damaged(sql: str) -> Memory:
        connection = sqlite3.connect(path)
        connection.executescript(sql)
        connection.close()
        return open_memory()

    return damaged


@pytest.mark.parametrize("what", DAMAGE)
def test_every_damage_is_found_and_what_is_derived_is_mended(
    damaged: Callable[[str], Memory], what: str
) -> None:
    sql, mendable = DAMAGE[what]
    memory = damaged(sql)
    report = memory.doctor()
    assert not report.ok
    assert all(problem.what and problem.fix for problem in report.problems)
    if mendable:
        assert memory.doctor(fix=True).ok
        assert memory.doctor().ok
        assert len(memory.search("memory", user_id="a", mode="vector")) == 6
        assert len(memory.search("memory", user_id="a", mode="text")) == 5


def test_an_event_that_is_gone_is_found(damaged: Callable[[str], Memory]) -> None:
    # The trigger has to go first: events can't be deleted.
    memory = damaged("DROP TRIGGER events_are_not_deleted; DELETE FROM events WHERE seq = 3")
    report = memory.doctor()
    assert not report.ok
    assert "events" in report.problems[0].what


def test_a_break_in_the_chain_is_found(damaged: Callable[[str], Memory]) -> None:
    memory = damaged(
        "DROP TRIGGER events_are_not_changed;"
        "UPDATE events SET old_metadata = '{\"forged\":1}' WHERE event = 'UPDATE'"
    )
    assert any("follow" in problem.what for problem in memory.doctor().problems)


def test_a_sound_memory_is_sound_after_everything(
    open_memory: Callable[..., Memory], fake: Any
) -> None:
    memory = open_memory()
    assert memory.doctor().ok
    memory.add(["...", "!?", "tea", "🫖"], user_id="a")
    memory.add_space(fake, wait=True, progress=False)
    memory.delete(memory.get_all()[0].id)
    memory.add("old", user_id="a", expires_at="2001-01-01")
    memory.reindex()
    memory.drop_space("fake")
    report = memory.doctor()
    assert report.problems == ()
    assert len(report.checked) >= 5


def test_reindex_rebuilds_search_from_nothing(open_memory: Callable[..., Memory]) -> None:
    memory = open_memory()
    memory.add([f"tea number {i}" for i in range(50)], user_id="a")
    before = {
        mode: [(h.id, h.score) for h in memory.search("tea number 7", user_id="a", mode=mode, k=50)]
        for mode in ("vector", "text", "hybrid")
    }
    memory.engine.store.clear()
    memory.reindex()
    for mode, expected in before.items():
        hits = memory.search("tea number 7", user_id="a", mode=mode, k=50)
        assert sorted((h.id, round(h.score, 5)) for h in hits) == sorted(
            (id_, round(score, 5)) for id_, score in expected
        )

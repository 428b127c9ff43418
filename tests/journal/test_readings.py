"""What is read and paid for, in a file: killed, copied, and looked after."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from memkit import Memory
from memkit.builtin.configs import SQLiteConfig
from memkit.builtin.sqlite.journal import SQLiteJournal
from memkit.contracts.journal import Window, WindowLine
from memkit.domain.records import text_digest
from memkit.testing.context import NOW
from memkit.testing.journals.tools import (
    add,
    adding,
    apply,
    call,
    derivation,
    put_readings,
    reading,
)

MESSAGES = 400

# As a follower works: a window, its call, then the facts with the readings that close it. What an
# earlier run left open comes first, and is asked for only if no call is recorded.
FOLLOW = """
    import sys
    from memkit.builtin.configs import SQLiteConfig
    from memkit.builtin.sqlite.journal import SQLiteJournal
    from memkit.contracts.journal import Reading, Window, WindowLine
    from memkit.domain.records import text_digest
    from memkit.testing.journals.tools import adding, call
    journal = SQLiteJournal(SQLiteConfig(path=sys.argv[1], durability="fast"))
    print("ready", flush=True)
    while True:
        window = next(iter(journal.open_windows("default")), None)
        if window is None:
            found = journal.unread("default", now=0, limit=3)
            lines = tuple(WindowLine(m.id, text_digest(m.memory)) for _, m, _ in found)
            window = Window(derivation="default", lines=lines)
            journal.put_window(window)
            continue
        key = " ".join(line.memory_id for line in window.lines)
        if journal.call(key) is None:
            print("paid", key, flush=True)
            journal.put_call(call(key))
            print("recorded", key, flush=True)
        keys = journal.keys_of([line.memory_id for line in window.lines])
        readings = [
            Reading(derivation="default", key=keys[line.memory_id], digest=line.digest,
                    outcome="read")
            for line in window.lines
        ]
        journal.apply(
            [adding("fact " + line.memory_id, derived_by="default") for line in window.lines],
            vectors={}, now=1, batch_id="b", readings=readings, closes=[window.id],
        )
        print("read", key, flush=True)
"""


def opened(path: Path) -> SQLiteJournal:
    return SQLiteJournal(SQLiteConfig(path=str(path), durability="fast"))


@pytest.fixture
def journal(path: Path) -> Any:
    journal = opened(path)
    journal.put_derivation(derivation("default"))
    yield journal
    journal.close()


def test_kill_9_between_any_two_steps_repeats_no_call_and_loses_no_message(
    start: Callable[..., Any], path: Path, journal: SQLiteJournal
) -> None:
    texts = [f"message {number}" for number in range(MESSAGES)]
    apply(journal, [adding(text, role="user") for text in texts])
    said: list[tuple[str, str]] = []
    rng = random.Random(int.from_bytes(os.urandom(4)))
    for _ in range(6):
        child = start(FOLLOW, path)
        assert child.stdout.readline() == "ready\n"
        lines = [child.stdout.readline() for _ in range(rng.randrange(1, 9))]
        time.sleep(rng.random() * 0.004)
        os.kill(child.pid, signal.SIGKILL)
        rest, errors = child.communicate()
        assert child.returncode == -signal.SIGKILL, errors
        told = "".join([*lines, rest]).split("\n")[:-1]
        said += [(verb, key) for verb, _, key in (line.partition(" ") for line in told)]
        # More comes between two runs, and must not move what was set out before.
        add(journal, f"later {rng.random()}", role="user")

        messages = [one.message.memory for one in journal.unread("default", now=0, limit=10**6)]
        left = [text for text in messages if text in texts]
        facts = [
            event.new_memory for event in journal.events() if (event.new_memory or "")[:4] == "fact"
        ]
        # Facts and readings came together, and nothing that was acknowledged is missing.
        assert len(facts) == len(set(facts)) == MESSAGES - len(left)
        acknowledged = {
            f"fact {id_}" for verb, key in said if verb == "read" for id_ in key.split()
        }
        assert acknowledged <= set(facts)
        assert len(journal.open_windows("default")) <= 1
        # Nobody pays again for what was recorded, and no message was shown in two windows.
        for place, (verb, key) in enumerate(said):
            if verb == "recorded":
                assert journal.call(key) is not None
                assert ("paid", key) not in said[place:]
        shown = [id_ for one in journal.calls() for id_ in one.key.split()]
        assert len(shown) == len(set(shown))
        assert list(journal.check()) == []
    assert said


def test_a_backup_holds_calls_and_readings_and_an_export_memories_alone(tmp_path: Path) -> None:
    with Memory(tmp_path / "memory.db", embedder="hash") as memory:
        journal = memory.engine.journal
        journal.put_derivation(derivation("default"))
        one, two = memory.add(
            [{"role": "user", "content": "I like tea"}, {"role": "user", "content": "and milk"}],
            user_id="ana",
        )
        put_readings(journal, reading(journal, one.id))
        journal.put_call(call("k1", lines=(one.id,)))
        line = WindowLine(two.id, text_digest("and milk"))
        window = Window(derivation="default", lines=(line,))
        journal.put_window(window)
        memory.backup(tmp_path / "backup.db")
        memory.export(tmp_path / "memory.jsonl")

    def left(memory: Memory) -> list[str]:
        journal = memory.engine.journal
        return [m.id for _, m, _ in journal.unread("default", now=NOW, limit=9)]

    with Memory(tmp_path / "backup.db") as memory:
        assert left(memory) == [two.id]
        assert memory.engine.journal.call("k1") is not None
        assert [w.lines for w in memory.engine.journal.open_windows("default")] == [(line,)]
    with Memory(tmp_path / "other.db", embedder="hash") as memory:
        memory.import_(tmp_path / "memory.jsonl", progress=False)
        assert memory.engine.journal.derivations() == []
        memory.engine.journal.put_derivation(derivation("default"))
        assert left(memory) == [one.id, two.id]
        assert memory.engine.journal.calls() == []


DAMAGE = {
    "UPDATE readings SET derivation_id = 99": "1 rows refer to rows that are not there.",
    "UPDATE readings SET key = 99": "1 rows refer to rows that are not there.",
    "UPDATE windows SET derivation_id = 99": "1 rows refer to rows that are not there.",
    "UPDATE derivations SET in_use = 0": "0 derivations are in use",
    "UPDATE derivations SET in_use = 1": "2 derivations are in use",
    "UPDATE windows SET lines = '[['": "1 windows can't be read",
    "UPDATE calls SET answer = '\"'": "1 calls can't be read",
    "UPDATE derivations SET config = '{'": "1 derivations can't be read",
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_the_doctor_tells_of_readings_of_nothing_and_of_damaged_rows(
    path: Path, journal: SQLiteJournal, damage: str
) -> None:
    id_ = add(journal, "I like tea", role="user")
    put_readings(journal, reading(journal, id_))
    journal.put_window(Window(derivation="default", lines=(WindowLine(id_, ""),)))
    journal.put_call(call("k1"))
    if "config" not in damage:
        journal.put_derivation(derivation("other"))
    assert list(journal.check()) == []
    with sqlite3.connect(path) as connection:
        connection.execute(damage)
    connection.close()
    assert [DAMAGE[damage] in problem.what for problem in journal.check()] == [True]

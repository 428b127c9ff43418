"""What a flipped bit does to the database and its log: right answers, an error, or a word."""

from __future__ import annotations

import contextlib
import json
import shutil
import sqlite3
import warnings
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from benchmarks import bit_flips
from memkit import Memory
from memkit.builtin.sqlite.frames import lost_commits
from memkit.errors import JournalError, MemkitError


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed memory of some memories and a longer history."""
    path = tmp_path_factory.mktemp("made") / "m.db"
    with Memory(path, embedder="hash") as memory:
        memory.add([f"tea number {i}" for i in range(30)], user_id="u", metadata={"kind": "tea"})
        for record in memory.get_all(user_id="u", limit=5):
            memory.update(record.id, text=f"{record.memory}, and milk")
        memory.delete(memory.get_all(user_id="u", limit=1)[0].id)
        memory.engine.journal.repair()
    return path


@pytest.fixture
def path(made: Path, tmp_path: Path) -> Path:
    copy = tmp_path / "m.db"
    shutil.copy(made, copy)
    return copy


# What a flipped bit could have made of a row, which no structure of SQLite's tells.
CHANGES = {
    "a text": "UPDATE texts SET text = replace(text, 'tea', 'tee') WHERE id = 12",
    "a vector": "UPDATE vectors SET vector = zeroblob(length(vector)) WHERE id = 12",
    "a vector by one bit": "UPDATE vectors SET vector = CAST(x'01' || substr(vector, 2) AS BLOB) "
    "WHERE id = 12",
    "who did it": "UPDATE events SET actor = 'somebody' WHERE seq = 12",
    "why": "UPDATE events SET reason = 'none' WHERE seq = 12",
    "when": "UPDATE events SET at = at + 4096 WHERE seq = 12",
    "in which batch": "UPDATE events SET batch_id = 'other' WHERE seq = 12",
    "what happened": "UPDATE events SET event = 'ADE' WHERE seq = 12",
    "an old state": "UPDATE events SET old_metadata = '{}' WHERE seq = 32",
    "a state": 'UPDATE memories SET metadata = \'{"kind":"tee"}\' WHERE key = 12',
    "a time": "UPDATE memories SET created_at = created_at + 1 WHERE key = 12",
    "not JSON": 'UPDATE memories SET metadata = \'{"kind""tea"}\' WHERE key = 12',
    "not a state": "UPDATE events SET new_state = replace(new_state, 'created', 'creatfd') "
    "WHERE seq = 12",
}


@pytest.mark.parametrize("what", CHANGES)
def test_doctor_names_what_changed_by_itself(path: Path, what: str) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("DROP TRIGGER events_are_not_changed")
        assert connection.execute(CHANGES[what]).rowcount in (1, -1)
    with Memory(path) as memory:
        assert not memory.doctor().ok


def test_a_sound_one_is_sound(path: Path) -> None:
    with Memory(path) as memory:
        assert memory.doctor().ok


@pytest.mark.parametrize("what", ["not JSON", "not a state"])
@pytest.mark.parametrize(
    "ask",
    [
        lambda m: m.get_all(user_id="u", limit=100),
        lambda m: m.events(limit=100),
        lambda m: m.search("tea number 11", user_id="u"),
        lambda m: m.update(m.get_all(user_id="u", limit=1)[0].id, text="other"),
        lambda m: m.delete_all(user_id="u"),
    ],
    ids=["list", "events", "search", "update", "delete"],
)
def test_what_can_not_be_read_is_an_error_of_memkit(
    path: Path, what: str, ask: Callable[[Memory], object]
) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("DROP TRIGGER events_are_not_changed")
        connection.execute(CHANGES[what])
    with Memory(path) as memory:
        # What does not read that row is answered; anything else than an error of memkit fails.
        with contextlib.suppress(MemkitError):
            ask(memory)
        with pytest.raises(MemkitError, match="doctor"):
            _all_that_there_is(memory)


def _all_that_there_is(memory: Memory) -> None:
    memory.get_all(user_id="u", limit=100)
    memory.events(limit=100)


def _bring_text_index_back(connection: sqlite3.Connection) -> None:
    """Make the tables that a file of format 5 or older has."""
    connection.execute(
        "CREATE VIRTUAL TABLE memories_fts USING fts5 (terms, scope, content = '', "
        "detail = column, tokenize = 'unicode61 remove_diacritics 0')"
    )
    connection.execute(
        "CREATE TABLE memories_lengths (key INTEGER PRIMARY KEY, scope_id INTEGER, length INTEGER)"
    )


def take_facts_away(connection: sqlite3.Connection) -> None:
    """Bring a file of today back to form 6."""
    newest = ("passed_over", "budget", "blobs")
    for table in (*newest, "readings", "windows", "derivations", "calls", "source_links"):
        connection.execute(f"DROP TABLE {table}")
    connection.execute("DROP INDEX memories_attached")
    connection.execute("ALTER TABLE memories DROP COLUMN attachments")
    connection.execute("DROP INDEX memories_withheld")
    connection.execute("ALTER TABLE memories DROP COLUMN withheld")


def test_a_memory_of_before_gets_checksums(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        for table in ("event_checksums", "vector_checksums"):
            connection.execute(f"DROP TABLE {table}")
        for trigger in ("event_checksums_go", "vector_checksums_go"):
            connection.execute(f"DROP TRIGGER IF EXISTS {trigger}")
        _bring_text_index_back(connection)
        take_facts_away(connection)
        connection.execute("PRAGMA user_version = 4")
    with Memory(path) as memory:
        assert memory.doctor().ok
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(CHANGES["a vector by one bit"])
    with Memory(path) as memory:
        problems = [problem.what for problem in memory.doctor().problems]
    assert "1 vectors are not as they were written." in problems


def test_a_text_index_that_can_not_be_read_keeps_nobody_out(path: Path) -> None:
    """It goes with the format after; where its pages are damaged it stays."""
    with closing(sqlite3.connect(path)) as connection, connection:
        _bring_text_index_back(connection)
        take_facts_away(connection)
        connection.execute("PRAGMA user_version = 5")
        (size,) = connection.execute("PRAGMA page_size").fetchone()
        (page,) = connection.execute(
            "SELECT rootpage FROM sqlite_master WHERE name = 'memories_fts_data'"
        ).fetchone()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    content = bytearray(path.read_bytes())
    content[(page - 1) * size : page * size] = b"\xff" * size
    path.write_bytes(content)
    with Memory(path) as memory:
        assert memory.search("tea", mode="text")
        assert memory.add("written since", user_id="u")[0].event == "ADD"
        assert not memory.doctor().ok


# -- the log ---------------------------------------------------------------------------------


@pytest.fixture
def crashed(tmp_path: Path) -> Path:
    """A memory as a crash left it: ten commits are in the log alone."""
    working = tmp_path / "working"
    working.mkdir()
    with Memory(working / "m.db", embedder="hash") as memory:
        for i in range(10):
            memory.add(f"tea number {i}", user_id="u")
        for ending in ("", "-wal"):
            shutil.copy(working / f"m.db{ending}", tmp_path / f"m.db{ending}")
    return tmp_path / "m.db"


def flip(file: Path, at: int, bit: int = 3) -> None:
    content = bytearray(file.read_bytes())
    content[at] ^= 1 << bit
    file.write_bytes(content)


def test_a_whole_log_is_no_news(crashed: Path) -> None:
    assert lost_commits(crashed.with_name("m.db-wal")) == 0
    with Memory(crashed) as memory:
        assert memory.count() == 10
        assert memory.doctor().ok


def test_a_commit_that_was_never_finished_is_no_damage(crashed: Path) -> None:
    log = crashed.with_name("m.db-wal")
    content = log.read_bytes()
    log.write_bytes(content[: len(content) - 3000])
    assert lost_commits(log) == 0


@pytest.mark.parametrize("where", [0.3, 0.5, 0.9])
def test_commits_that_a_damaged_log_lost_are_told_of(crashed: Path, where: float) -> None:
    log = crashed.with_name("m.db-wal")
    flip(log, int(log.stat().st_size * where))
    with pytest.warns(UserWarning, match="commits can't be read") as caught:
        memory = Memory(crashed)
    with memory:
        assert memory.count() < 10
        (problem,) = memory.doctor().problems
        assert "lost" in problem.what
        memory.add("and on", user_id="u")
    assert len(caught) == 1
    with Memory(crashed) as memory:
        assert not memory.doctor().ok
        # Whoever has compared it with a backup says so.
        assert memory.doctor(fix=True).ok
        assert memory.doctor().ok


@pytest.mark.parametrize("at", [1, 9, 13, 17, 25, 30])
def test_a_log_whose_head_is_damaged_is_told_of(crashed: Path, at: int) -> None:
    flip(crashed.with_name("m.db-wal"), at)
    told = False
    try:
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            with Memory(crashed) as memory:
                told = memory.count() == 10 or not memory.doctor().ok
        told = told or bool(caught)
    except JournalError:
        told = True
    assert told


# -- anywhere --------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    folder = tmp_path_factory.mktemp("flips")
    bit_flips.make(folder, megabytes=5)
    bit_flips.damage(folder, folder / "whole", None)
    return folder, bit_flips.digests(folder / "whole" / bit_flips.NAME)


# Half of what is drawn; the benchmark flips hundreds.
@pytest.mark.parametrize("number", range(0, 24, 2))
def test_no_flipped_bit_is_silent(
    whole: tuple[Path, dict[str, str]], tmp_path: Path, number: int
) -> None:
    folder, expected = whole
    flip = bit_flips.flips(folder, 24, seed=5)[number]
    bit_flips.damage(folder, tmp_path / "files", flip)
    what, why = bit_flips.verdict(tmp_path / "files" / bit_flips.NAME, expected)
    assert what in ("right", "clear error", "named"), json.dumps([flip, what, why])

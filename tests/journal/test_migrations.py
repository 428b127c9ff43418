"""Migrations: numbered, of SQL or of Python, and all of them or none."""

from __future__ import annotations

import gzip
import os
import signal
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from memkit import Memory
from memkit.builtin.sqlite import migrate
from memkit.builtin.sqlite.migrate import MIGRATIONS
from memkit.errors import ProviderError
from memkit.providers.sql_journal.migrations import Migration, migrations

DATA = Path(__file__).parents[1] / "data" / "journal_0_1_0"


@pytest.fixture
def old(path: Path) -> Path:
    path.write_bytes(gzip.decompress((DATA / "memory.db.gz").read_bytes()))
    return path


# The tables of forms 9 and 10.
NEWEST = ("passed_over", "budget", "blobs")


def content(path: Path) -> Any:
    """Everything in a file: its form, its tables and their rows."""
    connection = sqlite3.connect(path)
    version = connection.execute("PRAGMA user_version").fetchone()
    made = connection.execute("SELECT type, name, sql FROM sqlite_master ORDER BY name").fetchall()
    rows = {
        name: connection.execute(f"SELECT * FROM {name}").fetchall()
        for kind, name, sql in made
        if kind == "table" and "VIRTUAL" not in (sql or "")
    }
    connection.close()
    return version, made, rows


def test_they_are_numbered_without_gaps() -> None:
    numbers = [migration.number for migration in migrations(MIGRATIONS)]
    assert numbers == list(range(1, len(numbers) + 1))


def test_a_migrated_file_has_the_tables_of_a_new_one(
    old: Path, tmp_path: Path, open_memory: Callable[..., Memory]
) -> None:
    open_memory(old).close()
    open_memory(tmp_path / "new.db").close()

    def made(path: Path) -> dict[str, str]:
        _, found, _ = content(path)
        return {name: " ".join((sql or "").replace('"', "").split()) for _, name, sql in found}

    assert made(old) == made(tmp_path / "new.db")
    assert "CHECK" not in made(old)["events"]


def test_a_new_file_is_what_all_steps_lead_to(path: Path, tmp_path: Path) -> None:
    """It is not made step by step, which would take four times as long."""
    stepwise = tmp_path / "stepwise.db"
    with closing(sqlite3.connect(stepwise)) as connection:
        for migration in migrations(MIGRATIONS):
            migration.run(connection, execute=connection.executescript)
        connection.commit()
    Memory(path, embedder="hash").close()
    _, made, rows = content(path)
    _, expected, of_steps = content(stepwise)
    assert made == expected
    assert {name for name, found in rows.items() if found} == {"meta", "spaces", "sqlite_sequence"}
    assert not any(found for name, found in of_steps.items() if name != "sqlite_sequence")


def test_a_file_of_before_learns_which_memories_were_drawn_from_which(
    path: Path, open_memory: Callable[..., Memory]
) -> None:
    """Form 6 had sources, and withheld nothing; its old events fold as they did."""
    with open_memory(path) as memory:
        (said,) = memory.add("I moved to Lisbon", user_id="ana")
        sources = [{"memory_id": said.id}, {"document": "notes.md"}]
        (fact,) = memory.add("Ana in Lisbon", user_id="ana", derived_by="x", sources=sources)
        memory.add("a note", user_id="ana", sources=[{"memory_id": said.id}])
        before = [record.model_dump() for record in memory.get_all()]
    with closing(sqlite3.connect(path)) as connection, connection:
        for table in (*NEWEST, "calls", "windows", "readings", "derivations", "source_links"):
            connection.execute(f"DROP TABLE {table}")
        connection.execute("DROP INDEX memories_attached")
        connection.execute("ALTER TABLE memories DROP COLUMN attachments")
        connection.execute("DROP INDEX memories_withheld")
        connection.execute("ALTER TABLE memories DROP COLUMN withheld")
        connection.execute("PRAGMA user_version = 6")
    with open_memory(path) as memory:
        assert [record.model_dump() for record in memory.get_all()] == before
        assert memory.doctor().ok
        memory.delete(said.id)
        assert [record.id for record in memory.stale()] == [fact.id]
        memory.undo(memory.history(said.id)[-1].seq)
        assert memory.stale() == []


def test_events_are_append_only_after_the_migration(
    old: Path, open_memory: Callable[..., Memory]
) -> None:
    open_memory(old).close()
    connection = sqlite3.connect(old)
    for change in ("UPDATE events SET actor = 'x'", "DELETE FROM events"):
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            connection.execute(change)
    connection.close()


def test_a_migration_may_be_sql_or_a_function(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "kept_forms"
    package.mkdir()
    (package / "__init__.py").touch()
    (package / "0001_table.sql").write_text("CREATE TABLE songs (name);\n")
    (package / "m0002_song.py").write_text(
        "def migrate(connection):\n    connection.execute(\"INSERT INTO songs VALUES ('Fado')\")\n"
    )
    (package / "notes.txt").write_text("not a migration")
    monkeypatch.syspath_prepend(tmp_path)
    steps = migrations("kept_forms")
    assert [step.number for step in steps] == [1, 2]
    connection = sqlite3.connect(":memory:")
    for step in steps:
        step.run(connection, execute=connection.execute)
    assert connection.execute("SELECT name FROM songs").fetchall() == [("Fado",)]
    connection.close()


def test_a_migration_that_fails_leaves_the_old_file(
    old: Path, open_memory: Callable[..., Memory], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(connection: sqlite3.Connection) -> None:
        assert "pinned" in {row[1] for row in connection.execute("PRAGMA table_info(memories)")}
        raise OSError("planted")

    before = content(old)
    more = (*migrations(MIGRATIONS), Migration(99, fails))
    with monkeypatch.context() as patch:
        patch.setattr(migrate, "migrations", lambda package: more)
        with pytest.raises(ProviderError, match="OSError: planted"):
            open_memory(old)
    assert content(old) == before
    assert open_memory(old).doctor().problems == ()


def test_a_migration_that_is_killed_leaves_the_old_file(
    old: Path, open_memory: Callable[..., Memory], snippet: Callable[..., Any]
) -> None:
    before = content(old)
    done = snippet(
        """
        import os, signal, sys
        from memkit import Memory
        from memkit.builtin.sqlite import migrate
        from memkit.providers.sql_journal.migrations import Migration

        def killed(connection):
            os.kill(os.getpid(), signal.SIGKILL)

        more = (*migrate.migrations(migrate.MIGRATIONS), Migration(99, killed))
        migrate.migrations = lambda package: more
        Memory(sys.argv[1])
        """,
        old,
        check=False,
    )
    assert done.returncode == -signal.SIGKILL
    assert os.path.exists(f"{old}-wal"), "the migration had written something"
    assert content(old) == before
    assert open_memory(old).doctor().problems == ()


def test_what_was_not_to_be_read_is_so_for_everybody_from_now_on(
    tmp_path: Path, open_memory: Callable[..., Memory]
) -> None:
    path = tmp_path / "memory.db"
    with open_memory(path, llm="echo", embedder="hash") as memory:
        assert memory.engine.inference is not None
        memory.engine.inference.follows = False
        for text in ("never", "later"):
            memory.add(text, user_id="ana")
        memory.derive("second", llm="echo", wait=False)
    with closing(sqlite3.connect(path)) as connection, connection:
        for table in NEWEST:
            connection.execute(f"DROP TABLE {table}")
        connection.execute("DROP INDEX memories_attached")
        connection.execute("ALTER TABLE memories DROP COLUMN attachments")
        connection.execute(
            "INSERT INTO readings SELECT d.id, m.key, m.text_id, 'skipped', 'infer=False', "
            "'b', 1, 1 FROM derivations d, memories m JOIN texts t ON t.id = m.text_id "
            "WHERE d.name = 'default' AND t.text = 'never'"
        )
        connection.execute("PRAGMA user_version = 8")
    with open_memory(path, llm="echo") as memory:
        assert [one.message.memory for one in memory.pending()] == ["later"]
        memory.use_derivation("second")
        assert [one.message.memory for one in memory.pending()] == ["later"]
        assert memory.doctor().ok

"""A file that 0.1.0 wrote opens, folds, travels and undoes as 0.1.0 would have it."""

from __future__ import annotations

import gzip
import json
import runpy
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from memkit import Memory
from memkit.domain.records import MemoryRecord
from memkit.domain.states import State
from memkit.errors import JournalError
from memkit.providers.sql_journal.rows import read_state, state_json
from memkit.text.terms import terms

DATA = Path(__file__).parents[1] / "data" / "journal_0_1_0"
ANSWERS = json.loads((DATA / "answers.json").read_text("utf-8"))
QUESTIONS = runpy.run_path(str(DATA / "questions.py"))


@pytest.fixture
def old(path: Path) -> Path:
    """A file as 0.1.0 left it."""
    path.write_bytes(gzip.decompress((DATA / "memory.db.gz").read_bytes()))
    return path


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> Any:
    path = tmp_path_factory.mktemp("old") / "memory.db"
    path.write_bytes(gzip.decompress((DATA / "memory.db.gz").read_bytes()))
    return QUESTIONS["ask"](lambda: Memory(path, durability="fast"))


@pytest.mark.parametrize("question", sorted(ANSWERS))
def test_a_file_of_0_1_0_answers_as_it_did(answers: Any, question: str) -> None:
    assert answers[question] == ANSWERS[question]


def test_the_old_form_was_written_by_0_1_0_and_by_nothing_since(old: Path) -> None:
    connection = sqlite3.connect(old)
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    states = [state for (state,) in connection.execute("SELECT new_state FROM events")]
    connection.close()
    assert version == 2
    assert {json.loads(state)[7] for state in states if state} <= set(range(1, 31))


def test_what_is_new_has_its_defaults_in_an_old_file(
    old: Path, open_memory: Callable[..., Memory]
) -> None:
    new = {
        name: field.get_default(call_default_factory=True)
        for name, field in MemoryRecord.model_fields.items()
        if name not in QUESTIONS["FIELDS"]
    }
    memory = open_memory(old)
    records = [*memory.get_all(), *(e.before for e in memory.events() if e.before)]
    assert len(records) > 20
    assert all(getattr(r, name) == default for r in records for name, default in new.items())


def test_old_events_stay_as_they_are_beside_new_ones(
    old: Path, open_memory: Callable[..., Memory]
) -> None:
    connection = sqlite3.connect(old)
    before = connection.execute("SELECT * FROM events").fetchall()
    memory = open_memory(old)
    (first, *_) = memory.get_all()
    memory.update(first.id, f"{first.memory}, as they say", reason="said anew")
    memory.undo(memory.events()[-1].seq)
    memory.close()
    after = connection.execute("SELECT * FROM events").fetchall()
    connection.close()
    assert after[: len(before)] == before
    update, undo = after[len(before) :]
    assert update[6].startswith("["), "the state before is what the old event said"
    assert json.loads(update[9])["v"] == json.loads(undo[9])["v"] == 2
    with open_memory(old) as memory:
        assert memory.doctor().problems == ()
        assert memory.get(first.id).memory == first.memory


def test_numbers_go_on_after_a_reset_and_a_migration(
    old: Path, open_memory: Callable[..., Memory]
) -> None:
    connection = sqlite3.connect(old, isolation_level=None)
    connection.execute("INSERT INTO meta VALUES ('resetting', '')")
    for table in ("vectors", "memories", "events", "ids"):
        connection.execute(f"DELETE FROM {table}")
    connection.execute("DELETE FROM meta WHERE name = 'resetting'")
    connection.close()
    memory = open_memory(old)
    memory.add("The first one of the second life", user_id="a")
    assert [event.seq for event in memory.events()] == [len(ANSWERS["events"]) + 1]


def test_the_form_of_a_state_says_its_version_and_no_defaults() -> None:
    told = state_json(State(text="x"), created_at=1, updated_at=2, seq=3, follows=None)
    assert told == '{"v":2,"created_at":1,"updated_at":2,"seq":3}'


def test_a_state_of_a_newer_form_is_refused() -> None:
    with pytest.raises(JournalError, match=r"form 3.*up to 2.*pip install -U memkit-core$"):
        read_state('{"v":3}')


def test_an_unknown_kind_of_change_is_read_and_folds(
    old: Path, open_memory: Callable[..., Memory]
) -> None:
    """As a newer memkit may write it, with fields that nobody knows yet."""
    with open_memory(old) as memory:
        (first, second, *_) = memory.get_all()
        last = memory.events()[-1].seq
    connection = sqlite3.connect(old, isolation_level=None)
    key, text_id, metadata, state = connection.execute(
        "SELECT m.key, m.text_id, m.metadata, e.new_state FROM memories m "
        "JOIN events e ON e.seq = m.seq JOIN ids i ON i.key = m.key WHERE i.id = ?",
        [first.id],
    ).fetchone()
    told = {**read_state(state), "v": 2, "seq": last + 1, "said_by": "tool", "colour": "red"}
    told.pop("speaker")
    told = {name: value for name, value in told.items() if value is not None}
    row = (
        last + 1, key, 1, "CONFIRM", text_id, metadata, state, text_id, metadata,
        json.dumps(told), None, "by a newer memkit", "b", 1_800_000_000_000_000,
    )  # fmt: skip
    connection.execute(f"INSERT INTO events VALUES ({','.join('?' * len(row))})", row)
    connection.execute(
        "UPDATE memories SET seq = ?, said_by = 'tool' WHERE key = ?", [last + 1, key]
    )
    connection.close()
    memory = open_memory(old)
    assert memory.doctor().problems == ()
    event = memory.history(first.id)[-1]
    assert (event.event, event.reason) == ("CONFIRM", "by a newer memkit")
    assert (event.before.said_by, event.after.said_by) == (None, "tool")
    there = {record.id: record.said_by for record in memory.as_of(last + 1).get_all()}
    assert (there[first.id], there[second.id]) == ("tool", None)
    memory.undo(last + 1)
    assert memory.get(first.id).said_by is None


# What may have become of the text index that files of format 5 and older have.
OLD_TEXT_INDEX = {
    "up to date": "",
    "never asked": "DELETE FROM followers WHERE name = 'text index'",
    "emptied": "INSERT INTO memories_fts (memories_fts) VALUES ('delete-all')",
    "damaged": "UPDATE memories_fts_data SET block = x'0102030405'",
    "damaged, and its parts gone": "DELETE FROM memories_fts_data; DELETE FROM memories_fts_config",
    "its lengths gone": "DELETE FROM memories_lengths",
}


@pytest.mark.parametrize("state", OLD_TEXT_INDEX)
@pytest.mark.parametrize("store", ["local", "wordless"])
def test_the_text_index_of_an_old_file_goes(
    old: Path, open_memory: Callable[..., Memory], state: str, store: str
) -> None:
    connection = sqlite3.connect(old)
    connection.executescript(OLD_TEXT_INDEX[state])
    connection.close()
    memory = open_memory(old)
    if store == "wordless":
        # As beside a store that leaves words to others.
        memory.engine.index.has_words = False
        memory.engine.index._text = memory.engine.words
    words = {hit.memory for hit in memory.search("tea", mode="text", k=100, valid_at=None)}
    assert words == {
        record.memory for record in memory.get_all(limit=1000) if "tea" in terms(record.memory)
    }
    assert words
    assert memory.doctor().ok
    memory.close()
    connection = sqlite3.connect(old)
    tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master")]
    followers = [name for (name,) in connection.execute("SELECT name FROM followers")]
    connection.close()
    assert [name for name in tables if "fts" in name or "lengths" in name] == []
    assert "text index" not in followers

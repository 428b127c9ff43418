"""A file with the embedder of 0.1.0 keeps it, is told of the new one, and moves over."""

from __future__ import annotations

import gzip
import json
import runpy
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from memkit import Memory, plugins
from memkit.domain import defaults
from memkit.engine.spaces.fingerprint import PROBES
from memkit.engine.spaces.unrelated_texts import UNRELATED

DATA = Path(__file__).parents[1] / "data" / "journal_0_1_0"
ANSWERS = json.loads((DATA / "answers.json").read_text("utf-8"))
QUESTIONS = runpy.run_path(str(DATA / "questions.py"))
# What does not depend on the embedder.
SAME = sorted(set(ANSWERS) - {"spaces", "found", "past"})


def unpacked(path: Path) -> Path:
    """Write a file of 0.1.0, whose default space is "static"."""
    path.write_bytes(gzip.decompress((DATA / "static.db.gz").read_bytes()))
    return path


@pytest.fixture
def old(path: Path) -> Path:
    """A file as 0.1.0 left it."""
    return unpacked(path)


def rows(path: Path, sql: str) -> list[Any]:
    """Return what a file holds."""
    connection = sqlite3.connect(path)
    found = connection.execute(sql).fetchall()
    connection.close()
    return found


SPACES = "SELECT key, provider, config, model, dim, fingerprint FROM spaces ORDER BY id"
VECTORS = "SELECT * FROM vectors ORDER BY 1, 2"


def test_an_old_file_keeps_its_space_as_it_was_made(
    old: Path, open_memory: Callable[..., Memory], monkeypatch: pytest.MonkeyPatch
) -> None:
    static = plugins.create("embedder", "static")
    embed, seen = type(static).embed_batch, []

    def watched(self: Any, texts: Any, *, kind: Any) -> Any:
        seen.extend((kind, text) for text in texts)
        return embed(self, texts, kind=kind)

    monkeypatch.setattr(type(static), "embed_batch", watched)
    before = rows(old, SPACES), rows(old, VECTORS)
    with open_memory(old) as memory:
        hits = memory.search("the city she lives in", user_id="alice", k=1)
        assert (hits.space, hits[0].memory) == ("static", "Alice lives in Berlin")
        assert [space.key for space in memory.spaces if space.default] == ["static"]
        new = {text for kind, text in seen if kind == "document"} - {*PROBES.values(), *UNRELATED}
        assert not new
        (new,) = memory.add("Alice plays the viola", user_id="alice")
        assert memory.search("her instrument", user_id="alice", k=1)[0].id == new.id
    assert (rows(old, SPACES), rows(old, VECTORS)[: len(before[1])]) == before


def test_an_old_file_is_told_of_the_new_embedder_until_it_moved(
    old: Path, open_memory: Callable[..., Memory]
) -> None:
    memory = open_memory(old)
    report = memory.doctor()
    assert report.ok
    (note,) = report.notes
    assert "'static-2' in the place of 'static'" in note
    assert note.endswith("m.add_space('static-2'), then m.use_space('static-2').")
    assert [space.successor for space in memory.spaces] == ["static-2", None]
    memory.add_space("static-2", key="new", wait=True, progress=False)
    (note,) = memory.doctor().notes
    assert note.endswith("Make it the default with m.use_space('new').")
    memory.use_space("new")
    assert memory.doctor().notes == ()
    assert not any(space.successor for space in memory.spaces)


def test_a_new_file_takes_the_new_embedder_unless_it_is_told_otherwise(
    open_memory: Callable[..., Memory], tmp_path: Path
) -> None:
    (space,) = open_memory().spaces
    assert (space.key, space.provider, space.successor) == ("static-2", "static-2", None)
    assert defaults.EMBEDDER == "static-2"
    (space,) = open_memory(tmp_path / "explicit.db", embedder="static").spaces
    assert (space.key, space.model) == ("static", "static-minilm-256-v1")
    (space,) = open_memory(tmp_path / "explicit.db").spaces
    assert space.key == "static"
    assert open_memory(tmp_path / "hash.db", embedder="hash").doctor().notes == ()


def test_a_memory_whose_plugin_is_gone_lists_its_spaces(
    path: Path, open_memory: Callable[..., Memory]
) -> None:
    open_memory().close()
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("UPDATE spaces SET provider = 'no-such-plugin'")
    connection.close()
    (space,) = open_memory().spaces
    assert (space.provider, space.successor) == ("no-such-plugin", None)


@pytest.fixture(scope="module")
def moved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file of 0.1.0 that moved over."""
    path = unpacked(tmp_path_factory.mktemp("moved") / "memory.db")
    with Memory(path, durability="fast") as memory:
        memory.add_space("static-2", wait=True, progress=False)
        memory.use_space("static-2")
    return path


@pytest.fixture(scope="module")
def answers(moved: Path, tmp_path_factory: pytest.TempPathFactory) -> Any:
    path = tmp_path_factory.mktemp("asked") / "memory.db"
    path.write_bytes(moved.read_bytes())
    return QUESTIONS["ask"](lambda: Memory(path, durability="fast"))


@pytest.mark.parametrize("question", SAME)
def test_history_time_travel_and_undo_are_what_they_were(answers: Any, question: str) -> None:
    assert answers[question] == ANSWERS[question]


def test_the_past_holds_what_it_held(answers: Any) -> None:
    assert {seq: past["all"] for seq, past in answers["past"].items()} == {
        seq: past["all"] for seq, past in ANSWERS["past"].items()
    }


def test_all_of_it_is_found_in_the_old_space_and_the_new_one(
    moved: Path, open_memory: Callable[..., Memory], path: Path
) -> None:
    path.write_bytes(moved.read_bytes())
    memory = open_memory()
    count = memory.count()
    assert {space.key: (space.default, space.ready, space.count) for space in memory.spaces} == {
        "static": (False, True, count), "second": (False, True, count),
        "static-2": (True, True, count),
    }  # fmt: skip
    for _ in range(2):
        for space in (None, "static", "static-2"):
            hits = memory.search("the city she lives in", user_id="alice", k=1, space=space)
            assert (hits.space, hits[0].memory) == (space or "static-2", "Alice lives in Berlin")
        memory.reindex()
    past = memory.as_of(memory.events()[4].seq)
    assert past.search("in Oslo", user_id="bob", k=1)[0].memory == "Bob lives in Oslo."
    (new,) = memory.add("Alice plays the viola", user_id="alice")
    memory.close()
    memory = open_memory()
    assert {space.key: space.count for space in memory.spaces} == dict.fromkeys(
        ("static", "second", "static-2"), count + 1
    )
    for space in ("static", "static-2"):
        assert memory.search("her viola", user_id="alice", k=1, space=space)[0].id == new.id
    memory.undo(memory.events()[-1].seq)
    assert memory.doctor().ok
    memory.drop_space("static")
    assert memory.doctor().ok
    assert memory.search("the city she lives in", user_id="alice", k=1).space == "static-2"


def test_three_thousand_memories_move_over(open_memory: Callable[..., Memory]) -> None:
    memory = open_memory(embedder="static")
    texts = [f"Room {n} is let to guest {n * 7}" for n in range(3000)]
    memory.add_many([*texts, "The lighthouse keeper paints"], user_id="a", progress=False)
    job = memory.add_space("static-2", progress=False)
    memory.use_space("static-2")
    assert not job.running
    assert [(space.count, space.default) for space in memory.spaces] == [
        (3001, False), (3001, True),
    ]  # fmt: skip
    hits = memory.search("who paints at the lighthouse", user_id="a", k=1)
    assert (hits.space, hits[0].memory) == ("static-2", "The lighthouse keeper paints")
    assert memory.engine.journal.texts_without_vectors("static-2", limit=5) == []
    assert memory.doctor().ok

"""The file between two processes: used when it fits, left alone when it does not."""

from dataclasses import replace

import numpy as np
import pytest
from memkit_faiss.config import FaissConfig
from memkit_faiss.store import FaissStore

from memkit.contracts import Position
from memkit.errors import MemkitWarning
from memkit.testing import DictContext
from memkit.testing.stores import all_keys, fill, random_units, search


@pytest.fixture
def context(tmp_path):
    return DictContext(tmp_path / "memory.db")


@pytest.fixture(params=["flat", "hnsw"])
def config(request):
    return FaissConfig(index=request.param)


@pytest.fixture
def file(context, config):
    """The file of a store with ten memories at position 10."""
    store = FaissStore(config, context)
    fill(store, context, random_units(10, 8, seed=1))
    store.moved(Position(10, 10))
    store.close()
    return context.path.with_name(f"memory.db.{config.index}.faiss")


def test_it_is_read_by_the_next_process(context, config, file):
    store = FaissStore(config, context)
    assert store.position() == Position(10, 10)
    assert all_keys(store) == list(range(1, 11))


@pytest.mark.parametrize("place", ["start", "vectors", "footer", "cut", "empty"])
def test_a_damaged_one_counts_as_none(context, config, file, place):
    held = bytearray(file.read_bytes())
    if place in ("cut", "empty"):
        held = held[: len(held) // 2] if place == "cut" else held[:0]
    else:
        at = {"start": 0, "vectors": len(held) // 3, "footer": len(held) - 40}[place]
        held[at] ^= 0xFF
    file.write_bytes(held)
    store = FaissStore(config, context)
    assert (store.position(), store.count()) == (Position(), 0)


@pytest.mark.parametrize("what", ["journal", "event_token"])
def test_one_of_another_history_counts_as_none(context, config, file, what):
    if what == "journal":
        context.journal_id = "another"
    else:
        context.event_token = lambda seq: "another batch"
    store = FaissStore(config, context)
    assert (store.position(), store.count()) == (Position(), 0)


def test_a_graph_that_was_made_otherwise_is_made_anew(context):
    store = FaissStore(FaissConfig(index="hnsw"), context)
    fill(store, context, random_units(10, 8, seed=1))
    store.close()
    assert FaissStore(FaissConfig(index="hnsw", ef_search=7), context).count() == 10
    assert FaissStore(FaissConfig(index="hnsw", m=8), context).count() == 0


def test_a_folder_holds_the_files_of_many_journals(tmp_path, config):
    elsewhere = config.model_copy(update={"folder": tmp_path / "new" / "indexes"})
    for number in (3, 5):
        context = DictContext()
        store = FaissStore(elsewhere, context)
        fill(store, context, random_units(number, 8, seed=1))
        store.close()
        assert FaissStore(elsewhere, context).count() == number
    assert len(list((tmp_path / "new" / "indexes").iterdir())) == 2


def test_a_folder_that_cannot_be_written_is_told(tmp_path, context, config):
    (tmp_path / "taken").write_text("a file")
    store = FaissStore(config.model_copy(update={"folder": tmp_path / "taken"}), context)
    fill(store, context, random_units(3, 8, seed=1))
    with pytest.warns(MemkitWarning, match="makes them anew from the journal"):
        store.close()


def test_large_changes_are_kept_before_the_end(context, config, file, monkeypatch):
    monkeypatch.setattr("memkit_faiss.store._UNSAVED", 5)
    store = FaissStore(config, context)
    fill(store, context, random_units(20, 8, seed=2))
    store.moved(Position(30, 30))
    assert FaissStore(config, context).position() == Position(30, 30)


def test_vectors_that_come_and_go_leave_the_others(context):
    """Dead rows are left behind, and swept out once they are many."""
    store = FaissStore(FaissConfig(index="hnsw", exact_below=0), context)
    vectors = random_units(400, 8, seed=3)
    keys = fill(store, context, vectors).tolist()
    rng = np.random.default_rng(4)
    for _ in range(30):
        some = rng.choice(keys, 40, replace=False).tolist()
        for key in some:
            row = context.memories[key]
            context.memories[key] = replace(row, vectors={"a": random_units(1, 8, seed=key)[0]})
        store.upsert(context.batch(some))
    store.delete(context.remove(keys[:250]))
    assert store.count("a") == 150
    assert all_keys(store) == keys[250:]
    assert store._spaces["a"].index.ntotal < 400
    for key in keys[250::10]:
        vector = context.memories[key].vectors["a"]
        assert search(store, vector, k=1).keys.tolist() == [key]

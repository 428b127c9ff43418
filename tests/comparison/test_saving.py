"""A comparison as a file, a table, and bytes in a cache."""

from __future__ import annotations

import json
import zipfile
from importlib.util import find_spec

import numpy as np
import pytest

from memkit import Memory
from memkit.comparison import Comparison, compare
from memkit.comparison.derived import Derived, InMemory, digest, pack, unpack
from memkit.errors import NotFoundError, SpaceError, ValidationError

needs_pandas = pytest.mark.skipif(
    find_spec("pandas") is None or find_spec("sklearn") is None,
    reason="pandas or scikit-learn is not installed",
)


def test_what_was_saved_comes_back(two_spaces, tmp_path):
    saved = compare(two_spaces, k=5).project("pca", dims=3)
    saved.selection = saved.ids[:3]
    saved.save(tmp_path / "c.zip")

    loaded = Comparison.load(tmp_path / "c.zip")

    assert loaded.memories == saved.memories
    assert (loaded.spaces, loaded.k, loaded.dims) == (saved.spaces, 5, 3)
    assert (loaded.wanted, loaded.selection) == ("umap", saved.selection)
    for space in saved.spaces:
        np.testing.assert_array_equal(loaded.positions[space], saved.positions[space])
        np.testing.assert_array_equal(loaded.vectors(space), saved.vectors(space))
    np.testing.assert_array_equal(loaded.overlap, saved.overlap)


def test_a_loaded_comparison_asks_the_memory_it_came_from(two_spaces, tmp_path):
    saved = compare(two_spaces)
    saved.save(tmp_path / "c.zip")

    with pytest.raises(SpaceError, match="load"):
        Comparison.load(tmp_path / "c.zip").query("boat")
    loaded = Comparison.load(tmp_path / "c.zip", memory=two_spaces)

    assert loaded.query("boat sail").found == saved.query("boat sail").found


def test_files_that_are_no_comparison_are_refused(tmp_path):
    with pytest.raises(NotFoundError, match="no file"):
        Comparison.load(tmp_path / "nowhere.zip")
    (tmp_path / "text.zip").write_text("nothing")
    with pytest.raises(ValidationError, match="no saved comparison"):
        Comparison.load(tmp_path / "text.zip")
    with zipfile.ZipFile(tmp_path / "new.zip", "w") as file:
        file.writestr(
            "comparison.json", json.dumps({"format": "memkit-comparison", "version": 999})
        )
    with pytest.raises(ValidationError, match="newer memkit"):
        Comparison.load(tmp_path / "new.zip")


def test_a_pickle_in_the_file_is_not_opened(two_spaces, tmp_path):
    compare(two_spaces).save(tmp_path / "c.zip")
    evil = np.array([{"a": 1}], dtype=object)
    with zipfile.ZipFile(tmp_path / "c.zip") as file:
        parts = {name: file.read(name) for name in file.namelist()}
    with zipfile.ZipFile(tmp_path / "c.zip", "w") as file:
        for name, content in parts.items():
            if name == "vectors/0.npy":
                with file.open(name, "w") as entry:
                    np.lib.format.write_array(entry, evil, allow_pickle=True)
            else:
                file.writestr(name, content)

    with pytest.raises(ValidationError, match="no saved comparison"):
        Comparison.load(tmp_path / "c.zip")


def test_a_place_that_can_not_be_written_is_an_error(two_spaces, tmp_path):
    with pytest.raises(ValidationError, match="can't be written"):
        compare(two_spaces).save(tmp_path / "no" / "such" / "c.zip")


@needs_pandas
def test_a_table_has_one_row_a_memory(two_spaces):
    found = compare(two_spaces)
    found.selection = found.ids[:2]

    table = found.to_pandas()

    assert list(table["id"]) == found.ids
    assert list(table.columns) == [
        "id", "memory", "user_id", "agent_id", "category", "created_at", "overlap", "selected",
        "first_x", "first_y", "first_cluster", "first_cluster_name",
        "second_x", "second_y", "second_cluster", "second_cluster_name",
    ]  # fmt: skip
    assert table["selected"].sum() == 2
    np.testing.assert_array_equal(table["second_y"], found.positions["second"][:, 1])
    assert "first_z" in found.project("pca", dims=3).to_pandas()


def test_results_are_kept_by_content():
    cache, made = InMemory(), []

    def compute():
        made.append(1)
        return {"a": np.arange(3), "b": np.eye(2, dtype=np.float32)}

    first = Derived(cache).arrays("x", {"of": digest(np.zeros(2))}, compute)
    again = Derived(cache).arrays("x", {"of": digest(np.zeros(2))}, compute)
    Derived(cache).arrays("x", {"of": digest(np.zeros(3))}, compute)
    Derived(cache).arrays("x", {"of": digest(np.zeros(2, np.float32))}, compute)

    assert len(made) == 3
    np.testing.assert_array_equal(first["b"], again["b"])
    assert Derived(cache).peek("x", {"of": "other"}) is None


def test_a_cache_that_forgets_costs_time_only():
    class Forgetful:
        def get(self, key):
            return None

        def put(self, key, value):
            pass

    derived = Derived(Forgetful())

    assert derived.arrays("x", {}, lambda: {"a": np.ones(1)})["a"] == 1
    assert derived.peek("x", {})["a"] == 1


def test_bytes_of_arrays_come_back():
    arrays = {"rows": np.arange(6, dtype=np.int32).reshape(2, 3), "none": np.zeros((0, 2))}

    back = unpack(pack(arrays))

    for name, array in arrays.items():
        np.testing.assert_array_equal(back[name], array)
        assert back[name].dtype == array.dtype


def test_a_comparison_outlives_its_memory(tmp_path):
    memory = Memory(tmp_path / "m.db", embedder="hash")
    memory.add([f"text number {n}" for n in range(30)], user_id="a")
    memory.add_space("static-2", wait=True, progress=False)
    comparison = memory.compare("hash", "static-2", projection="pca", k=3)
    memory.close()
    assert comparison.metrics.pairs[0].overlap >= 0

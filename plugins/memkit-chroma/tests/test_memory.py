"""The store under a memory, in a folder and on a server that may die."""

import threading
import warnings
from typing import ClassVar

import pytest

from memkit import Memory
from memkit.errors import ConnectionError, MemkitWarning
from memkit.testing import StoredMemoryConformance
from memkit.testing.memories import held, tell
from memkit.testing.stores import select


class TestMemory(StoredMemoryConformance):
    overrides: ClassVar = {
        "test_a_memory_without_a_file[folder]": "there is no place for a folder beside no file",
    }

    @pytest.fixture
    def open_memory(self):
        return Memory

    @pytest.fixture(params=["folder", "server"])
    def choice(self, request):
        if request.param == "folder":
            if "answers_are_those" in request.node.name:
                pytest.skip("asked over a server: it is the same engine, and slow")
            return "chroma"
        return {"provider": "chroma", "config": {"url": request.getfixturevalue("server").url}}

    @pytest.fixture
    def min_share(self):
        return 0.99

    @pytest.fixture
    def shared(self, server):
        return f"chroma:{server.url}"

    @pytest.fixture
    def kept(self):
        return "chroma"

    def wipe(self, memory):
        for collection in collections_of(memory):
            memory.engine.store._connection.client.delete_collection(collection.name)

    def test_a_reset_leaves_no_rows(self, m):
        tell(m)
        assert held(m) == (4, 4)
        m.reset(confirm=True)
        assert len(m.search("cello", user_id="alice")) == 0
        # The new, empty ones of this memory; the server may hold those of other tests.
        assert [collection.count() for collection in collections_of(m)] == [0, 0]


def collections_of(memory):
    listed = memory.engine.store._connection.client.list_collections()
    return [each for each in listed if memory.engine.journal.journal_id in each.name]


def added_while_it_dies(m, items, killer):
    m.add_many(items, user_id="carol", progress=False)
    killer.join()
    # It was killed in the middle, unless all was over before.
    m.add(f"While it was down, {items[0]}", user_id="alice")


def searched_and_mended(m, query):
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "(?s).*made anew in the background", MemkitWarning)
        found = m.search(query, user_id="carol", k=1)
        for job in m.jobs:
            job.wait()
        m.search(query, user_id="carol", k=1)
        for job in m.jobs:
            job.wait()
    return found


def torn(folder, how):
    """Leave what Chroma keeps beside its vectors as a kill would, and return how many files."""
    files = list(folder.rglob("index_metadata.pickle"))
    for file in files:
        content = file.read_bytes()
        file.write_bytes(content[: len(content) // 2] if how == "cut" else b"")
    return len(files)


@pytest.mark.parametrize(("place", "how"), [("folder", "cut"), ("server", "empty")])
def test_an_index_that_was_torn_is_made_anew(request, tmp_path, place, how):
    """By itself, in the background; the journal answers meanwhile, and nothing is lost."""
    mortal = request.getfixturevalue("mortal") if place == "server" else None
    folder = tmp_path / ("server" if mortal else "chroma")
    options = {"url": mortal.url} if mortal else {"path": folder}
    opened = {"path": tmp_path / "memory.db", "store": {"provider": "chroma", "config": options}}
    with Memory(**opened) as m:
        items = [f"fact number {n} of carol" for n in range(2500)]
        m.add_many(items, user_id="carol", progress=False)
        wanted = [hit.id for hit in m.search("fact number 7", user_id="carol", mode="vector", k=3)]
    if mortal:
        mortal.kill()
    assert torn(folder, how)
    if mortal:
        mortal.start()
    with Memory(**opened) as m:
        with pytest.warns(MemkitWarning, match="made anew in the background"):
            found = m.search("fact number 7", user_id="carol", mode="vector", k=3)
        assert [hit.id for hit in found] == wanted
        (job,) = m.jobs
        assert job.kind == "rebuild"
        job.wait()
        assert held(m) == (2500, 2500)
        found = m.search("fact number 7", user_id="carol", mode="vector", k=3)
        assert [hit.id for hit in found] == wanted
        assert m.doctor().ok


def test_a_server_that_is_killed_in_the_middle_of_an_addition(mortal, tmp_path):
    """Nothing is lost and nothing is there twice, however often it is killed."""
    store = {"provider": "chroma", "config": {"url": mortal.url, "batch_size": 50}}
    with Memory(tmp_path / "memory.db", store=store) as m:
        tell(m)
        for round_ in range(3):
            items = [f"fact number {1000 * round_ + n}" for n in range(1000)]
            killer = threading.Timer(0.3 + 0.4 * round_, mortal.kill)
            killer.start()
            with pytest.warns(MemkitWarning, match="catches up at the next call"):
                added_while_it_dies(m, items, killer)
            with pytest.raises(ConnectionError, match="See that the server runs"):
                m.search("fact number 7", user_id="carol", mode="vector")
            mortal.start()
            # The kill may have left Chroma's own files torn, and then the index is made anew.
            found = searched_and_mended(m, f"fact number {1000 * round_ + 7}")
            assert found[0].memory == f"fact number {1000 * round_ + 7}"
            stored = 4 + 1001 * (round_ + 1)
            assert held(m) == (stored, stored)
        assert m.doctor().ok
        store = m.engine.store
        space = store._spaces["static-2"]
        in_store = store.collection(store._connection.client, space).get(include=[])["ids"]
        in_journal = m.engine.journal.allowed_keys(select())
        assert sorted(map(int, in_store)) == in_journal.tolist()


def test_a_server_that_was_down_catches_up(mortal, tmp_path):
    with Memory(tmp_path / "memory.db", store=f"chroma:{mortal.url}") as m:
        tell(m)
        mortal.kill()
        with pytest.warns(MemkitWarning, match="catches up at the next call"):
            m.add("Said while it was down", user_id="alice")
        mortal.start()
        hits = m.search("said while it was down", user_id="alice")
        assert hits[0].memory == "Said while it was down"
        assert held(m) == (5, 5)
        assert m.doctor().ok

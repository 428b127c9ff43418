"""The store under a memory: through the stand-in always, and the real server where there is one."""

import copy
import json
import subprocess
import sys
import threading
import time

import pytest

from memkit import Memory
from memkit.errors import MemkitWarning

FACTS = [
    ("alice", "I moved to Lisbon in March", "home"),
    ("alice", "I play the cello in an orchestra", "music"),
    ("bob", "I bake bread every weekend", "food"),
    ("alice", "I stopped eating meat, but I do eat fish", "food"),
]

ANOTHER = """
import json, sys
from memkit import Memory
path, store = sys.argv[1], json.loads(sys.argv[2])
with Memory(path, store=store) as m:
    m.add("Somebody else was here", user_id="alice", metadata={"category": "other"})
    print([hit.memory for hit in m.search("who plays the cello?", user_id="alice", k=1)])
"""


@pytest.fixture(params=["wire", "real"])
def options(request):
    if request.param == "wire":
        return request.getfixturevalue("server").config
    return request.getfixturevalue("real")


@pytest.fixture
def choice(options):
    return {"provider": "weaviate", "config": options}


@pytest.fixture
def m(choice, tmp_path):
    with Memory(tmp_path / "memory.db", store=choice) as memory:
        yield memory
        memory._core.store.clear()


def told(m):
    for user, text, category in FACTS:
        m.add(text, user_id=user, metadata={"category": category})


def texts(hits):
    return [hit.memory for hit in hits]


def held(m):
    return m._core.store.count(), m._core.store.count("static")


def test_the_verbs(m):
    told(m)
    hits = m.search("where does she live?", user_id="alice", mode="vector")
    assert hits[0].memory == FACTS[0][1]
    assert "bread" not in " ".join(texts(hits))
    assert texts(m.search("dinner", where="category = 'food'", user_id="alice")) == [FACTS[3][1]]
    m.update(hits[0].id, "I moved on to Porto in September")
    porto = m.search("where does she live?", user_id="alice", mode="vector", k=1)
    assert texts(porto) == ["I moved on to Porto in September"]
    m.undo(m.events()[-1].seq)
    again = m.search("where does she live?", user_id="alice", mode="vector", k=1)
    assert texts(again) == [FACTS[0][1]]
    m.delete(hits[0].id)
    assert held(m) == (3, 3)
    assert FACTS[0][1] not in texts(m.search("where does she live?", user_id="alice"))
    assert texts(m.as_of(1).search("where does she live?", user_id="alice", k=1)) == [FACTS[0][1]]
    assert m.doctor().ok


def test_spaces_beside_each_other(m):
    told(m)
    m.add_space("hash", wait=True, progress=False)
    m.add("A new one about olives", user_id="alice")
    assert m._core.store.count("hash") == m._core.store.count("static") == 5
    assert "olives" in m.search("olives", space="hash", mode="vector", user_id="alice")[0].memory
    m.drop_space("hash")
    m.add_space("hash", wait=True, progress=False)
    assert "olives" in m.search("olives", space="hash", mode="vector", user_id="alice")[0].memory
    assert m.doctor().ok


def test_it_is_found_again_by_the_next_process(m, choice, tmp_path):
    told(m)
    assert held(m) == (4, 4)
    done = subprocess.run(
        [sys.executable, "-c", ANOTHER, str(tmp_path / "memory.db"), json.dumps(choice)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "cello" in done.stdout
    assert texts(m.search("who was here?", user_id="alice", where="category = 'other'"))
    assert held(m) == (5, 5)


def test_reindex_makes_it_anew(m):
    told(m)
    m.reindex()
    assert held(m) == (4, 4)
    assert m.doctor().ok


def test_a_reset_leaves_nothing(m):
    told(m)
    before = m._core.store._opened.collection
    m.reset(confirm=True)
    assert len(m.search("cello", user_id="alice")) == 0
    assert held(m) == (0, 0)
    assert not before.client.collections.exists(before.name)


# -- only through the stand-in, which can be stopped --------------------------------------------


@pytest.fixture
def wire(server, tmp_path):
    choice = {"provider": "weaviate", "config": server.config}
    with Memory(tmp_path / "memory.db", store=choice) as memory:
        yield memory


def eventually(act):
    """Do what may have to wait until a connection is made anew."""
    for _ in range(40):
        try:
            return act()
        except Exception:  # noqa: BLE001
            time.sleep(0.1)
    return act()


def test_it_catches_up_after_the_server_was_down(server, wire):
    told(wire)
    server.stop()
    with pytest.warns(MemkitWarning, match="catches up at the next call"):
        wire.add("Said while it was down", user_id="alice")
    server.start()
    hits = eventually(lambda: wire.search("said while it was down", user_id="alice"))
    assert hits[0].memory == "Said while it was down"
    assert held(wire) == (5, 5)
    assert wire.doctor().ok


def test_nothing_is_lost_or_doubled_where_the_server_is_cut_off(server, wire):
    told(wire)
    server.cut_after = 70
    with pytest.warns(MemkitWarning, match="did not take the change"):
        wire.add_many([f"fact number {number}" for number in range(200)], user_id="carol")
    server.stop()
    server.cut_after = None
    server.start()
    eventually(lambda: wire.search("fact number 7", user_id="carol"))
    assert held(wire) == (204, 204)
    assert wire.doctor().ok


def test_it_is_filled_again_where_it_was_wiped(server, wire, tmp_path):
    told(wire)
    assert held(wire) == (4, 4)
    server.data.classes.clear()
    wire.add("Said after it was wiped", user_id="alice")
    assert held(wire) == (5, 5)
    server.data.classes.clear()
    choice = {"provider": "weaviate", "config": server.config}
    with Memory(tmp_path / "memory.db", store=choice) as again:
        assert texts(again.search("who plays the cello?", user_id="alice", k=1)) == [FACTS[1][1]]
        assert held(again) == (5, 5)


def test_it_catches_up_where_it_was_restored_from_a_backup(server, wire):
    told(wire)
    (name,) = server.data.classes
    backup = copy.deepcopy(server.data.classes[name])
    wire.delete(wire.search("cello", user_id="alice", k=1)[0].id)
    wire.add("Said after the backup", user_id="alice")
    server.data.classes[name] = backup
    wire.add("Said after it was restored", user_id="alice")
    assert held(wire) == (5, 5)
    assert FACTS[1][1] not in texts(wire.search("cello", user_id="alice", mode="vector"))
    assert wire.doctor().ok


def test_threads_share_it(wire):
    failed = []

    def work(number):
        try:
            wire.add(f"Thread {number} was here", user_id=f"user {number}")
            hits = wire.search("who was here?", user_id=f"user {number}", mode="vector")
            assert texts(hits) == [f"Thread {number} was here"]
        except BaseException as error:  # noqa: BLE001
            failed.append(error)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    assert held(wire) == (8, 8)

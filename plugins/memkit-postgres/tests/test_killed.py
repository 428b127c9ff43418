"""A server that is killed while it is written to, and one that is away for a while."""

import os
import threading
import time
import warnings

import pytest
from conftest import URL, providers_at
from memkit_postgres.config import PostgresJournalConfig
from memkit_postgres.journal.journal import PostgresJournal
from rows import assert_store_is_the_journal

from memkit import Memory
from memkit.contracts.journal import Reading, Window, WindowLine
from memkit.domain.records import text_digest
from memkit.errors import ConnectionError, JournalError, MemkitError, MemkitWarning
from memkit.testing.journals.tools import adding, apply, call, derivation

pytestmark = pytest.mark.skipif(
    bool(URL), reason="MEMKIT_TEST_POSTGRES_URL names a server, which these tests would kill"
)


@pytest.mark.parametrize("round_", range(3))
def test_a_server_killed_in_the_middle_of_a_bulk_addition(server, round_):
    providers = providers_at(server.url, "team")
    memory = Memory(**providers)
    memory.add("before the storm", user_id="a")
    acknowledged = []
    failed = threading.Event()

    def write():
        for number in range(10_000):
            batch = [
                {"memory": f"storm {number} text {i}", "user_id": f"u{i % 7}", "metadata": {"i": i}}
                for i in range(400)
            ]
            try:
                memory.add_many(batch, progress=False)
            except MemkitError:
                failed.set()
                return
            acknowledged.append(number)

    with warnings.catch_warnings():
        # The store says that it will catch up.
        warnings.simplefilter("ignore", MemkitWarning)
        thread = threading.Thread(target=write)
        thread.start()
        while len(acknowledged) < 2:
            time.sleep(0.01)
        time.sleep(0.05 + 0.17 * round_)
        server.kill()
        assert failed.wait(60)
        thread.join()
    with pytest.raises(JournalError, match="Check that the server runs"):
        memory.search("storm", user_id="u1")

    server.start()
    # The same object goes on, without being opened again.
    (after,) = memory.add("after the storm", user_id="a")
    assert memory.search("after the storm", user_id="a")[0].id == after.id
    journal = memory.engine.journal
    records = assert_store_is_the_journal(journal, server.url, "team_index")
    texts = [record.memory for record in records.values()]
    assert len(texts) == len(set(texts)), "a memory twice"
    for number in acknowledged:
        assert sum(text.startswith(f"storm {number} ") for text in texts) == 400
    # The one that was cut is wholly there or wholly absent.
    cut = len(acknowledged)
    assert sum(text.startswith(f"storm {cut} ") for text in texts) in (0, 400)
    assert list(journal.check()) == []
    assert memory.doctor().problems == ()
    memory.close()


def test_a_server_killed_between_calls_and_readings(server):
    """Facts come with their readings, and what was acknowledged is there, calls among it."""
    journal = PostgresJournal(PostgresJournalConfig(url=server.url, schema_name="team"))
    journal.put_derivation(derivation("default"))
    done = apply(journal, [adding(f"message {number}", role="user") for number in range(900)])
    keys = journal.keys_of([item.id for item in done])
    recorded, read = [], []

    def follow():
        for item in done:
            digest = text_digest(item.text)
            line = WindowLine(item.id, digest)
            try:
                window = journal.put_window(Window(derivation="default", lines=(line,)))
                journal.put_call(call(item.id))
                recorded.append(item.id)
                one = Reading(
                    derivation="default", key=keys[item.id], digest=digest, outcome="read"
                )
                journal.apply(
                    [adding(f"fact {item.id}", derived_by="default")],
                    vectors={}, now=1, batch_id="b", readings=[one], closes=[window],
                )  # fmt: skip
                read.append(item.id)
            except MemkitError:
                return

    thread = threading.Thread(target=follow)
    thread.start()
    while len(read) < 5:
        time.sleep(0.01)
    time.sleep(0.03)
    server.kill()
    thread.join()
    server.start()
    left = [one.message.id for one in journal.unread("default", now=0, limit=1000)]
    facts = {event.after.memory for event in journal.events() if event.after.role is None}
    assert facts == {f"fact {item.id}" for item in done if item.id not in left}
    assert {one.key for one in journal.calls()} >= set(recorded)
    assert not set(read) & set(left)
    assert len(journal.open_windows("default")) <= 1
    assert list(journal.check()) == []
    journal.close()


def test_a_store_that_is_away_catches_up(server, tmp_path):
    """The journal is a file here; the store is down while it is written to."""
    store = providers_at(server.url, "team")["store"]
    with Memory(tmp_path / "memory.db", store=store, embedder="hash") as memory:
        (kept,) = memory.add("before", user_id="a")
        (gone,) = memory.add("deleted while it was away", user_id="a")
        server.kill()
        with pytest.warns(MemkitWarning, match="catches up"):
            memory.add("while it was away", user_id="a")
        with pytest.warns(MemkitWarning, match="catches up"):
            memory.delete(gone.id)
        with pytest.raises(ConnectionError, match="Check that the server runs"):
            memory.search("away", user_id="a", mode="vector")
        with pytest.warns(MemkitWarning, match="by words alone"):
            hits = memory.search("away", user_id="a")
        assert [hit.memory for hit in hits] == ["while it was away"]
        server.start()
        found = {hit.memory for hit in memory.search("away", user_id="a")}
        assert found == {"while it was away", "before"}
        journal = memory.engine.journal
        assert len(assert_store_is_the_journal(journal, server.url, "team_index")) == 2
        assert memory.get(kept.id).memory == "before"


def test_a_listener_and_a_lock_outlive_a_restart(server):
    providers = providers_at(server.url, "team")
    memory = Memory(**providers)
    journal = memory.engine.journal
    token = journal.changed()
    assert not journal.wait(token, timeout=0.01)
    server.kill()
    server.start()
    later = threading.Timer(0.2, lambda: memory.add("tea", user_id="a"))
    later.start()
    assert journal.wait(token, timeout=30)
    later.join()
    with journal.exclusively("a"):
        pass
    memory.close()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork on this system")
@pytest.mark.filterwarnings("ignore:.*multi-threaded.*fork:DeprecationWarning")
def test_a_memory_is_carried_over_a_fork(server):
    memory = Memory(**providers_at(server.url, "team"))
    memory.add("tea", user_id="a")
    child = os.fork()
    if child == 0:
        # Whatever is raised, the child must not go on with the tests.
        try:
            memory.add("milk", user_id="a")
            os._exit(0 if len(memory.search("milk", user_id="a")) == 2 else 3)
        finally:
            os._exit(4)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert {hit.memory for hit in memory.search("milk", user_id="a")} == {"tea", "milk"}
    memory.close()

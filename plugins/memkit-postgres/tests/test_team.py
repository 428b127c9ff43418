"""Several processes on one memory, as a team's machines are."""

import contextlib
import multiprocessing
import os
import random
import time
import warnings

import pytest
from rows import assert_store_is_the_journal

from memkit import Memory
from memkit.errors import MemkitWarning, NotFoundError

PROCESSES = 8
SECONDS = float(os.environ.get("MEMKIT_TEST_TEAM_SECONDS", "6"))


def work(providers, number, seconds, results):
    """Add, edit, delete, undo and search at random; report what was acknowledged."""
    # What another process changed or deleted meanwhile is no mistake.
    warnings.simplefilter("error", MemkitWarning)
    rng = random.Random(number)
    mine = f"worker {number}"
    kept, searches, own = {}, 0, 0
    memory = Memory(**providers)
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        own += 1
        text = f"{mine} notes thing {own} about {rng.choice(['tea', 'rain', 'chess', 'maps'])}"
        (added,) = memory.add(text, user_id=mine, metadata={"n": own})
        kept[added.id] = text
        memory.add(f"shared thought {rng.randrange(200)}", user_id="team")
        if rng.random() < 0.5:
            changed = rng.choice(list(kept))
            kept[changed] = f"{kept[changed]}, edited in step {own}"
            memory.update(changed, kept[changed])
        if rng.random() < 0.25:
            gone = rng.choice(list(kept))
            memory.delete(gone)
            del kept[gone]
        if rng.random() < 0.3:
            others = memory.get_all(user_id="team", limit=20)
            with contextlib.suppress(NotFoundError, IndexError):
                memory.delete(rng.choice(others).id)
        if kept:
            wanted = rng.choice(list(kept))
            hits = memory.search(kept[wanted], user_id=mine, k=3)
            assert wanted in {hit.id for hit in hits}, f"{kept[wanted]!r} is not found"
            assert all(hit.user_id == mine for hit in hits), "a memory of another scope"
            searches += 1
    memory.close()
    results.put((number, kept, own, searches))


@pytest.mark.filterwarnings("ignore:This process:DeprecationWarning")
def test_a_team_of_processes(url, schema, providers, open_memory):
    memory = open_memory()
    context = multiprocessing.get_context("spawn")
    results = context.Queue()
    processes = [
        context.Process(target=work, args=(providers, number, SECONDS, results))
        for number in range(PROCESSES)
    ]
    for process in processes:
        process.start()
    # Meanwhile one reads along, as a follower does: nothing may become visible behind its back.
    journal = memory.engine.journal
    seen, position = [], journal.head()
    kept = {}
    while len(kept) < PROCESSES and all(p.exitcode in (None, 0) for p in processes):
        for event in journal.events(after=seen[-1] if seen else 0):
            seen.append(event.seq)
        while not results.empty():
            number, mine, _, searches = results.get()
            assert searches > 0
            kept[number] = mine
        journal.wait(journal.changed(), timeout=0.2)
    for process in processes:
        process.join(60)
    assert [process.exitcode for process in processes] == [0] * PROCESSES
    events = journal.events()
    assert [e.seq for e in events if e.seq <= seen[-1]] == seen, "an event came late"
    assert [e.seq for e in events] == list(range(1, len(events) + 1))
    assert position.seq == 0

    # Whatever was acknowledged is there, and nothing else.
    for number, mine in kept.items():
        found = memory.get_all(user_id=f"worker {number}", limit=100_000)
        assert {record.id: record.memory for record in found} == mine
    texts = [record.memory for record in memory.get_all(user_id="team", limit=100_000)]
    assert len(texts) == len(set(texts)), "the same thought twice"

    memory.search("tea", user_id="team")
    assert list(journal.check()) == []
    records = assert_store_is_the_journal(journal, url, f"{schema}_index")
    assert len(records) == sum(map(len, kept.values())) + len(texts)
    assert memory.doctor().problems == ()

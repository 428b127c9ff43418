"""Any number of processes and threads on one file; each is real here."""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from memkit import Memory
from memkit.errors import JournalError

OPEN = """
    import json, sys
    from memkit import Memory
    m = Memory(sys.argv[1], durability="fast", embedder="hash")
"""

# All children start at the same moment: each says that it is ready and waits for the word.
READY = """
    print("ready", flush=True)
    sys.stdin.readline()
"""


def go(children: list[Any]) -> list[str]:
    for child in children:
        line = child.stdout.readline()
        assert line == "ready\n", child.communicate()
    for child in children:
        child.stdin.write("go\n")
        child.stdin.flush()
    outputs = []
    for child in children:
        output, errors = child.communicate(timeout=100)
        assert child.returncode == 0, errors
        outputs.append(output)
    return outputs


def test_two_processes_add_at_once_and_nothing_is_lost_or_twice(
    start: Callable[..., Any], path: Path
) -> None:
    code = (
        OPEN
        + READY
        + """
    n = int(sys.argv[2])
    events = []
    for i in range(60):
        mine = m.add(f"process {n} says number {i}", user_id="a")
        both = m.add(f"both say number {i}", user_id="a")
        events.append([mine[0].event, both[0].event, both[0].id])
    print(json.dumps(events))
    m.close()
    """
    )
    one, two = (json.loads(out) for out in go([start(code, path, n) for n in (1, 2)]))
    assert all(mine == "ADD" for mine, _, _ in one + two)
    for (_, left, left_id), (_, right, right_id) in zip(one, two, strict=True):
        # Exactly one of the two has added it, and both were told the same id.
        assert sorted([left, right]) == ["ADD", "NONE"]
        assert left_id == right_id
    with Memory(path) as memory:
        assert memory.count(user_id="a") == 180
        assert len(memory.search("number", user_id="a", k=500, mode="text")) == 180
        assert len(memory.events()) == 180
        assert memory.doctor().problems == ()


def test_many_processes_open_a_new_file_at_once(start: Callable[..., Any], path: Path) -> None:
    code = """
    import sys
    print("ready", flush=True)
    sys.stdin.readline()
    from memkit import Memory
    m = Memory(sys.argv[1], durability="fast", embedder="hash")
    print(m.add("hello from " + sys.argv[2], user_id="a")[0].event)
    m.close()
    """
    outputs = go([start(code, path, n) for n in range(4)])
    assert [out.strip() for out in outputs] == ["ADD"] * 4
    with Memory(path) as memory:
        assert memory.count() == 4
        assert [(space.key, space.default, space.count) for space in memory.spaces] == [
            ("hash", True, 4)
        ]
        assert memory.doctor().problems == ()


def test_bulk_adds_of_the_same_items_end_with_one_of_each(
    start: Callable[..., Any], path: Path
) -> None:
    code = (
        OPEN
        + READY
        + """
    items = (f"item {i}" for i in range(1500))
    report = m.add_many(items, user_id="a", batch_size=100, progress=False)
    print(report.added, report.unchanged)
    m.close()
    """
    )
    counts = [list(map(int, out.split())) for out in go([start(code, path) for _ in range(2)])]
    assert sum(added for added, _ in counts) == 1500
    assert sum(unchanged for _, unchanged in counts) == 1500
    with Memory(path) as memory:
        assert memory.count() == 1500
        assert memory.doctor().problems == ()


def test_one_process_sees_what_another_does_at_once(start: Callable[..., Any], path: Path) -> None:
    child = start(
        OPEN
        + """
    print("ready", flush=True)
    for line in sys.stdin:
        verb, *arguments = json.loads(line)
        answer = getattr(m, verb)(*arguments[:-1], **arguments[-1])
        ids = [item.id for item in answer] if isinstance(answer, list) else None
        print(json.dumps(ids), flush=True)
    """,
        path,
    )
    assert child.stdout.readline() == "ready\n"

    def tell(*words: Any) -> Any:
        child.stdin.write(json.dumps(words) + "\n")
        child.stdin.flush()
        return json.loads(child.stdout.readline())

    with Memory(path) as memory:

        def found(query: str) -> list[str]:
            return [hit.id for hit in memory.search(query, user_id="a", mode="text")]

        assert found("zebra") == []
        (id_,) = tell("add", "a zebra", {"user_id": "a"})
        assert found("zebra") == [id_]
        tell("update", id_, "a giraffe", {})
        assert (found("zebra"), found("giraffe")) == ([], [id_])
        tell("delete", id_, {})
        assert found("giraffe") == []
        tell("undo", memory.events()[-1].seq, {})
        assert found("giraffe") == [id_]
        assert tell("search", "giraffe", {"user_id": "a", "mode": "text"}) == [id_]
        mine = memory.add("a lion", user_id="a")[0].id
        assert tell("search", "lion", {"user_id": "a", "mode": "text"}) == [mine]
        tell("reset", {"confirm": True})
        assert found("giraffe") == []
        assert memory.count() == 0
        (id_,) = tell("add", "a zebra", {"user_id": "a"})
        assert found("zebra") == [id_]


def test_kill_9_in_the_middle_of_adds_loses_nothing_that_was_acknowledged(
    start: Callable[..., Any], path: Path
) -> None:
    code = """
    import sys
    from memkit import Memory
    m = Memory(sys.argv[1], embedder="hash")
    run = sys.argv[2]
    print("ready", flush=True)
    for batch in range(10_000):
        done = m.add([f"run {run} batch {batch} text {i}" for i in range(37)], user_id="a")
        print(batch, flush=True)
    """
    rng = random.Random(int.from_bytes(os.urandom(4)))
    for run in range(8):
        child = start(code, path, run)
        assert child.stdout.readline() == "ready\n"
        for _ in range(rng.randrange(1, 6)):
            child.stdout.readline()
        time.sleep(rng.random() * 0.02)
        os.kill(child.pid, signal.SIGKILL)
        rest, errors = child.communicate()
        assert child.returncode == -signal.SIGKILL, errors
        whole = [int(line) for line in rest.split("\n")[:-1]]
        with Memory(path, embedder="hash") as memory:
            stored = Counter(
                int(record.memory.split()[3])
                for record in memory.get_all(user_id="a", limit=10**6)
                if record.memory.startswith(f"run {run} ")
            )
            # A batch is there as a whole or not at all, and no acknowledged one is missing.
            assert set(stored.values()) == {37}
            assert set(whole) <= set(stored)
            assert sorted(stored) == list(range(len(stored)))
            assert memory.doctor().problems == ()
            assert len(memory.search(f"run {run}", user_id="a", k=5)) == 5


def test_a_killed_import_can_be_repeated(start: Callable[..., Any], path: Path) -> None:
    code = (
        OPEN
        + """
    def items():
        for i in range(20_000):
            if i == 1000:
                print("ready", flush=True)
            yield f"item {i}"
    m.add_many(items(), user_id="a", batch_size=50, progress=False)
    """
    )
    child = start(code, path)
    assert child.stdout.readline() == "ready\n"
    os.kill(child.pid, signal.SIGKILL)
    child.communicate()
    with Memory(path) as memory:
        before = memory.count()
        assert 950 <= before < 20_000
        assert before % 50 == 0
        report = memory.add_many(
            (f"item {i}" for i in range(before + 100)), user_id="a", progress=False
        )
        assert (report.added, report.unchanged) == (100, before)
        assert memory.doctor().problems == ()


HOLD_THE_LOCK = """
    import sqlite3, sys
    connection = sqlite3.connect(sys.argv[1], isolation_level=None)
    connection.execute("BEGIN IMMEDIATE")
    print("ready", flush=True)
    sys.stdin.readline()
    connection.execute("ROLLBACK")
"""


def test_a_writer_waits_for_another_writer_and_readers_for_none(
    start: Callable[..., Any], path: Path
) -> None:
    with Memory(path, embedder="hash") as memory:
        memory.add("coffee", user_id="a")
        child = start(HOLD_THE_LOCK, path)
        assert child.stdout.readline() == "ready\n"
        assert memory.search("coffee", user_id="a")
        assert memory.get_all(user_id="a")
        added: list[Any] = []
        thread = threading.Thread(target=lambda: added.extend(memory.add("tea", user_id="a")))
        thread.start()
        thread.join(0.2)
        assert thread.is_alive()
        child.stdin.write("go\n")
        child.stdin.flush()
        thread.join(30)
        assert added[0].event == "ADD"


def test_opening_to_read_waits_for_no_writer(
    start: Callable[..., Any], path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Memory(path, embedder="hash") as memory:
        memory.add("coffee", user_id="a")
    child = start(HOLD_THE_LOCK, path)
    assert child.stdout.readline() == "ready\n"
    monkeypatch.setattr("memkit.builtin.sqlite.connections.BUSY_SECONDS", 1.0)
    with Memory(path) as memory:
        assert memory.search("coffee", user_id="a")


def test_a_lock_that_stays_is_an_error_that_says_who_has_it(
    start: Callable[..., Any], path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("memkit.builtin.sqlite.connections.BUSY_SECONDS", 0.3)
    with Memory(path, embedder="hash") as memory:
        child = start(HOLD_THE_LOCK, path)
        assert child.stdout.readline() == "ready\n"
        with pytest.raises(JournalError, match="another process"):
            memory.add("tea", user_id="a")
        child.communicate("go\n")
        assert memory.add("tea", user_id="a")[0].event == "ADD"


FORK = """
    import os, sys, json
    from memkit import Memory
    path = sys.argv[1]
    setup = Memory(path, durability="fast", embedder="hash")
    setup.add("before", user_id="a")
    setup.close()
    m = Memory(path, durability="fast")
    texts = lambda word: [h.memory for h in m.search(word, user_id="a", mode="text")]
    assert texts("before") == ["before"]
    {parent_first}
    pid = os.fork()
    if pid == 0:
        code = 1
        try:
            {child}
            code = 0
        except BaseException:
            import traceback
            traceback.print_exc()
        finally:
            os._exit(code)
    _, status = os.waitpid(pid, 0)
    assert status == 0, status
    {parent_last}
    assert m.doctor().problems == (), m.doctor()
    m.close()
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the platform has no fork")
@pytest.mark.parametrize(
    ("parent_first", "child", "parent_last"),
    [
        (
            "pass",
            "m.add('from the child', user_id='a'); assert len(texts('child')) == 1",
            "assert len(texts('child')) == 1; m.add('parent', user_id='a'); assert texts('parent')",
        ),
        # What was written after the parent's last search must not be taken as seen.
        ("m.add('news', user_id='a')", "assert texts('news') == ['news']", "assert texts('news')"),
        (
            "m.add('news', user_id='a'); m.add('more', user_id='a')",
            "assert texts('more') == ['more']",
            "assert texts('more')",
        ),
        ("pass", "m.close()", "m.add('still open', user_id='a'); assert texts('open')"),
        ("pass", "m.delete_all(user_id='a')", "assert texts('before') == []"),
    ],
)
def test_a_fork_goes_on_with_connections_of_its_own(
    snippet: Callable[..., Any], path: Path, parent_first: str, child: str, parent_last: str
) -> None:
    snippet(FORK.format(parent_first=parent_first, child=child, parent_last=parent_last), path)


def test_a_memory_in_memory_can_not_be_forked(snippet: Callable[..., Any]) -> None:
    snippet(
        """
        import os
        from memkit import Memory
        from memkit.errors import JournalError
        m = Memory(":memory:", embedder="hash")
        pid = os.fork()
        if pid == 0:
            try:
                m.add("x", user_id="a")
            except JournalError as error:
                os._exit(0 if "forked" in str(error) else 2)
            os._exit(1)
        assert os.waitpid(pid, 0)[1] == 0
        assert m.add("x", user_id="a")[0].event == "ADD"
        """
    )


def test_workers_of_multiprocessing(
    snippet: Callable[..., Any], path: Path, tmp_path: Path
) -> None:
    (tmp_path / "work.py").write_text(
        "import sys, multiprocessing\n"
        "from memkit import Memory\n"
        "def add(i):\n"
        "    with Memory(sys.argv[1], embedder='hash', durability='fast') as m:\n"
        "        return m.add(f'number {i % 6}', user_id='a')[0].event\n"
        "if __name__ == '__main__':\n"
        "    with multiprocessing.get_context('spawn').Pool(2) as pool:\n"
        "        print(sorted(pool.map(add, range(12))))\n"
    )
    import subprocess

    done = subprocess.run(
        [sys.executable, "work.py", str(path)],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent.parent)},
    )
    assert done.stdout.strip() == str(["ADD"] * 6 + ["NONE"] * 6), done.stderr


@pytest.mark.parametrize("at", ["file", ":memory:"])
def test_threads_of_one_process_add_the_same_once(path: Path, at: str) -> None:
    memory = Memory(path if at == "file" else at, durability="fast", embedder="hash")
    barrier = threading.Barrier(8)
    events: list[str] = []
    failures: list[BaseException] = []

    def work(n: int) -> None:
        try:
            barrier.wait()
            for i in range(20):
                events.append(memory.add(f"the same {i}", user_id="a")[0].event)
                memory.search(f"the same {i}", user_id="a")
        except BaseException as error:  # noqa: BLE001 - told below
            failures.append(error)

    threads = [threading.Thread(target=work, args=[n]) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert Counter(events) == {"ADD": 20, "NONE": 140}
    assert memory.doctor().problems == ()
    memory.close()

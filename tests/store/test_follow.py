from __future__ import annotations

import contextlib
import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from memkit import Memory
from memkit.contracts.store import Batch, Position
from memkit.errors import JobError, MemkitError, MemkitWarning, ProviderError
from tests.store.server import SERVER, ServerStore, installed, reset_server


@pytest.fixture(autouse=True)
def _server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    yield from installed(tmp_path, monkeypatch)


@pytest.fixture
def on_server(open_memory: Callable[..., Memory]) -> Callable[..., Memory]:
    return lambda **settings: open_memory(store="server", embedder="hash", **settings)


def server_texts() -> list[str]:
    return sorted(row["record"].memory for row in SERVER["rows"].values())


def journal_texts(memory: Memory) -> list[str]:
    return sorted(record.memory for record in memory.get_all(limit=10**6))


def found(memory: Memory, query: str, **options: Any) -> list[str]:
    return [hit.memory for hit in memory.search(query, user_id="a", **options)]


def test_every_change_reaches_a_store_that_outlives_us(on_server: Callable[..., Memory]) -> None:
    memory = on_server()
    one, two = memory.add(["green tea", "black coffee"], user_id="a")
    assert server_texts() == ["black coffee", "green tea"]
    memory.update(one.id, "white tea")
    memory.delete(two.id)
    assert server_texts() == ["white tea"]
    memory.undo(memory.events()[-1].seq)
    assert server_texts() == ["black coffee", "white tea"]
    memory.add_many((f"note {i}" for i in range(50)), user_id="a", batch_size=20, progress=False)
    assert len(SERVER["rows"]) == 52
    assert memory.delete_all(user_id="a", where={"memory": {"$contains": "note"}}) == 50
    assert server_texts() == journal_texts(memory)
    for mode in ("vector", "text", "hybrid"):
        assert found(memory, "white tea", mode=mode)[0] == "white tea"
    assert memory.doctor().problems == ()


def test_filters_scopes_and_expiry_hold_in_a_store_that_knows_none(
    on_server: Callable[..., Memory], clock: Any
) -> None:
    memory = on_server()
    memory.add("tea one", user_id="a", metadata={"n": 1})
    memory.add("tea two", user_id="a", metadata={"n": 2}, expires_at=clock.seconds + 10)
    memory.add("tea three", user_id="b", metadata={"n": 1})
    for mode in ("vector", "text", "hybrid"):
        assert sorted(found(memory, "tea", mode=mode)) == ["tea one", "tea two"]
        assert found(memory, "tea", mode=mode, where={"n": 1}) == ["tea one"]
    clock.pass_(20)
    for mode in ("vector", "text", "hybrid"):
        assert found(memory, "tea", mode=mode) == ["tea one"]


def test_a_store_that_is_down_loses_nothing(on_server: Callable[..., Memory]) -> None:
    memory = on_server()
    memory.add("before", user_id="a")
    SERVER["down"] = True
    with pytest.warns(MemkitWarning, match="catches up"):
        (added,) = memory.add("meanwhile", user_id="a")
    assert added.event == "ADD"
    with pytest.warns(MemkitWarning):
        memory.delete(memory.get_all()[0].id)
    with pytest.warns(MemkitWarning):
        memory.update(added.id, "meanwhile changed")
    with pytest.raises(ProviderError, match="down"):
        memory.search("meanwhile", user_id="a", mode="vector")
    problems = memory.doctor().problems
    assert len(problems) == 1
    assert "does not answer" in problems[0].what
    assert journal_texts(memory) == ["meanwhile changed"]
    SERVER["down"] = False
    assert found(memory, "meanwhile") == ["meanwhile changed"]
    assert server_texts() == ["meanwhile changed"]
    assert memory.doctor().problems == ()


def test_opening_and_adding_works_while_the_store_is_down(on_server: Callable[..., Memory]) -> None:
    SERVER["down"] = True
    memory = on_server()
    with pytest.warns(MemkitWarning):
        memory.add("tea", user_id="a")
    assert memory.count() == 1
    SERVER["down"] = False
    assert found(memory, "tea") == ["tea"]


@pytest.mark.parametrize("calls", range(6))
def test_a_store_that_fails_in_the_middle_catches_up_without_doubles(
    on_server: Callable[..., Memory], monkeypatch: pytest.MonkeyPatch, calls: int
) -> None:
    monkeypatch.setattr("memkit.engine.follower._CHUNK", 5)
    memory = on_server()
    memory.add([f"old {i}" for i in range(12)], user_id="a")
    SERVER["down"] = True
    with pytest.warns(MemkitWarning):
        memory.add([f"new {i}" for i in range(12)], user_id="a")
    with pytest.warns(MemkitWarning):
        memory.delete_all(user_id="a", where="memory in ('old 3', 'old 7')")
    SERVER["down"], SERVER["fail_after"] = False, calls
    with contextlib.suppress(ProviderError):
        memory.search("new", user_id="a", mode="vector")
    SERVER["fail_after"] = None
    upserts = SERVER["calls"].count("upsert")
    assert len(found(memory, "new 3", mode="vector", k=100)) == 22
    assert server_texts() == journal_texts(memory)
    assert memory.doctor().problems == ()
    assert SERVER["calls"].count("upsert") <= upserts + 5


def test_the_next_process_goes_on_where_the_last_one_stopped(
    on_server: Callable[..., Memory],
) -> None:
    memory = on_server()
    memory.add([f"note {i}" for i in range(30)], user_id="a")
    memory.close()
    SERVER["calls"].clear()
    again = on_server()
    assert found(again, "note 3")[0] == "note 3"
    assert "upsert" not in SERVER["calls"]
    again.add("another", user_id="a")
    assert SERVER["calls"].count("upsert") == 1


def test_a_wiped_store_is_noticed_and_rebuilt(on_server: Callable[..., Memory]) -> None:
    memory = on_server()
    memory.add([f"note {i}" for i in range(10)], user_id="a")
    SERVER["rows"].clear()
    problems = memory.doctor().problems
    assert problems
    assert "reindex" in problems[0].fix
    memory.reindex()
    assert server_texts() == journal_texts(memory)
    assert memory.doctor().problems == ()
    SERVER["rows"].clear()
    assert memory.doctor(fix=True).problems == ()
    assert len(found(memory, "note", k=100)) == 10


def test_rows_of_nobody_do_not_hide_hits(on_server: Callable[..., Memory]) -> None:
    memory = on_server()
    memory.add([f"note {i}" for i in range(10)], user_id="a")
    SERVER["rows"][999] = {**SERVER["rows"][1]}
    assert memory.doctor().problems
    memory.reindex()
    assert 999 not in SERVER["rows"]


def test_a_reset_empties_the_store(on_server: Callable[..., Memory]) -> None:
    memory = on_server()
    memory.add([f"note {i}" for i in range(10)], user_id="a")
    memory.reset(confirm=True)
    assert server_texts() == []
    memory.add("fresh", user_id="a")
    assert server_texts() == ["fresh"]
    assert found(memory, "fresh") == ["fresh"]


def test_a_reset_by_a_process_with_another_store_empties_this_one_too(
    on_server: Callable[..., Memory], open_memory: Callable[..., Memory]
) -> None:
    memory = on_server()
    memory.add([f"note {i}" for i in range(10)], user_id="a")
    memory.close()
    with open_memory() as local:
        local.reset(confirm=True)
        local.add("fresh", user_id="a")
    again = on_server()
    assert found(again, "fresh") == ["fresh"]
    assert server_texts() == ["fresh"]
    assert again.doctor().problems == ()


@pytest.mark.parametrize("after", [0, 3, 40])
def test_a_journal_restored_from_a_backup(
    on_server: Callable[..., Memory], open_memory: Callable[..., Memory], path: Path, after: int
) -> None:
    """The store has seen changes that never happened now; new ones may have taken their numbers."""
    memory = on_server()
    memory.add([f"kept {i}" for i in range(5)], user_id="a")
    memory.close()
    shutil.copy(path, path.with_name("backup.db"))
    memory = on_server()
    memory.add([f"lost {i}" for i in range(20)], user_id="a")
    memory.close()
    for name in ("memory.db", "memory.db-wal", "memory.db-shm"):
        path.with_name(name).unlink(missing_ok=True)
    shutil.copy(path.with_name("backup.db"), path)
    if after:
        with open_memory() as local:
            local.add([f"other words {i}" for i in range(after)], user_id="a")
    again = on_server()
    assert len(found(again, "kept lost other", k=100)) == 5 + after
    assert server_texts() == journal_texts(again)
    assert again.doctor().problems == ()


def test_doctor_notices_a_store_that_follows_another_history(
    on_server: Callable[..., Memory],
    open_memory: Callable[..., Memory],
    path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """One that keeps its position and ignores the token of that event; the kit refuses it."""
    monkeypatch.setattr(ServerStore, "position", lambda self: SERVER.get("at", Position()))
    monkeypatch.setattr(ServerStore, "moved", lambda self, position: SERVER.update(at=position))
    monkeypatch.setattr(ServerStore, "clear", lambda self: reset_server())
    memory = on_server()
    memory.add([f"kept {i}" for i in range(40)], user_id="a")
    memory.close()
    shutil.copy(path, path.with_name("backup.db"))
    memory = on_server()
    memory.add(["lost one", "lost two"], user_id="a")
    assert memory.doctor().ok
    memory.close()
    for name in ("memory.db", "memory.db-wal", "memory.db-shm"):
        path.with_name(name).unlink(missing_ok=True)
    shutil.copy(path.with_name("backup.db"), path)
    with open_memory() as local:
        # They take the keys and the event numbers of those that never happened.
        local.add(["another one", "another two"], user_id="a")
    again = on_server()
    # Found by a vector that is not its own.
    assert found(again, "lost one", mode="vector")[0] == "another one"
    (problem,) = again.doctor().problems
    assert "holds other memories than the journal: 2 of 32" in problem.what
    assert "m.reindex()" in problem.fix
    assert again.doctor(fix=True).ok
    assert found(again, "another one", mode="vector")[0] == "another one"


def test_a_sidecar_of_a_journal_restored_from_a_backup(
    open_memory: Callable[..., Memory], path: Path
) -> None:
    def add(word: str, n: int) -> None:
        with open_memory(embedder="hash") as memory:
            memory.add_many((f"{word} {i}" for i in range(n)), user_id="a", progress=False)
            memory.search("x", user_id="a")

    add("kept", 2100)
    shutil.copy(path, path.with_name("backup.db"))
    add("lost", 500)
    shutil.copy(path.with_name("backup.db"), path)
    # The new memories take the numbers and keys of the lost ones.
    with open_memory() as memory:
        memory.add_many((f"zebra {i}" for i in range(700)), user_id="a", progress=False)
        assert len(memory.search("zebra", user_id="a", mode="text", k=1000)) == 700
        assert memory.search("zebra 77", user_id="a", mode="vector")[0].memory == "zebra 77"
        assert memory.search("lost", user_id="a", mode="text") == []


@pytest.mark.parametrize("dim", [16, 32])
def test_a_space_swapped_in_a_persistent_store(
    on_server: Callable[..., Memory], make_embedder: Callable[..., Any], dim: int
) -> None:
    memory = on_server()
    memory.add(["green tea", "black coffee"], user_id="a")
    memory.add_space(make_embedder("first"), key="x", wait=True, progress=False)
    assert found(memory, "green tea", space="x", mode="vector")
    memory.drop_space("x")
    second = make_embedder("second", dim)
    memory.add_space(second, key="x", wait=True, progress=False)
    (best, *_) = memory.search("green tea", user_id="a", space="x", mode="vector")
    assert best.score == pytest.approx(1, abs=1e-5)
    assert memory.doctor().problems == ()


def test_an_error_that_is_none_of_ours_is_told_and_loses_nothing(
    on_server: Callable[..., Memory], monkeypatch: pytest.MonkeyPatch
) -> None:
    memory = on_server()

    def broken(self: Any, batch: Any) -> None:
        raise KeyError("a bug in the plug-in")

    with monkeypatch.context() as patch:
        patch.setattr(ServerStore, "upsert", broken)
        with pytest.warns(MemkitWarning, match=r"KeyError: 'a bug in the plug-in'.*catches up"):
            memory.add("tea", user_id="a")
    assert journal_texts(memory) == ["tea"]
    assert found(memory, "tea") == ["tea"]


def test_hybrid_search_scores_alike_in_every_store(
    on_server: Callable[..., Memory], open_memory: Callable[..., Memory], tmp_path: Path
) -> None:
    server = on_server()
    local = open_memory(tmp_path / "local.db", embedder="hash")
    texts = [
        f"{a} {b} number {i}"
        for i, (a, b) in enumerate(
            (a, b)
            for a in ("green", "black", "white", "old")
            for b in ("tea", "coffee", "milk", "car")
        )
    ]
    for memory in (server, local):
        memory.add(texts, user_id="a")
        memory.add(["tea tea", "green green"], user_id="b")
    for mode in ("vector", "text", "hybrid"):
        for query in ("green tea", "old car number 15", "nothing of it"):
            left = server.search(query, user_id="a", k=16, mode=mode)
            right = local.search(query, user_id="a", k=16, mode=mode)
            assert [round(h.score, 4) for h in left] == [round(h.score, 4) for h in right]
            assert {h.memory for h in left} == {h.memory for h in right}


def test_the_order_in_a_scope_does_not_depend_on_others_in_a_store_without_text_search(
    on_server: Callable[..., Memory],
) -> None:
    """ "rare" is rare for alice, and everywhere at bob's."""
    memory = on_server()
    memory.add(
        [f"common words {i}" for i in range(30)] + ["one rare thing and many other words"],
        user_id="a",
    )
    alone = {k: found(memory, "rare common", mode="text", k=k) for k in (1, 3)}
    memory.add([f"rare rare {i}" for i in range(400)], user_id="b")
    for k, expected in alone.items():
        assert found(memory, "rare common", mode="text", k=k) == expected


def test_the_position_is_kept_for_the_store(on_server: Callable[..., Memory]) -> None:
    memory = on_server()
    memory.add("tea", user_id="a")
    journal = memory.engine.journal
    assert list(journal.followers().values()) == [journal.head()]
    assert journal.head() == Position(1, 1)


def test_errors_of_the_store_name_it(on_server: Callable[..., Memory]) -> None:
    memory = on_server()
    SERVER["down"] = True
    for verb in (memory.reindex, lambda: memory.search("x", mode="vector")):
        with pytest.raises(MemkitError) as caught:
            verb()
        assert str(caught.value).endswith(caught.value.fix)


# -- moving to another store -------------------------------------------------------------------


def test_a_memory_moves_to_another_store(open_memory: Callable[..., Memory]) -> None:
    memory = open_memory(embedder="hash")
    memory.add([f"memory number {n}" for n in range(60)], user_id="a")
    before = [hit.id for hit in memory.search("number 7", user_id="a")]
    report = memory.use_store("server", progress=False).result
    assert report is not None
    assert (report.store, report.memories, report.overlap) == ("server", 60, {"hash": 1.0})
    assert "Open the memory with store='server'" in str(report)
    SERVER["calls"].clear()
    assert [hit.id for hit in memory.search("number 7", user_id="a")] == before
    assert "search" in SERVER["calls"]
    memory.add("one more", user_id="a")
    assert "one more" in server_texts()
    assert memory.doctor().ok


def test_searches_go_on_while_a_store_is_filled(open_memory: Callable[..., Memory]) -> None:
    memory = open_memory(embedder="hash")
    memory.add(["tea", "milk"], user_id="a")
    gate = threading.Event()
    upsert = ServerStore.upsert

    def slowly(self: ServerStore, batch: Batch) -> None:
        gate.wait(60)
        upsert(self, batch)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ServerStore, "upsert", slowly)
        moving = memory.use_store("server", wait=False, progress=False)
        assert found(memory, "tea") != []
        assert not moving.done
        assert moving.wait(timeout=0.1) is None
        memory.add("written meanwhile", user_id="a")
        gate.set()
        report = moving.wait()
    assert report is not None
    assert report.memories == 3
    assert server_texts() == journal_texts(memory)


def test_a_move_that_was_interrupted_goes_on(
    open_memory: Callable[..., Memory], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("memkit.engine.follower._CHUNK", 10)
    memory = open_memory(embedder="hash")
    memory.add([f"memory number {n}" for n in range(35)], user_id="a")
    # It goes down before its third batch.
    SERVER["fail_after"] = 5
    with pytest.raises(ProviderError, match="down"):
        memory.use_store("server", progress=False)
    taken = len(SERVER["rows"])
    assert 0 < taken < 35
    assert found(memory, "number 7") != [], "the old store is in use"
    memory.delete(memory.get_all(limit=1)[0].id)
    SERVER.update(fail_after=None, calls=[])
    memory.use_store("server", progress=False)
    assert "clear" not in SERVER["calls"], "it started over"
    assert SERVER["calls"].count("upsert") <= 1 + (35 - taken + 9) // 10
    assert server_texts() == journal_texts(memory)


def test_a_store_that_loses_rows_is_not_moved_to(
    open_memory: Callable[..., Memory], monkeypatch: pytest.MonkeyPatch
) -> None:
    memory = open_memory(embedder="hash")
    memory.add(["tea", "milk"], user_id="a")
    monkeypatch.setattr(ServerStore, "count", lambda self, space=None: 1)
    with pytest.raises(ProviderError, match="holds 1 memories of 2") as raised:
        memory.use_store("server", progress=False)
    assert raised.value.fix
    assert memory.search("tea", user_id="a")
    SERVER["calls"].clear()
    memory.search("tea", user_id="a")
    assert SERVER["calls"] == [], "the old store is in use"


def test_a_move_can_be_stopped(
    open_memory: Callable[..., Memory], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("memkit.engine.follower._CHUNK", 1)
    memory = open_memory(embedder="hash")
    memory.add(["tea", "milk", "water"], user_id="a")
    gate = threading.Event()
    upsert = ServerStore.upsert

    def slowly(self: ServerStore, batch: Batch) -> None:
        gate.wait(60)
        upsert(self, batch)

    monkeypatch.setattr(ServerStore, "upsert", slowly)
    moving = memory.use_store("server", wait=False, progress=False)
    moving.cancel()
    gate.set()
    assert moving.wait() is None
    assert moving.state == "cancelled"
    assert moving.done
    memory.use_store("server", progress=False)
    assert server_texts() == ["milk", "tea", "water"]


def test_a_move_is_a_job_that_goes_on_after_an_error(
    open_memory: Callable[..., Memory], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("memkit.engine.follower._CHUNK", 10)
    memory = open_memory(embedder="hash")
    memory.add([f"memory number {n}" for n in range(35)], user_id="a")
    SERVER["fail_after"] = 5
    with pytest.warns(MemkitWarning, match="stays in the old one"), pytest.raises(ProviderError):
        memory.use_store("server", wait=False, progress=False).wait()
    (job,) = memory.jobs
    assert (job.kind, job.name, job.state, job.total) == ("move", "server", "failed", 35)
    taken = job.completed
    assert 0 < taken < 35
    SERVER.update(fail_after=None, calls=[])
    seen: list[int] = []
    job.on_change(lambda job: seen.append(job.completed))
    report = job.resume().wait()
    assert report is not None
    assert report.memories == 35
    assert "clear" not in SERVER["calls"], "it started over"
    assert seen[-1] == 35
    assert server_texts() == journal_texts(memory)


def test_a_move_that_another_process_left_is_listed_and_says_how_it_goes_on(
    open_memory: Callable[..., Memory], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("memkit.engine.follower._CHUNK", 10)
    memory = open_memory(embedder="hash")
    memory.add([f"memory number {n}" for n in range(35)], user_id="a")
    SERVER["fail_after"] = 5
    with pytest.raises(ProviderError, match="down"):
        memory.use_store("server", progress=False)
    memory.close()
    SERVER["fail_after"] = None
    again = open_memory()
    (left,) = again.jobs
    assert (left.kind, left.name, left.state, left.total) == ("move", "server", "interrupted", 35)
    assert 0 < left.completed < 35
    with pytest.raises(JobError, match=r"m\.use_store\('server', \.\.\.\)"):
        left.resume()
    assert [job.state for job in again.jobs] == ["interrupted"]
    job = again.use_store("server", progress=False)
    assert again.jobs == [job]
    assert server_texts() == journal_texts(again)


def test_the_new_store_must_exist(open_memory: Callable[..., Memory]) -> None:
    memory = open_memory(embedder="hash")
    with pytest.raises(MemkitError, match="pip install memkit-weaviate"):
        memory.use_store("weaviate", url="http://127.0.0.1:1")
    with pytest.raises(MemkitError, match="no option 'address'"):
        memory.use_store("server", address="x")
    assert memory.jobs == []


def test_stores_with_other_options_have_other_positions(
    on_server: Callable[..., Memory],
) -> None:
    memory = on_server()
    memory.add("tea", user_id="a")
    (name,) = memory.engine.journal.followers()
    assert name.startswith("store:server:")


def test_usage_is_counted(open_memory: Callable[..., Memory]) -> None:
    memory = open_memory(embedder="hash", llm="echo")
    memory.add("tea", user_id="a")
    assert list(memory.usage) == ["embedder hash", "llm echo"]
    assert memory.usage.total.calls == 0

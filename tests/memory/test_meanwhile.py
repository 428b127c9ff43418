"""Verbs that read, decide and write, while another process changes what they read."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from memkit import MemkitWarning, Memory
from memkit.engine.spaces import embedding
from memkit.errors import MemkitError, SpaceError, ValidationError

Change = Callable[[Memory, list[str]], Any]


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[tuple[Memory, Memory]]:
    """Two that have the same file open, as two processes do."""
    with Memory(tmp_path / "m.db", embedder="hash") as one, Memory(tmp_path / "m.db") as two:
        yield one, two


@pytest.fixture
def ids(pair: tuple[Memory, Memory]) -> list[str]:
    added = [
        pair[0].add(f"note {i}", user_id="a", metadata={"old": True, "n": i}) for i in range(3)
    ]
    return [result.id for (result,) in added]


def meanwhile(memory: Memory, change: Callable[[], Any]) -> None:
    """Let something happen after a verb read, just before it writes."""
    journal = memory.engine.journal
    original = journal.apply

    def apply(*arguments: Any, **named: Any) -> Any:
        journal.apply = original  # type: ignore[method-assign]
        change()
        return original(*arguments, **named)

    journal.apply = apply  # type: ignore[method-assign]


CHANGES: dict[str, tuple[Change, str, bool]] = {
    "metadata": (lambda m, ids: m.tag([ids[1]], {"old": False}), "old = true", False),
    "text": (lambda m, ids: m.update(ids[1], "other"), "memory contains 'note'", False),
    "type": (
        lambda m, ids: m.update(ids[1], type="episodic"),
        "type = 'semantic' and old = true",
        False,
    ),
    "pinned": (lambda m, ids: m.update(ids[1], pinned=True), "not pinned = true", False),
    "time": (
        lambda m, ids: m.update(ids[1], expires_at="2999-01-01"),
        "expires_at not exists",
        False,
    ),
    "data": (lambda m, ids: m.update(ids[1], data={"x": 1}), "data.x not exists", False),
    "what fits all the same": (lambda m, ids: m.tag([ids[1]], {"new": 1}), "old = true", True),
    "there and back": (
        lambda m, ids: [m.tag([ids[1]], {"old": False}), m.tag([ids[1]], {"old": True})],
        "old = true",
        True,
    ),
}


@pytest.mark.parametrize("name", CHANGES)
def test_only_what_still_fits_is_deleted(
    pair: tuple[Memory, Memory], ids: list[str], name: str
) -> None:
    one, two = pair
    change, where, goes = CHANGES[name]
    meanwhile(one, lambda: change(two, ids))
    assert one.delete_all(user_id="a", where=where) == (3 if goes else 2)
    assert [record.id for record in two.get_all()] == ([] if goes else [ids[1]])
    assert one.doctor().ok


def test_what_is_deleted_meanwhile_is_not_counted(
    pair: tuple[Memory, Memory], ids: list[str]
) -> None:
    one, two = pair
    meanwhile(one, lambda: two.delete(ids[0]))
    assert one.delete_all(user_id="a", where="old = true") == 2


@pytest.mark.parametrize("which", [0, 1, 2])
@pytest.mark.parametrize("text", [None, "all notes"])
def test_what_says_something_else_is_not_merged_away(
    pair: tuple[Memory, Memory], ids: list[str], which: int, text: str | None
) -> None:
    one, two = pair
    meanwhile(one, lambda: two.update(ids[which], "quite another thing"))
    with pytest.raises(ValidationError, match="changed meanwhile; nothing was merged"):
        one.merge(ids[0], ids[1:], text=text)
    assert len(two.get_all()) == 3
    assert two.get(ids[which]).memory == "quite another thing"


def test_what_a_merged_memory_has_learnt_is_kept(
    pair: tuple[Memory, Memory], ids: list[str]
) -> None:
    one, two = pair
    meanwhile(one, lambda: two.tag([ids[1]], {"fresh": "yes"}))
    one.merge(ids[0], ids[1:])
    (record,) = two.get_all()
    assert record.metadata == {"old": True, "n": 0, "fresh": "yes"}


def test_nothing_is_merged_if_one_is_deleted(pair: tuple[Memory, Memory], ids: list[str]) -> None:
    one, two = pair
    meanwhile(one, lambda: two.delete(ids[2]))
    with pytest.raises(MemkitError):
        one.merge(ids[0], ids[1:])
    assert [record.id for record in two.get_all()] == ids[:2]


PROPOSED: dict[str, Callable[[Any, list[str]], Any]] = {
    "another text": lambda proposal, ids: proposal.updating(ids[1]),
    "the same text": lambda proposal, ids: proposal.updating(ids[1]).edited("note 1"),
}


@pytest.mark.parametrize("proposed", PROPOSED)
@pytest.mark.parametrize("change", ["update", "delete"])
def test_proposals_are_carried_out_on_what_was_previewed(
    pair: tuple[Memory, Memory], ids: list[str], proposed: str, change: str
) -> None:
    one, two = pair
    (proposal,) = one.preview("note 1 anew", user_id="a")
    chosen = PROPOSED[proposed](proposal, ids)
    happens = {
        "update": lambda: two.tag([ids[1]], {"fresh": "yes"}),
        "delete": lambda: two.delete(ids[1]),
    }
    meanwhile(one, happens[change])
    with pytest.raises(ValidationError, match="since the preview; nothing was written"):
        one.apply([chosen])
    assert len(two.events()) == 4


def test_one_memory_may_have_two_proposals(pair: tuple[Memory, Memory], ids: list[str]) -> None:
    one, _ = pair
    proposals = one.preview(
        [{"role": "user", "content": "note one"}, {"role": "user", "content": "note uno"}],
        user_id="a",
    )
    done = one.apply([proposal.updating(ids[1]) for proposal in proposals])
    assert [(item.id, item.memory, item.event) for item in done] == [
        (ids[1], "note one", "UPDATE"), (ids[1], "note uno", "UPDATE"),
    ]  # fmt: skip


def test_a_space_that_became_the_default_is_not_dropped(pair: tuple[Memory, Memory]) -> None:
    one, two = pair
    one.add_space("static-2", wait=True, progress=False)
    drop = one.engine.journal.drop_space

    def dropped(key: str) -> None:
        two.use_space("static-2")
        drop(key)

    one.engine.journal.drop_space = dropped  # type: ignore[method-assign]
    with pytest.raises(SpaceError, match="is the default"):
        one.drop_space("static-2")
    assert [space.key for space in two.spaces if space.default] == ["static-2"]


def test_a_space_that_was_dropped_does_not_become_the_default(
    pair: tuple[Memory, Memory],
) -> None:
    one, two = pair
    one.add_space("static-2", wait=True, progress=False)
    use = one.engine.journal.default_space

    def used(key: str) -> None:
        two.drop_space("static-2")
        use(key)

    one.engine.journal.default_space = used  # type: ignore[method-assign]
    with pytest.raises(SpaceError):
        one.use_space("static-2")
    assert [space.key for space in two.spaces if space.default] == ["hash"]


def test_who_opens_a_file_second_misses_no_memory(tmp_path: Path, monkeypatch: Any) -> None:
    """Each of two thinks that the file is new; one adds a memory before the other's space is in."""
    path = tmp_path / "m.db"
    Memory(path, embedder="hash").close()
    probed = embedding.as_bytes

    def slowly(vector: Any) -> bytes:
        monkeypatch.undo()
        with Memory(path) as quick:
            quick.add("The quick one was here", user_id="a")
        return probed(vector)

    monkeypatch.setattr(embedding, "as_bytes", slowly)
    with pytest.warns(MemkitWarning, match="Searches go on in space 'hash'"):
        memory = Memory(path, embedder="static-2")
    with memory:
        for job in memory.jobs:
            job.wait()
        assert memory.search("quick", user_id="a", space="static-2")
        assert memory.doctor().ok


# -- real processes ------------------------------------------------------------------------------

ROUNDS = 40


def _turn(path: str, barrier: Any) -> None:
    """Take from every second memory what the others are deleted for."""
    with Memory(path) as memory:
        for number in range(ROUNDS):
            ids = [record.id for record in memory.get_all(user_id=f"u{number}", limit=100)]
            barrier.wait(60)
            for id_ in ids[::2]:
                try:
                    memory.tag([id_], {"old": False})
                except MemkitError:
                    continue


@pytest.mark.parametrize("verb", ["delete_all", "merge"])
def test_two_processes_at_once(tmp_path: Path, verb: str) -> None:
    path = tmp_path / "m.db"
    context = multiprocessing.get_context("spawn")
    barrier = context.Barrier(2)
    with Memory(path, embedder="hash", durability="fast") as memory:
        memory.add_many(
            [
                {"memory": f"n {i}", "user_id": f"u{number}", "metadata": {"old": True, f"k{i}": 1}}
                for number in range(ROUNDS)
                for i in range(8)
            ],
            progress=False,
        )
        other = context.Process(target=_turn, args=(str(path), barrier))
        other.start()
        for number in range(ROUNDS):
            ids = [record.id for record in memory.get_all(user_id=f"u{number}", limit=100)]
            barrier.wait(60)
            if verb == "delete_all":
                memory.delete_all(user_id=f"u{number}", where="old = true")
            else:
                memory.merge(ids[0], ids[1:])
        other.join(60)
        assert other.exitcode == 0
        for event in memory.events():
            if event.event == "DELETE" and verb == "delete_all":
                assert event.before is not None
                assert event.before.metadata["old"] is True
        if verb == "merge":
            for number in range(ROUNDS):
                (left,) = memory.get_all(user_id=f"u{number}")
                assert {f"k{i}" for i in range(8)} <= set(left.metadata)
        assert memory.doctor().ok

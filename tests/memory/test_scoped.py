"""A memory with a default scope means it in every verb."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from memkit import AsyncMemory, Memory
from memkit.errors import JournalError, ScopeError

Run = Callable[[Memory, dict[str, str]], Any]


@pytest.fixture
def mem(open_memory: Callable[..., Memory]) -> Memory:
    memory = open_memory(embedder="hash")
    for user in ("alice", "bob"):
        for text in ("I like tea", "I like green tea", "I like tea a lot"):
            memory.add(text, user_id=user)
        memory.add("I like coffee", user_id=user, agent_id="helper")
    memory.add_space("hash", key="second", wait=True, progress=False)
    return memory


def exported(m: Memory, ids: dict[str, str]) -> list[Any]:
    path = Path("all.jsonl")
    m.export(path, **ids)
    lines = path.read_text().splitlines()
    return [{**json.loads(line), "updated_at": ""} for line in lines]


def imported(m: Memory, ids: dict[str, str]) -> list[Any]:
    Path("new.jsonl").write_text('{"memory": "I like soup"}\n')
    m.import_("new.jsonl", **ids, progress=False)
    return [record.scope for record in m.unscoped().get_all() if record.memory == "I like soup"]


def stored(m: Memory, ids: dict[str, str]) -> list[Any]:
    m.add_many(["I like rice", {"memory": "I like rice", "user_id": "carol"}], **ids,
               progress=False)  # fmt: skip
    return [record.scope for record in m.unscoped().get_all() if "rice" in record.memory]


VERBS: dict[str, Run] = {
    "add": lambda m, ids: m.get(m.add("I like figs", **ids)[0].id).scope,
    "preview": lambda m, ids: [item.scope for item in m.preview("I like figs", **ids)],
    "add_many": stored,
    "import_": imported,
    "search": lambda m, ids: [hit.id for hit in m.search("tea", **ids)],
    "get_all": lambda m, ids: [record.id for record in m.get_all(**ids)],
    "count": lambda m, ids: m.count(**ids),
    "events": lambda m, ids: [event.seq for event in m.events(**ids)],
    "duplicates": lambda m, ids: [
        (pair.first.id, pair.second.id) for pair in m.duplicates(**ids, threshold=0.3)
    ],
    "delete_all": lambda m, ids: (m.delete_all(**ids), m.unscoped().count()),
    "export": exported,
    "as_of": lambda m, ids: [record.id for record in m.as_of(6).get_all(**ids)],
    "as_of search": lambda m, ids: [hit.id for hit in m.as_of(6).search("tea", **ids)],
    "explore": lambda m, ids: sorted(m.explore(**ids).shown_ids()),
    "compare": lambda m, ids: m.compare("hash", "second", projection="pca", **ids).ids,
    "timeline": lambda m, ids: m.timeline(**ids).to_pandas()["memory_id"].tolist(),
}


@pytest.mark.parametrize("verb", VERBS)
def test_a_verb_means_the_scope(mem: Memory, verb: str) -> None:
    run = VERBS[verb]
    for standing, given, expected in (
        ({"user_id": "alice"}, {}, {"user_id": "alice"}),
        ({"user_id": "alice"}, {"user_id": "bob"}, {"user_id": "bob"}),
        ({"user_id": "alice"}, {"agent_id": "helper"}, {"user_id": "alice", "agent_id": "helper"}),
    ):
        one, other = copies(mem)
        assert run(one.scoped(**standing), given) == run(other, expected)
        one.close()
        other.close()


def copies(mem: Memory) -> tuple[Memory, Memory]:
    """Return two memories that hold the same, each its own."""
    found = []
    for number in range(2):
        path = Path(f"copy{number}.db")
        for old in Path().glob(f"{path}*"):
            old.unlink()
        copy = Memory(path, embedder="hash", durability="fast")
        copy.add_many(mem.get_all(), progress=False)
        copy.add_space("hash", key="second", wait=True, progress=False)
        found.append(copy)
    return found[0], found[1]


def test_it_is_a_default_and_no_wall(mem: Memory) -> None:
    alice = mem.scoped(user_id="alice")
    of_bob = mem.get_all(user_id="bob")[0]
    assert alice.get(of_bob.id) == of_bob
    assert alice.history(of_bob.id)
    assert alice.unscoped().count() == mem.count() == 8
    assert mem.unscoped() is mem
    assert (mem.scope, mem.count()) == (alice.unscoped().scope, 8)


def test_scopes_add_up(mem: Memory) -> None:
    both = mem.scoped(user_id="alice").scoped(agent_id="helper")
    assert both.scope.model_dump(exclude_none=True) == {"user_id": "alice", "agent_id": "helper"}
    assert both.count() == 1
    assert both.scoped(user_id="bob").scope.user_id == "bob"
    assert repr(both).endswith("memory.db', user_id='alice', agent_id='helper'>")


@pytest.mark.parametrize("ids", [{}, {"user_id": None}, {"user_id": ""}, {"run_id": 3}])
def test_a_scope_must_name_someone(mem: Memory, ids: dict[str, Any]) -> None:
    with pytest.raises(ScopeError):
        mem.scoped(**ids)
    with pytest.raises(ScopeError):
        AsyncMemory("never_opened.db").scoped(**ids)


def test_without_a_scope_delete_all_still_asks_for_one(mem: Memory) -> None:
    with pytest.raises(ScopeError):
        mem.scoped(user_id="alice").unscoped().delete_all()


def test_all_share_one_file(mem: Memory) -> None:
    alice = mem.scoped(user_id="alice")
    mem.add("I like figs", user_id="alice")
    assert alice.count() == 5
    with alice:
        pass
    with pytest.raises(JournalError):
        mem.count()


def test_an_explorer_of_a_scope_can_show_everyone(mem: Memory) -> None:
    explorer = mem.scoped(user_id="alice").explore()
    assert len(explorer.shown_ids()) == 4
    explorer.set_scope()
    assert len(explorer.shown_ids()) == 8


def test_awaited_verbs_mean_it_too(mem: Memory, path: Path) -> None:
    async def story() -> tuple[int, int, int, list[str | None]]:
        async with AsyncMemory(path) as everyone:
            alice = everyone.scoped(user_id="alice")
            await alice.add("I like figs")
            past = await alice.scoped(agent_id="helper").as_of(8)
            return (
                await alice.count(),
                await alice.unscoped().count(),
                await past.count(),
                [record.user_id for record in await alice.get_all()],
            )

    assert asyncio.run(story()) == (5, 9, 1, ["alice"] * 5)

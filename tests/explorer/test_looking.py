"""What is looked at: scope, filter, time and selection; who follows it; requests by name."""

from __future__ import annotations

import asyncio
import json

import pytest

from memkit import AsyncMemory
from memkit.errors import FilterError, ScopeError, ValidationError
from memkit.explorer import METHODS, answer


def test_a_status_tells_where_it_stands(m, path) -> None:
    status = m.explore(user_id="alice", where="priority > 2").status()
    assert status["url"] == str(path)
    assert (status["total"], status["shown"], status["head"]) == (6, 2, 6)
    assert status["first_at"] == m.events()[0].at.isoformat()
    assert status["last_at"] == m.events()[-1].at.isoformat()
    assert status["scopes"]["user_id"] == [
        {"value": "alice", "count": 4},
        {"value": "bob", "count": 2},
    ]
    assert status["scopes"]["agent_id"] == []
    assert status["metadata"] == [
        {"key": "category", "kind": "text", "count": 4},
        {"key": "priority", "kind": "number", "count": 3},
    ]
    assert status["spaces"] == [
        {"key": "static-2", "dim": 256, "default": True, "ready": True, "count": 6}
    ]
    assert (status["at"], status["at_time"], status["reranker"]) == (None, None, False)
    json.dumps(status)


def test_what_can_be_picked_is_taken_from_all_memories(m) -> None:
    """Far more on either side than are looked at, and the most frequent in the middle."""

    def others(name):
        return [{"memory": f"{name} {n}", "user_id": f"{name} {n}"} for n in range(1500)]

    m.add_many(others("before"), progress=False)
    m.add_many(
        [{"memory": f"dora {n}", "user_id": "dora", "metadata": {"colour": n}} for n in range(50)],
        progress=False,
    )
    m.add_many(others("after"), progress=False)
    status = m.explore().status()
    assert [one["value"] for one in status["scopes"]["user_id"]][:3] == ["dora", "alice", "bob"]
    assert "colour" in [one["key"] for one in status["metadata"]]
    assert "dora" in [lane.name for lane in m.timeline().lanes]
    m.delete_all(user_id="dora")
    assert m.explore().status()["scopes"]["user_id"][0]["value"] == "alice"


def test_an_empty_memory_has_a_status(memory) -> None:
    status = memory.explore().status()
    assert (status["total"], status["head"], status["first_at"]) == (0, 0, None)
    assert memory.explore().rows()["rows"] == []
    assert memory.explore().histogram()["buckets"] == []


def test_time_travel_shows_the_memory_as_it_was(m, texts) -> None:
    explorer = m.explore()
    first = m.get_all()[0]
    m.update(first.id, "I moved to Porto", metadata={"category": "work"})
    m.delete(m.get_all()[1].id)
    status = explorer.set_at(2)
    assert (explorer.at, status["at"], status["shown"]) == (2, 2, 2)
    assert status["at_time"] == m.events()[1].at.isoformat()
    assert texts(explorer.rows()["rows"]) == ["I like green tea", "I moved to Lisbon in March"]
    assert texts(explorer.rows(find="lisb")["rows"]) == ["I moved to Lisbon in March"]
    assert texts(explorer.rows(sort="category", descending=False)["rows"])[0] == (
        "I like green tea"
    )
    explorer.where = "category = 'home'"
    assert texts(explorer.rows()["rows"]) == ["I moved to Lisbon in March"]
    assert texts(explorer.search("city")["hits"]) == ["I moved to Lisbon in March"]
    explorer.set_where("")
    assert explorer.set_at(0)["shown"] == 0
    assert explorer.set_at(None)["shown"] == 5
    with pytest.raises(ValidationError, match="the last one is 8"):
        explorer.set_at(99)
    assert explorer.at is None


def test_a_filter_that_can_not_be_read_is_told_and_the_one_before_stays(alice) -> None:
    alice.set_where("category = 'food'")
    with pytest.raises(FilterError):
        alice.set_where("category = ")
    assert alice.where == "category = 'food'"
    assert "Expected a value" in alice.status()["trouble"]
    assert alice.set_where({"priority": {"$gte": 3}})["where"] == "priority >= 3"
    assert alice.status()["trouble"] == ""
    assert alice.set_where(None)["shown"] == 4


def test_a_scope_must_have_names(alice) -> None:
    with pytest.raises(ScopeError):
        alice.set_scope(user_id=" ")
    assert alice.scope.user_id == "alice"
    assert alice.set_scope()["scope_text"] == "every scope"


def test_a_selection_is_a_list_of_different_ids(alice) -> None:
    alice.selection = ["a", "b", "a"]
    assert alice.selection == ["a", "b"]
    assert alice.status()["selected"] == 2
    for wrong in ("abc", [1]):
        with pytest.raises(ValidationError, match="list of ids"):
            alice.selection = wrong


def test_observers_are_told_what_changed_and_only_then(alice) -> None:
    told = []
    stop = alice.observe(told.append)
    for _ in range(2):
        alice.where = "category = 'food'"
        alice.set_scope(user_id="alice")
        alice.selection = ["a"]
        alice.at = 2
        alice.query = "tea"
    alice.at = None
    alice.set_events(1, 2)
    alice.add("I sing")
    alice.add("I sing")
    assert told == ["where", "selection", "at", "query", "at", "events", "memory", "memory"]
    stop()
    alice.where = ""
    assert len(told) == 8


def test_it_says_what_it_is(m, path) -> None:
    explorer = m.explore(user_id="alice", where="priority > 2")
    assert repr(explorer) == (
        f"<Explorer of {str(path)!r}: user_id='alice' where priority > 2, 6 memories>"
    )
    explorer.at = 3
    assert "as of event 3" in repr(explorer)
    assert explorer._repr_mimebundle_() == {"text/plain": repr(explorer)}


def test_requests_are_answered_or_refused_in_words(alice) -> None:
    assert answer(alice, "rows", {"first": 0, "number": 1})["answer"]["total"] == 4
    refused = answer(alice, "set_where", {"where": "priority >"})
    assert refused["position"] == 10
    assert "Give a" in refused["trouble"]
    assert "no memory" in answer(alice, "delete", {"ids": ["gone"]})["trouble"]
    assert "can't '_change'" in answer(alice, "_change", {})["trouble"]
    assert all(callable(getattr(alice, name)) for name in METHODS)


def test_every_answer_is_json(m, alice, tmp_path) -> None:
    id_ = alice.shown_ids()[0]
    requests = [
        ("status", {}), ("rows", {}), ("shown_ids", {}), ("search", {"query": "tea"}),
        ("detail", {"id": id_}), ("changes", {"since": 0}), ("histogram", {"buckets": 3}),
        ("preview", {"text": "I like tea"}),
        ("apply", {"choices": [{"index": 0, "action": "accept"}]}),
        ("add", {"text": "I sing"}), ("update", {"id": id_, "text": "I dance"}),
        ("tag", {"ids": [id_], "metadata": {"a": 1}}),
        ("rate", {"query": "q", "id": id_, "relevant": True}),
        ("export", {"path": str(tmp_path / "x.jsonl")}), ("delete", {"ids": [id_]}),
        ("undo", {"seqs": [1]}), ("set_scope", {"user_id": "bob"}), ("set_where", {"where": ""}),
        ("set_events", {"after": 1}), ("set_at", {"at": 2}),
    ]  # fmt: skip
    for method, arguments in requests:
        said = answer(alice, method, arguments)
        assert "answer" in said, (method, said)
        json.dumps(said, allow_nan=False)


def test_the_explorer_of_an_async_memory_answers_at_once(path) -> None:
    async def main() -> None:
        async with AsyncMemory(path) as memory:
            await memory.add("I like green tea", user_id="a")
            explorer = await memory.explore(user_id="a")
            assert explorer.search("tea")["hits"][0]["text"] == "I like green tea"
            assert explorer.add("I like coffee")["said"] == "Added 1 memory."
            assert await memory.count() == 2

    asyncio.run(main())

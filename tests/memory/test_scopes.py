from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

import pytest

from memkit import Memory
from memkit.errors import ScopeError

KEYS = ("user_id", "agent_id", "app_id", "run_id")
MODES = ("hybrid", "vector", "text")


def every_scope() -> list[dict[str, str]]:
    values = [(None, "x", "y"), (None, "x", "y"), (None, "x"), (None, "x")]
    return [
        {key: value for key, value in zip(KEYS, combination, strict=True) if value}
        for combination in itertools.product(*values)
        if any(combination)
    ]


def covers(scope: dict[str, str], record: Any) -> bool:
    return all(getattr(record, key) == value for key, value in scope.items())


@pytest.fixture(scope="module")
def crowded(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Five memories in each of 35 scopes, much alike, in several segments and with gaps."""
    memory = Memory(tmp_path_factory.mktemp("crowded") / "m.db", durability="fast")
    memory.add_space("hash", key="other", wait=True, progress=False)
    doomed = []
    for round_ in range(5):
        for number, scope in enumerate(every_scope()):
            memory.add(
                f"I drink tea number {number} in round {round_}",
                **scope,
                metadata={"round": round_, "tag": "t" if number % 2 else "u"},
            )
            (gone,) = memory.add(f"I drink old tea number {number} of round {round_}", **scope)
            doomed.append(gone.id)
        memory.search("tea")
    for id_ in doomed:
        memory.delete(id_)
    memory.use_space("static-2")
    yield memory
    memory.close()


@pytest.mark.parametrize("space", ["static-2", "other"])
@pytest.mark.parametrize("mode", MODES)
def test_a_search_finds_all_of_its_scope_and_nothing_else(
    crowded: Memory, mode: Any, space: str
) -> None:
    everything = crowded.get_all(limit=10_000)
    for scope in every_scope():
        expected = {r.id for r in everything if covers(scope, r)}
        hits = crowded.search("tea in a round", **scope, mode=mode, space=space, k=1000)
        assert {hit.id for hit in hits} == expected, scope


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize(
    ("where", "keeps"),
    [
        ({"round": 3}, lambda r: r.metadata["round"] == 3),
        (
            "tag = 't' and round >= 2",
            lambda r: r.metadata["tag"] == "t" and r.metadata["round"] >= 2,
        ),
        ({"$or": [{"user_id": "y"}, {"user_id": "x"}]}, lambda r: r.user_id in ("x", "y")),
        ({"$not": {"user_id": "x"}}, lambda r: r.user_id != "x"),
        ({"agent_id": {"$exists": True}}, lambda r: r.agent_id is not None),
    ],
)
def test_no_filter_reaches_into_another_scope(
    crowded: Memory, mode: Any, where: Any, keeps: Callable[[Any], bool]
) -> None:
    everything = crowded.get_all(limit=10_000)
    for scope in every_scope()[::4]:
        expected = {r.id for r in everything if covers(scope, r) and keeps(r)}
        hits = crowded.search("tea in a round", **scope, mode=mode, where=where, k=1000)
        assert {hit.id for hit in hits} == expected
        assert crowded.count(**scope, where=where) == len(expected)
        assert {r.id for r in crowded.get_all(**scope, where=where, limit=1000)} == expected


def test_recency_rerank_and_several_queries_stay_in_their_scope(
    open_memory: Callable[..., Memory], reranker: Any
) -> None:
    memory = open_memory(reranker=reranker)
    for user in ("a", "b"):
        memory.add([f"tea {i}" for i in range(20)], user_id=user)
    for options in (
        {"recency": "1d"},
        {"rerank": True},
        {"rerank": True, "recency": 1, "mode": "vector"},
    ):
        for query in ("tea", ["tea", "tea 3"]):
            hits = memory.search(query, user_id="a", k=50, **options)
            assert {hit.user_id for hit in hits} == {"a"}
            assert len(hits) == 20
    assert {n for _, n in reranker.asked} == {20}


@pytest.mark.parametrize("mode", MODES)
def test_the_data_of_others_changes_neither_order_nor_scores(
    open_memory: Callable[..., Memory], tmp_path: Any, mode: Any
) -> None:
    alone, together = open_memory(tmp_path / "alone.db"), open_memory(tmp_path / "together.db")
    mine = [
        f"I like {word} with {i} sugars"
        for i, word in enumerate(
            ["tea", "coffee", "green tea", "black tea", "cocoa", "milk", "tea and coffee"] * 3
        )
    ]
    for memory in (alone, together):
        memory.add(mine, user_id="a")
    together.add_many(
        (
            {"memory": f"cocoa coffee milk {i} " * (i % 7 + 1), "user_id": f"u{i % 40}"}
            for i in range(5000)
        ),
        progress=False,
    )
    together.add([f"sugars {i}" for i in range(50)], agent_id="a")
    for query in ("tea with sugar", "coffee", "milk or cocoa", "unknown words"):
        left = alone.search(query, user_id="a", k=21, mode=mode)
        right = together.search(query, user_id="a", k=21, mode=mode)
        assert [hit.memory for hit in left] == [hit.memory for hit in right]
        assert [hit.score for hit in left] == pytest.approx([hit.score for hit in right], abs=1e-5)


def test_ids_are_names_and_no_patterns(memory: Memory) -> None:
    names = [
        "a",
        "A",
        "a ",
        "%",
        "_",
        "a%",
        "*",
        "a\0",
        "é",
        "e\u0301",
        "'",
        '"',
        "null",
        "None",
        "🫖",
    ]
    for name in names:
        memory.add("tea", user_id=name)
    for name in names:
        for mode in MODES:
            assert [hit.user_id for hit in memory.search("tea", user_id=name, mode=mode)] == [name]
        assert memory.count(user_id=name) == 1
        assert [event.after.user_id for event in memory.events(user_id=name) if event.after] == [
            name
        ]


def test_the_same_name_in_another_place_is_another_scope(memory: Memory) -> None:
    for key in KEYS:
        assert memory.add("tea", **{key: "x"})[0].event == "ADD"
    for key in KEYS:
        (hit,) = memory.search("tea", **{key: "x"})
        assert getattr(hit, key) == "x"
        assert [e.memory_id for e in memory.events(**{key: "x"})] == [hit.id]


def test_a_text_is_a_duplicate_in_its_own_scope_only(memory: Memory) -> None:
    scopes = [{"user_id": "a"}, {"user_id": "b"}, {"user_id": "a", "run_id": "r"}]
    assert [memory.add("tea", **scope)[0].event for scope in scopes] == ["ADD"] * 3
    assert [memory.add("tea", **scope)[0].event for scope in scopes] == ["NONE"] * 3


def test_every_verb_refuses_a_malformed_scope(memory: Memory) -> None:
    for call in (
        lambda: memory.search("x", user_id=""),
        lambda: memory.count(agent_id=" "),
        lambda: memory.get_all(app_id=5),
        lambda: memory.events(run_id=""),  # type: ignore[arg-type]
        lambda: memory.duplicates(user_id=""),
        lambda: memory.delete_all(user_id=""),
        lambda: memory.export("x.jsonl", user_id=""),
    ):
        with pytest.raises(ScopeError):
            call()


def test_the_past_is_isolated_too(memory: Memory) -> None:
    memory.add(["tea", "coffee"], user_id="a")
    memory.add(["tea", "coffee"], user_id="b")
    past = memory.as_of(memory.events()[-1].seq)
    for mode in MODES:
        assert {hit.user_id for hit in past.search("tea", user_id="a", mode=mode)} == {"a"}
    assert {r.user_id for r in past.get_all(user_id="b")} == {"b"}
    assert past.count(user_id="b") == 2


def test_an_export_holds_its_scope_only(memory: Memory, tmp_path: Any) -> None:
    memory.add(["tea", "coffee"], user_id="alice")
    memory.add("a secret of bob's", user_id="bob")
    assert memory.export(tmp_path / "x.jsonl", user_id="alice") == 2
    assert "bob" not in (tmp_path / "x.jsonl").read_text("utf-8")

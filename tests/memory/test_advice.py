"""A filter or a scope that finds nothing says why; one that finds something says nothing."""

from __future__ import annotations

import asyncio
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from memkit import AsyncMemory, Memory
from memkit.errors import MemkitWarning


@pytest.fixture
def memory(tmp_path: Path) -> Any:
    with Memory(tmp_path / "m.db", embedder="hash") as opened:
        opened.add(
            "An invoice of May",
            user_id="alice",
            metadata={
                "category": "invoice", "priority": 3, "when": "May 5th", "at": {"place": "Oslo"},
                "type": "invoice", "tags": ["a"],
            },
            data={"amount": 5},
        )  # fmt: skip
        opened.add("Bob likes tea", user_id="bob", metadata={"drink": "tea"})
        yield opened


def search(memory: Memory, **given: Any) -> Any:
    return memory.search("x", **given)


def get_all(memory: Memory, **given: Any) -> Any:
    return memory.get_all(**given)


def count(memory: Memory, **given: Any) -> Any:
    return memory.count(**given)


def delete_all(memory: Memory, **given: Any) -> Any:
    return memory.delete_all(**given)


def export(memory: Memory, **given: Any) -> Any:
    return memory.export(Path(str(memory.engine.journal.path)).with_name("out.jsonl"), **given)


def past(memory: Memory, **given: Any) -> Any:
    return memory.as_of(memory.events()[-1].seq).search("x", **given)


def awaited(memory: Memory, **given: Any) -> Any:
    async def ask() -> Any:
        async with AsyncMemory(memory.engine.journal.path) as opened:
            return await opened.search("x", **given)

    return asyncio.run(ask())


VERBS = [search, get_all, count, delete_all, export, past, awaited]
UNKNOWN = [
    ("categry = 'invoice'", "has the key 'categry'; did you mean 'category'"),
    ({"colour": "red"}, "has the key 'colour'.*The keys are category, priority"),
    ("place = 'Oslo'", "has the key 'place'; did you mean 'at.place'"),
    ("amount = 5", "has the key 'amount'; did you mean 'data.amount'"),
    ("drink = 'tea'", "of user_id='alice' has the key 'drink'"),
    ("not_there exists", "has the key 'not_there'"),
    ("user = 'alice'", "did you mean 'user_id'"),
    ("category = 'inv*'", "no wildcards.*category contains 'inv'"),
    ("category in ('*inv*', 'x')", "no wildcards.*contains 'inv'"),
    ("category contains '%inv%'", "no wildcards"),
    ("type = 'invoice'", r"semantic, episodic or procedural, and never 'invoice'.*metadata\.type"),
    ("type = 'semantics'", "did you mean 'semantic'"),
    ("role = 'human'", "user, assistant or tool|user, assistant"),
    ("priority = '3'", "priority holds a number, such as 3, and was compared with a text"),
    ("category > 3", "holds a text"),
    ("tags = 'a'", "holds a list"),
    ("when > '2025-01-01'", "such as 'May 5th', is no time"),
]


@pytest.mark.parametrize(("where", "said"), UNKNOWN)
@pytest.mark.parametrize("verb", VERBS)
def test_a_filter_that_finds_nothing_says_why(
    memory: Memory, verb: Callable[..., Any], where: Any, said: str
) -> None:
    with pytest.warns(MemkitWarning, match=said):
        assert not verb(memory, user_id="alice", where=where)
    assert memory.count() == 2


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("given", ["  alice ", "Alice", "ALICE"])
def test_an_id_that_differs_in_a_space_or_a_capital_is_told(
    memory: Memory, verb: Callable[..., Any], given: str
) -> None:
    with pytest.warns(MemkitWarning, match=f"user_id='{given}'; did you mean 'alice'"):
        assert not verb(memory, user_id=given)


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize(
    "given",
    [
        {"user_id": "carol"},  # someone new
        {"user_id": "alicia"},  # and not somebody else
        {"user_id": "carol", "where": "nothing = 1"},
        {"user_id": "alice", "where": "category = 'receipt'"},
        {"user_id": "alice", "where": "priority > 5 and category = 'invoice'"},
        {"user_id": "alice", "where": "category = '100%'"},
        {"user_id": "alice", "where": "created_at > '2999-01-01'"},
        {"user_id": "alice", "where": "not (category exists or nothing = 1)"},
    ],
)
def test_what_is_not_there_is_no_mistake(
    memory: Memory, verb: Callable[..., Any], given: dict[str, Any]
) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        if "nothing" in str(given.get("where")) and given["user_id"] == "alice":
            warnings.filterwarnings("ignore", "No memory .* has the key 'nothing'")
        assert not verb(memory, **given)


@pytest.mark.parametrize("verb", [search, get_all, count, past, awaited])
def test_what_finds_something_says_nothing(memory: Memory, verb: Callable[..., Any]) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert verb(memory, user_id="alice", where="categry = 'x' or category = 'invoice'")


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize(
    "operand", ["2024-02-30", "2024-13-01", "01.03.2025", "2025/03/01", "2025-03"]
)
def test_a_text_that_looks_like_a_time_is_told_to_be_compared_as_one(
    memory: Memory, verb: Callable[..., Any], operand: str
) -> None:
    with pytest.warns(MemkitWarning, match=f"'{operand}' is no time.*as a text"):
        verb(memory, user_id="alice", where=f"category > '{operand}'")


def test_versions_are_no_times(memory: Memory) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        memory.count(where="category > '1.2.30' and category > '10.4'")


@pytest.fixture
def many(memory: Memory) -> Memory:
    """Far more memories than are looked at as examples, and what is meant in the last one alone."""
    memory.add_many(
        [{"memory": f"note {i}", "user_id": "carol", "metadata": {"mood": i}} for i in range(700)],
        progress=False,
    )
    memory.add_many([{"memory": f"none {i}", "user_id": "dave"} for i in range(700)])
    memory.add("last", user_id="carol", metadata={"mood": "fine", "department": {"floor": 2}})
    memory.add("last", user_id="dave", metadata={"department": "sales"})
    return memory


@pytest.mark.parametrize("verb", [search, past])
@pytest.mark.parametrize(
    ("user", "where", "said"),
    [
        ("carol", "departement.floor = 2", r"did you mean 'department.floor'\?"),
        ("dave", "departement = 'sales'", r"did you mean 'department'\? The keys are department\."),
        (
            "carol",
            "mood = false",
            "mood holds a number, such as 0, and was compared with a boolean",
        ),
    ],
)
def test_what_only_the_last_of_many_memories_has_is_known(
    many: Memory, verb: Callable[..., Any], user: str, where: str, said: str
) -> None:
    with pytest.warns(MemkitWarning, match=said):
        assert not verb(many, user_id=user, where=where)


def test_nothing_is_said_of_types_that_a_later_memory_has(many: Memory) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert not many.get_all(user_id="carol", where="mood = 'sad'")

"""Arguments as other libraries call them: an error that names ours."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Callable
from typing import Any

import pytest

from memkit import AsyncMemory, Memory
from memkit.errors import ArgumentError, MemkitError


@pytest.fixture
def memory() -> Any:
    with Memory(":memory:") as opened:
        yield opened


CALLS: list[tuple[str, tuple[Any, ...], dict[str, Any], str]] = [
    ("search", ("x",), {"limit": 3}, "called k here"),
    ("search", ("x",), {"top_k": 3}, "called k here"),
    ("search", ("x",), {"n": 3}, "called k here"),
    ("search", ("x",), {"n_results": 3}, "called k here"),
    ("search", ("x",), {"filters": {"user_id": "a"}}, r"called where here.*user_id='alice'"),
    ("search", ("x",), {"filter": "a = 1"}, "called where here"),
    ("search", ("x",), {"infer": True}, "Leave it out"),
    ("search", ("x",), {"session_id": "1"}, "called run_id here"),
    ("search", ("x",), {"score_threshold": 0.1}, "called threshold here"),
    ("search", (), {"q": "x"}, "called query here"),
    ("search", ("x",), {"usr_id": "a"}, "Did you mean user_id"),
    ("search", ("x",), {"output_format": "v1.1"}, "Leave it out"),
    ("get_all", (), {"top_k": 3}, "called limit here"),
    ("get_all", (), {"k": 3}, "called limit here"),
    ("get_all", (), {"filters": {}}, "called where here"),
    ("get_all", (), {"page": 2}, "called cursor here"),
    ("count", (), {"filters": {}}, "called where here"),
    ("add", ("x",), {"filters": {}}, "Leave it out"),
    ("add", ("x",), {"memory_type": "semantic"}, "called type here"),
    ("add", ("x",), {"timestamp": 1}, "called occurred_at here"),
    ("add", ("x",), {"tags": []}, "called metadata here"),
    ("add", (), {"text": "x"}, "called messages here"),
    ("add_many", (), {"texts": ["x"]}, "called items here"),
    ("update", (), {"memory_id": "x", "text": "y"}, "called id here"),
    ("delete", (), {"memory_id": "x"}, "called id here"),
    ("get", (), {"memory_id": "x"}, "called id here"),
    ("history", (), {"memory_id": "x"}, "called id here"),
    ("delete_all", (), {"filters": {}, "user_id": "a"}, "called where here"),
    ("delete_many", (), {"memory_ids": []}, "called ids here"),
    ("events", (), {"k": 3}, "called limit here"),
    ("duplicates", (), {"min_similarity": 0.9}, "called threshold here"),
    ("add_space", (), {"model": "hash"}, "called embedder here"),
    ("explore", (), {"filters": {}}, "called where here"),
    ("timeline", (), {"filters": {}}, "called where here"),
    ("compare", (), {"filters": {}}, "called where here"),
    ("export", (), {"file": "x"}, "called path here"),
    ("import_", (), {"filename": "x"}, "called path here"),
    ("add", ("x", "alice"), {}, r"Write add\(messages, user_id=\.\.\."),
    ("search", ("x", "alice"), {}, r"Write search\(query, user_id=\.\.\."),
    ("get_all", ("alice",), {}, r"Write get_all\(user_id=\.\.\."),
]


@pytest.mark.parametrize(("verb", "given", "named", "fix"), CALLS)
def test_a_name_of_another_library_is_explained(
    memory: Memory, verb: str, given: tuple[Any, ...], named: dict[str, Any], fix: str
) -> None:
    for error in (ArgumentError, TypeError, MemkitError):
        with pytest.raises(error, match=rf"{verb}\(\) (takes no|was given more).*{fix}"):
            getattr(memory, verb)(*given, **named)
    assert memory.count() == 0

    async def awaited() -> None:
        async with AsyncMemory(":memory:") as opened:
            await getattr(opened, verb)(*given, **named)

    with pytest.raises(ArgumentError, match=fix):
        asyncio.run(awaited())


@pytest.mark.parametrize(
    ("settings", "fix"),
    [
        ({"db": "x"}, "called path here"),
        ({"vector_store": {}}, "called store here"),
        ({"embedding_model": "x"}, "called embedder here"),
        ({"model": "x"}, "called llm here"),
        ({"dsn": "x"}, "called journal here"),
        ({"config": {}}, "from_config"),
        ({"api_key": "x"}, "with the provider"),
        ({"embeder": "x"}, "Did you mean embedder"),
    ],
)
@pytest.mark.parametrize("opens", [Memory, AsyncMemory])
def test_so_is_a_setting(opens: Callable[..., Any], settings: dict[str, Any], fix: str) -> None:
    with pytest.raises(ArgumentError, match=rf"Memory\(\) takes no .*{fix}"):
        opens(":memory:", **settings)


def test_a_past_memory_explains_its_arguments_too(memory: Memory) -> None:
    memory.add("x", user_id="a")
    with pytest.raises(ArgumentError, match="called k here"):
        memory.as_of(1).search("x", limit=1)  # type: ignore[call-arg]
    with pytest.raises(ArgumentError, match="called where here"):
        memory.as_of(1).count(filters={})  # type: ignore[call-arg]


def test_mem0s_update_is_explained(memory: Memory) -> None:
    [added] = memory.add("x", user_id="a")
    with pytest.raises(MemkitError, match=r"update\(id, 'text'\)"):
        memory.update(added.id, data="y")  # type: ignore[arg-type]


def test_other_type_errors_are_left_alone(memory: Memory) -> None:
    with pytest.raises(TypeError, match="missing 1 required positional argument"):
        memory.search()  # type: ignore[call-arg]


def test_signatures_are_told_as_they_are() -> None:
    assert "valid_at" in inspect.signature(Memory.get_all).parameters
    assert "embedder" in inspect.signature(Memory).parameters
    assert (Memory.count.__doc__ or "").startswith("Return how many")

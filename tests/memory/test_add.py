from __future__ import annotations

import datetime as dt
import math
import uuid
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from memkit import Memory, Message
from memkit.errors import MemkitError, ProviderError, ScopeError, ValidationError


def test_a_text_becomes_one_memory_word_for_word(memory: Memory) -> None:
    (added,) = memory.add("  I moved to Lisbon in March ", user_id="alice", metadata={"a": 1})
    assert (added.memory, added.event) == ("  I moved to Lisbon in March ", "ADD")
    record = memory.get(added.id)
    assert record.memory == "  I moved to Lisbon in March "
    assert (record.user_id, record.agent_id, record.role, record.type) == (
        "alice",
        None,
        None,
        "semantic",
    )
    assert record.metadata == {"a": 1}
    assert record.created_at == record.updated_at
    assert record.created_at.tzinfo is not None
    assert uuid.UUID(record.id).version == 7


def test_a_conversation_becomes_one_memory_a_message(memory: Memory) -> None:
    added = memory.add(
        [
            {"role": "system", "content": "You are a helpful assistant"},
            {"role": "user", "content": "I like tea", "name": "Ana", "timestamp": "2025-01-02"},
            {"role": "assistant", "content": "Noted"},
            {"role": "tool", "content": "{}"},
            {"role": "user", "content": "   "},
            Message(role="user", content="And coffee"),
            "And water",
        ],
        run_id="r",
        occurred_at="2024-01-01",
    )
    records = [memory.get(item.id) for item in added]
    assert [(r.role, r.name, r.memory) for r in records] == [
        ("user", "Ana", "I like tea"),
        ("assistant", None, "Noted"),
        ("user", None, "And coffee"),
        ("user", None, "And water"),
    ]
    assert [str(r.occurred_at.date()) for r in records if r.occurred_at] == [
        "2025-01-02",
        "2024-01-01",
        "2024-01-01",
        "2024-01-01",
    ]


def test_contents_in_parts_are_joined(memory: Memory) -> None:
    parts = [{"type": "text", "text": "one"}, {"type": "image_url", "image_url": {}}, "two"]
    (added,) = memory.add({"role": "user", "content": parts}, user_id="a")
    assert added.memory == "one\ntwo"


def test_a_conversation_of_system_messages_adds_nothing(memory: Memory) -> None:
    assert memory.add([{"role": "system", "content": "Be nice"}], user_id="a") == []
    assert memory.count() == 0


def test_infer_true_is_refused_and_nothing_is_stored(memory: Memory) -> None:
    with pytest.raises(ValidationError, match="this memory has none"):
        memory.add("I like tea", user_id="a", infer=True)
    assert memory.count() == 0
    for infer in (None, False):
        assert memory.add(f"I like tea {infer}", user_id="a", infer=infer)[0].event == "ADD"


@pytest.mark.parametrize(
    "scope", [{}, {"user_id": ""}, {"user_id": "  "}, {"user_id": 5}, {"run_id": "\ud800"}]
)
def test_a_memory_needs_an_owner(memory: Memory, scope: dict[str, Any]) -> None:
    with pytest.raises((ScopeError, ValidationError)) as caught:
        memory.add("I like tea", **scope)
    assert str(caught.value).endswith(caught.value.fix)
    assert memory.count() == 0


@pytest.mark.parametrize(
    "messages",
    [
        "",
        "   ",
        [],
        {},
        None,
        5,
        b"bytes",
        [5],
        [{"content": "x"}],
        "\ud800",
        "half \udfff",
        [{"role": "robot", "content": "x"}],
        [{"role": "user", "content": 5}],
        [{"role": "user", "content": "ok"}, {"role": "user", "content": "\ud83d"}],
        [{"role": "user", "content": "x", "timestamp": "yesterday"}],
        [{"role": "user", "content": "x", "name": "\ud800"}],
    ],
)
def test_what_is_no_message_is_refused_as_a_whole(memory: Memory, messages: Any) -> None:
    with pytest.raises(ValidationError):
        memory.add(messages, user_id="a")
    assert memory.count() == 0
    assert memory.events() == []


@pytest.mark.parametrize(
    "metadata",
    [
        {"x": math.nan},
        {"x": math.inf},
        {"x": 2**63},
        {"x": object()},
        {"x": b"b"},
        {1: "x"},
        {"x": "\ud800"},
        {"\ud800": 1},
        "text",
        ["x"],
        {"x": {"y": [1, {2: 3}]}},
        {"x": 1 + 2j},
    ],
)
def test_metadata_that_json_cannot_hold_is_refused(memory: Memory, metadata: Any) -> None:
    with pytest.raises(ValidationError):
        memory.add("I like tea", user_id="a", metadata=metadata)
    assert memory.count() == 0


def test_metadata_that_holds_itself_is_refused(memory: Memory) -> None:
    endless: dict[str, Any] = {}
    endless["again"] = endless
    with pytest.raises(ValidationError, match="nested"):
        memory.add("I like tea", user_id="a", metadata=endless)


def test_odd_metadata_comes_back_as_it_was(memory: Memory) -> None:
    odd = {
        "": "empty key",
        "a.b": "dotted",
        "$eq": 1,
        "quote\"'": "x",
        "nul\0": "a\0b",
        "ключ": "é",
        "nested": {"deep": [1, [2, {"x": None}]]},
        "big": 2**63 - 1,
        "small": -(2**63),
        "float": 1e300,
        "true": True,
        "none": None,
        "list": [],
        "dict": {},
        "emoji": "🫖",
        "user_id": "bob",
    }
    (added,) = memory.add("I like tea", user_id="a", metadata=odd)
    found = memory.get(added.id)
    assert found.metadata == odd
    assert found.user_id == "a"
    assert memory.search("tea", user_id="a")[0].metadata == odd
    assert memory.history(added.id)[0].new_metadata == odd


def test_values_of_numpy_and_dates_become_json(memory: Memory) -> None:
    (added,) = memory.add(
        "I like tea",
        user_id="a",
        metadata={
            "i": np.int64(3),
            "f": np.float32(0.5),
            "b": np.bool_(True),
            "t": (1, 2),
            "s": {"y", "x"},
            "d": dt.date(2025, 1, 2),
        },
    )
    assert memory.get(added.id).metadata == {
        "i": 3,
        "f": 0.5,
        "b": True,
        "t": [1, 2],
        "s": ["x", "y"],
        "d": "2025-01-02",
    }


def test_changing_the_dict_afterwards_changes_nothing(memory: Memory) -> None:
    metadata: dict[str, Any] = {"tags": ["a"]}
    (added,) = memory.add("I like tea", user_id="a", metadata=metadata)
    metadata["tags"].append("b")
    assert memory.get(added.id).metadata == {"tags": ["a"]}
    assert metadata == {"tags": ["a", "b"]}


def test_texts_of_100_kb_nul_and_every_script(memory: Memory) -> None:
    texts = [
        "word " * 20_000 + "needle",
        "a\0b tea",
        "🫖" * 500,
        "ไทย 日本語 عربي हिन्दी",
        "\u202e\u200b x",
    ]
    added = memory.add(texts, user_id="a")
    assert [memory.get(item.id).memory for item in added] == texts
    assert memory.search("needle", user_id="a")[0].memory == texts[0]
    assert memory.doctor().ok


def test_reason_and_actor_stand_in_the_history(open_memory: Callable[..., Memory]) -> None:
    memory = open_memory(actor="me")
    (added,) = memory.add("I like tea", user_id="a", reason="she said so")
    (event,) = memory.history(added.id)
    assert (event.actor, event.reason, event.event) == ("me", "she said so", "ADD")


def test_a_reason_that_cannot_be_stored_is_a_memkit_error(memory: Memory) -> None:
    with pytest.raises(MemkitError):
        memory.add("I like tea", user_id="a", reason="\ud800")
    assert memory.count() == 0


@pytest.mark.parametrize(
    "wrong", [{"type": "wisdom"}, {"occurred_at": "soon"}, {"expires_at": True}]
)
def test_wrong_types_and_times_are_refused(memory: Memory, wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        memory.add("I like tea", user_id="a", **wrong)
    assert memory.count() == 0


@pytest.mark.parametrize(
    "moment",
    [
        "9999-12-31T23:59:59-12:00",
        "0001-01-01T00:00:00+14:00",
        dt.datetime.max.replace(tzinfo=dt.timezone(dt.timedelta(hours=-12))),
    ],
)
def test_a_time_at_the_edge_of_the_calendar_never_makes_a_memory_unreadable(
    memory: Memory, moment: Any
) -> None:
    for name in ("occurred_at", "expires_at"):
        try:
            memory.add(f"I like tea {name}", user_id="a", **{name: moment})
        except ValidationError:
            continue  # Refusing it is as good as keeping it.
    assert len(memory.get_all(user_id="a")) == memory.count(user_id="a")


def test_when_the_default_embedder_fails_nothing_is_stored(
    open_memory: Callable[..., Memory], flaky: Any, provider_down: Callable[[], ProviderError]
) -> None:
    memory = open_memory(embedder=flaky)
    memory.add("I like tea", user_id="a")
    flaky.error = provider_down()
    with pytest.raises(ProviderError, match="down"):
        memory.add(["I like coffee", "I like tea"], user_id="a")
    assert [r.memory for r in memory.get_all()] == ["I like tea"]
    assert len(memory.events()) == 1
    assert memory.doctor().ok
    flaky.error = None
    assert memory.add("I like coffee", user_id="a")[0].event == "ADD"


@pytest.mark.parametrize("bad", [np.nan, np.inf])
def test_an_embedder_that_answers_nonsense_is_refused(
    open_memory: Callable[..., Memory], fake: Any, bad: float
) -> None:
    memory = open_memory(embedder=fake)
    fake.vector = lambda text: np.full(fake.dim, bad, np.float32)
    with pytest.raises(ProviderError, match="NaN"):
        memory.add("I like tea", user_id="a")
    fake.vector = lambda text: np.ones(fake.dim + 1, np.float32)
    with pytest.raises(ProviderError, match="shape"):
        memory.add("I like tea", user_id="a")
    assert memory.count() == 0


def test_add_many_is_lazy_and_says_what_it_did(memory: Memory) -> None:
    taken = []

    def items() -> Any:
        for i in range(250):
            taken.append(i)
            # What is not in the batch under way is stored already.
            assert memory.count(user_id="a") >= max(0, i - 100)
            yield {"text": f"memory {i % 200}", "priority": i % 3}

    report = memory.add_many(items(), user_id="a", batch_size=50, progress=False)
    assert (report.added, report.updated, report.unchanged, report.total) == (200, 0, 50, 250)
    assert memory.count(where={"priority": 2}) > 0
    again = memory.add_many((f"memory {i}" for i in range(200)), user_id="a", progress=False)
    assert (again.added, again.unchanged) == (0, 200)


def test_add_many_keeps_the_batches_before_a_bad_item(memory: Memory) -> None:
    items: list[Any] = [*(f"memory {i}" for i in range(25)), {"nothing": 1}, "more"]
    with pytest.raises(ValidationError, match="no text"):
        memory.add_many(items, user_id="a", batch_size=10, progress=False)
    assert memory.count() == 20


def test_add_many_needs_an_owner_for_each(memory: Memory) -> None:
    with pytest.raises(ScopeError):
        memory.add_many([{"memory": "x", "user_id": "a"}, "y"], progress=False)


@pytest.mark.parametrize("items", ["a text", {"memory": "x"}])
def test_add_many_refuses_a_single_item(memory: Memory, items: Any) -> None:
    # A string is an iterable of letters: nobody wants these as memories.
    with pytest.raises(ValidationError):
        memory.add_many(items, user_id="a", progress=False)
    assert memory.count() == 0


@pytest.mark.parametrize("size", [0, -1])
def test_add_many_refuses_an_empty_batch(memory: Memory, size: int) -> None:
    with pytest.raises(ValidationError):
        memory.add_many(["x"], user_id="a", batch_size=size, progress=False)


def test_a_closed_memory_says_so(memory: Memory) -> None:
    memory.close()
    memory.close()
    with pytest.raises(MemkitError, match="closed"):
        memory.add("x", user_id="a")
    with pytest.raises(MemkitError, match="closed"):
        memory.search("x", user_id="a")

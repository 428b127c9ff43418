"""How many hits a context asks for, and that more are asked for where all of them have room."""

from __future__ import annotations

from memkit import Memory


def test_short_memories_fill_the_budget_though_the_first_hits_do_not() -> None:
    """The first fifty of these have about half of the tokens; the budget is filled all the same."""
    with Memory(":memory:", embedder="hash") as memory:
        memory.add_many(
            ({"memory": f"tea {number}", "user_id": "ana"} for number in range(200)),
            progress=False,
        )
        found = memory.context("tea", user_id="ana", tokens=800)
    assert len(found.items) > 50
    assert found.tokens >= 760
    assert found.left_out


def test_all_of_a_small_memory_is_there() -> None:
    with Memory(":memory:", embedder="hash") as memory:
        for number in range(60):
            memory.add(f"tea {number}", user_id="ana")
        found = memory.context("tea", user_id="ana", tokens=5000)
    assert len(found.items) == 60
    assert not found.left_out

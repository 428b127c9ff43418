"""Facts and the messages they were drawn from take one place in a list of hits."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any

import pytest

from memkit import Memory
from memkit.domain.results import Hit

ASKED = "which bicycle did I ride?"
RIDES = 30
TOLD = 12


@pytest.fixture
def memory() -> Iterator[Memory]:
    """Rides, of which a fact was drawn from some, in the same words."""
    with Memory(":memory:") as memory:
        said = [f"I rode bicycle number {number} to work" for number in range(RIDES)]
        messages = memory.add(
            [{"role": "user", "content": text} for text in said], user_id="ana", infer=False
        )
        memory.add_many(
            [
                {"memory": f"{one.memory}.", "user_id": "ana", "derived_by": "test",
                 "sources": [{"memory_id": one.id, "quote": one.memory}]}
                for one in messages[:TOLD]
            ],
            progress=False,
        )  # fmt: skip
        yield memory


def told(hits: Sequence[Hit]) -> list[str | None]:
    """Return the messages that hits are, or were drawn from."""
    return [hit.sources[0].memory_id if hit.derived_by else hit.id for hit in hits]


@pytest.mark.parametrize("mode", ["hybrid", "vector", "text"])
def test_a_fact_and_its_message_take_one_place(memory: Memory, mode: Any) -> None:
    for k in (1, 5, TOLD):
        hits = memory.search(ASKED, user_id="ana", k=k, mode=mode)
        assert len(hits) == k
        assert len(set(told(hits))) == k


def test_no_message_is_pushed_out(memory: Memory) -> None:
    alone = memory.search(ASKED, user_id="ana", k=20, kind="messages")
    beside = memory.search(ASKED, user_id="ana", k=20)
    assert {hit.id for hit in alone} <= set(told(beside))


def test_what_says_it_again_follows_where_there_is_room(memory: Memory) -> None:
    hits = memory.search(ASKED, user_id="ana", k=RIDES + TOLD)
    assert len(hits) == RIDES + TOLD
    again = [hit for hit in hits if "evidence" in hit.reasons and hit.reasons["evidence"] < 0]
    assert len(again) == TOLD
    assert len(set(told(again))) == TOLD
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert all(hit.score == pytest.approx(sum(hit.reasons.values())) for hit in hits)


def test_a_search_for_one_kind_is_as_it_was(memory: Memory) -> None:
    for kind, count in (("facts", TOLD), ("messages", RIDES)):
        hits = memory.search(ASKED, user_id="ana", k=100, kind=kind)
        assert len(hits) == count
        assert not any("evidence" in hit.reasons for hit in hits)


@pytest.mark.parametrize("options", [{"recency": timedelta(days=1)}, {"context": 0.85}])
def test_it_holds_with_whatever_else_changes_a_score(memory: Memory, options: Any) -> None:
    hits = memory.search(ASKED, user_id="ana", k=TOLD, **options)
    assert len(set(told(hits))) == TOLD


def test_it_held_at_an_earlier_time(memory: Memory) -> None:
    hits = memory.as_of(memory.events()[-1].seq).search(ASKED, user_id="ana", k=TOLD)
    assert len(set(told(hits))) == TOLD


def test_facts_of_one_message_do_not_count_against_each_other() -> None:
    with Memory(":memory:") as memory:
        [said] = memory.add("I ride a red bicycle and my son rides a blue one", user_id="ana")
        facts = ["Ana rides a red bicycle", "Ana's son rides a blue bicycle"]
        memory.add_many(
            [
                {"memory": text, "user_id": "ana", "derived_by": "test",
                 "sources": [{"memory_id": said.id}]}
                for text in facts
            ],
            progress=False,
        )  # fmt: skip
        hits = memory.search("bicycle", user_id="ana")
        lowered = {hit.memory for hit in hits if hit.reasons.get("evidence")}
        assert lowered in ({said.memory}, set(facts))


def test_a_fact_of_two_messages_counts_until_both_stand_above_it() -> None:
    with Memory(":memory:") as memory:
        first, second = memory.add(
            [
                {"role": "user", "content": "I ride a red bicycle"},
                {"role": "user", "content": "It rained all day in the mountains"},
            ],
            user_id="ana",
            infer=False,
        )
        memory.add(
            "Ana rides, whatever the weather", user_id="ana", infer=False, derived_by="test",
            sources=[{"memory_id": first.id}, {"memory_id": second.id}],
        )  # fmt: skip
        hits = memory.search("who rides a red bicycle", user_id="ana")
        assert hits[0].id == first.id
        [fact] = [hit for hit in hits if hit.derived_by]
        assert not fact.reasons.get("evidence")

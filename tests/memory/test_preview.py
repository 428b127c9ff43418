from __future__ import annotations

from collections.abc import Callable

import pytest

from memkit import Memory
from memkit.errors import NotFoundError, ScopeError, ValidationError


def test_a_preview_writes_nothing(memory: Memory) -> None:
    preview = memory.preview("I live in Lisbon", user_id="a")
    assert [(item.event, item.memory, item.id) for item in preview] == [
        ("ADD", "I live in Lisbon", None)
    ]
    assert memory.count() == 0
    assert memory.events() == []


def test_applying_a_preview_does_what_add_does(memory: Memory) -> None:
    talk = [
        {"role": "user", "content": "Where is the key?", "created_at": "2025-01-01"},
        {"role": "assistant", "content": "Under the mat", "name": "Ada"},
    ]
    results = memory.apply(
        memory.preview(talk, user_id="a", metadata={"k": 1}, type="episodic"), reason="why"
    )
    memory.add(talk, user_id="b", metadata={"k": 1}, type="episodic", reason="why")
    assert [item.event for item in results] == ["ADD", "ADD"]
    previewed, added = memory.get_all(user_id="a"), memory.get_all(user_id="b")
    own = {"id", "user_id", "created_at", "updated_at", "seq"}
    assert [item.model_dump(exclude=own) for item in previewed] == [
        item.model_dump(exclude=own) for item in added
    ]
    first, second, *_ = memory.events()
    assert first.batch_id == second.batch_id
    assert first.reason == "why"
    # A reply is found by the message it replies to.
    (_, reply) = memory.search("Where is the key?", user_id="a", context=0.9)
    assert reply.memory == "Under the mat"
    assert "context" in reply.reasons


def test_a_preview_shows_what_is_near_in_the_same_scope(memory: Memory) -> None:
    memory.add(["I live in Berlin", "I like tea", "My cat is old"], user_id="a")
    memory.add("I live in Lisbon now", user_id="b")
    (proposal,) = memory.preview("I live in Lisbon", user_id="a", limit=2)
    assert len(proposal.near) == 2
    assert proposal.near[0].record.memory == "I live in Berlin"
    assert 1 > proposal.near[0].similarity > proposal.near[1].similarity
    assert memory.preview("I live in Lisbon", user_id="a", limit=0)[0].near == ()


def test_what_is_there_already_is_none(memory: Memory) -> None:
    (there,) = memory.add("I like tea", user_id="a")
    memory.add("I like tea", user_id="a", agent_id="other scope")
    (proposal,) = memory.preview("I like tea", user_id="a")
    assert (proposal.event, proposal.id) == ("NONE", there.id)
    assert there.id not in [item.record.id for item in proposal.near]
    assert [item.event for item in memory.apply([proposal])] == ["NONE"]
    twice = memory.preview(["I like milk", "I like milk"], user_id="a")
    assert [item.event for item in twice] == ["ADD", "NONE"]
    assert [item.event for item in memory.apply(twice)] == ["ADD", "NONE"]
    said_by_another = memory.preview({"role": "assistant", "content": "I like tea"}, user_id="a")
    assert said_by_another[0].event == "ADD"


def test_what_is_there_already_is_found_behind_a_thousand_that_say_it_elsewhere(
    memory: Memory,
) -> None:
    memory.add_many(
        [{"memory": "ok", "user_id": "a", "run_id": str(run)} for run in range(1100)],
        progress=False,
    )
    memory.add_many(
        [
            {"role": "user", "content": "ok", "name": f"guest {number}", "user_id": "a"}
            for number in range(120)
        ],
        progress=False,
    )
    (kept,) = memory.add("ok", user_id="a")
    (said,) = memory.preview("ok", user_id="a")
    assert said.event == "NONE"
    assert said.before is not None
    assert said.before.id == kept.id


def test_an_expired_memory_would_be_brought_back(memory: Memory) -> None:
    (there,) = memory.add("The code is 12", user_id="a", expires_at="2020-01-01")
    (proposal,) = memory.preview("The code is 12", user_id="a")
    assert (proposal.event, proposal.id) == ("UPDATE", there.id)
    memory.apply([proposal])
    assert memory.get(there.id).expires_at is None


def test_proposals_can_be_rejected_edited_and_put_in_place_of_others(memory: Memory) -> None:
    (old,) = memory.add("I live in Berlin", user_id="a", metadata={"place": "home", "n": 1})
    preview = memory.preview(
        ["I live in Lisbon", "I like tee", "noise"], user_id="a", metadata={"n": 2}
    )
    results = memory.apply([preview[0].updating(old.id), preview[1].edited("I like tea")])
    assert [(item.event, item.memory) for item in results] == [
        ("UPDATE", "I live in Lisbon"),
        ("ADD", "I like tea"),
    ]
    assert memory.get(old.id).metadata == {"place": "home", "n": 2}
    assert memory.count() == 2


def test_editing_what_is_there_makes_it_an_addition(memory: Memory) -> None:
    memory.add("I like tea", user_id="a")
    (proposal,) = memory.preview("I like tea", user_id="a")
    assert proposal.edited("I like tea") is proposal
    assert proposal.edited("I like milk").event == "ADD"
    memory.apply([proposal.edited("I like milk")])
    assert [item.memory for item in memory.get_all()] == ["I like tea", "I like milk"]


@pytest.mark.parametrize("meanwhile", ["changed", "deleted"])
def test_a_memory_that_changed_since_is_left_alone(memory: Memory, meanwhile: str) -> None:
    (old,) = memory.add("I live in Berlin", user_id="a")
    preview = memory.preview(["tea", "I live in Lisbon"], user_id="a")
    accepted = [preview[0], preview[1].updating(old.id)]
    if meanwhile == "changed":
        memory.update(old.id, "I live in Porto")
    else:
        memory.delete(old.id)
    with pytest.raises(ValidationError, match=f"{meanwhile} since the preview.*Preview again"):
        memory.apply(accepted)
    assert "tea" not in [item.memory for item in memory.get_all()]


@pytest.mark.parametrize(
    ("call", "error"),
    [
        (lambda m: m.preview("tea"), ScopeError),
        (lambda m: m.preview("", user_id="a"), ValidationError),
        (lambda m: m.preview("tea", user_id="a", limit=-1), ValidationError),
        (lambda m: m.preview("tea", user_id="a", infer=True), ValidationError),
        (lambda m: m.apply(["tea"]), ValidationError),
        (lambda m: m.preview("tea", user_id="a")[0].edited(" "), ValidationError),
        (lambda m: m.preview("tea", user_id="a")[0].updating("nowhere"), NotFoundError),
    ],
)
def test_bad_input_says_what_to_do(
    memory: Memory, call: Callable[[Memory], object], error: type[Exception]
) -> None:
    with pytest.raises(error):
        call(memory)
    assert memory.count() == 0


def test_nothing_to_apply(memory: Memory) -> None:
    assert memory.apply([]) == []
    assert memory.preview([{"role": "system", "content": "be kind"}], user_id="a") == []
